"""The times that supervisors offer: one by one, or by a weekly pattern whose dates are rows of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    cast,
    delete,
    literal,
    select,
    update,
)

from storage import upserts
from storage.community import Instant, metadata
from storage.database import Transaction

patterns = Table(
    "patterns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("supervisor", ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("wall", DateTime, nullable=False),  # the first of its times, civil in `zone`
    Column("zone", String(40), nullable=False),
    Column("every", Integer, nullable=False),  # weeks
    Column("last_day", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("seats", Integer, nullable=False),  # one: with one person; more: a group
    Column("mode", String(6), nullable=False),  # place, video
    sqlite_autoincrement=True,  # buttons carry it
)
Index("uq_patterns_once", patterns.c.supervisor, patterns.c.wall, unique=True)  # a second tap offers nothing twice

openings = Table(
    "openings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(40), nullable=False, unique=True),  # of the calendar event; never changes
    Column("sequence", Integer, nullable=False),  # grows with each change of its status
    # Emptied when they are erased: that people had supervision at this time stays.
    Column("supervisor", ForeignKey("members.id", ondelete="SET NULL")),
    Column("pattern_id", ForeignKey("patterns.id", ondelete="SET NULL")),
    Column("wall", DateTime, nullable=False),
    Column("zone", String(40), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("mode", String(6), nullable=False),
    Column("state", String(10), nullable=False),  # open, withdrawn
    sqlite_autoincrement=True,  # buttons carry it
)
# What was withdrawn stays, so that its pattern does not offer it again.
Index("uq_openings_once", openings.c.supervisor, openings.c.starts_at, unique=True)
Index("ix_openings_coming", openings.c.state, openings.c.starts_at)


@dataclass(frozen=True)
class Pattern:
    """A time that comes back every so many weeks until its last day; `wall` is civil time in `zone`."""

    id: int
    supervisor: int
    wall: datetime
    zone: str
    every: int
    last_day: date
    minutes: int
    seats: int
    mode: str


@dataclass(frozen=True)
class Opening:
    """A time that a supervisor offers. With one seat it is for one person; with more, for a group.

    `supervisor` is None once whoever gave it is erased: it is over then, or withdrawn.
    """

    id: int
    uid: str
    sequence: int
    supervisor: int | None
    pattern_id: int | None
    wall: datetime
    zone: str
    starts_at: datetime
    minutes: int
    seats: int
    mode: str
    state: str


_PATTERN = select(patterns).where(
    patterns.c.supervisor == bindparam("supervisor"), patterns.c.wall == bindparam("wall")
)
_PATTERN_BY_ID = select(patterns).where(patterns.c.id == bindparam("id"))
_PATTERNS = select(patterns).where(patterns.c.last_day >= bindparam("day")).order_by(patterns.c.id)
_BY_ID = select(openings).where(openings.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()
_AT = select(openings).where(
    openings.c.supervisor == bindparam("supervisor"), openings.c.starts_at == bindparam("starts_at")
)
_THERE = select(openings.c.starts_at).where(
    openings.c.supervisor == bindparam("supervisor"),
    openings.c.starts_at.in_(bindparam("instants", expanding=True)),
)
_OF = (
    select(openings)
    .where(
        openings.c.supervisor.in_(bindparam("supervisors", expanding=True)),
        openings.c.state == "open",
        openings.c.starts_at > bindparam("since"),
    )
    .order_by(openings.c.starts_at, openings.c.id)
)
_EVERYBODY = select(openings.c.supervisor).where(openings.c.supervisor.is_not(None)).distinct()
_ALL_OF = select(openings).where(openings.c.supervisor == bindparam("supervisor")).order_by(openings.c.starts_at)
_OF_PATTERN = (
    select(openings)
    .where(openings.c.pattern_id == bindparam("pattern_id"), openings.c.starts_at > bindparam("since"))
    .order_by(openings.c.starts_at)
)


def repeat(tx: Transaction, **fields: Any) -> Pattern:
    """Write a pattern, or write anew the one of this supervisor that begins at the same time."""
    same = update(patterns).where(patterns.c.supervisor == fields["supervisor"], patterns.c.wall == fields["wall"])
    if not tx.community.execute(same.values(fields)).rowcount:
        upserts.unless_there(tx, patterns, [fields])
    return Pattern(*tx.community.execute(_PATTERN, fields).one())


def pattern(tx: Transaction, pattern_id: int) -> Pattern | None:
    """The pattern with this number."""
    row = tx.community.execute(_PATTERN_BY_ID, {"id": pattern_id}).one_or_none()
    return None if row is None else Pattern(*row)


def going_on(tx: Transaction, day: date) -> list[Pattern]:
    """The patterns that have not ended on this day."""
    return [Pattern(*row) for row in tx.community.execute(_PATTERNS, {"day": day})]


def end(tx: Transaction, pattern_id: int, day: date) -> None:
    """This is a pattern's last day."""
    tx.community.execute(update(patterns).where(patterns.c.id == pattern_id).values(last_day=day))


def offer(tx: Transaction, supervisor: int, rows: Sequence[dict[str, Any]]) -> None:
    """Write times of a supervisor; what they offer at the same instant, or withdrew, stays as it is."""
    instants = {"supervisor": supervisor, "instants": [row["starts_at"] for row in rows]}
    there = set(tx.community.execute(_THERE, instants).scalars())
    new = [row for row in rows if row["starts_at"] not in there]
    upserts.unless_there(
        tx, openings, [{"sequence": 0, "state": "open", "supervisor": supervisor, **row} for row in new]
    )


def by_id(tx: Transaction, opening_id: int) -> Opening | None:
    """The time with this number."""
    row = tx.community.execute(_BY_ID, {"id": opening_id}).one_or_none()
    return None if row is None else Opening(*row)


def taken_hold_of(tx: Transaction, opening_id: int) -> Opening | None:
    """The same, which nobody else changes until the end of this transaction."""
    row = tx.community.execute(_LOCKED, {"id": opening_id}).one_or_none()
    return None if row is None else Opening(*row)


def coming(tx: Transaction, supervisors: Iterable[int], since: datetime) -> list[Opening]:
    """What these supervisors offer after this instant, in order."""
    parameters = {"supervisors": sorted(supervisors), "since": since}
    return [Opening(*row) for row in tx.community.execute(_OF, parameters)]


def supervisors(tx: Transaction) -> set[int]:
    """Who has ever offered a time that is still known."""
    return set(tx.community.execute(_EVERYBODY).scalars())


def all_of(tx: Transaction, supervisor: int) -> list[Opening]:
    """Every time a supervisor offered, withdrawn or not."""
    return [Opening(*row) for row in tx.community.execute(_ALL_OF, {"supervisor": supervisor})]


def of_pattern(tx: Transaction, pattern_id: int, since: datetime) -> list[Opening]:
    """Every time a pattern made after this instant, withdrawn or not."""
    parameters = {"pattern_id": pattern_id, "since": since}
    return [Opening(*row) for row in tx.community.execute(_OF_PATTERN, parameters)]


def withdraw(tx: Transaction, opening_id: int) -> bool:
    """Offer this time no more; False when it was withdrawn already."""
    statement = (
        update(openings)
        .where(openings.c.id == opening_id, openings.c.state == "open")
        .values(state="withdrawn", sequence=openings.c.sequence + 1)
    )
    return bool(tx.community.execute(statement).rowcount)


def disown(tx: Transaction, supervisor: int) -> None:
    """What a supervisor offered tells no more who they were, not even by their number; nobody can book any of it."""
    theirs = update(openings).where(openings.c.supervisor == supervisor)
    unnamed = literal("supervision-of-nobody-").concat(cast(openings.c.id, String))
    tx.community.execute(theirs.values(uid=unnamed, supervisor=None))


def discard(tx: Transaction, opening_ids: Iterable[int]) -> None:
    """Take times away that nobody ever had."""
    tx.community.execute(delete(openings).where(openings.c.id.in_(list(opening_ids))))


def forget(tx: Transaction, before: datetime) -> int:
    """Erase the times before this instant, with their seats, and the patterns that end before it and have none left."""
    gone = tx.community.execute(delete(openings).where(openings.c.starts_at < before)).rowcount
    used = select(openings.c.pattern_id).where(openings.c.pattern_id.is_not(None))
    ended = delete(patterns).where(patterns.c.last_day < before.date(), patterns.c.id.not_in(used))
    tx.community.execute(ended)
    return gone


def reopened(tx: Transaction, row: Mapping[str, Any]) -> Opening:
    """What this supervisor offers at this very instant; if it was withdrawn, it is offered again, like this."""
    instant = {name: row[name] for name in ("supervisor", "starts_at")}
    again = {name: row[name] for name in ("minutes", "seats", "mode")}
    statement = update(openings).filter_by(**instant, state="withdrawn")
    tx.community.execute(statement.values(state="open", sequence=openings.c.sequence + 1, **again))
    return Opening(*tx.community.execute(_AT, instant).one())
