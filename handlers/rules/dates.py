"""Reads the date and hour of a meeting out of free French or English text; doubts are asked, not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.rules import civil, dates_hours, dates_spoken, dates_written
from handlers.rules.dates_months import FIRST_YEAR, LAST_YEAR, Days
from handlers.rules.dates_words import tidy

# Nobody writes a date in more words; the limit keeps a pasted page from being searched.
LONGEST = 120
FARTHEST = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Read:
    """Understood; `wall` is a naive civil time that exists in the zone."""

    wall: datetime


@dataclass(frozen=True, slots=True)
class NeedsHour:
    """The day is known but not the hour; `others` are other days the same words may mean."""

    date: date
    others: Days = ()


@dataclass(frozen=True, slots=True)
class Past:
    """Understood, but over; the day alone when no hour was written."""

    wall: datetime | date


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several moments may be meant, or one so far away (over two years) that it must be confirmed."""

    candidates: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class NotADate:
    """Nothing there is a date, or it exists in no calendar, on no clock."""


Reading = Read | NeedsHour | Past | Unclear | NotADate


def read(text: str, now: datetime, zone: str, language: str = "fr", day: date | None = None) -> Reading:
    """The moment a text means to someone who writes it at `now` (aware) in `zone`; an hour alone is on `day`."""
    if len(text) > LONGEST:
        return NotADate()
    today = civil.today(now, zone)
    written = dates_written.take(tidy(text, language), today, language)
    clock = dates_hours.take(written.rest, language)
    days = dates_spoken.days(clock.rest, written.days, today)
    if day and written.days is None and not clock.rest:
        days = (day,)
    if not days or clock.minutes == ():
        return NotADate()
    return judged(days, clock.minutes, now, zone)


def judged(days: Days, minutes: tuple[int, ...] | None, now: datetime, zone: str) -> Reading:
    """What days, one at least, and the minutes after midnight mean together; None is an hour nobody wrote."""
    if minutes is None:
        return _hourless(days, civil.today(now, zone))
    return _judged([_wall(day, minute) for day in days for minute in minutes], now, zone)


def marked(instants: Sequence[datetime], now: datetime, zone: str) -> Reading:
    """The moment that dates marked by Telegram mean (aware; at least one), to the minute, on the clocks of `zone`."""
    if any(not FIRST_YEAR < instant.year < LAST_YEAR for instant in instants):
        return NotADate()
    return _judged([civil.wall(instant, zone).replace(second=0, microsecond=0) for instant in instants], now, zone)


def _hourless(days: Days, today: date) -> Reading:
    coming = [day for day in days if day >= today]
    return NeedsHour(coming[0], tuple(coming[1:])) if coming else Past(days[0])


def _judged(walls: list[datetime], now: datetime, zone: str) -> Reading:
    # There and back, so that an hour skipped by the spring change is shown as it will be lived.
    lived = dict.fromkeys(civil.wall(civil.instant(wall, zone), zone) for wall in walls)
    coming = tuple(wall for wall in lived if civil.instant(wall, zone) > now)
    if not coming:
        return Past(next(iter(lived)))
    near = coming[0] - civil.wall(now, zone) <= FARTHEST
    return Read(coming[0]) if len(coming) == 1 and near else Unclear(coming)


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
