"""Hours as people write them: « 14 h 30 », « midi et quart », « 8h du soir », "2:30 pm"."""

import re
from dataclasses import dataclass

DAY = 24 * 60
NOON = 12 * 60

_AT = r"(?:\b(?:a partir de|a|at|vers|des|around|from) )?"
_PART = re.compile(
    r"(?:\ben )?(?:\b(?:fin|debut|milieu) d(?:e |'))?(?:\b(?P<today>ce|cet|cette|this) )?"
    r"(?:\b(?:du |de l'|de la |le |dans la |in the |the )|\bl')?"
    r"\b(?P<part>matin(?:ee)?|morning|apres[ -]?midi|aprem|afternoon|soir(?:ee)?|evening|tonight|journee)\b",
    re.ASCII,
)
_MIDNIGHT = re.compile(_AT + r"\b(?:12 )?(?:minuit|midnight)\b", re.ASCII)
_NOON = re.compile(r"\b(?:12 )?(?:midi|noon)\b", re.ASCII)
_TWELVE = re.compile(_AT + r"(?<![\d/.:-])(?P<hour>\d{1,2})(?: ?[:.h] ?(?P<minute>\d+))? ?(?P<half>am|pm)\b", re.ASCII)
_SPELT = re.compile(
    _AT + r"(?<![\d/.:-])(?P<hour>\d{1,2}) ?h(?:eures?|rs?)?(?![a-z])(?: ?(?P<minute>\d+))?"
    r"(?: ?(?:minutes|min|mn)\b)?(?: et (?P<and>demie?|quart)\b| moins (?:le )?(?P<less>quart|\d{1,2})\b)?",
    re.ASCII,
)
_COLON = re.compile(_AT + r"(?<![\d/.:-])(?P<hour>\d{1,2}):(?P<minute>\d+)(?::00)?(?![\d:])", re.ASCII)
_BARE = re.compile(r"\b(?:a|at) (?P<hour>\d{1,2})(?= (?!\d)|$)", re.ASCII)
_FRACTIONS = {"demi": 30, "demie": 30, "quart": 15}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a text says of the hour: the minutes after midnight it may mean (1440 is the next midnight).

    `minutes` is None when no hour is written, empty when the one written is on no clock; `rest` is the text
    without it.
    """

    minutes: tuple[int, ...] | None
    rest: str


def take(text: str, language: str) -> Clock:
    """Takes the hour and the part of the day out of a tidied text."""
    part = _PART.search(text)
    if part:
        text = _without(text, part, "aujourd'hui" if part["today"] or part["part"] == "tonight" else "")
    text = _NOON.sub("12 h", text)
    for pattern in (_MIDNIGHT, _TWELVE, _SPELT, _COLON, _BARE):
        found = pattern.search(text)
        if found:
            minutes = (0, DAY) if pattern is _MIDNIGHT else _minutes(found, language)
            return Clock(_within(minutes, part["part"] if part else ""), _without(text, found, ""))
    return Clock(None, text)


def _without(text: str, found: re.Match[str], instead: str) -> str:
    return " ".join(f"{text[: found.start()]} {instead} {text[found.end() :]}".split())


def _minutes(found: re.Match[str], language: str) -> tuple[int, ...]:
    written = found.groupdict()
    hour, minute = int(written["hour"]), written.get("minute") or "00"
    if len(minute) != 2 or int(minute) > 59 or hour > 24 or (hour == 24 and minute != "00"):
        return ()
    if written.get("half"):
        return _twelve_hours(hour, int(minute), written["half"])
    total = hour * 60 + int(minute) + _fraction(written)
    if total < 0:
        return ()
    # « 2:30 » has no half of the day in English; the house's own "02:30" has.
    vague = language == "en" and 1 <= hour <= 7 and not written["hour"].startswith("0")
    return (total, total + NOON) if vague else (total,)


def _twelve_hours(hour: int, minute: int, half: str) -> tuple[int, ...]:
    if not 1 <= hour <= 12:
        return ()
    return (hour % 12 * 60 + minute + (NOON if half == "pm" else 0),)


def _fraction(written: dict[str, str | None]) -> int:
    less = written.get("less")
    if less:
        return -(_FRACTIONS.get(less) or int(less))
    return _FRACTIONS.get(written.get("and") or "", 0)


def _within(minutes: tuple[int, ...], part: str) -> tuple[int, ...]:
    """The hours that agree with a part of the day; « 8 h » in the evening is 20:00."""
    if part in ("", "journee"):
        return minutes
    if part in ("matin", "matinee", "morning"):
        return tuple(minute for minute in minutes if minute < NOON + 60)
    late = (minute + NOON if 0 < minute < NOON else minute for minute in minutes)
    return tuple(dict.fromkeys(minute for minute in late if minute >= NOON))
