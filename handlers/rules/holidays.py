"""Public and school holidays of a region, in which a series may pause; school holidays come from a dated file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from handlers.rules.regions import region

UNKNOWN = "unknown"  # of that day or region nobody told us
_FILE = Path(__file__).with_name("school_holidays.toml")
# Overseas, a region is a department with holidays of its own (abolition of slavery, and a few more). Grand Est is
# not Alsace and Moselle: Good Friday and 26 December are working days in most of it, so they are counted for all.
_OF_THEIR_OWN = ("971", "972", "973", "974", "976")
_LANGUAGES = {"fr": "fr", "en": "en_US"}
# What the library says in English is American, or French without its accents.
_BRITISH = {
    "Labor Day": "Labour Day",
    "Mi-Careme": "Mid-Lent",
    "National Day": "Bastille Day",
    "Pentecost Monday": "Whit Monday",
    "Victor Schoelcher Day": "Victor Schœlcher Day",
    "Victory Day": "Victory in Europe Day",
}

Span = tuple[date, date]  # its first and its last day


@dataclass(frozen=True, slots=True)
class Pause:
    """A day on which a series may pause: the name of the public holiday, and what `school` says of the day."""

    day: date
    public: str | None
    school: str | None


@dataclass(frozen=True, slots=True)
class _Zone:
    known: tuple[Span, ...]
    holidays: tuple[tuple[str, Span], ...]


def public(day: date, code: str, language: str = "fr") -> str | None:
    """The name of the public holiday of a region, or of `national`; KeyError for an unknown region."""
    return _public(region(code).short, day.year, language).get(day)


def school(day: date, code: str) -> str | None:
    """The school holiday a day is in (`school.<it>` names it), None on a day of school, or else UNKNOWN.

    For `national` it is one of the mainland zones that has it, perhaps not all.
    """
    found = [_school(day, zone) for zone in _ZONES.get(code, ())] or [UNKNOWN]
    return next((name for name in found if name), None)


def known_until(code: str) -> date | None:
    """The last day of which `school` knows anything; None where no calendar is known."""
    return max((last for zone in _ZONES.get(code, ()) for _, last in _CALENDARS[zone].known), default=None)


def pauses(days: Iterable[date], code: str, language: str = "fr") -> tuple[Pause, ...]:
    """Those of the days (or wall times) that are on a holiday of either kind, or of which that is unknown."""
    found = (Pause(day, public(day, code, language), school(day, code)) for day in map(_day, days))
    return tuple(pause for pause in found if pause.public or pause.school)


def _day(day: date) -> date:
    return date(day.year, day.month, day.day)


def _school(day: date, zone: str) -> str | None:
    if not any(first <= day <= last for first, last in _CALENDARS[zone].known):
        return UNKNOWN
    return next((name for name, (first, last) in _CALENDARS[zone].holidays if first <= day <= last), None)


@cache
def _public(short: str, year: int, language: str) -> Mapping[date, str]:
    """The public holidays of a year, as PyPI's `holidays` lists them from the laws and decrees it names."""
    place = short if short in _OF_THEIR_OWN else None
    found = holidays.country_holidays("FR", place, years=year, language=_LANGUAGES[language])
    return {day: _BRITISH.get(name, name).replace("'", "’") for day, name in found.items()}


def _zone(name: str, calendars: list[dict[str, Any]]) -> _Zone:
    ours = [calendar for calendar in calendars if name in calendar["zones"]]
    return _Zone(
        tuple((first, last) for calendar in ours for first, last in calendar["known"]),
        tuple(
            (holiday["name"], (holiday["from"], holiday["to"]))
            for calendar in ours
            for holiday in calendar["holidays"]
            if name in holiday.get("zones", calendar["zones"])
        ),
    )


_RAW = tomllib.loads(_FILE.read_text("utf-8"))
VERIFIED_ON: date = _RAW["verified_on"]
_ZONES: dict[str, list[str]] = _RAW["zones"]
_CALENDARS = {zone: _zone(zone, _RAW["calendar"]) for zones in _ZONES.values() for zone in zones}
NAMES = tuple(dict.fromkeys(name for zone in _CALENDARS.values() for name, _ in zone.holidays))
