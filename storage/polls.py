"""Date polls and the dates they propose: the draft and the announced poll are the same row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from storage.community import Instant, metadata
from storage.database import Transaction

polls = Table(
    "polls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(10), nullable=False),  # draft, open, closed, decided, dropped
    Column("owner", ForeignKey("members.id", ondelete="SET NULL")),  # empty once they are erased
    Column("region", String(8), nullable=False),
    Column("title", String(120), nullable=False),
    Column("zone", String(40), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String(300)),
    Column("days", Integer, nullable=False),  # from its announcement to its end
    Column("closes_at", Instant),  # the end of a day, once announced
    Column("chosen", Integer),  # the proposal a coordinator decided for
    Column("meeting_id", ForeignKey("meetings.id", ondelete="SET NULL")),  # what came of it
    Column("card", BigInteger),  # message of the draft's card in its owner's chat
    Column("question", BigInteger),  # message there that asks for one of its fields
    sqlite_autoincrement=True,  # a number is never given again: the buttons of a discarded draft carry it
)
Index("ix_polls_open", polls.c.state, polls.c.closes_at)
# One poll in preparation per person: asking twice finds the same one.
Index(
    "uq_polls_draft",
    polls.c.owner,
    unique=True,
    sqlite_where=text("state = 'draft'"),
    postgresql_where=text("state = 'draft'"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("poll_id", ForeignKey("polls.id", ondelete="CASCADE"), nullable=False),
    Column("wall", DateTime, nullable=False),  # civil time in the poll's zone; the instant follows from it
    Column("starts_at", Instant, nullable=False),
    sqlite_autoincrement=True,  # buttons carry it
)
Index("uq_proposals_poll_wall", proposals.c.poll_id, proposals.c.wall, unique=True)


@dataclass(frozen=True)
class Poll:
    """A poll for the date of a meeting, in preparation, open or over. `minutes` is the meeting's length."""

    id: int
    state: str
    owner: int | None
    region: str
    title: str
    zone: str
    minutes: int
    place: str | None
    days: int
    closes_at: datetime | None
    chosen: int | None
    meeting_id: int | None
    card: int | None
    question: int | None


@dataclass(frozen=True)
class Proposal:
    """One of the dates a poll proposes; `wall` is civil time in the poll's zone."""

    id: int
    poll_id: int
    wall: datetime
    starts_at: datetime


_BY_ID = select(polls).where(polls.c.id == bindparam("id"))
_DRAFT = select(polls).where(polls.c.owner == bindparam("owner"), polls.c.state == "draft")
_OF = select(polls).where(polls.c.owner == bindparam("owner")).order_by(polls.c.id)
_OPEN = (
    select(polls)
    .where(polls.c.region.in_(bindparam("regions", expanding=True)), polls.c.state == "open")
    .order_by(polls.c.closes_at, polls.c.id)
)
# Another process that closes the same ones leaves them to this one.
_DUE = (
    select(polls)
    .where(polls.c.state == "open", polls.c.closes_at <= bindparam("now"))
    .order_by(polls.c.id)
    .with_for_update(skip_locked=True)
)
_NEXT_CLOSE = select(func.min(polls.c.closes_at)).where(polls.c.state == "open")
_LAST_DECIDED = (
    select(polls)
    .where(polls.c.region == bindparam("region"), polls.c.state == "decided")
    .order_by(polls.c.closes_at.desc(), polls.c.id.desc())
    .limit(1)
)
_PROPOSAL = select(proposals).where(proposals.c.id == bindparam("id"))
_PROPOSALS = (
    select(proposals).where(proposals.c.poll_id == bindparam("poll_id")).order_by(proposals.c.starts_at, proposals.c.id)
)


def draft(tx: Transaction, owner: int) -> Poll | None:
    """The poll this person is preparing."""
    row = tx.community.execute(_DRAFT, {"owner": owner}).one_or_none()
    return None if row is None else Poll(*row)


def begin(tx: Transaction, *, owner: int, region: str, title: str, zone: str, minutes: int, days: int) -> Poll:
    """Start preparing a poll."""
    values = {"owner": owner, "region": region, "title": title, "zone": zone, "minutes": minutes, "days": days}
    tx.community.execute(insert(polls).values(state="draft", **values))
    return Poll(*tx.community.execute(_DRAFT, {"owner": owner}).one())


def by_id(tx: Transaction, poll_id: int) -> Poll | None:
    """The poll with this number."""
    row = tx.community.execute(_BY_ID, {"id": poll_id}).one_or_none()
    return None if row is None else Poll(*row)


def change(tx: Transaction, poll_id: int, **fields: object) -> Poll:
    """Write some fields of a poll; returns it as it now is."""
    tx.community.execute(update(polls).where(polls.c.id == poll_id).values(**fields))
    return Poll(*tx.community.execute(_BY_ID, {"id": poll_id}).one())


def turn(tx: Transaction, poll_id: int, before: str, after: str, **fields: object) -> bool:
    """Bring a poll from one state to the next; False when somebody else did already."""
    statement = update(polls).where(polls.c.id == poll_id, polls.c.state == before).values(state=after, **fields)
    return bool(tx.community.execute(statement).rowcount)


def discard(tx: Transaction, poll_id: int) -> None:
    """Throw away a poll that was never announced."""
    tx.community.execute(delete(polls).where(polls.c.id == poll_id, polls.c.state == "draft"))


def discard_of(tx: Transaction, owner: int) -> None:
    """Throw away what somebody was preparing."""
    tx.community.execute(delete(polls).where(polls.c.owner == owner, polls.c.state == "draft"))


def of(tx: Transaction, owner: int) -> list[Poll]:
    """Every poll this member prepared, announced or not."""
    return [Poll(*row) for row in tx.community.execute(_OF, {"owner": owner})]


def open_in(tx: Transaction, regions: set[str]) -> list[Poll]:
    """The open polls of these regions, the one that ends first before the others."""
    return [Poll(*row) for row in tx.community.execute(_OPEN, {"regions": sorted(regions)})]


def due(tx: Transaction, now: datetime) -> list[Poll]:
    """The open polls whose end has come, for this process alone."""
    return [Poll(*row) for row in tx.community.execute(_DUE, {"now": now})]


def next_close(tx: Transaction) -> datetime | None:
    """When the next poll ends; None when none is open."""
    earliest: datetime | None = tx.community.execute(_NEXT_CLOSE).scalar_one()
    return earliest


def last_decided(tx: Transaction, region: str) -> Poll | None:
    """The last poll of a region of which a date was retained."""
    row = tx.community.execute(_LAST_DECIDED, {"region": region}).one_or_none()
    return None if row is None else Poll(*row)


def propose(tx: Transaction, poll_id: int, wall: datetime, starts_at: datetime) -> None:
    """Add a date that is not there yet."""
    tx.community.execute(insert(proposals).values(poll_id=poll_id, wall=wall, starts_at=starts_at))


def move(tx: Transaction, proposal_id: int, starts_at: datetime) -> None:
    """The same hour on the wall of another zone."""
    tx.community.execute(update(proposals).where(proposals.c.id == proposal_id).values(starts_at=starts_at))


def retract(tx: Transaction, proposal_id: int) -> None:
    """Take a date away again."""
    tx.community.execute(delete(proposals).where(proposals.c.id == proposal_id))


def proposal(tx: Transaction, proposal_id: int) -> Proposal | None:
    """The date with this number."""
    row = tx.community.execute(_PROPOSAL, {"id": proposal_id}).one_or_none()
    return None if row is None else Proposal(*row)


def proposed(tx: Transaction, poll_id: int) -> list[Proposal]:
    """The dates of a poll, the earliest first."""
    return [Proposal(*row) for row in tx.community.execute(_PROPOSALS, {"poll_id": poll_id})]
