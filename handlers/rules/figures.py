"""Figures of a closed quarter, for coordinators: published once, in large groups, with what is small hidden."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import storage.census
import storage.figures
import storage.tallies
import storage.vault
from handlers.rules import people, quarters
from handlers.rules.disclosure import disclosed
from handlers.rules.extent import ALL, Key, Span
from handlers.rules.people import Person
from handlers.rules.quarters import Quarter
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, REGIONS
from handlers.rules.suppression import Published, suppress
from handlers.rules.themes import THEMES
from storage.database import Transaction
from storage.figures import Figure
from storage.tallies import Tally

FEWEST_MEMBERS = 10  # who can be reached in a zone, for it to have a row of its own
OTHER = "other"  # the row of all smaller zones


def publish(tx: Transaction, now: datetime) -> None:
    """Publish the quarters that are closed and were not; what was published is never computed again.

    A quarter without any report is published like the others: its absence would say so.
    """
    last, published, first = quarters.last_closed(now), storage.figures.quarters(tx), storage.census.first_month(tx)
    if str(last) in published or first is None or last < quarters.of_month(first):
        return
    tallies, row_of = storage.tallies.every(tx), rows(storage.census.reachable(tx))
    for quarter in sorted({last, *(quarters.of_month(tally.month) for tally in tallies)}):
        if quarter <= last and str(quarter) not in published:
            storage.figures.add(tx, str(quarter), written(_of(quarter, tallies, row_of)))


def rows(reachable: Mapping[str, int]) -> dict[str, str]:
    """The row that each box is counted in, from how many members can be reached in each region.

    Zones with fewer than 10 are counted together, if they have 10 together; otherwise in no row and no total, so that
    nothing that is published depends on them. Anyone may write to the national box: its members are all there are.
    """
    large = {code: code for code in REGIONS if reachable.get(code, 0) >= FEWEST_MEMBERS}
    small = {code: OTHER for code in REGIONS if code not in large}
    together = sum(reachable.get(code, 0) for code in small)
    nation = {NATIONAL: NATIONAL} if sum(reachable.values()) >= FEWEST_MEMBERS else {}
    return large | (small if together >= FEWEST_MEMBERS else {}) | nation


def _of(quarter: Quarter, tallies: Iterable[Tally], row_of: Mapping[str, str]) -> Published:
    counts: Counter[Key] = Counter()
    for tally in tallies:
        if tally.month in quarter.months and tally.box in row_of:
            counts[row_of[tally.box], tally.theme] += tally.reports
    return checked(suppress(counts, sorted(set(row_of.values())), list(THEMES)))


def checked(found: Published) -> Published:
    """The figures; none at all if the checker finds a hidden count in them."""
    return suppress({}, (), found.columns) if disclosed(found) else found


def written(published: Published) -> list[Figure]:
    """Published figures, as they are kept: each shown cell and each total."""
    cells = [Figure(*key, count, count) for key, count in published.cells.items()]
    return cells + [Figure(*key, span.low, span.high) for key, span in published.totals.items()]


def read(figures: Iterable[Figure]) -> Published:
    """Kept figures, as they were published; themes in the order of the screens."""
    spans = {(figure.box, figure.theme): Span(figure.low, figure.high) for figure in figures}
    totals = {key: span for key, span in spans.items() if ALL in key}
    cells = {key: span.low for key, span in spans.items() if ALL not in key}
    boxes = sorted(box for box, theme in totals if theme == ALL != box)
    return Published(tuple(boxes), tuple(code for code in THEMES if (ALL, code) in totals), cells, totals)


@dataclass(frozen=True)
class Sheet:
    """What a coordinator sees of a quarter: all boxes together, and one region; `row` None: it is in no total."""

    quarter: str
    earlier: str | None
    later: str | None
    region: str
    row: str | None
    regions: list[str]
    published: Published


def latest(tx: Transaction, who: Person) -> Sheet | None:
    """The last published quarter, for the region of this coordinator; None before the first one."""
    reader = people.coordinator(who)
    known, held = storage.figures.quarters(tx), people.coordinated(reader)
    return look(tx, who, known[-1], reader.region if reader.region in held else held[0]) if known else None


def regions(tx: Transaction, who: Person, quarter: str) -> list[str]:
    """The regions this coordinator may see the figures of; refuses a quarter that was not published."""
    reader = people.coordinator(who)
    _around(storage.figures.quarters(tx), quarter)
    return people.coordinated(reader)


def look(tx: Transaction, who: Person, quarter: str, region: str) -> Sheet:
    """A published quarter, for a region this coordinator acts for; refuses any other region or quarter."""
    reader = people.coordinator(who, region)
    before, here, after = _around(storage.figures.quarters(tx), quarter)
    published = read(storage.figures.of(tx, here))
    return Sheet(here, before, after, region, _row(published, region), people.coordinated(reader), published)


def _around(known: list[str], quarter: str) -> tuple[str | None, str, str | None]:
    if quarter not in known:
        raise Refusal(Reason.STALE)
    place = known.index(quarter)
    return (known[place - 1] if place else None), quarter, next(iter(known[place + 1 :]), None)


def _row(published: Published, region: str) -> str | None:
    rows = (region,) if region == NATIONAL else (region, OTHER)
    return next((row for row in rows if row in published.rows), None)
