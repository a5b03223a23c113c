"""A poll in preparation: its dates written or tapped by a coordinator on a card, then announced to its region."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import storage.cards
import storage.groups
import storage.polls
from handlers.rules import dates, fields, holidays, meetings, outcomes, people, polls
from handlers.rules.civil import instant, wall
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from storage.database import Transaction
from storage.polls import Poll, Proposal

MINUTES = 150  # as of a meeting
FEWEST, MOST = 2, 12  # dates
DAYS = (3, 7, 14, 21)  # that a poll may last
USUALLY = 7
WRITTEN = ("title", "place")
FIELDS = (*WRITTEN, "dates")
LINES = 24  # of one message that are read
HOUR = time(14)  # most peer meetings take an afternoon
WEEKDAYS = (1, 3)  # Tuesday and Thursday: the days on which teams are most complete
FROM, UNTIL = 14, 50  # days ahead of the dates to tap
BETWEEN = re.compile(r"\s*(?:,|;|\s/\s|\bou bien\b|\bou\b|\bet\b|\bpuis\b|\bor\b|\band\b|\bthen\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A poll in preparation and its dates; `holidays`: the numbers of those on a public holiday."""

    poll: Poll
    dates: list[Proposal]
    holidays: set[int]


@dataclass(frozen=True)
class Missed:
    """A written line that added no date, and why."""

    line: str
    refusal: Refusal


@dataclass(frozen=True)
class Added:
    """What became of written dates: `doubts` may each be meant."""

    sheet: Sheet
    doubts: list[datetime]
    missed: list[Missed]


def sheet(tx: Transaction, poll: Poll) -> Sheet:
    """A poll with its dates."""
    found = storage.polls.proposed(tx, poll.id)
    return Sheet(poll, found, {one.id for one in found if holidays.public(one.wall.date(), poll.region)})


def prepare(tx: Transaction, who: Person, title: str) -> Sheet:
    """The poll this coordinator is preparing; a new one begins with the default title and length."""
    owner = people.coordinator(who)
    found = storage.polls.draft(tx, owner.id)
    if found is None:
        code = people.usual_region(owner)
        zone = region(code).zone
        found = storage.polls.begin(
            tx, owner=owner.id, region=code, title=title, zone=zone, minutes=MINUTES, days=USUALLY
        )
    return sheet(tx, found)


def own(tx: Transaction, who: Person, poll_id: int) -> Sheet:
    """The draft behind a button, if it is still this coordinator's."""
    owner = people.coordinator(who)
    found = storage.polls.by_id(tx, poll_id)
    if found is None or found.owner != owner.id or found.state != "draft":
        raise Refusal(Reason.STALE)
    return sheet(tx, found)


def askable(tx: Transaction, who: Person, poll_id: int, field: str) -> Sheet:
    """The draft whose field is asked for."""
    if field not in FIELDS and fields.day_of(field) is None:
        raise Refusal(Reason.STALE)
    return own(tx, who, poll_id)


def place(tx: Transaction, who: Person, poll_id: int, card: int | None, question: int | None) -> None:
    """Remember which messages show the draft and ask for a field, so that the next ones take their place."""
    storage.polls.change(tx, own(tx, who, poll_id).poll.id, card=card, question=question)


def fill(tx: Transaction, who: Person, poll_id: int, field: str, text: str) -> Sheet:
    """Put a written title or place where it was asked for; refuses what is too long."""
    if field not in WRITTEN:
        raise Refusal(Reason.STALE)
    found = own(tx, who, poll_id)
    return sheet(tx, storage.polls.change(tx, found.poll.id, **fields.words(field, text)))


def add(
    tx: Transaction,
    who: Person,
    poll_id: int,
    text: str,
    now: datetime,
    *,
    day: date | None = None,
    marked: Sequence[tuple[str, datetime]] = (),
) -> Added:
    """Add every date that is written, a line each or one after another; what is not clear is given back.

    An hour alone is on `day`, where that was asked. Where Telegram `marked` dates (their words, and the instants), they
    count, and nothing is guessed from the words around them.
    """
    poll = own(tx, who, poll_id).poll
    readings = [(words, dates.marked([at], now, poll.zone)) for words, at in marked[:LINES]]
    if not readings:
        readings = _written(text, lambda piece: dates.read(piece, now, poll.zone, who.language, day))
    doubts: list[datetime] = []
    missed: list[Missed] = []
    for piece, reading in readings:
        try:
            doubts += _propose(tx, poll, reading)
        except Refusal as refusal:
            missed.append(Missed(piece, refusal))
    return Added(sheet(tx, poll), doubts, missed)


def _written(text: str, read: Callable[[str], dates.Reading]) -> list[tuple[str, dates.Reading]]:
    lines = [line for line in text.splitlines() if line.strip()][:LINES]
    return [found for line in lines for found in _pieces(line, read)]


def _pieces(line: str, read: Callable[[str], dates.Reading]) -> Iterator[tuple[str, dates.Reading]]:
    """A line as one date, or as several when it is none but each of its parts is."""
    whole = read(line)
    if not isinstance(whole, dates.Read):
        pieces = [piece for piece in BETWEEN.split(line) if piece.strip()]
        readings = [read(piece) for piece in pieces]
        if len(pieces) > 1 and all(isinstance(one, dates.Read | dates.Unclear) for one in readings):
            yield from zip(pieces, readings, strict=True)
            return
    yield line.strip(), whole


def _propose(tx: Transaction, poll: Poll, reading: dates.Reading) -> tuple[datetime, ...]:
    at = fields.moment(reading)
    if isinstance(at, dates.Unclear):
        return at.candidates
    _put(tx, poll, at)
    return ()


def _put(tx: Transaction, poll: Poll, at: datetime) -> None:
    known = [one.wall for one in storage.polls.proposed(tx, poll.id)]
    if at in known:
        return
    if len(known) >= MOST:
        raise Refusal(Reason.POLL_FULL, most=MOST)
    storage.polls.propose(tx, poll.id, at, instant(at, poll.zone))


def choose(tx: Transaction, who: Person, poll_id: int, at: datetime, now: datetime) -> Sheet:
    """Take a date from a button."""
    found = own(tx, who, poll_id)
    if instant(at, found.poll.zone) <= now:
        raise Refusal(Reason.DATE_PAST, wall=at)
    _put(tx, found.poll, at)
    return sheet(tx, found.poll)


def usual(found: Sheet, now: datetime) -> list[datetime]:
    """Six dates to tap: Tuesdays and Thursdays of the weeks to come, without public holidays and what is there."""
    today, known = wall(now, found.poll.zone).date(), {one.wall for one in found.dates}
    days = (today + timedelta(days=ahead) for ahead in range(FROM, UNTIL))
    fit = (day for day in days if day.weekday() in WEEKDAYS and not holidays.public(day, found.poll.region))
    return [at for at in (datetime.combine(day, HOUR) for day in fit) if at not in known][:6]


def retract(tx: Transaction, who: Person, proposal_id: int) -> Sheet:
    """Take a date away; again: nothing changes."""
    date = storage.polls.proposal(tx, proposal_id)
    if date is None:
        owner = people.coordinator(who)
        draft = storage.polls.draft(tx, owner.id)
        if draft is None:
            raise Refusal(Reason.STALE)
        return sheet(tx, draft)
    found = own(tx, who, date.poll_id)
    storage.polls.retract(tx, proposal_id)
    return sheet(tx, found.poll)


def last(tx: Transaction, who: Person, poll_id: int, days: int) -> Sheet:
    """How many days the poll lasts."""
    found = own(tx, who, poll_id)
    if days not in DAYS:
        raise Refusal(Reason.STALE)
    return sheet(tx, storage.polls.change(tx, found.poll.id, days=days))


def regions(tx: Transaction, who: Person, poll_id: int) -> tuple[Sheet, list[str]]:
    """The draft and the regions it may be moved to."""
    return own(tx, who, poll_id), people.coordinated(people.coordinator(who))


def choose_region(tx: Transaction, who: Person, poll_id: int, code: str) -> Sheet:
    """Move the draft to another region of this coordinator; its hours stay those on the wall there."""
    people.coordinator(who, code)
    found = own(tx, who, poll_id)
    zone = region(code).zone
    for one in found.dates:
        storage.polls.move(tx, one.id, instant(one.wall, zone))
    return sheet(tx, storage.polls.change(tx, found.poll.id, region=code, zone=zone))


def discard(tx: Transaction, who: Person, poll_id: int) -> Poll | None:
    """Throw the draft away, and return it; None, and nothing changes, when it is gone already."""
    people.coordinator(who)
    if storage.polls.by_id(tx, poll_id) is None:
        return None
    found = own(tx, who, poll_id).poll
    storage.polls.discard(tx, found.id)
    return found


@dataclass(frozen=True)
class Impact:
    """What announcing a draft would do: until when people may answer, how many besides its author are asked."""

    sheet: Sheet
    closes_at: datetime
    people: int
    groups: int


def impact(tx: Transaction, who: Person, poll_id: int, now: datetime) -> Impact:
    """What announcing this draft would do; refuses what could not be announced."""
    found = own(tx, who, poll_id)
    closes_at = _announceable(found, who, now)
    code = found.poll.region
    others = meetings.readers(tx, [code], but=found.poll.owner)
    return Impact(found, closes_at, len(others), len(storage.groups.of_region(tx, code)))


def publish(tx: Transaction, who: Person, poll_id: int, card: int | None, now: datetime) -> polls.View:
    """Announce the draft to its region: a card for each member and group, the recall as rows. Once only."""
    owner = people.coordinator(who)
    found = storage.polls.by_id(tx, poll_id)
    if found is None or found.owner != owner.id:
        raise Refusal(Reason.STALE)
    if found.state == "draft":
        closes_at = _announceable(sheet(tx, found), who, now)
        found = storage.polls.change(tx, found.id, state="open", card=card, closes_at=closes_at)
        if card is not None:
            storage.cards.post(tx, polls.about(found.id), f"member:{owner.id}", owner.telegram_id, card)
        polls.announce(tx, found, owner, now)
    return polls.view(tx, found, owner)


def _announceable(found: Sheet, who: Person, now: datetime) -> datetime:
    people.coordinator(who, found.poll.region)
    if len(found.dates) < FEWEST:
        raise Refusal(Reason.POLL_NEEDS_DATES)
    closes_at = outcomes.closing(now, found.poll.days, found.poll.zone)
    outcomes.check_end(closes_at, found.dates, found.poll)
    return closes_at
