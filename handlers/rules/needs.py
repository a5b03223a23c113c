"""When somebody should next have supervision: computed from their plan and what took place, on every read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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

USUAL = {"group": 6, "single": 8}  # weeks from one supervision to the next (proposed by us)
GRACE = 2  # weeks at most from due to long without a date (proposed by us)
SOON = 14  # days at most before it is due in which one may think of a date
FIRST_MONTHS, FIRST_EVERY = 3, 1  # in post: every week (proposed by us)
PRESUMED = timedelta(days=60)  # a time that is over is taken for held as long as both can say so, unless one denies it
KIND, FORMAT = SUPERVISION, "group"  # of a meeting; of a supervision that no plan says otherwise of
NEEDED = ("undated", "plan")  # the windows in which a date is looked for
WINDOWS = (*NEEDED, "quiet", "coming")


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
    def since(self) -> date:
        """The day from which a date is looked for: two weeks before it is due, or half of a shorter rhythm."""
        return self.due - timedelta(days=min(SOON, self.every * 7 // 2))


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


def usual(tx: Transaction, names: Iterable[str]) -> tuple[int, str]:
    """How often, in weeks, and in which format by the nearest of these scopes, the first months in post aside."""
    wanted = list(names)
    plan = effective(storage.plans.of(tx, wanted), wanted)
    return plan.every or USUAL[plan.format or FORMAT], plan.format or FORMAT


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
        elif booking.counts or (opening.starts_at > now - PRESUMED and not booking.denied):
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
    every = FIRST_EVERY if new else plan.every or USUAL[plan.format or FORMAT]
    due = max(last or began, began) + timedelta(weeks=every)
    found = Need(member, every, plan.format or FORMAT, last, next_one, due, "")
    return replace(found, window=_window(found, today))


def _window(need: Need, today: date) -> str:
    if need.next is not None:
        return "coming"
    if today < need.since:
        return "quiet"
    return "plan" if today < need.due + timedelta(weeks=min(GRACE, need.every)) else "undated"


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def ranked(tx: Transaction, supervisor_id: int, now: datetime) -> list[Member]:
    """Whom this supervisor may supervise and who needs a date, whoever needs it most first; nobody who is away."""
    here = [one for one in caseloads.supervised(tx, supervisor_id) if one.state == "active"]
    found = of(tx, (one for one in here if not hearing.paused(one, now)), now)
    return [one.member for one in sorted(found, key=lambda one: (one.due, one.member.id)) if one.window in NEEDED]
