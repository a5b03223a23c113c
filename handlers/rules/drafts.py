"""A meeting in preparation: filled on a card by a coordinator, then announced to its region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import storage.cards
import storage.groups
import storage.meetings
import storage.members
from handlers.rules import announcing, draft_choices, people, recurrence, recurrence_written, series
from handlers.rules.civil import instant
from handlers.rules.fields import Doubt, check, read, settled, timing, words
from handlers.rules.holidays import Pause
from handlers.rules.meetings import View, about, audience, regions, view
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from storage.database import Transaction
from storage.groups import Group
from storage.meetings import Meeting
from storage.members import Member

MINUTES = 150  # a peer meeting lasts 2 h 30 unless its card says otherwise


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
    check(field)
    return own_draft(tx, who, meeting_id)


def place(tx: Transaction, who: Person, meeting_id: int, card: int | None, question: int | None) -> None:
    """Remember which messages show the draft and ask for a field, so that the next ones take their place."""
    storage.meetings.change(tx, own_draft(tx, who, meeting_id).id, card=card, question=question)


def fill(
    tx: Transaction,
    who: Person,
    meeting_id: int,
    field: str,
    text: str,
    now: datetime,
    marked: Sequence[datetime] = (),
) -> Meeting | Doubt:
    """Put a written answer into the field it was asked for; refuses what cannot be understood or is too long.

    `marked`: the dates in it that Telegram marked.
    """
    found = askable(tx, who, meeting_id, field)
    reading = read(field, text, marked, now, found.zone, who.language)
    if reading is None:
        return storage.meetings.change(tx, found.id, **words(field, text))
    rhythmic = None if marked else recurrence_written.read(text, now, found.zone, who.language)
    if rhythmic is not None:
        reading = rhythmic.first
        found = storage.meetings.change(tx, found.id, rhythm=recurrence.to_rrule(rhythmic.rhythm))
    at = settled(found, reading)
    return at if isinstance(at, Doubt) else storage.meetings.change(tx, found.id, **_timed(found, at))


def _timed(draft: Meeting, wall: datetime) -> dict[str, object]:
    """The fields of a draft that follow from its civil time; a rhythm begins on that day."""
    fields = timing(wall, draft.zone)
    if draft.rhythm is not None:
        rhythm = recurrence.anchored(recurrence.from_rrule(draft.rhythm), wall)
        fields["rhythm"] = recurrence.to_rrule(rhythm)
    return fields


def choose_time(tx: Transaction, who: Person, meeting_id: int, wall: datetime, now: datetime) -> Meeting:
    """Take a proposed date from a button; refuses one that is past by now."""
    found = own_draft(tx, who, meeting_id)
    if instant(wall, found.zone) <= now:
        raise Refusal(Reason.DATE_PAST, wall=wall)
    return storage.meetings.change(tx, meeting_id, **_timed(found, wall))


def served(tx: Transaction, who: Person, meeting_id: int) -> tuple[Meeting, list[str]]:
    """The draft and the regions it may be moved to."""
    return own_draft(tx, who, meeting_id), people.coordinated(people.coordinator(who))


def choose_region(tx: Transaction, who: Person, meeting_id: int, code: str) -> Meeting:
    """Move the draft to another region of this coordinator; its hour stays the hour on the wall there."""
    people.coordinator(who, code)
    found = own_draft(tx, who, meeting_id)
    zone = region(code).zone
    fields = {"zone": zone} if found.wall is None else timing(found.wall, zone)
    storage.meetings.invite(tx, meeting_id, set(storage.meetings.invited(tx, meeting_id)) - {code})
    return storage.meetings.change(tx, meeting_id, region=code, group_id=None, **fields)


def toggle_region(tx: Transaction, who: Person, meeting_id: int, code: str) -> Meeting:
    """Have the meeting for another region of this coordinator too, or no longer."""
    people.coordinator(who, code)
    found = own_draft(tx, who, meeting_id)
    others = set(storage.meetings.invited(tx, meeting_id)) ^ {code}
    storage.meetings.invite(tx, meeting_id, sorted(others - {found.region}))
    return found


@dataclass(frozen=True)
class Options:
    """What may be chosen for a draft: people, groups, other regions, and the holidays its first dates fall on."""

    meeting: Meeting
    facilitators: list[Member]
    groups: list[Group]
    regions: list[str]
    invited: list[str]
    pauses: tuple[Pause, ...]


def options(tx: Transaction, who: Person, meeting_id: int, field: str) -> Options:
    """What may be chosen for this field; refuses a field that has no buttons."""
    if field not in (*draft_choices.CHOICES, "also"):
        raise Refusal(Reason.STALE)
    found = own_draft(tx, who, meeting_id)
    if field in ("rhythm", "end", "skips") and found.wall is None:
        raise Refusal(Reason.MEETING_NEEDS_DATE)
    held = [code for code in people.coordinated(people.coordinator(who)) if code != found.region]
    return Options(
        found,
        draft_choices.facilitators(tx, found),
        storage.groups.of_region(tx, found.region),
        held,
        storage.meetings.invited(tx, found.id),
        tuple(series.pauses(found)),
    )


def choose(tx: Transaction, who: Person, meeting_id: int, field: str, value: str, names: Mapping[str, str]) -> Options:
    """Take a value from a button; `names` are the names of the kinds, which a title not written yet follows."""
    found = own_draft(tx, who, meeting_id)
    fields = draft_choices.read(tx, found, field, value)
    if field == "kind" and found.title == names[found.kind]:
        fields["title"] = names[value]
    storage.meetings.change(tx, found.id, **fields)
    return options(tx, who, meeting_id, field)


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
    """What announcing a draft would do: how many people besides its author, and groups, are told; of which dates."""

    meeting: Meeting
    people: int
    groups: int
    regions: tuple[str, ...]
    group: str | None
    facilitator: str | None


def impact(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Impact:
    """What announcing this draft would do; refuses what could not be announced."""
    found = _announceable(tx, own_draft(tx, who, meeting_id), who, now)
    others = [] if found.group_id else [reader for reader in audience(tx, found) if reader.id != found.owner]
    groups = announcing.groups(tx, found)
    alone = groups[0].title if found.group_id is not None and groups else None
    lead = None if found.facilitator is None else storage.members.by_id(tx, found.facilitator)
    name = None if lead is None else lead.first_name
    return Impact(found, len(others), len(groups), tuple(regions(tx, found)), alone, name)


def publish(tx: Transaction, who: Person, meeting_id: int, card: int | None, now: datetime) -> View:
    """Announce the draft, or the first date of its series: a card for each member and group. Once only.

    `card` is the message in its author's chat that shows the meeting from now on, if there is one.
    """
    owner = people.coordinator(who)
    found = storage.meetings.by_id(tx, meeting_id)
    if found is None or found.owner != owner.id:
        raise Refusal(Reason.STALE)
    if found.state == "series":
        return view(tx, series.first(tx, found.id, now), owner)
    if found.state == "draft":
        _announceable(tx, found, who, now)
        if found.rhythm is None:
            found = storage.meetings.change(tx, found.id, state="published", card=card)
        else:
            found = series.begin(tx, found, now)
        if card is not None:
            storage.cards.post(tx, about(found.id), f"member:{owner.id}", owner.telegram_id, card)
        found = announcing.announce(tx, found, owner, now)
    return view(tx, found, owner)


def _announceable(tx: Transaction, draft: Meeting, who: Person, now: datetime) -> Meeting:
    for code in regions(tx, draft):
        people.coordinator(who, code)
    if draft.starts_at is None:
        raise Refusal(Reason.MEETING_NEEDS_DATE)
    if draft.starts_at <= now:
        raise Refusal(Reason.MEETING_IN_PAST)
    return draft
