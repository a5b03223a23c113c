"""When somebody should next have supervision: computed from their plan and what took place, on every read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import storage.bookings
import storage.desks
import storage.overview
import storage.plans
import storage.presences
from handlers.rules import caseloads, hearing, people
from handlers.rules.dates_months import months_on
from handlers.rules.draft_choices import SUPERVISION
from storage.database import Transaction
from storage.members import Member
from storage.plans import Plan

USUAL = 6  # weeks from one supervision to the next (proposed by us)
GRACE = 2  # weeks: from due to long without a date (proposed by us)
SOON = timedelta(weeks=2)  # before it is due one may think of a date
FIRST_MONTHS, FIRST_EVERY = 3, 1  # in post: every week (proposed by us)
KIND, FORMAT = SUPERVISION, "group"  # of a meeting; of a supervision that no plan says otherwise of
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


def scopes(member: Member, supervisor: int | None) -> list[str]:
    """What a plan may be set for that holds for a member, the nearest first."""
    theirs = [f"supervisor:{supervisor}"] if supervisor is not None else []
    return [f"member:{member.id}", *theirs, f"region:{member.region}"]


def effective(found: Mapping[str, Plan], names: Iterable[str]) -> Plan:
    """What the nearest scope says that says something, for each thing it may say; None where none does."""
    plan = Plan("")
    for name in names:
        near = found.get(name, plan)
        plan = Plan("", plan.every or near.every, plan.format or near.format, plan.began or near.began)
    return plan


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
    for member_id, wall in storage.presences.at_kind(tx, KIND, took):
        took[member_id].append(wall.date())
    for member_id, wall in storage.overview.seated(tx, KIND, ahead, now):
        ahead[member_id].append(wall.date())
    return [
        _need(one, effective(found, names[one.id]), took[one.id], ahead[one.id], people.today(one, now)) for one in read
    ]


def _need(member: Member, plan: Plan, took: list[date], ahead: list[date], today: date) -> Need:
    began = _first(plan.began or member.joined)
    last, next_one = max(took, default=None), min(ahead, default=None)
    new = plan.began is not None and today < months_on(began, FIRST_MONTHS)
    every = FIRST_EVERY if new else plan.every or USUAL
    due = max(last or began, began) + timedelta(weeks=every)
    return Need(member, every, plan.format or FORMAT, last, next_one, due, _window(next_one, due, today))


def _window(next_one: date | None, due: date, today: date) -> str:
    if next_one is not None:
        return "coming"
    if today < due - SOON:
        return "quiet"
    return "plan" if today < due + timedelta(weeks=GRACE) else "undated"


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def ranked(tx: Transaction, supervisor_id: int, now: datetime) -> list[Member]:
    """Whom this supervisor may supervise and who needs a date, whoever needs it most first; nobody who is away."""
    here = [one for one in caseloads.supervised(tx, supervisor_id) if one.state == "active"]
    found = of(tx, (one for one in here if not hearing.paused(one, now)), now)
    return [one.member for one in sorted(found, key=lambda one: (one.due, one.member.id)) if one.window in NEEDED]
