"""Reads decisions and actions out of what was typed after a meeting, one a line; what is not clear stays as it is."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from handlers.rules import dates
from handlers.rules.refusal import Reason, Refusal
from storage.actions import ACTION, DECISION

LINE, NAME, TEXT, MOST = 200, 60, 3000, 20  # characters of a line, of who, of them all; lines at once
_BULLET = re.compile(r"^[\s\-–—•*·]+")
_KIND = re.compile(r"(?i)(?P<kind>d[ée]cisions?|actions?)\s*:\s*(?P<rest>.*)")
_PART = re.compile(r"\s*:\s+|\s+:\s*")
_BY = re.compile(r"(?i)(?:avant|pour|d[’']ici|au plus tard|before|by|until|due)(?:\s+(?:le|on|the))?\s+(?P<day>.+)")
_SMALL = {"et", "and", "&", "de", "du", "d’", "la", "le"}
_MOST_WORDS = 5


@dataclass(frozen=True)
class Line:
    """A decision, or an action with who and by when, where that was said."""

    kind: str
    text: str
    who: str | None = None
    until: date | None = None


def lines(text: str, now: datetime, zone: str, language: str) -> list[Line]:
    """Every line that says something, in order; refuses what would not fit."""
    written = [tidy for raw in text.splitlines() if (tidy := _tidy(raw))]
    if not written:
        raise Refusal(Reason.MINUTES_EMPTY)
    if len(text) > TEXT:
        raise Refusal(Reason.FIELD_TOO_LONG, most=TEXT)
    if len(written) > MOST:
        raise Refusal(Reason.LINES_TOO_MANY, most=MOST)
    found = [_line(tidy, now, zone, language) for tidy in written]
    if long := next((line for line in found if len(line.text) > LINE), None):
        raise Refusal(Reason.LINE_TOO_LONG, most=LINE, begin=long.text[:30])
    return found


def _tidy(raw: str) -> str:
    return " ".join(_BULLET.sub("", raw).split())


def _line(text: str, now: datetime, zone: str, language: str) -> Line:
    found = _KIND.fullmatch(text)
    if found is None or not found["rest"]:
        return Line(DECISION, text)
    if found["kind"][0].casefold() == "d":
        return Line(DECISION, found["rest"])
    return _action(found["rest"], now, zone, language)


def _action(text: str, now: datetime, zone: str, language: str) -> Line:
    """« Awa, avant le 12 juin : relancer la mairie », with or without who and when."""
    head, *tail = _PART.split(text, maxsplit=1)
    if not tail or not tail[0]:
        return Line(ACTION, text)
    who, comma, when = (part.strip() for part in head.partition(","))
    if comma and is_name(who) and (until := _until(when, now, zone, language)) is not None:
        return Line(ACTION, tail[0], who, until)
    if not comma and (until := _until(head, now, zone, language)) is not None:
        return Line(ACTION, tail[0], None, until)
    if not is_name(who):
        return Line(ACTION, text)
    return Line(ACTION, f"{when} : {tail[0]}" if when else tail[0], who)


def is_name(text: str) -> bool:
    """Whether this reads like first names: few words, each with a capital, but for what joins them."""
    words = text.split()
    capital = [word for word in words if word.casefold() not in _SMALL]
    return bool(capital) and len(words) <= _MOST_WORDS and len(text) <= NAME and all(w[0].isupper() for w in capital)


def _until(text: str, now: datetime, zone: str, language: str) -> date | None:
    """The one day that « avant le 12 juin » means; None when it means none to come, or several."""
    found = _BY.fullmatch(text)
    if found is None:
        return None
    spoken = [language, *(other for other in ("fr", "en") if other != language)]
    days = (_day(dates.read(found["day"], now, zone, one)) for one in spoken)
    return next((day for day in days if day is not None), None)


def _day(reading: dates.Reading) -> date | None:
    match reading:
        case dates.Read(wall=wall):
            return wall.date()
        case dates.NeedsHour(date=day, others=()):
            return day
        case _:
            return None
