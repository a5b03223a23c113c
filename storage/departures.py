"""Who has to leave which group, once they have been told; the courier shows them out."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ForeignKey, Table, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

departures = Table(
    "departures",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Departure:
    """An account to put out of a group."""

    group_id: int
    telegram_id: int


_ALL = select(departures).order_by(departures.c.group_id, departures.c.telegram_id).limit(100)


def every(tx: Transaction) -> list[Departure]:
    """Everybody who has to leave, a hundred at most."""
    return [Departure(*row) for row in tx.community.execute(_ALL)]


def plan(tx: Transaction, group_id: int, telegram_id: int) -> None:
    """Have somebody put out; twice is once."""
    cancel(tx, group_id, telegram_id)
    tx.community.execute(insert(departures).values(group_id=group_id, telegram_id=telegram_id))
    tx.rings = True


def cancel(tx: Transaction, group_id: int, telegram_id: int) -> None:
    """They are out, or may stay after all."""
    tx.community.execute(delete(departures).filter_by(group_id=group_id, telegram_id=telegram_id))
