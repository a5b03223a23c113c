"""Leaving: who goes, who may still come back, whose last day has come."""

from datetime import date

from sqlalchemy import bindparam, delete, func, select, update

import storage.openings
import storage.plans
from storage.database import Transaction
from storage.members import HERE, members, roles
from storage.notices import notices

_TO_ERASE = select(members.c.id).where(members.c.erased_on <= bindparam("today")).order_by(members.c.id)
_JOINED_BEFORE = (
    select(members.c.id)
    .where(HERE, func.coalesce(members.c.stayed, members.c.joined) < bindparam("month"))
    .order_by(members.c.id)
)


def depart(tx: Transaction, member_id: int, state: str, erased_on: date) -> None:
    """A member goes, until `erased_on`: `leaving`, with their roles to come back to; `left`, `forgotten`, without."""
    tx.community.execute(update(members).where(members.c.id == member_id).values(state=state, erased_on=erased_on))
    if state != "leaving":
        tx.community.execute(delete(roles).where(roles.c.member_id == member_id))


def come_back(tx: Transaction, member_id: int) -> None:
    """Who was leaving stays after all."""
    tx.community.execute(update(members).where(members.c.id == member_id).values(state="active", erased_on=None))


def stay(tx: Transaction, member_id: int, month: str) -> None:
    """Note the month of the last sign that a member is here; an earlier one changes nothing."""
    earlier = func.coalesce(members.c.stayed, "") < month
    tx.community.execute(update(members).where(members.c.id == member_id, earlier).values(stayed=month))


def to_erase(tx: Transaction, today: date) -> list[int]:
    """Whose last day has come."""
    return list(tx.community.execute(_TO_ERASE, {"today": today}).scalars())


def joined_before(tx: Transaction, month: str) -> list[int]:
    """Who is here since before this month, and has not said since then that they stay."""
    return list(tx.community.execute(_JOINED_BEFORE, {"month": month}).scalars())


def erase(tx: Transaction, member_id: int) -> None:
    """Erase a member, their roles, what they silenced, their answers, and what was said of their being late."""
    storage.plans.forget(tx, member_id)
    storage.openings.disown(tx, member_id)
    tx.community.execute(delete(notices).where(notices.c.about.like(f"late:%:{member_id}")))
    tx.community.execute(delete(members).where(members.c.id == member_id))
