"""Meetings seen from afar: page after page, filtered; the next one; a month of a region."""

from dataclasses import dataclass
from datetime import date, datetime

import storage.overview
from handlers.rules import civil, meetings, people
from handlers.rules.holidays import public
from handlers.rules.meetings import start
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, REGIONS, region
from storage.database import Transaction
from storage.members import Member
from storage.overview import Entry

FARTHEST = 12  # months from now that can be drawn
MINE = ("", storage.overview.COMING, storage.overview.OPEN)


@dataclass(frozen=True)
class Wanted:
    """Which meetings are looked for: of one region, of one kind, by one's own answer; empty lets all through."""

    region: str = ""
    kind: str = ""
    mine: str = ""


@dataclass(frozen=True)
class Page:
    """Some meetings, the latest past ones where asked for, whether there are more; the reader's clock."""

    found: list[Entry]
    past: list[Entry]
    more: bool
    zone: str


@dataclass(frozen=True)
class Day:
    """A day of a month: the public holiday on it, and what takes place, by the clocks of the region."""

    day: date
    holiday: str | None
    meetings: tuple[tuple[datetime, str], ...]


def regions(tx: Transaction, who: Person) -> list[str]:
    """The regions whose meetings are this member's business, in the order of the list; without the nation."""
    del tx
    codes = meetings.own_regions(people.member(who))
    return [code for code in REGIONS if code in codes]


def page(
    tx: Transaction, who: Person, wanted: Wanted, number: int, most: int, now: datetime, *, past: bool = False
) -> Page:
    """A page of the meetings to come, nearest first, or of those before; refuses one beyond the end."""
    reader = people.member(who)
    codes = _codes(reader, wanted.region)

    def some(*, past: bool, skipped: int, most: int) -> list[Entry]:
        return storage.overview.page(
            tx, reader.id, codes, now, past=past, kind=wanted.kind, mine=wanted.mine, skipped=skipped, most=most
        )

    found = some(past=past, skipped=number * most, most=most + 1)
    if number and not found:
        raise Refusal(Reason.STALE)
    before = [] if past or number else some(past=True, skipped=0, most=most)
    return Page(found[:most], before, len(found) > most, people.zone(reader))


def _codes(reader: Member, chosen: str) -> set[str]:
    codes = meetings.own_regions(reader)
    if chosen and chosen not in codes:
        raise Refusal(Reason.OTHER_REGION)
    return {chosen} if chosen else codes


def nearest(tx: Transaction, who: Person, now: datetime) -> Entry | None:
    """The next meeting that is this member's business, and what they said of it; in one query."""
    reader = people.member(who)
    codes = meetings.own_regions(reader)
    found = storage.overview.page(tx, reader.id, codes, now, past=False, kind="", mine="", skipped=0, most=1)
    return found[0] if found else None


def next_one(tx: Transaction, who: Person, now: datetime) -> meetings.View | None:
    """The same as they see it on its card."""
    found = nearest(tx, who, now)
    return None if found is None else meetings.view(tx, found.meeting, people.member(who))


def at_home(tx: Transaction, who: Person, now: datetime) -> Entry | None:
    """Somebody opens the home screen: whoever had blocked the bot can be reached; what is next for a member."""
    people.come_back(tx, who)
    return None if who.member is None else nearest(tx, who, now)


def month(tx: Transaction, who: Person, code: str, month: date, now: datetime) -> list[Day]:
    """The days of a month, with what the members of a region may come to; at most a year from today."""
    reader = people.member(who)
    if code not in REGIONS or abs(apart(month, civil.today(now, region(code).zone))) > FARTHEST:
        raise Refusal(Reason.STALE)
    if code not in meetings.own_regions(reader):
        raise Refusal(Reason.OTHER_REGION)
    zone = region(code).zone
    since, until = (civil.instant(datetime.combine(one, datetime.min.time()), zone) for one in (month, after(month)))
    found: dict[date, list[tuple[datetime, str]]] = {}
    for meeting in storage.overview.month(tx, {code, NATIONAL}, since, until):
        at = civil.wall(start(meeting), zone)
        found.setdefault(at.date(), []).append((at, meeting.title))
    days = (date.fromordinal(number) for number in range(month.toordinal(), after(month).toordinal()))
    return [Day(day, public(day, code, who.language), tuple(found.get(day, ()))) for day in days]


def after(month: date, months: int = 1) -> date:
    """The first day of a later month, or of an earlier one."""
    year, number = divmod(_months(month) + months, 12)
    return date(year, number + 1, 1)


def apart(month: date, day: date) -> int:
    """How many months later than a day's a month is."""
    return _months(month) - _months(day)


def _months(day: date) -> int:
    return 12 * day.year + day.month - 1
