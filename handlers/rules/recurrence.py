"""How often a series meets: every so many weeks, or on the same weekday of the month; written as RFC 5545 does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday, weekdays

from handlers.rules.dates_months import ranked

LAST = 0  # the rank of the last such weekday of a month, as `dates_months.ranked` counts
QUARTER = 3
_WEEKS, _MONTHS, _RANKS = range(1, 13), range(1, QUARTER + 1), range(LAST, 5)
_TEXT = re.compile(
    r"FREQ=(?P<unit>WEEKLY|MONTHLY)(?:;INTERVAL=(?P<every>\d{1,2}))?;BYDAY=(?P<rank>[1-4]|-1)?(?P<day>[A-Z]{2})",
    re.ASCII,
)
_DAYS = {str(day): number for number, day in enumerate(weekdays)}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every `every` weeks on a weekday (Monday is 0); with a rank, every `every` months on the rank-th one.

    1 to 12 weeks; 1, 2 or 3 months with a rank of 1 to 4, or LAST. ValueError for anything else.
    """

    every: int
    weekday: int
    rank: int | None = None

    def __post_init__(self) -> None:
        counted = self.every in _WEEKS if self.rank is None else self.every in _MONTHS and self.rank in _RANKS
        if not counted or self.weekday not in range(7):
            raise ValueError(f"no such rhythm: {self}")

    def fits(self, day: date) -> bool:
        """Whether a series of this rhythm may begin on the day."""
        if self.rank is None:
            return day.weekday() == self.weekday
        return day.day == ranked(day.year, day.month, self.weekday, self.rank).day


def ranks(day: date) -> tuple[int, ...]:
    """As which of its weekday in the month a day counts: « 2e », « 4e et dernier »; the fifth is only the last."""
    return tuple(rank for rank in (1, 2, 3, 4, LAST) if Rhythm(1, day.weekday(), rank).fits(day))


def rhythms(first: date) -> tuple[Rhythm, ...]:
    """The rhythms to propose for a series that begins on this day (or wall time), the commonest kinds first."""
    day = first.weekday()
    monthly = (Rhythm(1, day, rank) for rank in ranks(first))
    return Rhythm(1, day), Rhythm(2, day), *monthly, Rhythm(QUARTER, day, ranks(first)[0])


def anchored(rhythm: Rhythm, first: date) -> Rhythm:
    """The same rhythm for a series that begins on this day: its weekday, and its rank in the month."""
    if rhythm.rank is None:
        return replace(rhythm, weekday=first.weekday())
    found = ranks(first)
    return replace(rhythm, weekday=first.weekday(), rank=rhythm.rank if rhythm.rank in found else found[0])


def to_rrule(rhythm: Rhythm) -> str:
    """The value of the RRULE, without an end: "FREQ=MONTHLY;BYDAY=1TH"."""
    interval = f";INTERVAL={rhythm.every}" if rhythm.every > 1 else ""
    unit = "WEEKLY" if rhythm.rank is None else "MONTHLY"
    rank = "" if rhythm.rank is None else -1 if rhythm.rank == LAST else rhythm.rank
    return f"FREQ={unit}{interval};BYDAY={rank}{weekdays[rhythm.weekday]}"


def from_rrule(text: str) -> Rhythm:
    """The rhythm that `to_rrule` wrote; ValueError for any other text, however valid elsewhere."""
    found = _TEXT.fullmatch(text)
    if found is None or found["day"] not in _DAYS:
        raise ValueError(f"not a rhythm: {text!r}")
    rank = int(found["rank"] or 0) if found["unit"] == "MONTHLY" else None
    rhythm = Rhythm(int(found["every"] or 1), _DAYS[found["day"]], LAST if rank == -1 else rank)
    if to_rrule(rhythm) != text:  # another spelling, or a month without a rank
        raise ValueError(f"not a rhythm: {text!r}")
    return rhythm


def occurrences(rhythm: Rhythm, first: datetime, until: date) -> Iterator[datetime]:
    """The wall times of a series from its first up to and with a day; ValueError if the first is not on the rhythm.

    They are what a clock on the wall shows: the hour stays when the clocks change. The instant of each, also of one
    that the spring change skips, is `civil.instant` of it in the zone of the series.
    """
    if not rhythm.fits(first.date()):
        raise ValueError(f"{first} is not on {rhythm}")
    unit = WEEKLY if rhythm.rank is None else MONTHLY
    end = datetime.combine(until, time.max)
    return iter(rrule(unit, first, rhythm.every, until=end, byweekday=_byday(rhythm)))


def _byday(rhythm: Rhythm) -> weekday:
    day = weekdays[rhythm.weekday]
    return day if rhythm.rank is None else day(-1 if rhythm.rank == LAST else rhythm.rank)
