"""The day of a meeting: who arrives late, who was there, who comes without Telegram."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import storage.answers
import storage.cards
import storage.meetings
import storage.members
import storage.notices
import storage.presences
from handlers.rules import actions, names, people
from handlers.rules.civil import day_start, today
from handlers.rules.meetings import View, about, led, open_to, promote, start, view
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Member
from storage.notices import NewNotice

LATE = "meeting.late"
WEEK, MONTH = timedelta(days=7), timedelta(days=30)  # to say « j’y étais »; for who runs it to tick names
MOST = 20  # guests of a meeting


@dataclass(frozen=True)
class Name:
    """A member who may have been there."""

    number: int
    first_name: str
    there: bool


@dataclass(frozen=True)
class Sheet:
    """Who was there, for who runs the meeting; `over` is how many come for whom there is no seat."""

    meeting: Meeting
    names: tuple[Name, ...]
    guests: tuple[str, ...]
    zone: str
    over: int = 0


def _sheet(tx: Transaction, found: Meeting, reader: Member) -> Sheet:
    said = storage.answers.everybody(tx, found.id)
    there = set(storage.presences.present(tx, found.id))
    numbers = {number for number, answer in said.items() if answer.word != "no"} | there
    found_names = sorted((one.first_name, one.id) for one in storage.members.several(tx, numbers))
    listed = tuple(Name(number, name, number in there) for name, number in found_names)
    company = tuple(storage.presences.company(tx, found.id))
    return Sheet(found, listed, company, people.zone(reader), _over(tx, found, len(company)))


def _over(tx: Transaction, meeting: Meeting, company: int) -> int:
    if meeting.capacity is None:
        return 0
    return max(0, storage.answers.headcount(tx, meeting.id).get("yes", 0) + company - meeting.capacity)


def sheet(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Sheet:
    """Those who said yes or perhaps, and who was there; once the meeting has begun."""
    found, reader = led(tx, who, meeting_id)
    _begun(found, now, MONTH)
    return _sheet(tx, found, reader)


def _begun(meeting: Meeting, now: datetime, until: timedelta) -> None:
    if start(meeting) > now:
        raise Refusal(Reason.MEETING_NOT_BEGUN)
    if actions.end(meeting) + until <= now:
        raise Refusal(Reason.ATTENDANCE_OVER)


def tick(tx: Transaction, who: Person, meeting_id: int, number: int, now: datetime, *, there: bool) -> Sheet:
    """This member was there, or was not."""
    found, reader = led(tx, who, meeting_id)
    _begun(found, now, MONTH)
    if number not in {one.number for one in _sheet(tx, found, reader).names}:
        raise Refusal(Reason.STALE)
    _mark(tx, meeting_id, number, there=there)
    return _sheet(tx, found, reader)


def _mark(tx: Transaction, meeting_id: int, number: int, *, there: bool) -> None:
    (storage.presences.mark if there else storage.presences.unmark)(tx, meeting_id, number)


def was_there(tx: Transaction, who: Person, meeting_id: int, now: datetime, *, there: bool) -> View:
    """A member says it themselves, until a week after."""
    found, reader = open_to(tx, who, meeting_id)
    _begun(found, now, WEEK)
    _mark(tx, meeting_id, reader.id, there=there)
    return view(tx, found, reader)


def late(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> None:
    """Who runs the meeting is told, once, in silence, that this member arrives later."""
    found, reader = open_to(tx, who, meeting_id)
    if not is_the_day(found, now):
        raise Refusal(Reason.LATE_ELSEWHEN)
    thing, lane, over = f"late:{meeting_id}:{reader.id}", storage.notices.ANSWER, actions.end(found)
    told = [number for number in actions.leaders(tx, found) if number != reader.id]
    storage.notices.add(tx, (NewNotice(LATE, thing, "1", f"member:{one}", day_start(now), lane, over) for one in told))


def is_the_day(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting is today on its own clock, and not over."""
    return today(start(meeting), meeting.zone) == today(now, meeting.zone) and not over(meeting, now)


def began(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting has begun."""
    return start(meeting) <= now


def over(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting has ended."""
    return actions.end(meeting) <= now


def may_say(meeting: Meeting, now: datetime) -> bool:
    """Whether a member may still say that they were there."""
    return start(meeting) <= now < actions.end(meeting) + WEEK


def latecomer(tx: Transaction, thing: str) -> tuple[Meeting, Member] | None:
    """Which meeting and who a word about somebody late is about."""
    _, meeting_id, number = thing.split(":")
    found, member = storage.meetings.by_id(tx, int(meeting_id)), storage.members.by_id(tx, int(number))
    return None if found is None or member is None or found.state != "published" else (found, member)


def guests(tx: Transaction, who: Person, meeting_id: int) -> Sheet:
    """Who comes without Telegram, for who runs the meeting."""
    found, reader = led(tx, who, meeting_id)
    return _sheet(tx, found, reader)


def bring(tx: Transaction, who: Person, meeting_id: int, text: str, now: datetime) -> Sheet:
    """Add first names, one a line or set apart by commas; refuses a number or an address, as from members."""
    found, reader = led(tx, who, meeting_id)
    brought = [names.first_name(raw) for raw in text.replace(",", "\n").splitlines() if raw.strip()]
    if len({*brought, *storage.presences.company(tx, meeting_id)}) > MOST:
        raise Refusal(Reason.GUESTS_TOO_MANY, most=MOST)
    _kept(found, now)
    storage.presences.bring(tx, meeting_id, brought)
    storage.cards.outdate(tx, about(meeting_id))
    return _sheet(tx, found, reader)


def _kept(meeting: Meeting, now: datetime) -> None:
    if actions.end(meeting) + MONTH <= now:
        raise Refusal(Reason.ATTENDANCE_OVER)


def take_off(tx: Transaction, who: Person, meeting_id: int, mark: str, now: datetime) -> Sheet:
    """Somebody does not come after all: `mark` is of their name; a seat comes free."""
    found, reader = led(tx, who, meeting_id)
    _kept(found, now)
    for name in storage.presences.company(tx, meeting_id):
        if mark_of(name) == mark:
            storage.presences.leave(tx, meeting_id, name)
            storage.cards.outdate(tx, about(meeting_id))
    if start(found) > now:
        promote(tx, found, now)
    return _sheet(tx, found, reader)


def mark_of(name: str) -> str:
    """A name as a button carries it, whatever was added or taken off meanwhile."""
    return f"{zlib.crc32(name.encode()):08x}"
