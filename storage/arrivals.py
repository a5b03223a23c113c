"""Who came into a group since it was last greeted; of strangers only that there were some."""

from sqlalchemy import Column, ForeignKey, Integer, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

STRANGERS = 0  # in the place of a member's number

arrivals = Table(
    "arrivals",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("member", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,  # nor in which order
)

_OF = select(arrivals.c.member).where(arrivals.c.group_id == bindparam("group_id")).order_by(arrivals.c.member)


def of(tx: Transaction, group_id: int) -> list[int]:
    """The numbers of the members who came, and STRANGERS."""
    return list(tx.community.execute(_OF, {"group_id": group_id}).scalars())


def note(tx: Transaction, group_id: int, member: int) -> bool:
    """Somebody came; False when that is written already."""
    if member in of(tx, group_id):
        return False
    tx.community.execute(insert(arrivals).values(group_id=group_id, member=member))
    return True


def forget(tx: Transaction, group_id: int) -> None:
    """They were greeted."""
    tx.community.execute(delete(arrivals).where(arrivals.c.group_id == group_id))


def forget_member(tx: Transaction, member: int) -> None:
    """Nobody greets them any more."""
    tx.community.execute(delete(arrivals).where(arrivals.c.member == member))
