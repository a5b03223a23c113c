"""Changes of announced meetings that wait for their half minute: until then they can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, String, Table, bindparam, delete, func, insert, select, update

from storage.community import Instant, metadata
from storage.database import Transaction

changes = Table(
    "changes",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("extent", String(10), nullable=False),  # one, following, all; left: see `forget`
    Column("fields", JSON, nullable=False),  # what becomes of the meeting, by its columns
    Column("author", ForeignKey("members.id", ondelete="SET NULL")),
    Column("applies_at", Instant, index=True),  # empty until its author has said how far it goes
)
LEFT = "left"


@dataclass(frozen=True)
class Change:
    """What somebody asked to change of a meeting, and how far it goes in its series."""

    meeting_id: int
    extent: str
    fields: Mapping[str, Any]
    author: int | None
    applies_at: datetime | None


_OF = select(changes).where(changes.c.meeting_id == bindparam("meeting"))
_DUE = (
    select(changes)
    .where(changes.c.applies_at <= bindparam("now"))
    .order_by(changes.c.applies_at, changes.c.meeting_id)
    .with_for_update(skip_locked=True)
)
_CONFIRMED = select(changes.c.meeting_id).where(
    changes.c.author == bindparam("author"), changes.c.applies_at.is_not(None)
)
_NEXT_DUE = select(func.min(changes.c.applies_at))


def put(tx: Transaction, change: Change) -> None:
    """Write a change to come, in the place of the one that waited."""
    drop(tx, change.meeting_id)
    tx.community.execute(insert(changes).values(**change.__dict__))
    tx.rings = True


def of(tx: Transaction, meeting_id: int) -> Change | None:
    """The change of this meeting that waits."""
    row = tx.community.execute(_OF, {"meeting": meeting_id}).one_or_none()
    return None if row is None else Change(*row)


def drop(tx: Transaction, meeting_id: int) -> None:
    """It is made, or taken back."""
    tx.community.execute(delete(changes).where(changes.c.meeting_id == meeting_id))


def due(tx: Transaction, now: datetime) -> list[Change]:
    """The changes to make by now; no other process can take them before this one is through."""
    return [Change(*row) for row in tx.community.execute(_DUE, {"now": now})]


def confirmed_by(tx: Transaction, author: int) -> bool:
    """Whether a change waits to be made that this member confirmed."""
    return tx.community.execute(_CONFIRMED, {"author": author}).first() is not None


def next_due(tx: Transaction) -> datetime | None:
    """When the next change is made."""
    earliest: datetime | None = tx.community.execute(_NEXT_DUE).scalar_one()
    return earliest


def forget(tx: Transaction) -> int:
    """Forget what nobody confirmed from one sweep to the next; returns how many. No time tells since when it waits."""
    unconfirmed = changes.c.applies_at.is_(None)
    gone = tx.community.execute(delete(changes).where(unconfirmed, changes.c.extent == LEFT)).rowcount
    tx.community.execute(update(changes).where(unconfirmed).values(extent=LEFT))
    return gone
