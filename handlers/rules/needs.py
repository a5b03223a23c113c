"""When somebody should next have supervision: computed from their plan and what took place, on every read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import storage.bookings
import storage.desks
import storage.plans
import storage.presences
from handlers.rules import caseloads, hearing, people
from storage.database import Transaction
from storage.members import Member
from storage.plans import Plan

USUAL = 6  # weeks from one supervision to the next (proposed by us)
GRACE = 2  # weeks: from due to long without a date (proposed by us)
SOON = timedelta(weeks=2)  # before it is due one may think of a date
FIRST_MONTHS, FIRST_EVERY = 3, 1  # in post: every week (proposed by us)
KIND = "supervision"  # of a meeting
NEEDED = ("plan", "undated")  # the windows in which a freed seat is offered


@dataclass(frozen=True)
class Need:
    """A member’s supervision: how often, the last and the next one, when it is due; `window` says where that is.

    coming: there is a date. quiet: none is needed yet. plan: one may look for a date. undated: there is none for long.
    """

    member: Member
    every: int  # weeks
    format: str
    last: date | None
    next: date | None
    due: date
    window: str

    @property
    def weeks(self) -> int | None:
        """Since how many whole weeks there was none, as of the day it was due; None where there never was one."""
        return None if self.last is None else (self.due - self.last).days // 7


def scopes(member: Member, supervisor: int | None) -> list[str]:
    """What a plan may be set for that holds for a member, the nearest first."""
    theirs = [f"supervisor:{supervisor}"] if supervisor is not None else []
    return [f"member:{member.id}", *theirs, f"region:{member.region}"]


def effective(found: Mapping[str, Plan], names: Iterable[str]) -> Plan:
    """The plan of the nearest scope that says something, for each thing it may say."""
    plans = [found[name] for name in names if name in found]
    every = next((one.every for one in plans if one.every is not None), USUAL)
    format = next((one.format for one in plans if one.format is not None), "group")
    return Plan("", every, format, next((one.began for one in plans if one.began is not None), None))


def of(tx: Transaction, members: Iterable[Member], now: datetime) -> list[Need]:
    """Where each of these members is."""
    read = list(members)
    agreed = storage.desks.all_cases(tx)
    names = {one.id: scopes(one, agreed.get(one.id)) for one in read}
    found = storage.plans.of(tx, [name for each in names.values() for name in each])
    took: dict[int, list[date]] = {one.id: [] for one in read}
    ahead: dict[int, list[date]] = {one.id: [] for one in read}
    for booking, opening in storage.bookings.of_members(tx, took):
        if opening.starts_at > now:
            ahead[booking.member_id].append(opening.wall.date())
        elif booking.counts:
            took[booking.member_id].append(opening.wall.date())
    for member_id, starts_at in storage.presences.at_kind(tx, KIND, took):
        took[member_id].append(starts_at.date())
    return [
        _need(one, effective(found, names[one.id]), took[one.id], ahead[one.id], people.today(one, now)) for one in read
    ]


def _need(member: Member, plan: Plan, took: list[date], ahead: list[date], today: date) -> Need:
    began = _first(plan.began or member.joined)
    last, next_one = max(took, default=None), min(ahead, default=None)
    every = plan.every or USUAL
    if plan.began is not None and today < _months_on(began, FIRST_MONTHS):
        every = FIRST_EVERY
    due = max(last or began, began) + timedelta(weeks=every)
    return Need(member, every, plan.format or "group", last, next_one, due, _window(next_one, due, today))


def _window(next_one: date | None, due: date, today: date) -> str:
    if next_one is not None:
        return "coming"
    if today < due - SOON:
        return "quiet"
    return "plan" if today < due + timedelta(weeks=GRACE) else "undated"


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def ranked(tx: Transaction, supervisor_id: int, now: datetime) -> list[Member]:
    """Whom this supervisor may supervise and who needs a date, whoever needs it most first; nobody who is away."""
    here = [one for one in caseloads.supervised(tx, supervisor_id) if one.state == "active"]
    found = of(tx, (one for one in here if not hearing.paused(one, now)), now)
    return [one.member for one in sorted(found, key=lambda one: (one.due, one.member.id)) if one.window in NEEDED]
