"""Dates written with their month: « 12/01/27 », « le 12 juin », "June 12th, 2027", « 1er jeudi du mois »."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handlers.rules.dates_months import (
    FIRST_YEAR,
    LAST_YEAR,
    Days,
    coming,
    dated,
    full_year,
    months_on,
    ranked,
    real,
)
from handlers.rules.dates_words import MONTHS, WEEKDAYS, one_of

_MONTH = one_of(MONTHS)
_TH = r"(?:er|eme|e|st|nd|rd|th)"
_NO_HOUR = r"(?!\d| ?(?:h|:|am\b|pm\b))"
_YEAR = rf"(?: (?P<year>\d{{4}}\b{_NO_HOUR}|\d{{2}}(?= (?:a|at) )))?"
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d)|(?!\d))", re.ASCII)
_FIGURES = re.compile(
    r"(?<![\d:./-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})"
    r"(?:(?P=sep)(?P<year>\d{4}|\d{2}))?(?![\d:/-]| ?[ap]m\b)",
    re.ASCII,
)
_DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}}){_TH}?(?: of| de)? (?P<name>{_MONTH}){_YEAR}", re.ASCII)
_MONTH_DAY = re.compile(rf"\b(?P<name>{_MONTH}) (?:the )?(?P<day>\d{{1,2}}){_TH}?{_NO_HOUR}{_YEAR}", re.ASCII)
_RANKED = re.compile(
    rf"\b(?:(?P<rank>[1-4]){_TH}|dernier|last) (?P<weekday>{one_of(WEEKDAYS)}) "
    rf"(?:d'|(?:du|de|of|ce|in|the|this) )*"
    rf"(?:(?P<name>{_MONTH}){_YEAR}|(?P<next>mois prochain|next month)|mois\b|month\b)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The days a text may mean and the rest of it.

    `days` is None when no date is written, empty when the one written is in no calendar.
    """

    days: Days | None
    rest: str


def take(text: str, today: date, language: str) -> Taken:
    """Takes the first date out of a tidied text."""
    for pattern, meaning in _MEANINGS:
        found = pattern.search(text)
        if found and _is_date(found, language):
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return Taken(meaning(found, today, language), " ".join(rest.split()))
    return Taken(None, text)


def _is_date(found: re.Match[str], language: str) -> bool:
    """« 9-12 » may be a range, and "2.30" is an hour in English: they need a year to be a date."""
    written = found.groupdict()
    without_year = ("-",) if language == "fr" else ("-", ".")
    return bool(written.get("year")) or written.get("sep") not in without_year


def _iso(found: re.Match[str], today: date, language: str) -> Days:
    return real(int(found["year"]), int(found["month"]), int(found["day"]))


def _figures(found: re.Match[str], today: date, language: str) -> Days:
    """The day comes first in French; in English either order may be meant."""
    first, second, year = int(found["day"]), int(found["month"]), found["year"]
    days = dated(year, second, first, today)
    return days if language == "fr" else tuple(dict.fromkeys((*days, *dated(year, first, second, today))))


def _named(found: re.Match[str], today: date, language: str) -> Days:
    return dated(found["year"], MONTHS[found["name"]], int(found["day"]), today)


def _ranked(found: re.Match[str], today: date, language: str) -> Days:
    weekday, rank = WEEKDAYS[found["weekday"]], int(found["rank"] or 0)
    if found["year"]:
        year = full_year(found["year"])
        known = FIRST_YEAR <= year <= LAST_YEAR
        return (ranked(year, MONTHS[found["name"]], weekday, rank),) if known else ()
    if found["name"]:
        months = [date(today.year + ahead, MONTHS[found["name"]], 1) for ahead in (0, 1)]
    else:
        months = [months_on(today.replace(day=1), ahead) for ahead in ((1,) if found["next"] else (0, 1))]
    return coming(tuple(ranked(month.year, month.month, weekday, rank) for month in months), today)


_MEANINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, str], Days]], ...] = (
    (_ISO, _iso),
    (_FIGURES, _figures),
    (_RANKED, _ranked),
    (_DAY_MONTH, _named),
    (_MONTH_DAY, _named),
)
