"""The fields of a meeting that are written: when it is, and its few words."""

from dataclasses import dataclass
from datetime import datetime

from handlers.rules import dates
from handlers.rules.civil import instant
from handlers.rules.refusal import Reason, Refusal
from storage.meetings import Meeting

LONGEST = {"title": 120, "place": 300, "link": 300, "access": 300, "note": 600}  # characters
FIELDS = ("when", *LONGEST)


@dataclass(frozen=True)
class Doubt:
    """A written date that may mean several moments: the coordinator must say which."""

    meeting: Meeting
    candidates: tuple[datetime, ...]


def tidy(text: str, most: int) -> str:
    """What was written, on one line; refuses more than so many characters."""
    found = " ".join(text.split())
    if len(found) > most:
        raise Refusal(Reason.FIELD_TOO_LONG, most=most)
    return found


def words(field: str, text: str) -> dict[str, object]:
    """A field of words, tidied; refuses what is too long."""
    return {field: tidy(text, LONGEST[field])}


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
