"""What members arranged for themselves: quiet hours, a simple display, a pause."""

from datetime import date

from sqlalchemy import bindparam, func, select, update

from storage.database import Transaction
from storage.members import members

_FIRST_PAUSE_END = select(func.min(members.c.paused_until))
_END_PAUSES = (
    update(members)
    .where(members.c.region == bindparam("code"), members.c.paused_until <= bindparam("day"))
    .values(paused_until=None)
)


def arrange(tx: Transaction, member_id: int, **values: object) -> None:
    """Remember what a member arranged for themselves: `quiet`, `display`, `paused_until`."""
    tx.community.execute(update(members).where(members.c.id == member_id).values(values))


def first_pause_end(tx: Transaction) -> date | None:
    """The day on which the first of the pauses ends; None without any."""
    day: date | None = tx.community.execute(_FIRST_PAUSE_END).scalar_one()
    return day


def end_pauses(tx: Transaction, code: str, day: date) -> None:
    """End the pauses of a region's members that last until this day or a day before."""
    tx.community.execute(_END_PAUSES, {"code": code, "day": day})
