"""Whose week it is to be told first of what arrives in a region: planned week by week, without a time of any act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.community import metadata
from storage.database import Transaction

watches = Table(
    "watches",
    metadata,
    Column("region", String(8), primary_key=True),
    Column("week", Date, primary_key=True),  # its Monday
    # Emptied when they are erased: that the week was planned stays, so that the gap they leave is told.
    Column("member_id", ForeignKey("members.id", ondelete="SET NULL")),
    Column("away", Boolean, nullable=False),
    Column("asked", ForeignKey("members.id", ondelete="SET NULL")),  # to stand in, and has not answered yet
    Column("turn", Integer, nullable=False),  # grows with whoever it is given to: another gap is told anew
    sqlite_with_rowid=False,
)
Index("ix_watches_member", watches.c.member_id)
Index("ix_watches_asked", watches.c.asked)


@dataclass(frozen=True)
class Watch:
    """A week of a region, named by its Monday: whose it is, whether they will be away, who is asked to stand in."""

    region: str
    week: date
    member_id: int | None
    away: bool
    asked: int | None
    turn: int


_THIS = select(watches).where(watches.c.region == bindparam("region"), watches.c.week == bindparam("week"))
_LOCKED = _THIS.with_for_update()
_SEVERAL = select(watches).where(
    watches.c.region == bindparam("region"), watches.c.week.in_(bindparam("weeks", expanding=True))
)
_OF = (
    select(watches)
    .where(
        (watches.c.member_id == bindparam("member_id")) | (watches.c.asked == bindparam("member_id")),
        watches.c.week >= bindparam("since"),
    )
    .order_by(watches.c.week, watches.c.region)
)
_ANYBODY = select(watches.c.week).where(watches.c.region == bindparam("region"), watches.c.member_id.is_not(None))
_REGIONS = select(watches.c.region).distinct()


def several(tx: Transaction, region: str, weeks: Iterable[date]) -> dict[date, Watch]:
    """Those of these weeks that were planned."""
    found = tx.community.execute(_SEVERAL, {"region": region, "weeks": list(weeks)})
    return {row.week: Watch(*row) for row in found}


def taken_hold_of(tx: Transaction, region: str, week: date) -> Watch | None:
    """A planned week, which nobody else changes until the end of this transaction."""
    row = tx.community.execute(_LOCKED, {"region": region, "week": week}).one_or_none()
    return None if row is None else Watch(*row)


def of(tx: Transaction, member_id: int, since: date) -> list[Watch]:
    """The weeks from this Monday on that are a member's, or that they are asked to take."""
    return [Watch(*row) for row in tx.community.execute(_OF, {"member_id": member_id, "since": since})]


def regions(tx: Transaction) -> set[str]:
    """Where a week was ever planned."""
    return set(tx.community.execute(_REGIONS).scalars())


def plan(tx: Transaction, region: str, week: date, member_id: int | None) -> None:
    """This week is this member’s, who is there, whoever had it; None: nobody’s. A plan without any week never began."""
    values: dict[str, Any] = {"member_id": member_id, "away": False, "asked": None, "turn": watches.c.turn + 1}
    there = tx.community.execute(update(watches).filter_by(region=region, week=week).values(values)).rowcount
    if not there and member_id is not None:
        values |= {"region": region, "week": week, "turn": 1}
        tx.community.execute(insert(watches).values(values))
    if member_id is None and tx.community.execute(_ANYBODY, {"region": region}).first() is None:
        tx.community.execute(delete(watches).filter_by(region=region))


def leave(tx: Transaction, region: str, week: date, asked: int | None = None) -> None:
    """Whose week it is will be away, and this member is asked to stand in; None: nobody is."""
    tx.community.execute(update(watches).filter_by(region=region, week=week).values(away=True, asked=asked))


def forget(tx: Transaction, before: date) -> int:
    """Erase the weeks before this day; returns how many."""
    return tx.community.execute(delete(watches).where(watches.c.week < before)).rowcount
