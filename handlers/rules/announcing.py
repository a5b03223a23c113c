"""Telling people of a meeting: its card for each of them and each group, its recalls, and what became of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import storage.answers
import storage.groups
import storage.meetings
import storage.notices
from handlers.rules import people, pins
from handlers.rules.civil import day_start
from handlers.rules.meetings import about, audience, open_to, own_regions, regions, start
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reminders import reminders, soon
from storage.database import Transaction
from storage.groups import Group
from storage.meetings import Meeting
from storage.members import Member
from storage.notices import NewNotice

CARD, MOVED, CANCELLED = "meeting.card", "meeting.moved", "meeting.cancelled"
SAVE_THE_DATE = "meeting.j14"  # of a later date of a series its card says it


def groups(tx: Transaction, meeting: Meeting) -> list[Group]:
    """The groups that show a meeting: the one it is for, or those of its regions."""
    if meeting.group_id is not None:
        found = storage.groups.by_id(tx, meeting.group_id)
        return [] if found is None else [found]
    codes = regions(tx, meeting)
    return [group for code in codes for group in storage.groups.of_region(tx, code)]


def announce(
    tx: Transaction, meeting: Meeting, author: Member | None, now: datetime, *, again: bool = False
) -> Meeting:
    """Tell everybody it is for; `author` has its card already. `again`: it is a later date of a series they know."""
    if meeting.announce_at is not None:
        meeting = storage.meetings.change(tx, meeting.id, announce_at=None)
    storage.notices.add(tx, _notices(tx, meeting, author, now, again=again))
    for code in regions(tx, meeting):
        pins.announced(tx, code, now)
    return meeting


def _notices(
    tx: Transaction, meeting: Meeting, author: Member | None, now: datetime, *, again: bool
) -> Iterator[NewNotice]:
    for group in groups(tx, meeting):
        yield _posted(meeting, f"group:{group.id}", day_start(now))
    answers = storage.answers.everybody(tx, meeting.id)
    for reader in audience(tx, meeting):
        said = answers.get(reader.id)
        if said is not None and said.word == "no":
            continue  # they said so of the whole series
        if author is None or reader.id != author.id:
            yield _posted(meeting, f"member:{reader.id}", day_start(now))
        yield from recalls(meeting, reader, now, again=again)


def _posted(meeting: Meeting, recipient: str, due_at: datetime) -> NewNotice:
    lane, version = storage.notices.BROADCAST, str(meeting.sequence)
    return NewNotice(CARD, about(meeting.id), version, recipient, due_at, lane, meeting.starts_at)


def recalls(meeting: Meeting, reader: Member, now: datetime, *, again: bool = False) -> Iterator[NewNotice]:
    """The reminders of a meeting that this reader is still to have."""
    lane, version = storage.notices.REMINDER, str(meeting.sequence)
    for recall in reminders(start(meeting), meeting.minutes, people.zone(reader), now):
        if again and recall.kind == SAVE_THE_DATE:
            continue
        recipient = f"member:{reader.id}"
        yield NewNotice(recall.kind, about(meeting.id), version, recipient, recall.due_at, lane, recall.expires_at)


def knowing(tx: Transaction, meeting: Meeting) -> list[Member]:
    """Who knows of a date: everybody it is for once it is announced, before that who said yes or maybe to it."""
    if meeting.announce_at is None:
        return audience(tx, meeting)
    said = storage.answers.everybody(tx, meeting.id)
    return [one for one in audience(tx, meeting) if one.id in said and said[one.id].word != "no"]


def tell(
    tx: Transaction, kind: str, meeting: Meeting, shown: Iterable[Group], readers: Iterable[Member], now: datetime
) -> None:
    """One short word on what became of a meeting, for these groups and readers; never after its end."""
    recipients = [f"group:{group.id}" for group in shown] + [f"member:{one.id}" for one in readers]
    version, lane, over = str(meeting.sequence), storage.notices.ANSWER, start(meeting)
    rows = (NewNotice(kind, about(meeting.id), version, whom, day_start(now), lane, over) for whom in recipients)
    storage.notices.add(tx, rows)


def say_again(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> datetime:
    """One more word an hour before, for who asks; returns when: it follows from the meeting, not from the asking."""
    found, reader = open_to(tx, who, meeting_id)
    recall = soon(start(found))
    if recall.due_at <= now:
        raise Refusal(Reason.NO_RECALL_LEFT)
    version, lane = str(found.sequence), storage.notices.REMINDER
    recipient, thing = f"member:{reader.id}", about(found.id)
    row = NewNotice(recall.kind, thing, version, recipient, recall.due_at, lane, recall.expires_at)
    storage.notices.add(tx, [row])
    return recall.due_at


def catch_up(tx: Transaction, who: Person, now: datetime) -> None:
    """Whoever joins after an announcement is told and reminded like the others; again: nothing changes."""
    reader = people.member(who)
    # The month only: of a joining, no finer time is kept.
    due_at = day_start(now).replace(day=1)
    for meeting in storage.meetings.announced(tx, own_regions(reader), now):
        if meeting.group_id is None:
            rows = [_posted(meeting, f"member:{reader.id}", due_at), *recalls(meeting, reader, now)]
            storage.notices.add(tx, rows)
