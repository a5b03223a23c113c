"""What a member wants to hear no more of."""

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

mutes = Table(
    "mutes",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(24), primary_key=True),  # of the notice
    sqlite_with_rowid=False,  # when it was said is nobody's business
)

_ONE = select(mutes.c.kind).where(mutes.c.member_id == bindparam("member_id"), mutes.c.kind == bindparam("kind"))


_OF = select(mutes.c.kind).where(mutes.c.member_id == bindparam("member_id")).order_by(mutes.c.kind)


def of(tx: Transaction, member_id: int) -> list[str]:
    """The kinds a member hears no more of."""
    return list(tx.community.execute(_OF, {"member_id": member_id}).scalars())


def muted(tx: Transaction, member_id: int, kind: str) -> bool:
    """Whether a member hears no more of this kind."""
    return tx.community.execute(_ONE, {"member_id": member_id, "kind": kind}).first() is not None


def set_mute(tx: Transaction, member_id: int, kind: str, wanted: bool) -> None:
    """Silence a kind of notice for a member, or let it be heard again; twice changes nothing."""
    row = {"member_id": member_id, "kind": kind}
    tx.community.execute(delete(mutes).filter_by(**row))
    if wanted:
        tx.community.execute(insert(mutes).values(row))
