"""Series live two years, across four changes of the clock, among people in Paris, La Réunion and Guadeloupe."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.rules import announcing, changes
from handlers.rules.reminders import AFTER, SHORTLY
from handlers.rules.series import AHEAD
from storage.database import Transaction
from tests.rules.cast import DAY, HOUR
from tests.rules.years import PARIS, PEOPLE, REUNION, ZONES, Told, Years, shown
from tests.storage.pair import Pair

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("two years")]

END = datetime(2028, 6, 1, tzinfo=UTC)
J14, J3 = "meeting.j14", "meeting.j3"
WEDNESDAY, THURSDAY, SUNDAY = 2, 3, 6
# Every Monday of these two years that is a public holiday in France.
HOLIDAYS = {
    *(date(2027, month, day) for month, day in ((3, 29), (5, 17), (11, 1))),
    *(date(2028, month, day) for month, day in ((4, 17), (5, 1), (5, 8), (6, 5), (12, 25))),
    *(date(2029, month, day) for month, day in ((1, 1), (4, 2), (5, 21))),
}
CALLED_OFF, BROUGHT_FORWARD, MOVED = 4, 7, 8  # which date of its series
EARLIER = timedelta(days=21, minutes=-30)  # before anybody knows of it but who answered for the whole series


def monthly(weekday: int, rank: int, hour: time) -> list[datetime]:
    """The rank-th such weekday of every month from July 2026 on, counted on the fingers."""
    days = (date(2026, 7, 1) + number * DAY for number in range(1100))
    return [datetime.combine(day, hour) for day in days if day.weekday() == weekday and (day.day + 6) // 7 == rank]


@dataclass
class Plan:
    """A series as it has to be, computed apart: its dates as they were first, and from a moment on."""

    zone: str
    walls: list[datetime]
    changed: list[datetime] = field(default_factory=list)
    since: datetime = END
    gone: tuple[int, datetime] | None = None  # the date that was called off, and when

    def wall(self, which: int, at: datetime = END) -> datetime:
        """The civil time of a date, as it stands at this moment."""
        return (self.changed or self.walls)[which] if at >= self.since else self.walls[which]

    def start(self, which: int, at: datetime = END) -> datetime:
        """When this date begins."""
        return self.wall(which, at).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def was_there(self, which: int) -> bool:
        """Whether this date had been made when the dates changed: that is done a year ahead."""
        return self.start(which, END) < self.since + AHEAD

    def following(self, at: datetime) -> datetime:
        """The next date, as it stands."""
        held = [which for which in range(len(self.walls)) if self.gone is None or (which, True) != self._off(at)]
        return min((self.start(which, at), self.wall(which, at)) for which in held if self.start(which, at) > at)[1]

    def _off(self, at: datetime) -> tuple[int, bool]:
        return (-1, False) if self.gone is None else (self.gone[0], at >= self.gone[1])

    def over(self) -> list[int]:
        """The dates that are over for so long that everything was said of them."""
        return [which for which in range(len(self.walls)) if self.start(which) < END - 10 * DAY]


class Lived:
    """Two years of three series, and what they should have been."""

    def __init__(self, tx: Transaction) -> None:
        self.years = years = Years(tx)
        thursdays, far = monthly(THURSDAY, 1, time(14, 30)), monthly(WEDNESDAY, 2, time(10))
        mondays = [datetime(2026, 6, 15, 9) + number * 7 * DAY for number in range(160)]  # noqa: DTZ001 - civil
        mondays = [wall for wall in mondays if wall.date() not in HOLIDAYS]
        self.plans = {
            years.begin("FR-ARA", thursdays[0], "3"): Plan(PARIS, thursdays),
            years.begin("FR-ARA", mondays[0], "1", "public"): Plan(PARIS, mondays),
            years.begin("FR-974", far[0], "3"): Plan(REUNION, far),
        }
        self.calendars: list[tuple[int, datetime, str, list[datetime]]] = []
        first, _, third = self.plans
        self._change(first, CALLED_OFF, 5 * DAY, "one", **{changes.CANCEL: True})
        self.plans[first].gone = (CALLED_OFF, years.now)
        sooner = thursdays[BROUGHT_FORWARD] - EARLIER
        self._change(first, BROUGHT_FORWARD, 30 * DAY, "one", wall=sooner.isoformat())
        self._becomes(first, [sooner if wall == thursdays[BROUGHT_FORWARD] else wall for wall in thursdays])
        later = far[:MOVED] + monthly(THURSDAY, 2, time(11))[MOVED:]
        self._change(third, MOVED, 5 * DAY, "following", wall=later[MOVED].isoformat())
        self._becomes(third, later)
        self._live(END)
        self.places = {
            found.id: (number, which) for number in self.plans for which, found in enumerate(years.dates(number))
        }

    def _becomes(self, number: int, walls: list[datetime]) -> None:
        self.plans[number].changed, self.plans[number].since = walls, self.years.now

    def _change(self, number: int, which: int, before: timedelta, extent: str, **fields: object) -> None:
        self._live(self.plans[number].start(which) - before)
        self.years.change(self.years.dates(number)[which], extent, **fields)
        self.years.live(self.years.now + changes.PATIENCE)

    def _live(self, until: datetime) -> None:
        """Until then; every few months, everybody looks into their calendar."""
        years = self.years
        while years.now < until:
            years.live(min(until, years.now + 120 * DAY))
            for number in self.plans:
                date_of_it = years.dates(number)[0]
                for name in ("Inès", "Léa", "Zoé"):
                    self.calendars.append((number, years.now, name, years.calendar(name, date_of_it)))

    def of(self, told: Told) -> tuple[Plan, int]:
        """Which date of which series a letter is about."""
        number, which = self.places[told.meeting]
        return self.plans[number], which


@pytest.fixture(scope="module")
def lived(pair: Pair) -> Iterator[Lived]:
    """Lived once for all of these tests."""
    with pair.rehearse() as tx:
        yield Lived(tx)


def test_every_date_is_where_it_has_to_be(lived: Lived) -> None:
    for number, plan in lived.plans.items():
        found = [one.starts_at for one in lived.years.dates(number)]
        wanted = [plan.start(which) for which in range(len(found))]
        assert found == wanted
        assert max(wanted) > END + 300 * DAY


def test_every_hour_shown_is_right_on_the_clock_of_who_reads_it(lived: Lived) -> None:
    for told in lived.years.told:
        plan, which = lived.of(told)
        now = shown(plan.wall(which, told.at), plan.zone, told.name)
        before = shown(plan.walls[which], plan.zone, told.name)
        wanted = {
            announcing.MOVED: [before, now],
            announcing.CARD: [before, now] if now != before and plan.was_there(which) else [now],
            AFTER: [shown(plan.following(told.at), plan.zone, told.name)],
        }
        assert told.said == wanted.get(told.kind, [now]), told


def test_every_hour_in_a_calendar_is_right(lived: Lived) -> None:
    for number, at, name, found in lived.calendars:
        plan = lived.plans[number]
        off = None if plan.gone is None or at < plan.gone[1] else plan.gone[0]
        starts = [plan.start(which, at) for which in range(len(plan.walls)) if which != off]
        wanted = sorted(begins for begins in starts if at < begins < at + 330 * DAY)
        assert [one.astimezone(UTC) for one in found][: len(wanted)] == wanted, (name, at)


def test_nobody_misses_a_word_or_hears_it_twice(lived: Lived) -> None:
    heard = Counter((lived.places[told.meeting], told.name, told.kind) for told in lived.years.told)
    for number, plan in lived.plans.items():
        for which in plan.over():
            for name in PEOPLE:
                found = {kind: heard[(number, which), name, kind] for kind in KINDS}
                assert found == expected(plan, which, name), (number, which, plan.wall(which), name)


KINDS = (announcing.CARD, J14, J3, SHORTLY, AFTER, announcing.MOVED, announcing.CANCELLED)


def expected(plan: Plan, which: int, name: str) -> dict[str, int]:
    """How many times each thing has to be said of a date to somebody."""
    _, _, whole, each = PEOPLE[name]
    no, yes = "no" in (whole, each), "yes" in (whole, each)
    off, first, author = plan.gone is not None and which == plan.gone[0], which == 0, name == "Inès"
    knew = which == (MOVED if plan.zone == REUNION else -1)
    if plan.zone == PARIS and plan.changed and which == BROUGHT_FORWARD:
        knew = whole in ("yes", "maybe")
    return {
        announcing.CARD: int(not author if first else whole != "no"),
        J14: int(first and not no),
        J3: int(not no and not off),
        SHORTLY: int(not no and not off and (yes or not asleep(plan, which, name))),
        AFTER: int(yes and not off),
        announcing.MOVED: int(knew and not author),
        announcing.CANCELLED: int(off and not author),
    }


def asleep(plan: Plan, which: int, name: str) -> bool:
    """Whether the last hours before a meeting are in the night of this reader."""
    here = plan.start(which).astimezone(ZoneInfo(ZONES[PEOPLE[name][0]]))
    return here.time() <= time(8)


def quiet(here: datetime) -> bool:
    """Whether phones are silent at this civil time."""
    return not 8 <= here.hour < 20 or here.weekday() == SUNDAY


def test_nothing_comes_at_night_or_on_a_sunday_but_to_who_comes_within_two_hours(lived: Lived) -> None:
    for told in lived.years.told:
        _, _, whole, each = PEOPLE[told.name]
        if told.kind != SHORTLY or "yes" not in (whole, each):
            assert not quiet(told.at.astimezone(ZoneInfo(ZONES[PEOPLE[told.name][0]]))), told


def test_everything_comes_in_its_time(lived: Lived) -> None:
    for told in lived.years.told:
        plan, which = lived.of(told)
        before = plan.start(which, told.at) - told.at
        least, most = {
            announcing.CARD: (0 * DAY, 45 * DAY if which == 0 else 14.5 * DAY),
            J14: (13 * DAY, 16 * DAY),
            J3: (2 * DAY, 5 * DAY),
            SHORTLY: (0 * DAY, 2 * HOUR),
            AFTER: (-4 * DAY, -0.5 * DAY),
        }.get(told.kind, (0 * DAY, 45 * DAY))
        assert least < before <= most, told
        if told.kind == announcing.CARD and len(plan.walls) < 30 and which != BROUGHT_FORWARD:
            assert before > 12 * DAY, told
