"""The plan of the watch: coordinators say whose each week of a region is, or let the free weeks be shared out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

import storage.notices
import storage.watches
from handlers.rules import gaps, people, watches
from handlers.rules.hearing import COVERS, TAKEN
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.watches import WEEK, Week
from storage.database import Transaction
from storage.members import Member

AHEAD = 6  # weeks that can be planned, the present one included


@dataclass(frozen=True)
class Rota:
    """The weeks to come of a region, and its supervisors; `begun`: a week was planned there, so gaps are told."""

    region: str
    weeks: list[Week]
    supervisors: list[Member]
    begun: bool


@dataclass(frozen=True)
class Choice:
    """A week, and who may have it: whoever has a pause then is left out, and who said that they are away."""

    week: Week
    able: list[Member]
    supervised: bool


def regions(tx: Transaction, who: Person) -> list[str]:
    """Whose weeks this coordinator plans."""
    del tx
    return people.coordinated(people.coordinator(who))


def rota(tx: Transaction, who: Person, code: str, now: datetime) -> Rota:
    """The plan of a region, for its coordinators."""
    people.coordinator(who, code)
    weeks = watches.read(tx, code, _mondays(code, now), now)
    return Rota(code, weeks, watches.supervisors(tx, code), code in storage.watches.regions(tx))


def _mondays(code: str, now: datetime) -> list[date]:
    this = watches.monday(now, code)
    return [this + number * WEEK for number in range(AHEAD)]


def choices(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> Choice:
    """Whose a week may be."""
    people.coordinator(who, code)
    found = _week(tx, code, week, now)
    return Choice(found, _candidates(tx, found, now), bool(watches.supervisors(tx, code)))


def _week(tx: Transaction, code: str, week: date, now: datetime) -> Week:
    mondays = _mondays(code, now)
    if week not in mondays:
        raise Refusal(Reason.WATCH_OVER if week < mondays[0] else Reason.STALE)
    [found] = watches.read(tx, code, [week], now)
    return found


def _candidates(tx: Transaction, found: Week, now: datetime) -> list[Member]:
    away = found.planned.id if found.planned is not None and found.away else None
    there = [one for one in watches.supervisors(tx, found.region) if one.id != away]
    return [one for one in there if watches.able(one, found.region, found.monday, now)]


def assign(tx: Transaction, who: Person, code: str, week: date, number: int, now: datetime) -> None:
    """This week is this supervisor’s; 0: nobody’s. Again: nothing changes. Whoever was asked to stand in is not.

    Whoever had it is told if they had heard that it is theirs, or are away and wait for somebody to take it.
    """
    people.coordinator(who, code)
    storage.watches.taken_hold_of(tx, code, week)
    found = _week(tx, code, week, now)
    if number and number not in {one.id for one in _candidates(tx, found, now)}:
        raise Refusal(Reason.WATCH_UNFIT)
    before = found.planned.id if found.planned is not None else 0
    if before == number:
        return
    storage.notices.suppress_kinds(tx, watches.about(code, week), COVERS)
    storage.watches.plan(tx, code, week, number or None)
    heard = storage.notices.number(tx, gaps.YOURS, watches.about(code, week), f"member:{before}")
    if before and (found.away or heard):
        gaps.tell(tx, TAKEN, found, before, now)


def share(tx: Transaction, who: Person, code: str, now: datetime) -> None:
    """Give each free week to whoever has none beside it, and has had, and will have, the fewest; a pause is spared."""
    people.coordinator(who, code)
    mondays = _mondays(code, now)
    past = [mondays[0] - number * WEEK for number in range(AHEAD, 0, -1)]
    given = {one.monday: one.planned.id for one in watches.read(tx, code, [*past, *mondays], now) if one.planned}
    free = [week for week in mondays if week not in given]
    there = watches.supervisors(tx, code)
    for week in free:
        able = [one.id for one in there if watches.able(one, code, week, now)]
        if able:
            given[week] = _next(able, week, given)
            storage.watches.plan(tx, code, week, given[week])


def _next(able: list[int], week: date, given: dict[date, int]) -> int:
    """Who has none beside this one; among these, who has the fewest, then by their numbers."""
    held = Counter(given.values())
    beside = {given.get(week - WEEK), given.get(week + WEEK)}
    return min(able, key=lambda number: (number in beside, held[number], number))
