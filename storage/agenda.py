"""What a meeting will speak of: items proposed by anyone, votes without a time, an order that can be fixed.

An item without a name has no author, and its number is random: neither row nor place tells who wrote it, or when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)

from storage import upserts
from storage.community import metadata
from storage.database import Transaction
from storage.meetings import Meeting, meetings

items = Table(
    "items",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # random
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("text", String(200), nullable=False),
    Column("author", ForeignKey("members.id", ondelete="SET NULL")),  # of what is signed only
    Column("state", String(7), nullable=False),  # open, fixed, removed: then without its text
    Column("rank", Integer),  # once somebody put them in order
    sqlite_with_rowid=False,  # nor the order in which they came
)
Index("ix_items_meeting_id", items.c.meeting_id)

votes = Table(
    "item_votes",
    metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Item:
    """Something to speak of; `author` is a member's number where it is signed."""

    id: int
    meeting_id: int
    text: str
    author: int | None
    state: str
    rank: int | None


_BY_ID = select(items).where(items.c.id == bindparam("item_id"))
_OF = (
    select(items).where(items.c.meeting_id == bindparam("meeting_id"), items.c.state != "removed").order_by(items.c.id)
)
_VOTES = (
    select(votes.c.item_id, func.count())
    .join(items, items.c.id == votes.c.item_id)
    .where(items.c.meeting_id == bindparam("meeting_id"))
    .group_by(votes.c.item_id)
)
_VOTED = select(votes.c.item_id).where(votes.c.member_id == bindparam("member_id"))
_NUMBER = select(func.count()).where(items.c.meeting_id == bindparam("meeting_id"))
_SIGNED = (
    select(meetings, items.c.text)
    .join(items, items.c.meeting_id == meetings.c.id)
    .where(items.c.author == bindparam("member_id"))
    .order_by(meetings.c.starts_at, items.c.id)
)
_VOTED_TEXTS = (
    select(items.c.text)
    .join(votes, votes.c.item_id == items.c.id)
    .where(votes.c.member_id == bindparam("member_id"))
    .order_by(items.c.id)
)


def by_id(tx: Transaction, item_id: int) -> Item | None:
    """The item with this number."""
    row = tx.community.execute(_BY_ID, {"item_id": item_id}).one_or_none()
    return None if row is None else Item(*row)


def of(tx: Transaction, meeting_id: int) -> list[Item]:
    """Every item of a meeting that was not removed, in no order that tells anything."""
    return [Item(*row) for row in tx.community.execute(_OF, {"meeting_id": meeting_id})]


def number(tx: Transaction, meeting_id: int) -> int:
    """How many items were proposed, removed ones included."""
    found: int = tx.community.execute(_NUMBER, {"meeting_id": meeting_id}).scalar_one()
    return found


def propose(tx: Transaction, item_id: int, meeting_id: int, text: str, author: int | None) -> None:
    """Write an item; one that is there, or was removed, stays as it is."""
    row = {"id": item_id, "meeting_id": meeting_id, "text": text, "author": author, "state": "open", "rank": None}
    upserts.unless_there(tx, items, [row])


def vote(tx: Transaction, item_id: int, member_id: int, *, on: bool) -> None:
    """Give a vote, or take it back."""
    row: dict[str, object] = {"item_id": item_id, "member_id": member_id}
    if on:
        upserts.unless_there(tx, votes, [row])
    else:
        tx.community.execute(delete(votes).filter_by(**row))


def counted(tx: Transaction, meeting_id: int) -> dict[int, int]:
    """How many votes each item of a meeting has; those without any are left out."""
    return {item: number for item, number in tx.community.execute(_VOTES, {"meeting_id": meeting_id})}


def voted(tx: Transaction, member_id: int) -> set[int]:
    """The items a member voted for."""
    return set(tx.community.execute(_VOTED, {"member_id": member_id}).scalars())


def arrange(tx: Transaction, item_ids: Iterable[int], state: str) -> None:
    """Put items in this order, to be moved again or fixed."""
    for rank, item_id in enumerate(item_ids):
        tx.community.execute(update(items).where(items.c.id == item_id).values(rank=rank, state=state))


def remove(tx: Transaction, item_id: int) -> None:
    """Nothing is left of an item but its number, so that it cannot come a second time."""
    tx.community.execute(delete(votes).where(votes.c.item_id == item_id))
    which = update(items).where(items.c.id == item_id)
    tx.community.execute(which.values(text="", author=None, state="removed", rank=None))


def signed(tx: Transaction, member_id: int) -> list[tuple[Meeting, str]]:
    """What a member proposed with their name."""
    return [(Meeting(*row[:-1]), row.text) for row in tx.community.execute(_SIGNED, {"member_id": member_id})]


def wanted(tx: Transaction, member_id: int) -> list[str]:
    """The texts a member voted for."""
    return list(tx.community.execute(_VOTED_TEXTS, {"member_id": member_id}).scalars())


def unsign(tx: Transaction, member_id: int) -> None:
    """Whoever is erased proposed nothing with their name, and their votes go."""
    tx.community.execute(update(items).where(items.c.author == member_id).values(author=None))
    tx.community.execute(delete(votes).where(votes.c.member_id == member_id))


def forget(tx: Transaction, before: datetime) -> int:
    """Forget what meetings spoke of that began before this instant; returns how many items."""
    old = select(meetings.c.id).where(meetings.c.starts_at < before)
    tx.community.execute(
        delete(votes).where(votes.c.item_id.in_(select(items.c.id).where(items.c.meeting_id.in_(old))))
    )
    return tx.community.execute(delete(items).where(items.c.meeting_id.in_(old))).rowcount
