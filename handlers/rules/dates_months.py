"""Arithmetic of months and weekdays behind the reading of dates; every function returns days that exist."""

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, ...]

FIRST_YEAR, LAST_YEAR = 1900, 2199
WEEK = timedelta(7)


def real(year: int, month: int, day: int) -> Days:
    """That one day, or none if no calendar of 1900 to 2199 has it."""
    possible = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return (date(year, month, day),) if possible else ()


def full_year(year: str) -> int:
    """The year of 2 or 4 figures; « 27 » is 2027."""
    return int(year) + (2000 if len(year) == 2 else 0)


def coming(days: Days, today: date) -> Days:
    """The first of the days that is not before today, if there is one."""
    return tuple(day for day in days if day >= today)[:1]


def dated(year: str | None, month: int, day: int, today: date) -> Days:
    """The day of a written year of 2 or 4 figures, or else of the next year that has it, today included."""
    if year:
        return real(full_year(year), month, day)
    # 29 February may be eight years away, around 2100.
    return coming(tuple(found for ahead in range(9) for found in real(today.year + ahead, month, day)), today)


def months_on(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_weekday(weekday: int, today: date) -> date:
    """The next such weekday (Monday is 0), strictly after today."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def ranked(year: int, month: int, weekday: int, rank: int) -> date:
    """The rank-th (1 to 4) such weekday of a month; the last one for rank 0."""
    if rank:
        return next_weekday(weekday, date(year, month, 1) - timedelta(1)) + WEEK * (rank - 1)
    return next_weekday(weekday, date(year, month, monthrange(year, month)[1])) - WEEK


def agreeing(days: Days, weekday: int, today: date) -> Days:
    """Those that fall on the weekday; when none does, the days as written and the nearest such weekday."""
    matching = tuple(day for day in days if day.weekday() == weekday)
    if matching or not days:
        return matching
    nearest = days[0] + timedelta((weekday - days[0].weekday() + 3) % 7 - 3)
    return (*days, nearest + WEEK if nearest < today <= days[0] else nearest)
