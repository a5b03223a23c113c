"""A meeting in preparation: filled on a card by a coordinator, then announced to its region."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import storage.cards
import storage.groups
import storage.meetings
import storage.notices
from handlers.rules import dates, people, pins, polls
from handlers.rules.civil import day_start, instant
from handlers.rules.meetings import View, about, audience, calendar, start, view
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.rules.reminders import reminders
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Member
from storage.notices import NewNotice

MINUTES = 150  # a peer meeting lasts 2 h 30 unless its card says otherwise
LONGEST = {"title": 120, "place": 300}  # characters
FIELDS = ("title", "when", "place")


def prepare(tx: Transaction, who: Person, uid: str, title: str) -> Meeting:
    """The meeting this coordinator is preparing; a new one begins with the default title and length."""
    owner = people.coordinator(who)
    found = storage.meetings.draft(tx, owner.id)
    if found is not None:
        return found
    code = people.usual_region(owner)
    return storage.meetings.begin(
        tx, uid=uid, owner=owner.id, region=code, title=title, zone=region(code).zone, minutes=MINUTES
    )


def own_draft(tx: Transaction, who: Person, meeting_id: int) -> Meeting:
    """The draft behind a button, if it is still this coordinator's."""
    owner = people.coordinator(who)
    found = storage.meetings.by_id(tx, meeting_id)
    if found is None or found.owner != owner.id or found.state != "draft":
        raise Refusal(Reason.STALE)
    return found


def askable(tx: Transaction, who: Person, meeting_id: int, field: str) -> Meeting:
    """The draft whose field is asked for."""
    if field not in FIELDS:
        raise Refusal(Reason.STALE)
    return own_draft(tx, who, meeting_id)


def place(tx: Transaction, who: Person, meeting_id: int, card: int | None, question: int | None) -> None:
    """Remember which messages show the draft and ask for a field, so that the next ones take their place."""
    storage.meetings.change(tx, own_draft(tx, who, meeting_id).id, card=card, question=question)


@dataclass(frozen=True)
class Doubt:
    """A written date that may mean several moments: the coordinator must say which."""

    meeting: Meeting
    candidates: tuple[datetime, ...]


def fill(tx: Transaction, who: Person, meeting_id: int, field: str, text: str, now: datetime) -> Meeting | Doubt:
    """Put a written answer into the field it was asked for; refuses what cannot be understood or is too long."""
    found = askable(tx, who, meeting_id, field)
    if field == "when":
        read = _when(found, text, now, who.language)
        if isinstance(read, Doubt):
            return read
        fields = timing(read, found.zone)
    else:
        fields = _words(field, text)
    return storage.meetings.change(tx, found.id, **fields)


def _words(field: str, text: str) -> dict[str, object]:
    tidy = " ".join(text.split())
    if len(tidy) > LONGEST[field]:
        raise Refusal(Reason.FIELD_TOO_LONG, most=LONGEST[field])
    return {field: tidy}


def _when(meeting: Meeting, text: str, now: datetime, language: str) -> datetime | Doubt:
    match dates.read(text, now, meeting.zone, language):
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


def choose_time(tx: Transaction, who: Person, meeting_id: int, wall: datetime) -> Meeting:
    """Take a proposed date from a button."""
    found = own_draft(tx, who, meeting_id)
    return storage.meetings.change(tx, meeting_id, **timing(wall, found.zone))


def regions(tx: Transaction, who: Person, meeting_id: int) -> tuple[Meeting, list[str]]:
    """The draft and the regions it may be moved to."""
    return own_draft(tx, who, meeting_id), people.coordinated(people.coordinator(who))


def choose_region(tx: Transaction, who: Person, meeting_id: int, code: str) -> Meeting:
    """Move the draft to another region of this coordinator; its hour stays the hour on the wall there."""
    people.coordinator(who, code)
    found = own_draft(tx, who, meeting_id)
    zone = region(code).zone
    fields = {"zone": zone} if found.wall is None else timing(found.wall, zone)
    return storage.meetings.change(tx, meeting_id, region=code, **fields)


def discard(tx: Transaction, who: Person, meeting_id: int) -> Meeting | None:
    """Throw the draft away, and return it; None, and nothing changes, when it is gone already."""
    people.coordinator(who)
    if storage.meetings.by_id(tx, meeting_id) is None:
        return None
    found = own_draft(tx, who, meeting_id)
    storage.meetings.discard(tx, found.id)
    return found


@dataclass(frozen=True)
class Impact:
    """What announcing a draft would do: how many people besides its author, and groups, are told."""

    meeting: Meeting
    people: int
    groups: int


def impact(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Impact:
    """What announcing this draft would do; refuses what could not be announced."""
    found = _announceable(own_draft(tx, who, meeting_id), who, now)
    others = [reader for reader in audience(tx, found.region) if reader.id != found.owner]
    return Impact(found, len(others), len(storage.groups.of_region(tx, found.region)))


def publish(tx: Transaction, who: Person, meeting_id: int, card: int | None, now: datetime) -> View:
    """Announce the draft to its region: a card for each member and group, the recalls as rows. Once only.

    `card` is the message in its author's chat that shows the meeting from now on, if there is one.
    """
    owner = people.coordinator(who)
    found = storage.meetings.by_id(tx, meeting_id)
    if found is None or found.owner != owner.id:
        raise Refusal(Reason.STALE)
    if found.state == "draft":
        _announceable(found, who, now)
        found = storage.meetings.change(tx, found.id, state="published", card=card)
        if card is not None:
            storage.cards.post(tx, about(found.id), f"member:{owner.id}", owner.telegram_id, card)
        announce(tx, found, owner, now)
    return view(tx, found, owner)


def announce(tx: Transaction, meeting: Meeting, owner: Member, now: datetime) -> None:
    """Tell its region of a meeting, but for `owner`, who has its card already; recall it to all."""
    storage.notices.add(tx, _notices(tx, meeting, owner, now))
    pins.announced(tx, meeting.region, now)


def _announceable(draft: Meeting, who: Person, now: datetime) -> Meeting:
    people.coordinator(who, draft.region)
    if draft.starts_at is None:
        raise Refusal(Reason.MEETING_NEEDS_DATE)
    if draft.starts_at <= now:
        raise Refusal(Reason.MEETING_IN_PAST)
    return draft


def _notices(tx: Transaction, meeting: Meeting, owner: Member, now: datetime) -> Iterator[NewNotice]:
    readers = audience(tx, meeting.region)
    for group in storage.groups.of_region(tx, meeting.region):
        yield _posted(meeting, f"group:{group.id}", day_start(now))
    for reader in readers:
        if reader.id != owner.id:
            yield _posted(meeting, f"member:{reader.id}", day_start(now))
        yield from _recalls(meeting, reader, now)


def _posted(meeting: Meeting, recipient: str, due_at: datetime) -> NewNotice:
    lane, version = storage.notices.BROADCAST, str(meeting.sequence)
    return NewNotice("meeting.card", about(meeting.id), version, recipient, due_at, lane, meeting.starts_at)


def _recalls(meeting: Meeting, reader: Member, now: datetime) -> Iterator[NewNotice]:
    lane, version = storage.notices.REMINDER, str(meeting.sequence)
    for recall in reminders(start(meeting), people.zone(reader), now):
        yield NewNotice(
            recall.kind,
            about(meeting.id),
            version,
            f"member:{reader.id}",
            recall.due_at,
            lane,
            recall.expires_at,
        )


def catch_up(tx: Transaction, who: Person, now: datetime) -> None:
    """Whoever joins after an announcement is told, asked and reminded like the others; again: nothing changes."""
    reader = people.member(who)
    polls.catch_up(tx, who, now)
    # The month only: of a joining, no finer time is kept.
    due_at = day_start(now).replace(day=1)
    coming, _, _ = calendar(tx, who, now)
    for meeting in coming:
        storage.notices.add(tx, [_posted(meeting, f"member:{reader.id}", due_at), *_recalls(meeting, reader, now)])
