"""A month to choose a day from: its weeks, Monday first, the months around it, and hours to choose for a day."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.rules import civil, dates
from handlers.rules.dates_months import months_on
from handlers.rules.refusal import Reason, Refusal

MOST = 6  # hours to choose from
# Of meetings: two of the morning, two of the early afternoon, two after work.
HOURS = (time(9, 30), time(10), time(14), time(14, 30), time(17, 30), time(18))

Week = tuple[date | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A month: of each of its weeks with days to choose, seven places from Monday, None where there is none.

    `before` and `after` are the first days of the months that can be turned to.
    """

    first: date
    weeks: tuple[Week, ...]
    before: date | None
    after: date | None


def grid(day: date, today: date) -> Grid:
    """The month of a day; of a day that cannot be chosen, the nearest month that has days to choose."""
    last = today + dates.FARTHEST
    first = min(max(day, today), last).replace(day=1)

    def place(one: date) -> date | None:
        return one if one.month == first.month and today <= one <= last else None

    weeks = (tuple(place(one) for one in week) for week in Calendar().monthdatescalendar(first.year, first.month))
    return Grid(
        first,
        tuple(week for week in weeks if any(week)),
        months_on(first, -1) if first > today else None,
        months_on(first, 1) if months_on(first, 1) <= last else None,
    )


def hours(day: date, now: datetime, zone: str, known: Iterable[datetime | None] = ()) -> list[datetime]:
    """The moments of a day to choose from, those to come: at the hours `known` from other days, then at usual ones.

    Refuses a day that is past by now.
    """
    if day < civil.today(now, zone):
        raise Refusal(Reason.DATE_PAST, wall=day)
    named = dict.fromkeys([*(one.time() for one in known if one), *HOURS])
    walls = [datetime.combine(day, hour) for hour in named]
    return sorted([wall for wall in walls if civil.instant(wall, zone) > now][:MOST])
