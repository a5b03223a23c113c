"""What a meeting came to, and what is still to be done: shared, taken, closed, and recalled before the next one."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import storage.actions
import storage.answers
import storage.meetings
import storage.members
import storage.notices
import storage.presences
from handlers.rules import minutes, people
from handlers.rules.civil import day_start, instant, today
from handlers.rules.meetings import about, discussed, leads, led, open_to, start, worded
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.actions import ACTION, Action
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Member
from storage.notices import NewNotice

SHARED, DUE = "minutes.shared", "action.due"
LINES = 100  # more than the lines of one sharing: their numbers follow from its own
LARGEST = 2**40  # of a sharing’s number
AHEAD = timedelta(days=3)
MORNING = time(10)  # civil hour of the recall
KEPT_OPEN = timedelta(days=14)  # until it is no news any more that minutes are there


@dataclass(frozen=True)
class Line:
    """A decision or an action for one reader: may they close it, is it theirs or could it be?"""

    action: Action
    closes: bool
    own: bool
    free: bool


@dataclass(frozen=True)
class Minutes:
    """What a meeting came to, as one reader sees it."""

    meeting: Meeting
    lines: tuple[Line, ...]
    zone: str
    leads: bool


def end(meeting: Meeting) -> datetime:
    """When an announced meeting is over."""
    return start(meeting) + timedelta(minutes=meeting.minutes)


def look(tx: Transaction, who: Person, meeting_id: int) -> Minutes:
    """The minutes of a meeting, for whoever may see it."""
    found, reader = discussed(open_to(tx, who, meeting_id))
    return _minutes(tx, found, reader)


def run(tx: Transaction, who: Person, meeting_id: int) -> Minutes:
    """The same, for who runs the meeting; refuses everyone else."""
    found, reader = discussed(led(tx, who, meeting_id))
    return _minutes(tx, found, reader)


def around(tx: Transaction, who: Person, action_id: int) -> Minutes:
    """The minutes in which this line stands, for who runs the meeting."""
    return run(tx, who, _known(tx, who, action_id).meeting_id)


def _known(tx: Transaction, who: Person, action_id: int) -> Action:
    people.member(who)
    found = storage.actions.by_id(tx, action_id)
    if found is None:
        raise Refusal(Reason.STALE)
    return found


def _minutes(tx: Transaction, found: Meeting, reader: Member) -> Minutes:
    runs = leads(reader, found)
    written = storage.actions.of(tx, found.id)
    return Minutes(found, tuple(_line(one, reader, runs=runs) for one in written), people.zone(reader), runs)


def _line(action: Action, reader: Member, *, runs: bool) -> Line:
    own = action.member_id == reader.id
    to_do = action.kind == ACTION and not action.done
    named = action.who is not None and action.who.casefold() == reader.first_name.casefold()
    free = to_do and action.member_id is None and named
    return Line(action, action.kind == ACTION and (runs or own), own and to_do, free)


def writable(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Meeting:
    """A meeting that began and that this person runs: its minutes can be written."""
    found, _ = discussed(led(tx, who, meeting_id))
    if start(found) > now:
        raise Refusal(Reason.MEETING_NOT_BEGUN)
    return found


def read(tx: Transaction, who: Person, meeting_id: int, text: str, now: datetime) -> list[minutes.Line]:
    """What was typed, as it will be read."""
    found = writable(tx, who, meeting_id, now)
    return minutes.lines(text, now, found.zone, who.language)


def share(tx: Transaction, who: Person, meeting_id: int, number: int, text: str, now: datetime) -> Minutes:
    """Write the lines and tell who was there, or had said yes; repeated with the same number, nothing changes."""
    found = writable(tx, who, meeting_id, now)
    author = people.member(who)
    if not 0 <= number < LARGEST:
        raise Refusal(Reason.STALE)
    if storage.actions.by_id(tx, number * LINES) is None:
        place = storage.actions.next_place(tx, found.id)
        written = minutes.lines(text, now, found.zone, who.language)
        storage.actions.write(
            tx,
            (
                Action(number * LINES + n, found.id, one.kind, place + n, one.text, one.who, one.until)
                for n, one in enumerate(written)
            ),
        )
        lane, over = storage.notices.ANSWER, day_start(now) + KEPT_OPEN
        told = sorted(_present(tx, found) - {author.id})
        rows = (
            NewNotice(SHARED, about(found.id), str(number), f"member:{one}", day_start(now), lane, over) for one in told
        )
        storage.notices.add(tx, rows)
    return _minutes(tx, found, author)


def _present(tx: Transaction, meeting: Meeting) -> set[int]:
    said = storage.answers.everybody(tx, meeting.id)
    yes = {number for number, answer in said.items() if answer.seated}
    return yes | set(storage.presences.present(tx, meeting.id))


def _found(tx: Transaction, who: Person, action_id: int) -> tuple[Action, Meeting, Member]:
    action = _known(tx, who, action_id)
    if action.kind != ACTION:
        raise Refusal(Reason.STALE)
    return action, *discussed(open_to(tx, who, action.meeting_id))


def close(tx: Transaction, who: Person, action_id: int, *, done: bool) -> Minutes:
    """An action is done, or is not after all; by who runs its meeting, or who took it."""
    action, found, reader = _found(tx, who, action_id)
    if action.member_id != reader.id and not leads(reader, found):
        raise Refusal(Reason.LEADS_ONLY)
    storage.actions.close(tx, action_id, done=done)
    return _minutes(tx, found, reader)


def remove(tx: Transaction, who: Person, action_id: int) -> Minutes:
    """A line that was wrong goes, by who runs the meeting; gone already, nothing changes."""
    found = run(tx, who, _known(tx, who, action_id).meeting_id)
    storage.actions.remove(tx, action_id)
    return replace(found, lines=tuple(one for one in found.lines if one.action.id != action_id))


def take(tx: Transaction, who: Person, action_id: int, *, on: bool) -> Minutes:
    """A member of that first name says that an action is theirs, or that it is not."""
    action, found, reader = _found(tx, who, action_id)
    own, line = action.member_id == reader.id, _line(action, reader, runs=False)
    if on and not own and not line.free:
        raise Refusal(Reason.ACTION_OTHERS)
    if on != own:
        storage.actions.take(tx, action_id, reader.id if on else None)
    return _minutes(tx, found, reader)


def carried(tx: Transaction, meeting: Meeting, now: datetime) -> list[Action]:
    """What is still to be done from before, where this is the next meeting that could speak of it."""
    if end(meeting) <= now:
        return []
    return [
        one for one in storage.actions.undone(tx, meeting.region, start(meeting)) if _next(tx, one, now) == meeting.id
    ]


def _next(tx: Transaction, action: Action, now: datetime) -> int | None:
    """The first meeting after an action’s own, of its series or else of its region, that is not over."""
    origin = storage.meetings.by_id(tx, action.meeting_id)
    assert origin is not None, "an action goes with its meeting"  # noqa: S101 - states an invariant
    if origin.series_id is not None:
        dates = [one for one in storage.meetings.dates(tx, origin.series_id) if one.state == "published"]
        if (found := _after(dates, origin, now)) is not None:
            return found
    since = max(start(origin), now - timedelta(days=1))  # no meeting is that long
    return _after(storage.meetings.announced(tx, {origin.region}, since), origin, now)


def _after(meetings: list[Meeting], origin: Meeting, now: datetime) -> int | None:
    found = (one for one in meetings if worded(one) and start(one) > start(origin) and end(one) > now)
    return next((one.id for one in found), None)


def pending(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Minutes:
    """What is still to be done, before this meeting."""
    found, reader = discussed(open_to(tx, who, meeting_id))
    lines = []
    for one in carried(tx, found, now):
        origin = storage.meetings.by_id(tx, one.meeting_id)
        lines.append(_line(one, reader, runs=origin is not None and leads(reader, origin)))
    return Minutes(found, tuple(lines), people.zone(reader), leads(reader, found))


def leaders(tx: Transaction, meeting: Meeting) -> list[int]:
    """Who runs a meeting: its facilitator, or who prepared it, or else the region’s coordinators."""
    for number in (meeting.facilitator, meeting.owner):
        found = None if number is None else storage.members.by_id(tx, number)
        if found is not None and found.state == "active" and leads(found, meeting):
            return [found.id]
    return people.coordinators_of(tx, meeting.region)


def remind(tx: Transaction, now: datetime) -> None:
    """Three days before a meeting: who runs it, and who took one, hear of what is still to be done. Once a version."""
    for meeting in storage.meetings.between(tx, now, now + AHEAD + timedelta(days=1)):
        if is_near(meeting, now) and (left := carried(tx, meeting, now)):
            told = {*leaders(tx, meeting), *(one.member_id for one in left if one.member_id is not None)}
            version, lane = str(meeting.sequence), storage.notices.REMINDER
            thing, over = about(meeting.id), start(meeting)
            morning = instant(datetime.combine(today(now, meeting.zone), MORNING), meeting.zone)
            at = min(morning, over - timedelta(hours=1))  # an hour of its own, as a finer one would tell of its cause
            rows = (NewNotice(DUE, thing, version, f"member:{one}", at, lane, over) for one in sorted(told))
            storage.notices.add(tx, rows)


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting is in three days or less, on its own clock."""
    there, here = today(start(meeting), meeting.zone), today(now, meeting.zone)
    return start(meeting) > now and there - here <= AHEAD


def to_do(tx: Transaction, meeting: Meeting, reader: Member, now: datetime) -> int:
    """How many actions this reader is to hear of before a meeting."""
    left = carried(tx, meeting, now)
    return len(left) if leads(reader, meeting) else sum(one.member_id == reader.id for one in left)
