"""Addresses of private calendars, one a member: kept as a hash, without when they were made or read."""

from hashlib import blake2b

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

feeds = Table(
    "feeds",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    sqlite_with_rowid=False,  # nor the order in which they were made
)

_OF = select(feeds.c.member_id).where(feeds.c.member_id == bindparam("member_id"))
_READER = select(feeds.c.member_id).where(feeds.c.token_hash == bindparam("token_hash"))


def _hash(token: str) -> bytes:
    """What is kept of a token: it has 128 random bits, so a plain hash cannot be reversed."""
    return blake2b(token.encode(), digest_size=32, person=b"calendar").digest()


def exists(tx: Transaction, member_id: int) -> bool:
    """Whether this member has an address."""
    return tx.community.execute(_OF, {"member_id": member_id}).one_or_none() is not None


def put(tx: Transaction, member_id: int, token: str) -> None:
    """Give a member this address; the one before leads nowhere any more."""
    revoke(tx, member_id)
    tx.community.execute(insert(feeds).values(member_id=member_id, token_hash=_hash(token)))


def revoke(tx: Transaction, member_id: int) -> None:
    """Take a member's address away."""
    tx.community.execute(delete(feeds).where(feeds.c.member_id == member_id))


def reader(tx: Transaction, token: str) -> int | None:
    """Whose address this is."""
    number: int | None = tx.community.execute(_READER, {"token_hash": _hash(token)}).scalar_one_or_none()
    return number
