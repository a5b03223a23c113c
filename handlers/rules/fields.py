"""The fields of a meeting that are written: when it is, and its few words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.rules import dates
from handlers.rules.civil import instant
from handlers.rules.refusal import Reason, Refusal
from storage.meetings import Meeting

LONGEST = {"title": 120, "place": 300, "link": 300, "access": 300, "note": 600}  # characters
WHEN = "when"
FIELDS = (WHEN, *LONGEST)
LINK = re.compile(r"\w\.\w{2}|[0-9](?:[ .-]?[0-9]){3}")  # an address, or a number to call


@dataclass(frozen=True)
class Doubt:
    """A written date that may mean several moments, or days without an hour: it must be said which is meant."""

    meeting: Meeting
    candidates: tuple[datetime, ...] = ()
    days: tuple[date, ...] = ()


def tidy(text: str, most: int) -> str:
    """What was written, on one line; refuses more than so many characters."""
    found = " ".join(text.split())
    if len(found) > most:
        raise Refusal(Reason.FIELD_TOO_LONG, most=most)
    return found


def words(field: str, text: str) -> dict[str, object]:
    """A field of words, tidied; refuses what is too long, and a link that leads nowhere."""
    found = tidy(text, LONGEST[field])
    if field == "link" and not LINK.search(found):
        raise Refusal(Reason.LINK_UNFIT)
    return {field: found}


def check(field: str) -> None:
    """Refuses a field that cannot be asked for; besides FIELDS there is the hour of each day, called `20260612`."""
    if field not in FIELDS and day_of(field) is None:
        raise Refusal(Reason.STALE)


def day_of(field: str) -> date | None:
    """The day whose hour is asked for; None for another field."""
    if not re.fullmatch("[0-9]{8}", field):
        return None
    try:
        return date(int(field[:4]), int(field[4:6]), int(field[6:]))
    except ValueError:
        return None


def read(
    field: str, text: str, marked: Sequence[datetime], now: datetime, zone: str, language: str
) -> dates.Reading | None:
    """What was written for a date, or for the hour of a day; None of a field of words.

    Where Telegram marked dates, they count, and nothing is guessed from the words around them.
    """
    if field in LONGEST:
        return None
    if marked:
        return dates.marked(marked, now, zone)
    return dates.read(text, now, zone, language, day_of(field))


def settled(meeting: Meeting, reading: dates.Reading) -> datetime | Doubt:
    """The civil time that was written, or what is still to be said of it; refuses what means none to come."""
    if isinstance(reading, dates.NeedsHour):
        return Doubt(meeting, days=(reading.date, *reading.others))
    found = moment(reading)
    return Doubt(meeting, found.candidates) if isinstance(found, dates.Unclear) else found


def moment(reading: dates.Reading) -> datetime | dates.Unclear:
    """The civil time that a text means, or the several it may mean; refuses what means none to come."""
    match reading:
        case dates.Read(wall=wall):
            return wall
        case dates.Unclear():
            return reading
        case dates.NeedsHour(date=day):
            raise Refusal(Reason.DATE_NEEDS_HOUR, day=day)
        case dates.Past(wall=wall):
            raise Refusal(Reason.DATE_PAST, wall=wall)
        case _:
            raise Refusal(Reason.DATE_NOT_READ)


def timing(wall: datetime, zone: str) -> dict[str, object]:
    """The fields of a meeting that follow from its civil time."""
    return {"wall": wall, "zone": zone, "starts_at": instant(wall, zone)}
