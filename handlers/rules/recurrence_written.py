"""Reads how often a series meets out of free French or English text: « le 1er jeudi de chaque mois à 9h30 »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from handlers.rules import civil, dates, dates_hours, dates_spoken, dates_written, recurrence_words
from handlers.rules.dates import NeedsHour, NotADate, Past, Read, Unclear
from handlers.rules.dates_hours import Clock
from handlers.rules.dates_months import Days, dated, months_on, ranked
from handlers.rules.dates_words import MONTHS, WEEKDAYS, one_of, tidy
from handlers.rules.recurrence import Rhythm
from handlers.rules.recurrence_words import Often

First = Read | NeedsHour | Past | Unclear
MOST = 6  # first dates to choose from; another one can always be written
_DAY = timedelta(1)
_START = re.compile(r"\b(?:a (?:partir|compter) (?:de|du|d')|des|starting|beginning|from|as of)\b", re.ASCII)
_MONTH = re.compile(rf"(?P<name>{one_of(MONTHS)})(?: (?P<year>\d{{4}}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rhythmic:
    """A rhythm, and its first date as far as the text says it; a date that is `Read` fits the rhythm."""

    first: First
    rhythm: Rhythm


def read(text: str, now: datetime, zone: str, language: str = "fr") -> Rhythmic | None:
    """The series a text means to someone who writes it at `now` (aware) in `zone`; None if it speaks of none.

    None also for what repeats in another way (« tous les jours », « le 15 du mois »): `dates.read` reads none of
    these as a single date. Of « un jeudi sur deux », either Thursday may be the first: that is asked.
    """
    often = None if len(text) > dates.LONGEST else recurrence_words.take(tidy(text, language))
    if often is None:
        return None
    today = civil.today(now, zone)
    written = dates_written.take(often.rest, today, language)
    clock = dates_hours.take(written.rest, language)
    said = dates_spoken.bare(_START.sub(" ", clock.rest))
    weekday, starts = _named(often, said, written.days, today)
    rhythm = _rhythm(often, weekday)
    if rhythm is None or starts == () or not _on_the_day(clock):
        return None
    days = _phases(rhythm, clock.minutes, now, zone) if starts is None else _from(rhythm, starts)
    first = dates.judged(days, clock.minutes, now, zone)
    return None if isinstance(first, NotADate) else Rhythmic(first, rhythm)


def _named(often: Often, said: str, written: Days | None, today: date) -> tuple[int | None, Days | None]:
    """The weekday and the days to begin on or after: None where none is said, no day where it is not understood."""
    if not said and written is None:
        return often.weekday, None
    if said in WEEKDAYS and written is None:
        # Beside a weekday, another one is a second: « tous les mardis, jeudis ».
        return WEEKDAYS[said], None if often.weekday is None else ()
    month = _MONTH.fullmatch(said) if written is None else None
    starts = _month(month, today) if month else dates_spoken.days(said, written, today)
    alone = often.weekday is None and len(starts) == 1
    return starts[0].weekday() if alone else often.weekday, starts


def _month(found: re.Match[str], today: date) -> Days:
    return dated(found["year"], MONTHS[found["name"]], 1, today)


def _rhythm(often: Often, weekday: int | None) -> Rhythm | None:
    if weekday is None or often.months is (often.rank is None):
        return None
    try:
        return Rhythm(often.every, weekday, often.rank)
    except ValueError:  # every 13 weeks, every 4 months
        return None


def _on_the_day(clock: Clock) -> bool:
    """Midnight may be that of the next day, which is not on the rhythm."""
    return clock.minutes is None or (bool(clock.minutes) and max(clock.minutes) < dates_hours.DAY)


def _phases(rhythm: Rhythm, minutes: tuple[int, ...] | None, now: datetime, zone: str) -> Days:
    """The days that may be the first: every second Thursday begins on this one or on the next.

    What is on today begins today or, as « mardi » said on a Tuesday, the next time.
    """
    today = civil.today(now, zone)
    over = minutes and isinstance(dates.judged((today,), minutes, now, zone), Past)
    coming = _dates(rhythm, today + _DAY if over else today)
    first = next(coming)
    more = max(rhythm.every, 2 if first == today else 1) - 1
    return (first, *islice(coming, min(more, MOST // len(minutes or (0,)) - 1)))


def _from(rhythm: Rhythm, starts: Days) -> Days:
    return tuple(dict.fromkeys(next(_dates(rhythm, start)) for start in starts))


def _dates(rhythm: Rhythm, day: date) -> Iterator[date]:
    """The days from this one on that the rhythm may begin with."""
    while True:
        day = _next(rhythm, day)
        yield day
        day += _DAY


def _next(rhythm: Rhythm, day: date) -> date:
    if rhythm.rank is None:
        return day + timedelta((rhythm.weekday - day.weekday()) % 7)
    months = (months_on(day.replace(day=1), ahead) for ahead in (0, 1))
    return next(
        found for month in months if (found := ranked(month.year, month.month, rhythm.weekday, rhythm.rank)) >= day
    )
