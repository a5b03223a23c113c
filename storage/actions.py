"""What a meeting came to: its decisions, and its actions with who, by when, and whether they are done."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
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
    func,
    or_,
    select,
    update,
)

from storage import upserts
from storage.community import metadata
from storage.database import Transaction
from storage.meetings import meetings

DECISION, ACTION, REMOVED = "decision", "action", "removed"

actions = Table(
    "actions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # follows from the card that was shared
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(8), nullable=False),  # decision, action, removed: then without its text
    Column("place", Integer, nullable=False),
    Column("text", String(200), nullable=False),
    Column("who", String(60)),  # a first name, as it was written
    Column("until", Date),
    Column("done", Boolean, nullable=False),
    Column("member_id", ForeignKey("members.id", ondelete="SET NULL")),  # who said that it is theirs
    sqlite_with_rowid=False,
)
Index("ix_actions_meeting_id", actions.c.meeting_id)


@dataclass(frozen=True)
class Action:
    """A decision, or something to be done."""

    id: int
    meeting_id: int
    kind: str
    place: int
    text: str
    who: str | None = None
    until: date | None = None
    done: bool = False
    member_id: int | None = None


_BY_ID = select(actions).where(actions.c.id == bindparam("action_id"))
_OF = (
    select(actions)
    .where(actions.c.meeting_id == bindparam("meeting_id"), actions.c.kind != REMOVED)
    .order_by(actions.c.kind.desc(), actions.c.place, actions.c.id)
)
_UNDONE = (
    select(actions)
    .join(meetings, actions.c.meeting_id == meetings.c.id)
    .where(
        actions.c.kind == ACTION,
        actions.c.done.is_(False),
        meetings.c.state == "published",
        meetings.c.region == bindparam("region"),
        meetings.c.starts_at < bindparam("before"),
    )
    .order_by(meetings.c.starts_at, actions.c.place, actions.c.id)
)
_NEXT_PLACE = select(func.coalesce(func.max(actions.c.place), 0) + 1).where(
    actions.c.meeting_id == bindparam("meeting_id")
)
_TAKEN = select(actions).where(actions.c.member_id == bindparam("member_id")).order_by(actions.c.id)


def by_id(tx: Transaction, action_id: int) -> Action | None:
    """The decision or action with this number."""
    row = tx.community.execute(_BY_ID, {"action_id": action_id}).one_or_none()
    return None if row is None else Action(*row)


def of(tx: Transaction, meeting_id: int) -> list[Action]:
    """What a meeting came to: decisions first, then actions, each in the order in which they were written."""
    return [Action(*row) for row in tx.community.execute(_OF, {"meeting_id": meeting_id})]


def undone(tx: Transaction, region: str, before: datetime) -> list[Action]:
    """What was to be done after earlier meetings of a region, and is not."""
    return [Action(*row) for row in tx.community.execute(_UNDONE, {"region": region, "before": before})]


def next_place(tx: Transaction, meeting_id: int) -> int:
    """Where what is added to the minutes of a meeting begins."""
    found: int = tx.community.execute(_NEXT_PLACE, {"meeting_id": meeting_id}).scalar_one()
    return found


def write(tx: Transaction, new: Iterable[Action]) -> None:
    """Write decisions and actions; those that are there stay as they are."""
    upserts.unless_there(tx, actions, [asdict(one) for one in new])


def close(tx: Transaction, action_id: int, *, done: bool) -> None:
    """An action is done, or is not after all."""
    tx.community.execute(update(actions).where(actions.c.id == action_id).values(done=done))


def take(tx: Transaction, action_id: int, member_id: int | None) -> None:
    """Somebody says that an action is theirs, or that it is not."""
    tx.community.execute(update(actions).where(actions.c.id == action_id).values(member_id=member_id))


def remove(tx: Transaction, action_id: int) -> None:
    """A line of the minutes was wrong: nothing is left of it but its number, so that it cannot come a second time."""
    which = update(actions).where(actions.c.id == action_id)
    tx.community.execute(which.values(kind=REMOVED, text="", who=None, until=None, member_id=None))


def taken(tx: Transaction, member_id: int) -> list[Action]:
    """The actions a member said are theirs."""
    return [Action(*row) for row in tx.community.execute(_TAKEN, {"member_id": member_id})]


def unname(tx: Transaction, member_id: int, first_name: str, region: str) -> None:
    """Whoever is erased is named by no action: not what they took, nor what has their first name in their region."""
    here = select(meetings.c.id).where(meetings.c.region == region)
    same = or_(actions.c.who == first_name, func.lower(actions.c.who) == first_name.lower())
    named = same & actions.c.meeting_id.in_(here)
    which = update(actions).where(or_(actions.c.member_id == member_id, named))
    tx.community.execute(which.values(who=None, member_id=None))


def forget(tx: Transaction, before: datetime) -> int:
    """Forget what meetings came to that began before this instant; returns how many decisions and actions."""
    old = select(meetings.c.id).where(meetings.c.starts_at < before)
    return tx.community.execute(delete(actions).where(actions.c.meeting_id.in_(old))).rowcount
