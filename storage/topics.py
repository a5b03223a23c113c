"""The topics of a forum by purpose: where announcements, questions and documents go."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

topics = Table(
    "topics",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("purpose", String(12), primary_key=True),
    Column("thread_id", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

_ALL = select(topics.c.purpose, topics.c.thread_id).where(topics.c.group_id == bindparam("group_id"))


def of(tx: Transaction, group_id: int) -> dict[str, int]:
    """The thread of each purpose that has one."""
    return {purpose: thread for purpose, thread in tx.community.execute(_ALL, {"group_id": group_id})}


def thread(tx: Transaction, group_id: int, purpose: str) -> int | None:
    """Where this belongs; None for the group itself."""
    return of(tx, group_id).get(purpose)


def open_at(tx: Transaction, group_id: int, purpose: str, thread_id: int) -> bool:
    """Remember a topic; False when this purpose has one already."""
    if purpose in of(tx, group_id):
        return False
    tx.community.execute(insert(topics).values(group_id=group_id, purpose=purpose, thread_id=thread_id))
    return True


def forget(tx: Transaction, group_id: int, thread_id: int) -> None:
    """The topic was deleted."""
    tx.community.execute(delete(topics).where(topics.c.group_id == group_id, topics.c.thread_id == thread_id))
