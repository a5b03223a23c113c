"""Meetings for a member's own calendar: one date, a whole series, or an address to subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import storage.answers
import storage.feeds
import storage.meetings
import storage.members
import storage.overview
from handlers.rules import meetings, people
from handlers.rules.calendar import Event
from handlers.rules.civil import day_start
from handlers.rules.meetings import start
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.answers import Answer
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import PRESENT
from storage.overview import Entry

BEHIND, AHEAD = timedelta(days=30), timedelta(days=365)
# When a date was cancelled is not kept; it was before the date itself, so this is two weeks at least.
CANCELLED = timedelta(days=14)


def event(meeting: Meeting, answer: Answer | None, now: datetime) -> Event:
    """The meeting as this member's calendar has it: certain, and their time taken, once they come.

    The link is for those who come; how to get in stays in the chat, for calendars are read by their providers too.
    """
    if meeting.wall is None:
        raise Refusal(Reason.MEETING_GONE)
    comes = answer is not None and answer.seated
    gone = meeting.state == "cancelled"
    sure = comes and answer is not None and not answer.unsure
    return Event(
        uid=f"{meeting.uid}@entrepairs",
        sequence=meeting.sequence,
        title=meeting.title,
        wall=meeting.wall,
        zone=meeting.zone,
        minutes=meeting.minutes,
        place=" ".join(filter(None, [meeting.place, meeting.link if comes else None])),
        status="CANCELLED" if gone else "CONFIRMED" if sure else "TENTATIVE",
        stamped_at=now,
        busy=comes and not gone,
    )


def one(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> list[Event]:
    """One date, a cancelled one too: whoever has it can take it out."""
    meeting, reader = meetings.open_to(tx, who, meeting_id, meetings.KNOWN)
    return [event(meeting, storage.answers.of(tx, meeting_id, reader.id), now)]


def whole(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> list[Event]:
    """Every date to come of the series of this one, but those this member said no to."""
    meeting, reader = meetings.open_to(tx, who, meeting_id, meetings.KNOWN)
    if meeting.series_id is None:
        raise Refusal(Reason.STALE)
    found = _events(storage.overview.dates(tx, reader.id, meeting.series_id, now), now)
    if not found:
        raise Refusal(Reason.MEETING_GONE)
    return found


def _events(entries: Iterable[Entry], now: datetime) -> list[Event]:
    wanted = (one for one in entries if one.answer is None or one.answer.word != "no")
    return [event(one.meeting, one.answer, now) for one in wanted]


def exists(tx: Transaction, who: Person) -> bool:
    """Whether this member's calendar has an address."""
    return storage.feeds.exists(tx, people.member(who).id)


def renew(tx: Transaction, who: Person, token: str) -> None:
    """Give this member's calendar an address; the one before leads nowhere any more."""
    storage.feeds.put(tx, people.member(who).id, token)


def revoke(tx: Transaction, who: Person) -> None:
    """No address any more."""
    storage.feeds.revoke(tx, people.member(who).id)


def read(tx: Transaction, token: str, now: datetime) -> list[Event] | None:
    """What the calendar behind this address holds; None where it leads nowhere. Reading writes nothing.

    It is the same all day, so that whoever asks again need not be sent it.
    """
    number = storage.feeds.reader(tx, token)
    reader = None if number is None else storage.members.by_id(tx, number)
    if reader is None or reader.state not in PRESENT:
        return None
    today = day_start(now)
    entries = storage.overview.agenda(tx, reader.id, meetings.own_regions(reader), today - BEHIND, today + AHEAD)
    return _events((one for one in entries if not _outlived(one.meeting, today)), today)


def _outlived(meeting: Meeting, today: datetime) -> bool:
    return meeting.state == "cancelled" and start(meeting) < today - CANCELLED
