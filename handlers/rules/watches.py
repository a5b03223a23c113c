"""The watch: who is told first of what arrives in a region, week by week, computed on every read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import storage.members
import storage.watches
from handlers.rules import civil, people, routing
from handlers.rules.people import Person
from handlers.rules.regions import NATIONAL, region
from storage.database import Transaction
from storage.members import Member
from storage.vault import Thread
from storage.watches import Watch

WEEK = timedelta(days=7)
KEPT = timedelta(days=365)  # as everything of supervision


@dataclass(frozen=True)
class Week:
    """A week of a region, from its Monday on: whose it is, whether they are away, who is asked, who is on watch.

    `planned` may be on watch or not: who is away, has a pause, or cannot be reached is not. `turn` grows each time it
    is given to somebody.
    """

    region: str
    monday: date
    planned: Member | None = None
    away: bool = False
    asked: Member | None = None
    on_watch: Member | None = None
    turn: int = 0


@dataclass(frozen=True)
class Sight:
    """What a member sees: the region whose supervisors read, or the nation; this week and the next; who supervises."""

    region: str
    weeks: list[Week]
    supervised: bool


def monday(now: datetime, code: str) -> date:
    """The Monday of the week it is now, on the region’s clock."""
    today = civil.today(now, region(code).zone)
    return today - timedelta(days=today.weekday())


def rests(found: Member, week: date, now: datetime) -> bool:
    """Whether a pause of theirs reaches into this week; into the present one: whether it goes on."""
    until = found.paused_until
    return until is not None and max(people.today(found, now), week) < until


def able(found: Member, code: str, week: date, now: datetime) -> bool:
    """Whether somebody can be on watch: they supervise exactly this region, can be reached, and have no pause then."""
    supervises = code in found.regions("supervisor")
    return supervises and found.state == "active" and not rests(found, week, now)


def supervisors(tx: Transaction, code: str) -> list[Member]:
    """Who supervises exactly this region."""
    return storage.members.several(tx, storage.members.holders(tx, ["supervisor"], [code]))


def read(tx: Transaction, code: str, mondays: Iterable[date], now: datetime) -> list[Week]:
    """These weeks of a region as they stand."""
    wanted = list(mondays)
    found = storage.watches.several(tx, code, wanted)
    stand = {one.monday: one for one in weeks(tx, found.values(), now)}
    return [stand.get(one, Week(code, one)) for one in wanted]


def weeks(tx: Transaction, found: Iterable[Watch], now: datetime) -> list[Week]:
    """Planned weeks as they stand: whoever lost the role or left has none any more."""
    planned = list(found)
    names = {name for one in planned for name in (one.member_id, one.asked) if name is not None}
    there = {one.id: one for one in storage.members.several(tx, sorted(names))}
    return [_week(one, there.get(one.member_id or 0), there.get(one.asked or 0), now) for one in planned]


def _week(found: Watch, planned: Member | None, asked: Member | None, now: datetime) -> Week:
    code, week = found.region, found.week
    if planned is None or code not in planned.regions("supervisor") or planned.state not in storage.members.PRESENT:
        return Week(code, week, turn=found.turn)
    if asked is not None and not able(asked, code, week, now):
        asked = None
    serves = not found.away and able(planned, code, week, now)
    return Week(code, week, planned, found.away, asked, planned if serves else None, found.turn)


def on_watch(tx: Transaction, code: str, now: datetime) -> Member | None:
    """Who is on watch in a region now; None: nobody, and everybody who supervises it is told."""
    [found] = read(tx, code, [monday(now, code)], now)
    return found.on_watch


def first_told(tx: Transaction, code: str, readers: list[int], told: list[Thread], now: datetime) -> list[int]:
    """Which of a box’s readers are told of these: whoever is on watch; everybody where nobody is.

    Of what the one on watch must not know of, only the others hear. Half-way through its delay everybody hears of what
    is unread: see `delays.recall`.
    """
    found = on_watch(tx, code, now)
    if found is None:
        return readers
    hidden = [routing.hidden(tx, found, thread) for thread in told]
    others = [number for number in readers if number != found.id] if any(hidden) else []
    return others if all(hidden) and others else sorted({found.id, *others})


def sight(tx: Transaction, who: Person, now: datetime) -> Sight:
    """Who is on watch for this member’s region, or for the nation where nobody supervises the region."""
    places = (people.member(who).region, NATIONAL)
    code = next((place for place in places if supervisors(tx, place)), None)
    this = monday(now, code or NATIONAL)
    return Sight(code or NATIONAL, read(tx, code or NATIONAL, [this, this + WEEK], now), code is not None)


def about(code: str, week: date) -> str:
    """What the notices of a week are about: `watch:ARA:2026-06-01`."""
    return f"watch:{region(code).short}:{week}"


def forget(tx: Transaction, now: datetime) -> int:
    """Forget the weeks of more than a year ago; returns how many."""
    return storage.watches.forget(tx, (now - KEPT).date())
