"""Invitations and the joining they open: a single-use link, its token kept only as a hash."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.community import Instant, metadata
from storage.database import Transaction

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    Column("region", String(8), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("source", String(32), unique=True),  # hash of the tap that asked for it: a repeated tap is one invitation
    Column("state", String(8), nullable=False),  # open, used
)

joinings = Table(
    "joinings",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("invitation_id", ForeignKey("invitations.id"), unique=True),
    Column("language", String(2), nullable=False),
    Column("promise", String(16)),
    Column("charter", String(16)),
    Column("first_name", String(64)),
    Column("region", String(8)),  # proposed by the invitation
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE")),  # whose door led here, without an invitation
)


@dataclass(frozen=True)
class Invitation:
    """A single-use right to join with a role for a region."""

    id: int
    role: str
    region: str
    expires_at: datetime
    state: str


@dataclass(frozen=True)
class Joining:
    """A person on the way in: what they have agreed to and said so far."""

    telegram_id: int
    invitation_id: int | None
    language: str
    promise: str | None
    charter: str | None
    first_name: str | None
    region: str | None
    group_id: int | None = None


# Locked: of two people who open one link at the same moment on PostgreSQL, the second sees it taken.
_BY_HASH = select(invitations).where(invitations.c.token_hash == bindparam("token_hash")).with_for_update()
_BY_ID = select(invitations).where(invitations.c.id == bindparam("id"))
_JOINING = select(joinings).where(joinings.c.telegram_id == bindparam("telegram_id"))
_TAKEN = select(joinings.c.telegram_id).where(joinings.c.invitation_id == bindparam("invitation_id"))


def token_hash(token: str) -> bytes:
    """What is kept of a token: it has 128 random bits, so a plain hash cannot be reversed."""
    return blake2b(token.encode(), digest_size=32, person=b"invitation").digest()


def issue(tx: Transaction, *, token: str, role: str, region: str, expires_at: datetime, source: str | None) -> bool:
    """Write an invitation; the same source again renews its first one, and False says that this one is used."""
    if source is not None:
        again = (
            update(invitations)
            .where(invitations.c.source == source, invitations.c.state == "open")
            .values(token_hash=token_hash(token), expires_at=expires_at)
        )
        if tx.community.execute(again).rowcount:
            return True
        if tx.community.execute(select(invitations.c.id).where(invitations.c.source == source)).first():
            return False
    values = {"role": role, "region": region, "expires_at": expires_at, "source": source, "state": "open"}
    tx.community.execute(insert(invitations).values(token_hash=token_hash(token), **values))
    return True


def by_token(tx: Transaction, token: str) -> Invitation | None:
    """The invitation behind a token, used and expired ones included."""
    row = tx.community.execute(_BY_HASH, {"token_hash": token_hash(token)}).one_or_none()
    return None if row is None else Invitation(row.id, row.role, row.region, row.expires_at, row.state)


def by_id(tx: Transaction, invitation_id: int) -> Invitation:
    """The invitation a joining belongs to."""
    row = tx.community.execute(_BY_ID, {"id": invitation_id}).one()
    return Invitation(row.id, row.role, row.region, row.expires_at, row.state)


def taken_by(tx: Transaction, invitation_id: int) -> int | None:
    """The Telegram account that is joining with this invitation."""
    return tx.community.execute(_TAKEN, {"invitation_id": invitation_id}).scalar_one_or_none()


def joining(tx: Transaction, telegram_id: int) -> Joining | None:
    """How far this account has come on its way in."""
    row = tx.community.execute(_JOINING, {"telegram_id": telegram_id}).one_or_none()
    return None if row is None else Joining(*row)


def begin(tx: Transaction, telegram_id: int, invitation_id: int, language: str, region: str | None) -> None:
    """Start joining with this invitation; an earlier unfinished joining of the account gives way."""
    tx.community.execute(delete(joinings).where(joinings.c.telegram_id == telegram_id))
    tx.community.execute(
        insert(joinings).values(telegram_id=telegram_id, invitation_id=invitation_id, language=language, region=region)
    )


def knock(tx: Transaction, telegram_id: int, group_id: int, language: str, region: str | None) -> None:
    """Start joining by the door of a group, unless this account is on its way already."""
    if joining(tx, telegram_id) is None:
        row = {"telegram_id": telegram_id, "group_id": group_id, "language": language, "region": region}
        tx.community.execute(insert(joinings).values(row))


def drop(tx: Transaction, telegram_id: int) -> None:
    """Forget a joining by a door, which was refused or is done."""
    by_door = joinings.c.group_id.is_not(None)
    tx.community.execute(delete(joinings).where(joinings.c.telegram_id == telegram_id, by_door))


def note(tx: Transaction, telegram_id: int, **fields: str | None) -> None:
    """Write what a joining person has just agreed to or said."""
    tx.community.execute(update(joinings).where(joinings.c.telegram_id == telegram_id).values(**fields))


def finish(tx: Transaction, joining: Joining) -> None:
    """Close the invitation and forget the joining; the member row has taken over."""
    used = update(invitations).where(invitations.c.id == joining.invitation_id).values(state="used")
    tx.community.execute(used)
    tx.community.execute(delete(joinings).where(joinings.c.telegram_id == joining.telegram_id))
