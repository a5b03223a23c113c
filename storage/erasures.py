"""Messages of the bot that must disappear by themselves: a supervisor's open view, after its time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, Table, bindparam, delete, func, insert, select, update

from storage.community import Instant, metadata
from storage.database import Transaction

erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
)


@dataclass(frozen=True)
class Erasure:
    """A message to delete."""

    id: int
    chat_id: int
    message_id: int


_DUE = (
    select(erasures.c.id, erasures.c.chat_id, erasures.c.message_id)
    .where(erasures.c.due_at <= bindparam("now"))
    .order_by(erasures.c.id)
    .limit(100)
)
_NEXT = select(func.min(erasures.c.due_at))


def plan(tx: Transaction, chat_id: int, message_id: int, due_at: datetime) -> None:
    """Have a message deleted at `due_at`."""
    tx.community.execute(insert(erasures).values(chat_id=chat_id, message_id=message_id, due_at=due_at))


def hasten(tx: Transaction, chat_id: int, due_at: datetime) -> None:
    """Have all that is to be deleted in a chat deleted at `due_at` already."""
    tx.community.execute(update(erasures).where(erasures.c.chat_id == chat_id).values(due_at=due_at))
    tx.rings = True


def due(tx: Transaction, now: datetime) -> list[Erasure]:
    """The messages whose time has come."""
    return [Erasure(*row) for row in tx.community.execute(_DUE, {"now": now})]


def next_due(tx: Transaction) -> datetime | None:
    """When the next message must go."""
    earliest: datetime | None = tx.community.execute(_NEXT).scalar_one()
    return earliest


def done(tx: Transaction, erasure_id: int) -> None:
    """The message is gone, or can no longer be reached."""
    tx.community.execute(delete(erasures).where(erasures.c.id == erasure_id))
