"""Whether a supervision took place: each of the two says so with one tap; of what was said in it nothing is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import storage.bookings
import storage.members
import storage.openings
from handlers.rules import needs, people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.bookings import Booking
from storage.database import Transaction
from storage.members import Member
from storage.openings import Opening

SAID_WITHIN = needs.PRESUMED  # after it; what is older than that stays as it is (proposed by us)


@dataclass(frozen=True)
class Session:
    """A seat whose time is over, as one of the two sees it: who the other is, and what each said of it, or None."""

    opening: Opening
    member: Member
    other: Member
    mine: bool | None
    theirs: bool | None

    @property
    def disputed(self) -> bool:
        """Whether one said yes and the other no: it counts for nobody until they agree."""
        return self.mine is not None and self.theirs is not None and self.mine != self.theirs


def unsettled(tx: Transaction, who: Person, now: datetime) -> list[Session]:
    """What this person has not said yet, or says otherwise than the other; the latest first."""
    return unsettled_of(tx, people.member(who), now)


def unsettled_of(tx: Transaction, reader: Member, now: datetime) -> list[Session]:
    """The same, of a reader whose rights are known."""
    return [one for one in _latest_first(tx, reader, now) if one.mine is None or one.disputed]


def unagreed(tx: Transaction, who: Person, now: datetime) -> list[Session]:
    """The same, and what this person has said and may still correct, for the other has not said it yet."""
    return [one for one in _latest_first(tx, people.member(who), now) if None in (one.mine, one.theirs) or one.disputed]


def _latest_first(tx: Transaction, reader: Member, now: datetime) -> list[Session]:
    return [_session(tx, reader, booking, opening) for booking, opening in reversed(_theirs(tx, reader, now))]


def _theirs(tx: Transaction, reader: Member, now: datetime) -> list[tuple[Booking, Opening]]:
    since = now - SAID_WITHIN
    found = storage.bookings.of_members(tx, [reader.id]) + storage.bookings.of_supervisor(tx, reader.id, since)
    both = [(booking, opening) for booking, opening in found if opening.supervisor is not None]  # or nobody else says
    return [(booking, opening) for booking, opening in both if since < opening.starts_at and ended(opening) <= now]


def ended(opening: Opening) -> datetime:
    """When a time is over."""
    return opening.starts_at + timedelta(minutes=opening.minutes)


def _session(tx: Transaction, reader: Member, booking: Booking, opening: Opening) -> Session:
    member, supervisor = (storage.members.by_id(tx, one) for one in (booking.member_id, opening.supervisor or 0))
    assert member is not None, "a seat goes with its member"  # noqa: S101 - states an invariant
    assert supervisor is not None, "who gave it is not erased"  # noqa: S101 - same
    if reader.id == booking.member_id:
        return Session(opening, member, supervisor, booking.member_says, booking.supervisor_says)
    return Session(opening, member, member, booking.supervisor_says, booking.member_says)


def say(tx: Transaction, who: Person, opening_id: int, member_id: int, took: bool, now: datetime) -> Session:
    """Whether it took place, as the member or the supervisor says it; the last word of each counts."""
    reader = people.member(who)
    booking, opening = storage.bookings.of(tx, opening_id, member_id), storage.openings.by_id(tx, opening_id)
    if booking is None or opening is None or reader.id not in (booking.member_id, opening.supervisor):
        raise Refusal(Reason.SEAT_NOT_YOURS)
    if opening.supervisor is None:
        raise Refusal(Reason.STALE)
    if ended(opening) > now:
        raise Refusal(Reason.SESSION_AHEAD)
    if opening.starts_at <= now - SAID_WITHIN:
        raise Refusal(Reason.SESSION_OLD)
    side = "member_says" if reader.id == booking.member_id else "supervisor_says"
    storage.bookings.say(tx, opening_id, member_id, **{side: took})
    said = storage.bookings.of(tx, opening_id, member_id)
    assert said is not None, "it was there just now"  # noqa: S101 - states an invariant
    return _session(tx, reader, said, opening)
