"""Days said from today: « demain », « mardi en huit », « dans 3 jours », « le 15 », "next Tuesday"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from handlers.rules.dates_months import WEEK, Days, agreeing, coming, months_on, next_weekday, real
from handlers.rules.dates_words import WEEKDAYS, one_of

Meaning = Callable[[re.Match[str], date], Days]

# « le » matters before a figure only: « le 15 » is a day, 15 alone may be anything.
_FILLER = re.compile(r"\b[ld]'|\b(?:la|les|du|de|ce|cet|cette|on|of|this|pour|for|(?:le|the)(?! \d))\b", re.ASCII)
_TH = r"(?:er|eme|e|st|nd|rd|th)"


def days(rest: str, written: Days | None, today: date) -> Days:
    """The days meant by what a tidied text says beside date and hour; none if it is not understood."""
    said = bare(rest)
    if written is None:
        return _spoken(said, today)
    if not said:
        return written
    return agreeing(written, WEEKDAYS[said], today) if said in WEEKDAYS else ()


def bare(rest: str) -> str:
    """A tidied text without its articles and the like."""
    return " ".join(_FILLER.sub(" ", rest.replace("aujourd'hui", "today")).replace("-", " ").split())


def _spoken(said: str, today: date) -> Days:
    for pattern, meaning in _MEANINGS:
        found = pattern.fullmatch(said)
        if found:
            return meaning(found, today)
    return ()


def _shifted(by: int) -> Meaning:
    return lambda found, today: (today + timedelta(by),)


def _weekday(found: re.Match[str], today: date) -> Days:
    """A weekday alone; said on that very day it may mean today or in a week."""
    then = next_weekday(WEEKDAYS[found["weekday"]], today)
    return (today, then) if then - today == WEEK else (then,)


def _weekday_plus(weeks: int) -> Meaning:
    return lambda found, today: (next_weekday(WEEKDAYS[found["weekday"]], today) + WEEK * weeks,)


def _weekday_next_week(found: re.Match[str], today: date) -> Days:
    return (today + timedelta(7 - today.weekday() + WEEKDAYS[found["weekday"]]),)


def _weekday_past(found: re.Match[str], today: date) -> Days:
    return (next_weekday(WEEKDAYS[found["weekday"]], today - WEEK - timedelta(1)),)


def _numbered(found: re.Match[str], today: date) -> Days:
    """The next month that has this day, today included; a weekday beside it must agree."""
    months = [months_on(today.replace(day=1), ahead) for ahead in range(4)]
    day = coming(tuple(day for month in months for day in real(month.year, month.month, int(found["day"]))), today)
    weekday = found.groupdict().get("weekday")
    return agreeing(day, WEEKDAYS[weekday], today) if weekday else day


def _ahead(found: re.Match[str], today: date) -> Days:
    count = 1 if found["count"] in ("a", "an") else int(found["count"])
    if found["unit"].startswith("mo"):
        return (months_on(today, count),)
    if found["unit"].startswith(("semaine", "week")):
        return (today + WEEK * count,)
    # « dans quinze jours » is two weeks for most, fifteen days for some; « dans huit jours » likewise.
    idiom = (count - 1,) if found["unit"].startswith("jour") and count in (8, 15) else ()
    return tuple(today + timedelta(days) for days in (*idiom, count))


_MEANINGS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern.replace("WEEKDAY", f"(?P<weekday>{one_of(WEEKDAYS)})"), re.ASCII), meaning)
    for pattern, meaning in (
        (r"today", _shifted(0)),
        (r"demain|tomorrow", _shifted(1)),
        (r"apres demain|day after tomorrow", _shifted(2)),
        (r"hier|yesterday", _shifted(-1)),
        (r"WEEKDAY", _weekday),
        (r"WEEKDAY prochaine?", _weekday_plus(0)),
        (r"next WEEKDAY", _weekday_plus(0)),
        (r"WEEKDAY (?:en 8|week)", _weekday_plus(1)),
        (r"WEEKDAY en 15", _weekday_plus(2)),
        (r"WEEKDAY (?:semaine prochaine|next week)", _weekday_next_week),
        (r"(?:semaine prochaine|next week) WEEKDAY", _weekday_next_week),
        (r"WEEKDAY dernier", _weekday_past),
        (r"last WEEKDAY", _weekday_past),
        (rf"(?:le|the) (?P<day>\d{{1,2}}){_TH}?", _numbered),
        (rf"(?P<day>\d{{1,2}}){_TH}", _numbered),
        (rf"WEEKDAY (?:le |the )?(?P<day>\d{{1,2}}){_TH}?", _numbered),
        (r"(?:dans|in) (?P<count>\d{1,3}|an?) (?P<unit>jours?|days?|semaines?|weeks?|mois|months?)", _ahead),
    )
)
