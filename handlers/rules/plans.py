"""How often supervision should be, and in which format: set for a region, a supervisor’s people, or one person."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import storage.desks
import storage.plans
from handlers.rules import caseloads, needs, people
from handlers.rules.dates_months import months_on
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS
from storage.database import Transaction
from storage.members import Member
from storage.plans import Plan

EVERY = (1, 2, 3, 4, 6, 8, 10, 12)  # weeks
FORMATS = ("group", "single")
NONE = "0"  # in a button: as the wider scope has it
REGION, SUPERVISOR, MEMBER = "region", "supervisor", "member"
WIDER = "wider"  # all but since when they are in post


@dataclass(frozen=True)
class Card:
    """A plan on its card: whom it is for, what was set for just them, and what holds for them; `every` is in weeks.

    `months`: those in which a person may have taken up their post for the first weeks to be denser.
    """

    scope: str
    member: Member | None
    own: Plan
    every: int
    format: str
    months: tuple[str, ...] = ()


def card(tx: Transaction, who: Person, scope: str, now: datetime) -> Card:
    """The plan of a scope, for whoever may set it."""
    member, wider = _allowed(tx, who, scope)
    own = storage.plans.of(tx, [scope]).get(scope, Plan(scope))
    every, format = needs.usual(tx, [scope, *wider])
    months = _months(people.today(member, now)) if member is not None else ()
    return Card(scope, member, own, every, format, months)


def _allowed(tx: Transaction, who: Person, scope: str) -> tuple[Member | None, list[str]]:
    """Whom a scope is of, and the wider ones; refuses who may not set it."""
    kind, _, of = scope.partition(":")
    if kind == REGION and of in REGIONS:
        people.coordinator(who, of)
        return None, []
    if kind == SUPERVISOR and of == str(people.supervisor(who).id):
        return None, [f"{REGION}:{people.member(who).region}"]
    if kind != MEMBER:
        raise Refusal(Reason.STALE)
    found, _ = caseloads.overseen(tx, who, int(of))
    return found, needs.scopes(found, storage.desks.supervisor(tx, found.id))[1:]


def _months(today: date) -> tuple[str, ...]:
    """This month and those before it in which a post was taken up that is still new."""
    first = today.replace(day=1)
    return tuple(f"{months_on(first, -ago):%Y-%m}" for ago in range(needs.FIRST_MONTHS + 1))


def arrange(tx: Transaction, who: Person, scope: str, field: str, value: str, now: datetime) -> Card:
    """Set one thing of a plan, or have it as the wider scope has it; set again, nothing changes."""
    found = card(tx, who, scope, now)
    storage.plans.arrange(tx, _changed(found, field, value))
    return card(tx, who, scope, now)


def _changed(found: Card, field: str, value: str) -> Plan:
    none = value == NONE
    if field == WIDER and none:
        return Plan(found.scope, began=found.own.began)
    if field == "every" and (none or value in map(str, EVERY)):
        return replace(found.own, every=None if none else int(value))
    if field == "format" and (none or value in FORMATS):
        return replace(found.own, format=None if none else value)
    if field == "began" and (none or value in found.months):
        return replace(found.own, began=None if none else value)
    raise Refusal(Reason.STALE)
