"""Who has which time with a supervisor, and whether it took place: date, length and format are all that is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from storage import upserts
from storage.community import Instant, metadata
from storage.database import Transaction
from storage.openings import Opening, openings

bookings = Table(
    "bookings",
    metadata,
    Column("opening_id", ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("seat", Integer, nullable=False),  # from 0; two people never have the same one
    Column("member_says", Boolean),  # whether it took place; empty until they say
    Column("supervisor_says", Boolean),
    sqlite_with_rowid=False,  # no time, and no order of booking
)
Index("uq_bookings_seat", bookings.c.opening_id, bookings.c.seat, unique=True)
Index("ix_bookings_member", bookings.c.member_id)

# A freed seat kept for one person at a time.
holds = Table(
    "holds",
    metadata,
    Column("opening_id", ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("until", Instant),  # an evening; empty once it is over, and of who gave the seat back: nobody is asked twice
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Booking:
    """A seat of a time; what both say of it afterwards, or None."""

    opening_id: int
    member_id: int
    seat: int
    member_says: bool | None
    supervisor_says: bool | None

    @property
    def counts(self) -> bool:
        """Whether both say that it took place: what one denies counts for nobody."""
        return self.member_says is True and self.supervisor_says is True

    @property
    def denied(self) -> bool:
        """Whether one of them says that it did not."""
        return self.member_says is False or self.supervisor_says is False


@dataclass(frozen=True)
class Hold:
    """A freed seat, kept for a member until an evening; None once it is over."""

    opening_id: int
    member_id: int
    until: datetime | None


_OF_OPENING = select(bookings).where(bookings.c.opening_id == bindparam("opening_id")).order_by(bookings.c.seat)
_ONE = select(bookings).where(
    bookings.c.opening_id == bindparam("opening_id"), bookings.c.member_id == bindparam("member_id")
)
_OF_MEMBER = (
    select(bookings, openings)
    .join(openings, openings.c.id == bookings.c.opening_id)
    .where(bookings.c.member_id.in_(bindparam("members", expanding=True)), openings.c.state == "open")
    .order_by(openings.c.starts_at, openings.c.id)
)
_OF_SUPERVISOR = (
    select(bookings, openings)
    .join(openings, openings.c.id == bookings.c.opening_id)
    .where(
        openings.c.supervisor == bindparam("supervisor"),
        openings.c.state == "open",
        openings.c.starts_at > bindparam("since"),
    )
    .order_by(openings.c.starts_at, openings.c.id, bookings.c.member_id)
)
_TAKEN = (
    select(bookings.c.opening_id, func.count())
    .where(bookings.c.opening_id.in_(bindparam("openings", expanding=True)))
    .group_by(bookings.c.opening_id)
)
_HOLDS = select(holds).where(holds.c.opening_id == bindparam("opening_id"))
_KEPT = select(holds).where(holds.c.member_id == bindparam("member_id"))
_HELD = select(holds.c.opening_id, holds.c.member_id).where(
    holds.c.opening_id.in_(bindparam("openings", expanding=True)), holds.c.until > bindparam("now")
)
_OUTLIVED = select(holds).where(holds.c.until <= bindparam("now")).order_by(holds.c.until)
_NEXT = select(func.min(holds.c.until))


def of_opening(tx: Transaction, opening_id: int) -> list[Booking]:
    """Who has a seat at this time."""
    return [Booking(*row) for row in tx.community.execute(_OF_OPENING, {"opening_id": opening_id})]


def of(tx: Transaction, opening_id: int, member_id: int) -> Booking | None:
    """The seat of this member, if they have one."""
    row = tx.community.execute(_ONE, {"opening_id": opening_id, "member_id": member_id}).one_or_none()
    return None if row is None else Booking(*row)


def of_members(tx: Transaction, member_ids: Iterable[int]) -> list[tuple[Booking, Opening]]:
    """Every seat of these members, past and coming, in order of time."""
    found = tx.community.execute(_OF_MEMBER, {"members": sorted(member_ids)})
    return [(Booking(*row[:5]), Opening(*row[5:])) for row in found]


def of_supervisor(tx: Transaction, supervisor: int, since: datetime) -> list[tuple[Booking, Opening]]:
    """Every seat at the times of a supervisor after this instant, in order of time."""
    found = tx.community.execute(_OF_SUPERVISOR, {"supervisor": supervisor, "since": since})
    return [(Booking(*row[:5]), Opening(*row[5:])) for row in found]


def taken(tx: Transaction, opening_ids: Iterable[int]) -> dict[int, int]:
    """How many seats of each of these times are taken."""
    found = tx.community.execute(_TAKEN, {"openings": sorted(opening_ids)})
    return {opening_id: number for opening_id, number in found}


def book(tx: Transaction, opening_id: int, member_id: int, seat: int) -> None:
    """Give this seat to a member; IntegrityError when somebody has it."""
    tx.community.execute(insert(bookings).values(opening_id=opening_id, member_id=member_id, seat=seat))


def cancel(tx: Transaction, opening_id: int, member_id: int) -> bool:
    """Take the seat back; False when they had none."""
    return bool(tx.community.execute(delete(bookings).filter_by(opening_id=opening_id, member_id=member_id)).rowcount)


def release(tx: Transaction, member_id: int, since: datetime) -> None:
    """Take back every seat a member has after this instant: they go, and the others may have it."""
    coming = select(openings.c.id).where(openings.c.starts_at > since)
    tx.community.execute(delete(bookings).where(bookings.c.member_id == member_id, bookings.c.opening_id.in_(coming)))


def clear(tx: Transaction, opening_id: int) -> None:
    """Take every seat of a time back, and what was kept of it."""
    for table in (bookings, holds):
        tx.community.execute(delete(table).filter_by(opening_id=opening_id))


def say(tx: Transaction, opening_id: int, member_id: int, **says: bool | None) -> None:
    """What the member, or the supervisor, says of whether it took place."""
    statement = update(bookings).where(bookings.c.opening_id == opening_id, bookings.c.member_id == member_id)
    tx.community.execute(statement.values(**says))


def ask(tx: Transaction, opening_id: int, member_id: int, until: datetime | None) -> None:
    """Keep a freed seat for a member until then; whoever was asked before is not asked again. None: not to be asked."""
    row = {"opening_id": opening_id, "member_id": member_id, "until": until}
    upserts.unless_there(tx, holds, [row])


def holds_of(tx: Transaction, opening_id: int) -> list[Hold]:
    """For whom seats of this time are kept, or were."""
    return [Hold(*row) for row in tx.community.execute(_HOLDS, {"opening_id": opening_id})]


def asked(tx: Transaction, member_id: int) -> list[Hold]:
    """The freed seats this member was asked to take."""
    return [Hold(*row) for row in tx.community.execute(_KEPT, {"member_id": member_id})]


def held(tx: Transaction, opening_ids: Iterable[int], now: datetime) -> dict[int, set[int]]:
    """For whom seats of these times are kept now."""
    found: dict[int, set[int]] = {}
    for opening_id, member_id in tx.community.execute(_HELD, {"openings": sorted(opening_ids), "now": now}):
        found.setdefault(opening_id, set()).add(member_id)
    return found


def let_go(tx: Transaction, opening_id: int, member_id: int) -> None:
    """A seat is kept for this member no more."""
    statement = update(holds).where(holds.c.opening_id == opening_id, holds.c.member_id == member_id)
    tx.community.execute(statement.values(until=None))


def outlived(tx: Transaction, now: datetime) -> list[Hold]:
    """The seats that were kept long enough."""
    return [Hold(*row) for row in tx.community.execute(_OUTLIVED, {"now": now})]


def next_end(tx: Transaction) -> datetime | None:
    """When the next kept seat goes to somebody else; None when none is kept."""
    earliest: datetime | None = tx.community.execute(_NEXT).scalar_one()
    return earliest
