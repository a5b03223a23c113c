"""Reading a moment back out of what a person is shown, with nothing of what wrote it."""

import re
from datetime import date, datetime, time

from babel.dates import get_day_names, get_month_names

_DAYS = {language: get_day_names(locale=language) for language in ("fr", "en")}
_MONTHS = {language: list(get_month_names(locale=language).values()) for language in ("fr", "en")}
_DATE = r"(?P<{0}name>\w+) (?P<{0}day>\d+)(?:er)? (?P<{0}month>\w+) (?P<{0}year>\d{{4}})"
_HOUR = {"fr": r"(?P<{0}hour>\d+) h(?: (?P<{0}minute>\d\d))?", "en": r"(?P<{0}hour>\d\d):(?P<{0}minute>\d\d)"}
_LEAD = {"fr": r"heure de [^:()]+ : ", "en": r"[^:()]+ time: "}


def said(text: str, language: str) -> list[tuple[datetime, datetime]]:
    """Every moment a text shows, with the meeting's own hour in brackets, or the same again without brackets."""
    moment = _DATE + ", " + _HOUR[language]
    there = rf"(?: \({_LEAD[language]}(?:{_DATE.format('t')}, )?{_HOUR[language].format('t')}\))?"
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    return [_read(found.groupdict(), language) for found in re.finditer(moment.format("") + there, plain)]


def _read(found: dict[str, str | None], language: str) -> tuple[datetime, datetime]:
    here = datetime.combine(_day(found, language, ""), _hour(found, ""))
    if found["thour"] is None:
        return here, here
    day = here.date() if found["tday"] is None else _day(found, language, "t")
    return here, datetime.combine(day, _hour(found, "t"))


def _day(found: dict[str, str | None], language: str, prefix: str) -> date:
    month = _MONTHS[language].index(found[f"{prefix}month"] or "") + 1
    day = date(int(found[f"{prefix}year"] or 0), month, int(found[f"{prefix}day"] or 0))
    assert _DAYS[language][day.weekday()] == found[f"{prefix}name"]
    return day


def _hour(found: dict[str, str | None], prefix: str) -> time:
    return time(int(found[f"{prefix}hour"] or 0), int(found[f"{prefix}minute"] or 0))
