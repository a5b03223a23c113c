"""Which share of a region’s peer workers had supervision lately: computed once a month and told in steps.

All counts of a step are told alike, and there are three of them or more: nobody is ever down to one count, not even
who knows how many peer workers there are. Why eight weeks only, and why no month tells of another: decision 0022.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import storage.bookings
import storage.census
import storage.coverages
import storage.presences
from handlers.rules import needs, people
from handlers.rules.civil import today
from handlers.rules.extent import Span
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, region
from handlers.rules.suppression import FEWEST, LEFT
from storage.coverages import Coverage
from storage.database import Transaction

# Looked back from the end of a month: nobody who had one since is long without it.
WEEKS = needs.USUAL[needs.FORMAT] + needs.GRACE
MONTHS = 12  # at most, that are shown
YEARS = 5  # that are kept, as other figures are
KEPT = timedelta(days=365)  # what took place is known that long


def steps(peers: int) -> list[Span]:
    """How the counts from 0 to this number of peer workers are told: those of a step alike, those of the first not.

    Each step holds 3 counts or more. The first has those under 5, a nought too, and the last those that leave fewer
    than 5 out; where there is no room for 3 counts above the first, or between the two, it has these as well. All of
    it follows from the number of people, never from what is hidden.
    """
    most = max(FEWEST, peers - FEWEST + 1)  # the first count of the last step
    if peers - most + 1 < LEFT:
        return [Span(0, peers)]
    parts = (most - FEWEST) // LEFT
    starts = [FEWEST + (most - FEWEST) * part // parts for part in range(parts)] + [most]
    ends = [*(start - 1 for start in starts[1:]), peers]
    return [Span(0, starts[0] - 1), *(Span(*step) for step in zip(starts, ends, strict=True))]


def told(code: str, month: str, peers: int, supervised: int) -> Coverage:
    """What is told of so many of so many peer workers: whole percents that have the share between them, or nothing."""
    none, *some = steps(peers)
    if supervised <= none.high:
        return Coverage(code, month, WEEKS, None, None)
    step = next(one for one in some if one.low <= supervised <= one.high)
    return Coverage(code, month, WEEKS, 100 * step.low // peers, -(-100 * step.high // peers))


def publish(tx: Transaction, reached: Collection[str], now: datetime) -> None:
    """Write the months that are over in these regions and were not written; later nothing of them changes."""
    written, joined = storage.coverages.last(tx), storage.census.first_month(tx)
    for code in sorted(set(reached) - {NATIONAL}):
        for month in _missing(written.get(code, ""), joined, today(now, region(code).zone)):
            peers = storage.census.peers_by(tx, code, month)
            storage.coverages.add(tx, told(code, month, len(peers), _supervised(tx, peers, month)))


def _missing(written: str, joined: str | None, day: date) -> list[str]:
    """The months before this day’s, after what is written and since somebody joined, of which sessions are still known.

    It does not hang on when the program ran, but for what is erased by now.
    """
    found, month = list[str](), before(f"{day:%Y-%m}")
    while joined is not None and month >= joined and month > written and since(month) > day - KEPT:
        found.append(month)
        month = before(month)
    return found


def before(month: str) -> str:
    """The month before."""
    return f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"


def end(month: str) -> date:
    """The first day after a month."""
    return (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=1)


def since(month: str, weeks: int = WEEKS) -> date:
    """The first day of the weeks that are looked at for a month."""
    return end(month) - timedelta(weeks=weeks)


def _supervised(tx: Transaction, peers: set[int], month: str) -> int:
    """How many of them had supervision in these weeks: both say so, or they were at one in a group."""
    seats = storage.bookings.of_members(tx, peers)
    took = [(booking.member_id, opening.wall) for booking, opening in seats if booking.counts]
    met = storage.presences.at_kind(tx, needs.KIND, peers)
    return len({number for number, wall in (*took, *met) if since(month) <= wall.date() < end(month)})


@dataclass(frozen=True)
class Sheet:
    """A month as a coordinator reads it: each of their regions with what is told; the months beside it."""

    month: str
    earlier: str | None
    later: str | None
    rows: dict[str, Coverage | None]


@dataclass(frozen=True)
class Year:
    """The last months, and what was told of each region in them."""

    months: list[str]
    rows: dict[str, list[Coverage | None]]


def latest(tx: Transaction, who: Person, now: datetime) -> Sheet | date:
    """The last month that was written for a region of this coordinator; before the first one, by when it will be."""
    reader = people.coordinator(who)
    known = _known(tx, people.coordinated_places(who))
    return look(tx, who, known[-1]) if known else end(f"{people.today(reader, now):%Y-%m}")


def look(tx: Transaction, who: Person, month: str) -> Sheet:
    """One of the last 12 months; refuses any other."""
    codes = people.coordinated_places(who)
    known = _known(tx, codes)
    if month not in known:
        raise Refusal(Reason.STALE)
    place = known.index(month)
    found = {one.region: one for one in storage.coverages.between(tx, codes, before(month), month)}
    rows = {code: found.get(code) for code in codes}
    return Sheet(month, known[place - 1] if place else None, next(iter(known[place + 1 :]), None), rows)


def year(tx: Transaction, who: Person) -> Year:
    """The last 12 months; refuses while there is none."""
    codes = people.coordinated_places(who)
    known = _known(tx, codes)
    if not known:
        raise Refusal(Reason.STALE)
    found = {(one.region, one.month): one for one in storage.coverages.between(tx, codes, before(known[0]), known[-1])}
    return Year(known, {code: [found.get((code, month)) for month in known] for code in codes})


def _known(tx: Transaction, codes: Iterable[str]) -> list[str]:
    return storage.coverages.months(tx, list(codes))[-MONTHS:]


def forget(tx: Transaction, now: datetime) -> int:
    """Forget the months of five years ago and before; returns how many."""
    return storage.coverages.forget(tx, f"{now.year - YEARS}-{now:%m}")
