"""Until when a member wants to hear nothing of a supervision without a date."""

from datetime import date

from sqlalchemy import Column, Date, ForeignKey, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

snoozes = Table(
    "snoozes",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("until", Date, nullable=False),  # a Monday: any other day would tell on which one it was asked for
    sqlite_with_rowid=False,
)

_ONE = select(snoozes.c.until).where(snoozes.c.member_id == bindparam("member_id"))


def until(tx: Transaction, member_id: int) -> date | None:
    """The Monday a member chose; None when they chose none."""
    found: date | None = tx.community.execute(_ONE, {"member_id": member_id}).scalar_one_or_none()
    return found


def choose(tx: Transaction, member_id: int, monday: date | None) -> None:
    """From this Monday on they hear of it again; None: from now on."""
    tx.community.execute(delete(snoozes).where(snoozes.c.member_id == member_id))
    if monday is not None:
        tx.community.execute(insert(snoozes).values(member_id=member_id, until=monday))
