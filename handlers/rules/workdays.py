"""Working days of a region: Monday to Friday, without its public holidays; and what a delay in them means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice, takewhile

import holidays

from handlers.rules.regions import region

_DAY = timedelta(days=1)
_MONDAY_TO_FRIDAY = range(5)
# Overseas, a region is a department with holidays of its own (abolition of slavery, and a few more). Grand Est is
# not Alsace and Moselle: Good Friday and 26 December are working days in most of it, so they are counted for all.
_OF_THEIR_OWN = ("971", "972", "973", "974", "976")


@dataclass(frozen=True, slots=True)
class Delay:
    """The days from which an unread report is everybody's business: half its delay is over, all of it is."""

    reminder: date
    escalation: date


def is_workday(day: date, code: str) -> bool:
    """Whether people of a region, or of `national`, work on this day; KeyError for an unknown region."""
    return day.weekday() in _MONDAY_TO_FRIDAY and not is_holiday(day, code)


def is_holiday(day: date, code: str) -> bool:
    """Whether this day is a public holiday of a region, or of `national`; KeyError for an unknown region."""
    return day in _holidays(region(code).short, day.year)


def add(day: date, count: int, code: str) -> date:
    """The working day that comes `count` working days after a day; the day itself, whatever it is, for 0.

    ValueError for a negative count.
    """
    return next(islice(_after(day, code), count - 1, None)) if count else day


def between(first: date, last: date, code: str) -> int:
    """How many working days come after `first`, up to and with `last`; 0 when `last` is not later."""
    return sum(1 for _ in takewhile(lambda day: day <= last, _after(first, code)))


def delay(came: date, due: date, code: str) -> Delay:
    """What becomes of a report that came on one day and should be read by another, and is not.

    The reminder is half-way in working days, rounded up: a day is the finest that is known of a report. The
    escalation is the first working day after `due`. Immediate danger, due on the day it came, waits for no working
    day: reminded on that day, escalated on the next.
    """
    if due <= came:
        return Delay(came, came + _DAY)
    half = (between(came, due, code) + 1) // 2
    return Delay(add(came, half, code), add(due, 1, code))


def _after(day: date, code: str) -> Iterator[date]:
    while True:
        day += _DAY
        if is_workday(day, code):
            yield day


@cache
def _holidays(short: str, year: int) -> frozenset[date]:
    """The public holidays of a year, as PyPI's `holidays` lists them from the laws and decrees it names."""
    return frozenset(holidays.country_holidays("FR", short if short in _OF_THEIR_OWN else None, years=year))
