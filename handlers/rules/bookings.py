"""A member’s seats with their supervisors: booked, moved, given back; a freed one goes to whoever needs it most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import storage.bookings
import storage.desks
import storage.members
import storage.notices
import storage.openings
import storage.snoozes
from handlers.rules import caseloads, hearing, needs, people, vacancies
from handlers.rules.civil import day_start, today
from handlers.rules.needs import Need
from handlers.rules.openings import SHORTLY, about
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reminders import QUIET_FROM, SUNDAY, aloud, reminders
from storage.bookings import Booking
from storage.database import Transaction
from storage.desks import Desk
from storage.members import Member
from storage.notices import NewNotice
from storage.openings import Opening

MOST = 4  # seats to come that one person may have: the others need some too (proposed by us)
NOTICE = timedelta(hours=24)  # until then a seat is moved or given back without a word (proposed by us)
SHOWN = 6  # times to choose from
BEFORE = timedelta(hours=48)  # nearer than that a freed seat is for whoever is first
FREED, LATE, TOOK = "supervision.freed", hearing.GIVEN_BACK, hearing.TOOK
RECALLS = {"meeting.j3": hearing.DAYS_BEFORE, "meeting.h2": SHORTLY}
SAID = (*RECALLS.values(), TOOK)  # of a seat to whoever has it


@dataclass(frozen=True)
class Seat:
    """A seat somebody has: its time, with whom, where they receive, and whether it can still be moved."""

    reader: Member
    opening: Opening
    supervisor: Member
    desk: Desk
    movable: bool


@dataclass(frozen=True)
class Choice:
    """A time one may take, with whom, and how many seats are free."""

    opening: Opening
    supervisor: Member
    free: int


@dataclass(frozen=True)
class Sight:
    """What a member sees of their supervision: the seats to come, the times to choose from, who supervises them.

    `need`: when they should have it, if they are a peer worker.
    """

    reader: Member
    seats: list[Seat]
    choices: list[Choice]
    supervisors: list[Member]
    need: Need | None
    snoozed: date | None  # the Monday until which they put it off


def sight(tx: Transaction, who: Person, now: datetime) -> Sight:
    """What this member sees now."""
    return seen(tx, people.peer(who), now)


def seen(tx: Transaction, reader: Member, now: datetime) -> Sight:
    """The same, of a reader whose rights are known."""
    return _sight(tx, reader, caseloads.supervisors(tx, reader), now)


def instead(tx: Transaction, who: Person, opening_id: int, now: datetime) -> Sight:
    """What they may take instead of a seat they have: times of the same supervisor."""
    reader = people.peer(who)
    theirs = _held(tx, reader, opening_id, now)[1].supervisor
    return _sight(tx, reader, {theirs} if theirs is not None else set(), now)


def _sight(tx: Transaction, reader: Member, supervisors: set[int], now: datetime) -> Sight:
    seats = [seat(tx, reader, opening, now) for _, opening in coming(tx, reader.id, now)]
    own = {one.opening.id for one in seats}
    readers = storage.members.several(tx, sorted(supervisors))
    offered = vacancies.attended(storage.openings.coming(tx, supervisors, now), readers)
    found = [one for one in offered if one.id not in own]
    need = needs.of(tx, [reader], now)[0] if reader.holds(caseloads.PEER) else None
    choices = _choices(tx, reader, found, readers, now)
    return Sight(reader, seats, choices, readers, need, hearing.put_off(tx, reader, now))


def own(tx: Transaction, who: Person, opening_id: int, now: datetime) -> Seat:
    """A seat to come that this member has."""
    reader = people.peer(who)
    return seat(tx, reader, _held(tx, reader, opening_id, now)[1], now)


def coming(tx: Transaction, member_id: int, now: datetime) -> list[tuple[Booking, Opening]]:
    """The seats a member has from now on."""
    found = storage.bookings.of_members(tx, [member_id])
    return [(one, time) for one, time in found if time.starts_at > now and time.supervisor is not None]


def seat(tx: Transaction, reader: Member, opening: Opening, now: datetime) -> Seat:
    """The seat of somebody at a time; that they have one, or had one, is for the caller to know."""
    offers = supervisor(tx, opening)
    assert offers is not None, "a time to come has its supervisor"  # noqa: S101 - states an invariant
    return Seat(reader, opening, offers, storage.desks.desk(tx, offers.id), opening.starts_at - now >= NOTICE)


def supervisor(tx: Transaction, opening: Opening) -> Member | None:
    """Who offers a time, or gave it; None once they are erased."""
    return None if opening.supervisor is None else storage.members.by_id(tx, opening.supervisor)


def _choices(
    tx: Transaction, reader: Member, found: list[Opening], supervisors: list[Member], now: datetime
) -> list[Choice]:
    by_number = {one.id: one for one in supervisors}
    free = vacancies.free(tx, found, now, reader.id)
    offered = [(one, by_number[one.supervisor]) for one in found if one.supervisor is not None and free[one.id] > 0]
    return [Choice(one, offers, free[one.id]) for one, offers in offered[:SHOWN]]


def _held(tx: Transaction, reader: Member, opening_id: int, now: datetime) -> tuple[Booking, Opening]:
    """A seat to come that this member has."""
    opening = storage.openings.taken_hold_of(tx, opening_id)
    booking = storage.bookings.of(tx, opening_id, reader.id)
    if opening is None or booking is None or opening.state != "open":
        raise Refusal(Reason.SEAT_NOT_YOURS)
    if opening.starts_at <= now or opening.supervisor is None:
        raise Refusal(Reason.OPENING_GONE)
    return booking, opening


def book(tx: Transaction, who: Person, opening_id: int, now: datetime) -> Seat:
    """Take a free seat; whoever has one there keeps it, so a second tap changes nothing."""
    reader = people.peer(who)
    opening = _open(tx, reader, opening_id, now)
    if len(coming(tx, reader.id, now)) >= MOST and storage.bookings.of(tx, opening_id, reader.id) is None:
        raise Refusal(Reason.SEATS_ENOUGH, most=MOST)
    return _book(tx, reader, opening, now)


def _open(tx: Transaction, reader: Member, opening_id: int, now: datetime) -> Opening:
    """A time to come that one of this member’s supervisors offers, which nobody else changes meanwhile."""
    opening = storage.openings.taken_hold_of(tx, opening_id)
    if opening is None or opening.state != "open" or opening.starts_at <= now:
        raise Refusal(Reason.OPENING_GONE)
    if opening.supervisor not in caseloads.supervisors(tx, reader):
        raise Refusal(Reason.OPENING_NOT_YOURS)
    if not vacancies.attended([opening], storage.members.several(tx, [opening.supervisor])):
        raise Refusal(Reason.OPENING_GONE)
    return opening


def _book(tx: Transaction, reader: Member, opening: Opening, now: datetime) -> Seat:
    there = storage.bookings.of_opening(tx, opening.id)
    if reader.id not in {one.member_id for one in there}:
        kept = storage.bookings.held(tx, [opening.id], now).get(opening.id, set()) - {reader.id}
        if len(there) + len(kept) >= opening.seats:
            raise Refusal(Reason.SEAT_TAKEN)
        free = min(set(range(opening.seats)) - {one.seat for one in there})
        storage.bookings.book(tx, opening.id, reader.id, free)
        storage.bookings.let_go(tx, opening.id, reader.id)
        storage.notices.add(tx, _notices(reader, opening, now))
        whom, version = f"member:{reader.id}", str(opening.sequence)
        storage.notices.revive_for(tx, about(opening.id), version, whom, SAID, now)
        storage.notices.suppress_for(tx, hearing.UNDATED, whom, [hearing.DUE])
        storage.snoozes.choose(tx, reader.id, None)
    return seat(tx, reader, opening, now)


def _notices(reader: Member, opening: Opening, now: datetime) -> Iterable[NewNotice]:
    """Three days and two hours before; and afterwards, whether it took place, asked of both."""
    zone, whom, version = people.zone(reader), f"member:{reader.id}", str(opening.sequence)
    lane = storage.notices.REMINDER
    for recall in reminders(opening.starts_at, opening.minutes, zone, now):
        if (kind := RECALLS.get(recall.kind)) is not None:
            yield NewNotice(kind, about(opening.id), version, whom, recall.due_at, lane, recall.expires_at)
    ended = opening.starts_at + timedelta(minutes=opening.minutes)
    yield NewNotice(TOOK, about(opening.id), version, whom, ended, lane, ended + timedelta(days=14))


def move(tx: Transaction, who: Person, old_id: int, new_id: int, now: datetime) -> Seat:
    """Give one seat back and take another with the same supervisor; tapped again, nothing changes."""
    reader = people.peer(who)
    if storage.bookings.of(tx, old_id, reader.id) is None and storage.bookings.of(tx, new_id, reader.id) is not None:
        return book(tx, who, new_id, now)
    booking, old = _held(tx, reader, old_id, now)
    if old.starts_at - now < NOTICE:
        raise Refusal(Reason.SEAT_TOO_NEAR)
    new = _open(tx, reader, new_id, now) if new_id != old_id else None
    if new is None or new.supervisor != old.supervisor:
        raise Refusal(Reason.STALE)
    found = _book(tx, reader, new, now)
    _give_back(tx, reader, booking, old, now)
    return found


def cancel(tx: Transaction, who: Person, opening_id: int, now: datetime) -> None:
    """Give a seat back, if one has it; within a day of its time the supervisor is told at once."""
    reader = people.peer(who)
    if storage.bookings.of(tx, opening_id, reader.id) is not None:
        _give_back(tx, reader, *_held(tx, reader, opening_id, now), now)


def _give_back(tx: Transaction, reader: Member, booking: Booking, opening: Opening, now: datetime) -> None:
    storage.bookings.cancel(tx, opening.id, reader.id)
    storage.notices.suppress_for(tx, about(opening.id), f"member:{reader.id}", SAID)
    if opening.starts_at - now < NOTICE:
        whom, lane, due_at = f"member:{opening.supervisor}", storage.notices.ANSWER, opening.starts_at - NOTICE
        # By the seat, and since a time of the opening’s own: who gave it back, and when, is in no row.
        late = NewNotice(LATE, about(opening.id), f"{booking.seat}", whom, due_at, lane, opening.starts_at)
        storage.notices.add(tx, [late])
    else:
        storage.bookings.ask(tx, opening.id, reader.id, None)
        pass_on(tx, opening, now)


def pass_on(tx: Transaction, opening: Opening, now: datetime) -> None:
    """Keep a free seat for whoever needs it most and was not asked yet; near its time it is for whoever is first."""
    if opening.state != "open" or opening.supervisor is None or opening.starts_at - now < BEFORE:
        return
    booked = {one.member_id for one in storage.bookings.of_opening(tx, opening.id)}
    holds = storage.bookings.holds_of(tx, opening.id)
    kept = {one.member_id for one in holds if one.until is not None}
    if len(booked) + len(kept) >= opening.seats:
        return
    asked = booked | {one.member_id for one in holds}
    ranked = (one for one in needs.ranked(tx, opening.supervisor, now) if one.id not in asked)
    chosen = next((one for one in ranked if not _has_enough(tx, one, now)), None)
    if chosen is None:
        return
    until = min(_evening(chosen, now), opening.starts_at - NOTICE)
    storage.bookings.ask(tx, opening.id, chosen.id, until)
    whom, lane = f"member:{chosen.id}", storage.notices.ANSWER
    storage.notices.add(
        tx, [NewNotice(FREED, about(opening.id), str(opening.sequence), whom, day_start(now), lane, until)]
    )


def _has_enough(tx: Transaction, one: Member, now: datetime) -> bool:
    """Whether another seat is kept for them now, or they were told enough this week: this one is for all to see."""
    kept = any(found.until is not None and found.until > now for found in storage.bookings.asked(tx, one.id))
    return kept or hearing.told_enough(tx, one, now)


def _evening(reader: Member, now: datetime) -> datetime:
    """The evening of the day after somebody hears of a seat, Sundays left out; it tells no hour of whoever freed it."""
    zone = people.zone(reader)
    day = today(hearing.quiet_until(reader.quiet, now, zone) or now, zone) + timedelta(days=1)
    return aloud(datetime.combine(day + timedelta(days=day.weekday() == SUNDAY), QUIET_FROM), zone)


def decline(tx: Transaction, who: Person, opening_id: int, now: datetime) -> None:
    """A freed seat is not for this member: the next one is asked."""
    reader = people.peer(who)
    opening = storage.openings.taken_hold_of(tx, opening_id)
    kept = [one for one in storage.bookings.holds_of(tx, opening_id) if one.member_id == reader.id and one.until]
    if opening is None or not kept:
        return
    storage.bookings.let_go(tx, opening_id, reader.id)
    pass_on(tx, opening, now)


def sweep(tx: Transaction, now: datetime) -> None:
    """Pass on the freed seats whose time to take has passed."""
    for kept in storage.bookings.outlived(tx, now):
        opening = storage.openings.taken_hold_of(tx, kept.opening_id)
        storage.bookings.let_go(tx, kept.opening_id, kept.member_id)
        if opening is not None:
            pass_on(tx, opening, now)
