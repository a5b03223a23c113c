"""The agenda of a meeting: proposed by anyone, signed or not, voted for, put in order and fixed by who runs it.

Of an item without a name nothing tells who wrote it: no author, a random number, no time, no vote of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import storage.agenda
import storage.members
from handlers.rules import actions, fields, people
from handlers.rules.meetings import discussed, leads, led, open_to, start
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.actions import Action
from storage.agenda import Item
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Member

LONGEST = 200  # characters of an item
MOST = 20  # items of a meeting
LARGEST = 2**48  # of an item’s random number


@dataclass(frozen=True)
class Point:
    """An item for one reader: its votes, whether theirs is among them, who signed it, whether they did."""

    item: Item
    votes: int
    mine: bool
    name: str | None
    own: bool


@dataclass(frozen=True)
class Agenda:
    """The agenda of a meeting, as one reader sees it."""

    meeting: Meeting
    points: tuple[Point, ...]
    carried: tuple[Action, ...]
    zone: str
    fixed: bool
    begun: bool
    leads: bool

    @property
    def open(self) -> bool:
        """Whether items can be proposed, voted for and moved."""
        return not self.fixed and not self.begun


def ordered(found: Iterable[Item], votes: Mapping[int, int]) -> list[Item]:
    """As somebody put them, then the most wanted first; among equals by letters: nothing tells which came first."""

    def place(one: Item) -> tuple[int, int, str, int]:
        return MOST if one.rank is None else one.rank, -votes.get(one.id, 0), one.text.casefold(), one.id

    return sorted(found, key=place)


def look(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Agenda:
    """The agenda, for whoever may see the meeting."""
    found, reader = discussed(open_to(tx, who, meeting_id))
    return _agenda(tx, found, reader, now)


def run(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Agenda:
    """The same, for who runs the meeting; refuses everyone else."""
    found, reader = discussed(led(tx, who, meeting_id))
    return _agenda(tx, found, reader, now, wanted=True)


def _agenda(tx: Transaction, found: Meeting, reader: Member, now: datetime, *, wanted: bool = False) -> Agenda:
    """`wanted`: the most wanted first. Whoever votes sees them in an order that their own tap does not change."""
    votes, mine = storage.agenda.counted(tx, found.id), storage.agenda.voted(tx, reader.id)
    proposed = ordered(storage.agenda.of(tx, found.id), votes if wanted else {})
    points = tuple(
        Point(one, votes.get(one.id, 0), one.id in mine, _name(tx, one), one.author == reader.id) for one in proposed
    )
    left, begun = tuple(actions.carried(tx, found, now)), start(found) <= now
    return Agenda(found, points, left, people.zone(reader), _fixed(proposed), begun, leads(reader, found))


def _name(tx: Transaction, item: Item) -> str | None:
    author = None if item.author is None else storage.members.by_id(tx, item.author)
    return None if author is None else author.first_name


def _fixed(found: Iterable[Item]) -> bool:
    return any(one.state == "fixed" for one in found)


def _still_open(tx: Transaction, meeting: Meeting, now: datetime) -> None:
    if start(meeting) <= now:
        raise Refusal(Reason.AGENDA_OVER)
    if _fixed(storage.agenda.of(tx, meeting.id)):
        raise Refusal(Reason.AGENDA_FIXED)


def proposable(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> Meeting:
    """A meeting whose agenda is open to one more item."""
    found, _ = discussed(open_to(tx, who, meeting_id))
    _still_open(tx, found, now)
    if storage.agenda.number(tx, meeting_id) >= MOST:
        raise Refusal(Reason.AGENDA_FULL, most=MOST)
    return found


def tidy(text: str) -> str:
    """An item’s text on one line; refuses what is too long."""
    return fields.tidy(text, LONGEST)


def propose(
    tx: Transaction, who: Person, meeting_id: int, number: int, text: str, now: datetime, *, signed: bool
) -> Agenda:
    """Add an item under the random number of its card; the same number again changes nothing."""
    found, reader = discussed(open_to(tx, who, meeting_id))
    if not 0 <= number < LARGEST:
        raise Refusal(Reason.STALE)
    if storage.agenda.by_id(tx, number) is None:
        proposable(tx, who, meeting_id, now)
        storage.agenda.propose(tx, number, found.id, tidy(text), reader.id if signed else None)
    return _agenda(tx, found, reader, now)


def _item(tx: Transaction, who: Person, item_id: int) -> Item:
    people.member(who)
    found = storage.agenda.by_id(tx, item_id)
    if found is None or found.state == "removed":
        raise Refusal(Reason.ITEM_GONE)
    return found


def vote(tx: Transaction, who: Person, item_id: int, now: datetime, *, on: bool) -> Agenda:
    """One member, one vote for each item, to be taken back as long as the order is not fixed."""
    item = _item(tx, who, item_id)
    found, reader = discussed(open_to(tx, who, item.meeting_id))
    _still_open(tx, found, now)
    storage.agenda.vote(tx, item_id, reader.id, on=on)
    return _agenda(tx, found, reader, now)


def _run(tx: Transaction, who: Person, item_id: int, now: datetime) -> tuple[Item, Meeting, Member]:
    """An item whose place can still change, for who runs its meeting."""
    item = _item(tx, who, item_id)
    found, reader = discussed(led(tx, who, item.meeting_id))
    _still_open(tx, found, now)
    return item, found, reader


def one(tx: Transaction, who: Person, item_id: int, now: datetime) -> Agenda:
    """The agenda in which this item stands, for who runs the meeting."""
    _, found, reader = _run(tx, who, item_id, now)
    return _agenda(tx, found, reader, now, wanted=True)


def move(tx: Transaction, who: Person, item_id: int, place: int, now: datetime) -> Agenda:
    """Put an item at this place, counted from nought; the same again changes nothing."""
    item, found, reader = _run(tx, who, item_id, now)
    others = [one.id for one in _ordered(tx, found) if one.id != item.id]
    storage.agenda.arrange(tx, [*others[:place], item.id, *others[place:]], "open")
    return _agenda(tx, found, reader, now, wanted=True)


def _ordered(tx: Transaction, meeting: Meeting) -> list[Item]:
    return ordered(storage.agenda.of(tx, meeting.id), storage.agenda.counted(tx, meeting.id))


def remove(tx: Transaction, who: Person, item_id: int, now: datetime) -> Agenda:
    """Take an item off, for who runs the meeting or has signed it; its text and votes are gone.

    Removed already: nothing changes, and nobody knows any more who signed it.
    """
    people.member(who)
    item = storage.agenda.by_id(tx, item_id)
    if item is None:
        raise Refusal(Reason.ITEM_GONE)
    found, reader = discussed(open_to(tx, who, item.meeting_id))
    lead = leads(reader, found)
    if item.state != "removed":
        if not lead and item.author != reader.id:
            raise Refusal(Reason.LEADS_ONLY)
        _still_open(tx, found, now)
        storage.agenda.remove(tx, item_id)
    return _agenda(tx, found, reader, now, wanted=lead)


def fix(tx: Transaction, who: Person, meeting_id: int, now: datetime, *, on: bool) -> Agenda:
    """From now on the order stays as it is, and nothing is proposed or voted for; or it is open again."""
    found, reader = discussed(led(tx, who, meeting_id))
    if start(found) <= now:
        raise Refusal(Reason.AGENDA_OVER)
    storage.agenda.arrange(tx, [one.id for one in _ordered(tx, found)], "fixed" if on else "open")
    return _agenda(tx, found, reader, now)
