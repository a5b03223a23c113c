"""Announced meetings: who is told, who comes, who waits for a seat, who is no longer reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import storage.answers
import storage.cards
import storage.meetings
import storage.members
import storage.notices
import storage.presences
from handlers.rules import people
from handlers.rules.civil import day_start
from handlers.rules.draft_choices import SUPERVISION
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS
from handlers.rules.reminders import KINDS
from storage.answers import GUESTS, THERE, Answer
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import NATIONAL, Member
from storage.notices import NewNotice

ANSWERS = ("yes", "maybe", "no")
LIVE = ("published",)  # states of a meeting that is to take place, or has
KNOWN = (*LIVE, "cancelled")  # of one that others know of
SEAT = "meeting.seat"  # a seat came free for whoever waited for one


@dataclass(frozen=True)
class View:
    """A meeting as one reader sees it: how many come, their own answer, their clock.

    `names` are the comers who chose to be seen, or all of them for who runs the meeting; `leads` says who that is;
    `came` how many were there in the end, 0 as long as nobody said so.
    """

    meeting: Meeting
    headcount: dict[str, int]
    answer: Answer | None
    zone: str
    regions: tuple[str, ...]
    series: Meeting | None = None
    facilitator: str | None = None
    names: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    leads: bool = False
    there: bool = False
    came: int = 0

    @property
    def comes(self) -> bool:
        """Whether this reader has said yes and has a seat."""
        return self.answer is not None and self.answer.seated

    @property
    def expected(self) -> bool:
        """Whether others may count on this reader: they come, or perhaps."""
        return self.comes or (self.answer is not None and self.answer.word == "maybe")


def about(meeting_id: int) -> str:
    """The name of a meeting in notices, cards and questions."""
    return f"meeting:{meeting_id}"


def start(meeting: Meeting) -> datetime:
    """When an announced meeting begins."""
    assert meeting.starts_at is not None, "a published meeting has a date"  # noqa: S101 - states an invariant
    return meeting.starts_at


def regions(tx: Transaction, meeting: Meeting) -> list[str]:
    """Every region a meeting is for, the one that holds it first."""
    return [meeting.region, *storage.meetings.invited(tx, meeting.series_id or meeting.id)]


def readers(tx: Transaction, codes: Sequence[str], but: int | None = None) -> list[Member]:
    """Whoever belongs to these regions, everyone where the nation is one of them; but for one member."""
    every = [*REGIONS, NATIONAL] if NATIONAL in codes else list(codes)
    numbers = storage.members.holders(tx, ROLES, every)
    return storage.members.several(tx, (number for number in numbers if number != but))


def audience(tx: Transaction, meeting: Meeting) -> list[Member]:
    """Whoever belongs to its regions; for a national meeting everyone, for a group's those who answered in it."""
    if meeting.group_id is None:
        return readers(tx, regions(tx, meeting))
    said = storage.answers.everybody(tx, meeting.id).items()
    return storage.members.several(tx, (number for number, answer in said if answer.word != "no"))


def view(tx: Transaction, meeting: Meeting, reader: Member | None) -> View:
    """The meeting for one reader; None is a group, which sees the meeting's own clock and no answer of its own."""
    lead = reader is not None and leads(reader, meeting)
    comers = [] if reader is None else storage.answers.comers(tx, meeting.id)
    facilitator = None if meeting.facilitator is None else storage.members.by_id(tx, meeting.facilitator)
    headcount = storage.answers.headcount(tx, meeting.id)
    company, present = storage.presences.company(tx, meeting.id), storage.presences.present(tx, meeting.id)
    there = headcount.get(THERE, 0) + len(present)
    return View(
        meeting,
        headcount,
        None if reader is None else storage.answers.of(tx, meeting.id, reader.id),
        meeting.zone if reader is None else people.zone(reader),
        tuple(regions(tx, meeting)),
        None if meeting.series_id is None else storage.meetings.by_id(tx, meeting.series_id),
        None if facilitator is None else facilitator.first_name,
        tuple(name for name, shown in comers if lead or shown),
        tuple(company),
        lead,
        reader is not None and reader.id in present,
        # Guests were expected, as answers were: they are counted once somebody has said who was there.
        there + headcount.get(GUESTS, 0) + len(company) if there else 0,
    )


def leads(found: Member, meeting: Meeting) -> bool:
    """Whether this member runs the meeting: a coordinator of its region, or its facilitator."""
    return found.holds("coordinator", meeting.region) or found.id == meeting.facilitator


def invited(tx: Transaction, found: Member, meeting: Meeting) -> bool:
    """Whether a meeting is this member's business."""
    return any(people.belongs(found, code) for code in regions(tx, meeting))


def open_to(tx: Transaction, who: Person, meeting_id: int, states: Sequence[str] = LIVE) -> tuple[Meeting, Member]:
    """An announced meeting that this member may see; refuses one that is in no such state."""
    reader = people.member(who)
    found = storage.meetings.by_id(tx, meeting_id)
    if found is None or found.state not in states:
        raise Refusal(Reason.MEETING_GONE)
    if not invited(tx, reader, found):
        raise Refusal(Reason.OTHER_REGION)
    return found, reader


def led(tx: Transaction, who: Person, meeting_id: int) -> tuple[Meeting, Member]:
    """An announced meeting that this person runs; refuses everyone else."""
    found, reader = open_to(tx, who, meeting_id)
    if not leads(reader, found):
        raise Refusal(Reason.LEADS_ONLY)
    return found, reader


def worded(meeting: Meeting) -> bool:
    """Whether what is spoken of may be written down here: of a supervision never, before or after it."""
    return meeting.kind != SUPERVISION


def discussed(found: tuple[Meeting, Member]) -> tuple[Meeting, Member]:
    """The same meeting and reader, for its agenda and minutes; refuses one that has neither."""
    if not worded(found[0]):
        raise Refusal(Reason.NOTHING_WRITTEN)
    return found


def look(tx: Transaction, who: Person, meeting_id: int) -> View:
    """One meeting, as this member sees it."""
    found, reader = open_to(tx, who, meeting_id)
    return view(tx, found, reader)


def answer(tx: Transaction, who: Person, meeting_id: int, word: str, now: datetime) -> tuple[View, bool]:
    """Answer yes, maybe or no; returns the meeting and whether the answer is new.

    Who says no is not reminded; who changes their mind is again. No time is kept. A yes without a seat waits for one.
    """
    if word not in ANSWERS:
        raise Refusal(Reason.STALE)
    found, reader = open_to(tx, who, meeting_id)
    if start(found) <= now:
        raise Refusal(Reason.MEETING_OVER)
    before = storage.answers.of(tx, meeting_id, reader.id)
    if before is not None and before.word == word and not before.unsure:
        return view(tx, found, reader), False
    write(tx, found, reader.id, word, now)
    return view(tx, found, reader), True


def answer_series(tx: Transaction, who: Person, meeting_id: int, word: str, now: datetime) -> tuple[View, int]:
    """Answer every date to come of the series of this one; those still to be made are answered alike.

    A date that was answered otherwise than the series keeps its answer; returns how many do. No time is kept, so an
    answer that was the series’ too cannot be told from it, and follows it.
    """
    if word not in ANSWERS:
        raise Refusal(Reason.STALE)
    found, reader = open_to(tx, who, meeting_id)
    if found.series_id is None:
        raise Refusal(Reason.STALE)
    before, kept = storage.answers.stood(tx, found.series_id).get(reader.id), 0
    storage.answers.stand(tx, found.series_id, reader.id, word)
    for date in to_come(tx, found.series_id, now):
        said = storage.answers.of(tx, date.id, reader.id)
        if said is not None and said.word not in (before, word):
            kept += 1
        else:
            write(tx, date, reader.id, word, now)
    return view(tx, found, reader), kept


def write(tx: Transaction, meeting: Meeting, member_id: int, word: str, now: datetime) -> None:
    """Write an answer with what follows: a seat or a place in the line, reminders, cards."""
    before = storage.answers.of(tx, meeting.id, member_id)
    seated = before is not None and before.seated
    waiting = None
    if word == "yes" and not seated and free(tx, meeting) == 0:
        queued = None if before is None else before.waiting
        waiting = queued or storage.answers.last_place(tx, meeting.id) + 1
    storage.answers.put(tx, meeting.id, member_id, word, waiting)
    storage.cards.outdate(tx, about(meeting.id))
    _remind(tx, meeting, member_id, now, wanted=word != "no" and waiting is None)
    promote(tx, meeting, now)


def _remind(tx: Transaction, meeting: Meeting, member_id: int, now: datetime, *, wanted: bool) -> None:
    recipient = f"member:{member_id}"
    if wanted:
        storage.notices.revive_for(tx, about(meeting.id), str(meeting.sequence), recipient, KINDS, now)
    else:
        storage.notices.suppress_for(tx, about(meeting.id), recipient, KINDS)


def free(tx: Transaction, meeting: Meeting) -> int | None:
    """How many seats are free; None where nobody counts them."""
    if meeting.capacity is None:
        return None
    taken = storage.answers.headcount(tx, meeting.id).get("yes", 0) + storage.presences.number(tx, meeting.id)
    return max(0, meeting.capacity - taken)


def promote(tx: Transaction, meeting: Meeting, now: datetime) -> None:
    """Give the free seats to those who wait, the first first, and tell them."""
    line, seats = storage.answers.line(tx, meeting.id), free(tx, meeting)
    for member_id in line if seats is None else line[:seats]:
        storage.answers.seat(tx, meeting.id, member_id)
        recipient = f"member:{member_id}"
        told = storage.notices.number(tx, SEAT, about(meeting.id), recipient)
        notice = NewNotice(
            SEAT,
            about(meeting.id),
            f"{meeting.sequence}.{told}",
            recipient,
            day_start(now),
            storage.notices.ANSWER,
            meeting.starts_at,
        )
        storage.notices.add(tx, [notice])
        storage.cards.outdate(tx, about(meeting.id))
        _remind(tx, meeting, member_id, now, wanted=True)


def to_come(tx: Transaction, series_id: int, now: datetime) -> list[Meeting]:
    """The dates of a series that are still to take place, in order."""
    dates = storage.meetings.dates(tx, series_id)
    return [found for found in dates if found.state == "published" and start(found) > now]


def following(tx: Transaction, meeting: Meeting, now: datetime) -> Meeting | None:
    """The next meeting of the same series, or else of the same region."""
    if meeting.series_id is not None:
        return next(iter(to_come(tx, meeting.series_id, now)), None)
    return next(iter(storage.meetings.coming(tx, {meeting.region}, now)), None)


def own_regions(reader: Member) -> set[str]:
    """The regions whose meetings are this member's business."""
    codes = {role.region for role in reader.roles} | {NATIONAL}
    return codes | set(REGIONS) if NATIONAL in {role.region for role in reader.roles} else codes


def seen_by(tx: Transaction, about_meeting: str, reader: Member | None, states: Sequence[str] = LIVE) -> View | None:
    """The meeting a notice or a card is about, for one reader; None when it is in no such state."""
    found = storage.meetings.by_id(tx, int(about_meeting.partition(":")[2]))
    return None if found is None or found.state not in states else view(tx, found, reader)
