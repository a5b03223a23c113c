"""Announced meetings: who is told, who comes, who is no longer reminded."""

from dataclasses import dataclass
from datetime import datetime

import storage.cards
import storage.meetings
import storage.members
import storage.notices
from handlers.rules import people
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS
from handlers.rules.reminders import KINDS
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import NATIONAL, Member

ANSWERS = ("yes", "maybe", "no")


@dataclass(frozen=True)
class View:
    """A meeting as one reader sees it: how many come, their own answer, their clock."""

    meeting: Meeting
    headcount: dict[str, int]
    answer: str | None
    zone: str


def about(meeting_id: int) -> str:
    """The name of a meeting in notices, cards and questions."""
    return f"meeting:{meeting_id}"


def start(meeting: Meeting) -> datetime:
    """When an announced meeting begins."""
    assert meeting.starts_at is not None, "a published meeting has a date"  # noqa: S101 - states an invariant
    return meeting.starts_at


def audience(tx: Transaction, code: str) -> list[Member]:
    """Whoever belongs to the region; for a national meeting, everyone."""
    regions = [*REGIONS, NATIONAL] if code == NATIONAL else [code]
    found = (storage.members.by_id(tx, number) for number in storage.members.holders(tx, ROLES, regions))
    return [reader for reader in found if reader is not None]


def view(tx: Transaction, meeting: Meeting, reader: Member | None) -> View:
    """The meeting for one reader; None is a group, which sees the meeting's own clock and no answer of its own."""
    headcount = storage.meetings.headcount(tx, meeting.id)
    if reader is None:
        return View(meeting, headcount, None, meeting.zone)
    answer = storage.meetings.answer_of(tx, meeting.id, reader.id)
    return View(meeting, headcount, answer, people.zone(reader))


def open_to(tx: Transaction, who: Person, meeting_id: int) -> tuple[Meeting, Member]:
    """An announced meeting that this member may see."""
    reader = people.member(who)
    found = storage.meetings.by_id(tx, meeting_id)
    if found is None or found.state != "published":
        raise Refusal(Reason.MEETING_GONE)
    if not people.belongs(reader, found.region):
        raise Refusal(Reason.OTHER_REGION)
    return found, reader


def look(tx: Transaction, who: Person, meeting_id: int) -> View:
    """One meeting, as this member sees it."""
    found, reader = open_to(tx, who, meeting_id)
    return view(tx, found, reader)


def answer(tx: Transaction, who: Person, meeting_id: int, word: str, now: datetime) -> tuple[View, bool]:
    """Answer yes, maybe or no; returns the meeting and whether the answer is new.

    Who says no is not reminded; who changes their mind is again. No time is kept.
    """
    if word not in ANSWERS:
        raise Refusal(Reason.STALE)
    found, reader = open_to(tx, who, meeting_id)
    if start(found) <= now:
        raise Refusal(Reason.MEETING_OVER)
    if storage.meetings.answer_of(tx, meeting_id, reader.id) == word:
        return view(tx, found, reader), False
    storage.meetings.set_answer(tx, meeting_id, reader.id, word)
    storage.cards.outdate(tx, about(meeting_id))
    recipient = f"member:{reader.id}"
    if word == "no":
        storage.notices.suppress_for(tx, about(meeting_id), recipient, KINDS)
    else:
        storage.notices.revive_for(tx, about(meeting_id), str(found.sequence), recipient, KINDS, now)
    return view(tx, found, reader), True


def calendar(tx: Transaction, who: Person, now: datetime) -> tuple[list[Meeting], list[Meeting], str]:
    """The coming and the past meetings of a member's regions, and the member's clock."""
    reader = people.member(who)
    regions = {role.region for role in reader.roles} | {NATIONAL}
    if NATIONAL in {role.region for role in reader.roles}:
        regions |= set(REGIONS)
    coming = storage.meetings.coming(tx, regions, now)
    return coming, storage.meetings.past(tx, regions, now), people.zone(reader)


def seen_by(tx: Transaction, about_meeting: str, reader: Member | None) -> View | None:
    """The meeting a notice or a card is about, for one reader; None when it is no longer announced."""
    found = storage.meetings.by_id(tx, int(about_meeting.partition(":")[2]))
    return None if found is None or found.state != "published" else view(tx, found, reader)
