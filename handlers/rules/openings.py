"""Times that a supervisor offers: one, or the same every so many weeks, made a quarter ahead and withdrawn alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import storage.bookings
import storage.desks
import storage.members
import storage.notices
import storage.openings
from handlers.rules import civil, dates, fields, hearing, people, recurrence_written, spans
from handlers.rules.civil import day_start, instant
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.spans import Span
from storage.bookings import Booking
from storage.database import Transaction
from storage.desks import Desk
from storage.members import Member
from storage.notices import NewNotice
from storage.openings import Opening, Pattern

AHEAD = timedelta(weeks=13)  # the times of a pattern are made this far ahead
LENGTHS = (45, 60, 90, 120, 150)  # minutes
ALONE, GROUP = 1, (4, 6, 8, 10)  # seats: a group has four to ten people (proposed by us)
MODES = ("place", "video")
EVERY = (0, 1, 2, 4)  # weeks; 0: once
LASTS = (13, 26, 52)  # weeks a pattern may last
FURTHEST = timedelta(days=366)
WITHDRAWN, SHORTLY = hearing.WITHDRAWN, hearing.SHORTLY_BEFORE
KEPT = timedelta(days=365)  # as answers to meetings


@dataclass(frozen=True)
class Offer:
    """What a supervisor is about to offer; `wall` is civil time in their zone, `every` and `lasts` are weeks."""

    wall: datetime
    every: int = 1
    minutes: int = 60
    seats: int = ALONE
    mode: str = "place"
    lasts: int = 26

    @property
    def last_day(self) -> date:
        """Of a pattern the last day on which it may give a time; of one time, its day."""
        return (self.wall + timedelta(weeks=self.lasts)).date() if self.every else self.wall.date()


@dataclass(frozen=True)
class Outlook:
    """What offering would do: how many times there would be, how many of them only as weeks pass; days left out.

    The days left out are public holidays.
    """

    offer: Offer
    number: int
    skipped: tuple[date, ...]
    later: int = 0


def whoever(tx: Transaction, who: Person) -> None:
    """Only a supervisor is asked."""
    del tx
    people.supervisor(who)


def read(tx: Transaction, who: Person, text: str, now: datetime) -> tuple[int, tuple[datetime, ...]]:
    """How often, in weeks (0: once), and the civil times that a text may mean to begin with; refuses any other."""
    del tx
    zone = people.zone(people.supervisor(who))
    rhythmic = recurrence_written.read(text, now, zone, who.language)
    if rhythmic is not None and rhythmic.rhythm.rank is not None:
        raise Refusal(Reason.OPENING_MONTHLY)
    every = rhythmic.rhythm.every if rhythmic is not None else 0
    if every not in EVERY:
        raise Refusal(Reason.OPENING_MONTHLY)
    found = fields.moment(rhythmic.first if rhythmic is not None else dates.read(text, now, zone, who.language))
    return every, found.candidates if isinstance(found, dates.Unclear) else (found,)


def receive(tx: Transaction, who: Person, mode: str, text: str) -> None:
    """Where a supervisor receives, or by which link; refuses what is too long, and a link that leads nowhere."""
    author = people.supervisor(who)
    storage.desks.arrange(tx, author.id, **fields.words(storage.desks.WRITTEN[mode], text))


def desk(tx: Transaction, who: Person) -> Desk:
    """What this supervisor set for themselves."""
    return storage.desks.desk(tx, people.supervisor(who).id)


def outlook(tx: Transaction, who: Person, offer: Offer, now: datetime) -> tuple[Outlook, Desk]:
    """What this offer would do, and where it would be; refuses what makes no sense, or is over."""
    author = people.supervisor(who)
    return _outlook(author, offer, now), storage.desks.desk(tx, author.id)


def _outlook(author: Member, offer: Offer, now: datetime) -> Outlook:
    _check(offer, people.zone(author), now)
    days = [wall.date() for wall in spans.walls(offer, offer.last_day)]
    free = tuple(day for day in days if spans.holiday(day, author.region)) if offer.every else ()
    later = sum(day > (now + AHEAD).date() and day not in free for day in days) if offer.every else 0
    return Outlook(offer, len(days) - len(free), free, later)


def _check(offer: Offer, zone: str, now: datetime) -> None:
    known = (
        offer.every in EVERY and offer.minutes in LENGTHS and offer.lasts in LASTS
        and offer.seats in (ALONE, *GROUP) and offer.mode in MODES
    )  # fmt: skip
    if not known:
        raise Refusal(Reason.STALE)
    if instant(offer.wall, zone) <= now:
        raise Refusal(Reason.DATE_PAST, wall=offer.wall)
    if offer.wall - civil.wall(now, zone) > FURTHEST:
        raise Refusal(Reason.OPENING_FAR)


def _apart(tx: Transaction, author: Member, wanted: Offer, now: datetime) -> None:
    """Refuses what would overlap a time that is offered, made already or still to be made."""
    zone = people.zone(author)
    known = {one.starts_at: one for one in storage.openings.all_of(tx, author.id)}
    same = {starts_at for starts_at, one in known.items() if wanted.every or one.state == "open"}
    new = [one for one in spans.spans(wanted, zone, author.region, now) if one.starts_at not in same]
    there = [Span(one.wall, one.starts_at, one.minutes) for one in known.values() if one.state == "open"]
    for pattern in storage.openings.going_on(tx, now.date()):
        if pattern.supervisor == author.id:
            coming = spans.spans(pattern, pattern.zone, author.region, now)
            there += [one for one in coming if one.starts_at not in known]
    if (found := spans.clash(new, there)) is not None:
        raise Refusal(Reason.OPENING_OVERLAPS, wall=found.wall)


def offer(tx: Transaction, who: Person, wanted: Offer, now: datetime) -> list[Opening]:
    """Offer these times; tapped again, nothing is there twice. What was withdrawn at that very time is back.

    Refuses what would overlap another.
    """
    author = people.supervisor(who)
    zone = people.zone(author)
    _check(wanted, zone, now)
    _apart(tx, author, wanted, now)
    if wanted.every:
        made = storage.openings.repeat(
            tx,
            supervisor=author.id,
            wall=wanted.wall,
            zone=zone,
            every=wanted.every,
            last_day=wanted.last_day,
            minutes=wanted.minutes,
            seats=wanted.seats,
            mode=wanted.mode,
        )
        extend(tx, made, author.region, now)
        return storage.openings.of_pattern(tx, made.id, now)
    row = _row(author.id, None, wanted.wall, zone, wanted)
    storage.openings.offer(tx, author.id, [row])
    return [storage.openings.reopened(tx, row)]


def _row(author: int, pattern_id: int | None, wall: datetime, zone: str, like: Offer | Pattern) -> dict[str, object]:
    starts_at = instant(wall, zone)
    return {
        "uid": f"supervision-{author}-{starts_at:%Y%m%d%H%M}",
        "supervisor": author,
        "pattern_id": pattern_id,
        "wall": wall,
        "zone": zone,
        "starts_at": starts_at,
        "minutes": like.minutes,
        "seats": like.seats,
        "mode": like.mode,
    }


def extend(tx: Transaction, pattern: Pattern, region: str, now: datetime) -> None:
    """Make the times of a pattern for the quarter to come that are not there yet, public holidays left out."""
    found = spans.spans(pattern, pattern.zone, region, now, (now + AHEAD).date())
    rows = [_row(pattern.supervisor, pattern.id, one.wall, pattern.zone, pattern) for one in found]
    storage.openings.offer(tx, pattern.supervisor, rows)


def sweep(tx: Transaction, now: datetime) -> None:
    """Make what patterns give for the quarter to come."""
    for pattern in storage.openings.going_on(tx, now.date()):
        author = storage.members.by_id(tx, pattern.supervisor)
        if author is not None and author.holds("supervisor"):
            extend(tx, pattern, author.region, now)


@dataclass(frozen=True)
class Offered:
    """A time of one’s own, and the first names of who has a seat."""

    opening: Opening
    names: tuple[str, ...]


def mine(tx: Transaction, who: Person, now: datetime) -> list[Offered]:
    """What this supervisor offers from now on, in order."""
    author = people.supervisor(who)
    found = storage.openings.coming(tx, [author.id], now)
    return _offered(tx, found, [booking for booking, _ in storage.bookings.of_supervisor(tx, author.id, now)])


def _offered(tx: Transaction, openings: list[Opening], bookings: list[Booking]) -> list[Offered]:
    people_there = storage.members.several(tx, (one.member_id for one in bookings))
    first_names = {one.id: one.first_name for one in people_there}
    names: dict[int, list[str]] = {one.id: [] for one in openings}
    for booking in bookings:
        names[booking.opening_id].append(first_names[booking.member_id])
    return [Offered(one, tuple(sorted(names[one.id]))) for one in openings]


def own(tx: Transaction, who: Person, opening_id: int, now: datetime) -> Offered:
    """A time of one’s own that is still offered and to come."""
    author = people.supervisor(who)
    found = storage.openings.by_id(tx, opening_id)
    if found is None or found.supervisor != author.id:
        raise Refusal(Reason.STALE)
    if found.state != "open" or found.starts_at <= now:
        raise Refusal(Reason.OPENING_GONE)
    (offered,) = _offered(tx, [found], storage.bookings.of_opening(tx, found.id))
    return offered


def withdraw(tx: Transaction, who: Person, opening_id: int, now: datetime) -> None:
    """Offer this time no more; whoever has a seat is told, and can choose another. Again: nothing changes."""
    found = storage.openings.by_id(tx, opening_id)
    if found is not None and found.supervisor == people.supervisor(who).id and found.state == "withdrawn":
        return
    _withdraw(tx, own(tx, who, opening_id, now).opening, now)


def _withdraw(tx: Transaction, found: Opening, now: datetime) -> None:
    booked = [booking.member_id for booking in storage.bookings.of_opening(tx, found.id)]
    storage.notices.suppress(tx, about(found.id))
    storage.bookings.clear(tx, found.id)
    if storage.openings.withdraw(tx, found.id):
        rows = (
            NewNotice(WITHDRAWN, about(found.id), str(found.sequence), f"member:{one}", day_start(now),
                      storage.notices.ANSWER, found.starts_at)
            for one in booked
        )  # fmt: skip
        storage.notices.add(tx, rows)


def stop(tx: Transaction, who: Person, pattern_id: int, now: datetime) -> int:
    """End a pattern: its free times go, those somebody has stay; returns how many stay."""
    author = people.supervisor(who)
    found = storage.openings.pattern(tx, pattern_id)
    if found is None or found.supervisor != author.id:
        raise Refusal(Reason.STALE)
    storage.openings.end(tx, pattern_id, civil.today(now, found.zone) - timedelta(days=1))
    coming = [one for one in storage.openings.of_pattern(tx, pattern_id, now) if one.state == "open"]
    taken = storage.bookings.taken(tx, [one.id for one in coming])
    storage.openings.discard(tx, [one.id for one in coming if one.id not in taken])
    return len(taken)


def resign(tx: Transaction, member_id: int, now: datetime) -> None:
    """Who supervises no more offers nothing: patterns end, who has a seat is told. Again: nothing changes."""
    for pattern in storage.openings.going_on(tx, now.date() - timedelta(days=1)):
        yesterday = civil.today(now, pattern.zone) - timedelta(days=1)
        if pattern.supervisor == member_id and pattern.last_day > yesterday:
            storage.openings.end(tx, pattern.id, yesterday)
    coming = storage.openings.coming(tx, [member_id], now)
    for one in coming:
        storage.openings.taken_hold_of(tx, one.id)  # or who books it at this very moment would not be told
    taken = storage.bookings.taken(tx, [one.id for one in coming])
    for one in coming:
        if one.id in taken:
            _withdraw(tx, one, now)
        else:
            storage.notices.suppress(tx, about(one.id))
    storage.openings.discard(tx, [one.id for one in coming if one.id not in taken])


def forget(tx: Transaction, now: datetime) -> int:
    """Forget the times of more than a year ago, and with them who had which; returns how many."""
    return storage.openings.forget(tx, now - KEPT)


def about(opening_id: int) -> str:
    """What the notices of a time are about."""
    return f"opening:{opening_id}"
