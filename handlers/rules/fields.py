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


def words(field: str, text: str) -> dict[str, object]:
    """A field of words, tidied; refuses what is too long."""
    tidy = " ".join(text.split())
    if len(tidy) > LONGEST[field]:
        raise Refusal(Reason.FIELD_TOO_LONG, most=LONGEST[field])
    return {field: tidy}


def moment(meeting: Meeting, reading: dates.Reading) -> datetime | Doubt:
    """The civil time that a text means; refuses what means none to come."""
    match reading:
        case dates.Read(wall=wall):
            return wall
        case dates.Unclear(candidates=candidates):
            return Doubt(meeting, candidates)
        case dates.NeedsHour(date=day):
            raise Refusal(Reason.DATE_NEEDS_HOUR, day=day)
        case dates.Past(wall=wall):
            raise Refusal(Reason.DATE_PAST, wall=wall)
        case _:
            raise Refusal(Reason.DATE_NOT_READ)


def timing(wall: datetime, zone: str) -> dict[str, object]:
    """The fields of a meeting that follow from its civil time."""
    return {"wall": wall, "zone": zone, "starts_at": instant(wall, zone)}
