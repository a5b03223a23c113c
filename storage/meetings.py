"""Meetings: the draft, the announced meeting and what a series repeats are rows of one table, a date is one row."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from storage import upserts
from storage.community import Instant, metadata
from storage.database import Transaction

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(40), nullable=False, unique=True),  # of the calendar event; never changes
    Column("sequence", Integer, nullable=False),  # grows with each change of time, place or status
    Column("state", String(10), nullable=False),  # draft, published, cancelled; series: what its dates are made from
    Column("owner", ForeignKey("members.id", ondelete="SET NULL")),  # empty once they are erased
    Column("region", String(8), nullable=False),
    Column("title", String(120), nullable=False),
    Column("wall", DateTime),  # civil time in `zone`; the instant below follows from it
    Column("zone", String(40), nullable=False),
    Column("starts_at", Instant),
    Column("minutes", Integer, nullable=False),
    Column("place", String(300)),
    Column("card", BigInteger),  # message of the draft's card in its owner's chat
    Column("question", BigInteger),  # message there that asks for one of its fields
    Column("kind", String(12), nullable=False),
    Column("link", String(300)),  # of the room online and of how to get in: shown to those who come
    Column("access", String(300)),
    Column("capacity", Integer),
    Column("facilitator", ForeignKey("members.id", ondelete="SET NULL")),
    Column("note", String(600)),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE")),  # of this group alone, when there is one
    Column("rhythm", String(80)),  # RRULE of a draft to be repeated, and of a series
    Column("last_day", Date),  # of a series that ends
    Column("skips", String(8)),  # the holidays in which it does not take place: public, school, both
    Column("series_id", ForeignKey("meetings.id", ondelete="CASCADE")),
    Column("slot", Date),  # the day the rhythm gave this date; it may have been moved since
    Column("announce_at", Instant),  # nobody was told of this date yet; empty once they were
    Column("former_wall", DateTime),  # as announced before the last change
    Column("former_place", String(300)),
    sqlite_autoincrement=True,  # a number is never given again: the buttons of a discarded draft carry it
)
Index("ix_meetings_coming", meetings.c.region, meetings.c.state, meetings.c.starts_at)
Index("uq_meetings_slot", meetings.c.series_id, meetings.c.slot, unique=True)
Index("ix_meetings_announce_at", meetings.c.announce_at)
# One meeting in preparation per person: asking twice finds the same one.
Index(
    "uq_meetings_draft",
    meetings.c.owner,
    unique=True,
    sqlite_where=text("state = 'draft'"),
    postgresql_where=text("state = 'draft'"),
)

# The other regions a meeting is for, besides the one that holds it.
guests = Table(
    "meeting_regions",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("region", String(8), primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_meeting_regions_region", guests.c.region)


@dataclass(frozen=True)
class Meeting:
    """A meeting, in preparation or announced. `minutes` is its length; `wall` is civil time in `zone`."""

    id: int
    uid: str
    sequence: int
    state: str
    owner: int | None
    region: str
    title: str
    wall: datetime | None
    zone: str
    starts_at: datetime | None
    minutes: int
    place: str | None
    card: int | None
    question: int | None
    kind: str = "peer"
    link: str | None = None
    access: str | None = None
    capacity: int | None = None
    facilitator: int | None = None
    note: str | None = None
    group_id: int | None = None
    rhythm: str | None = None
    last_day: date | None = None
    skips: str | None = None
    series_id: int | None = None
    slot: date | None = None
    announce_at: datetime | None = None
    former_wall: datetime | None = None
    former_place: str | None = None


_BY_ID = select(meetings).where(meetings.c.id == bindparam("id"))
_DRAFT = select(meetings).where(meetings.c.owner == bindparam("owner"), meetings.c.state == "draft")
HERE = or_(
    meetings.c.region.in_(bindparam("regions", expanding=True)),
    # What a series is for, each of its dates is for.
    func.coalesce(meetings.c.series_id, meetings.c.id).in_(
        select(guests.c.meeting_id).where(guests.c.region.in_(bindparam("regions", expanding=True)))
    ),
)
_EARLIER = meetings.alias("earlier")
# Of a series, the next date alone: a weekly one would fill every list.
FIRST = ~exists().where(
    _EARLIER.c.series_id == meetings.c.series_id,
    _EARLIER.c.state == "published",
    _EARLIER.c.starts_at > bindparam("since"),
    _EARLIER.c.starts_at < meetings.c.starts_at,
)
_TO_COME = (
    select(meetings)
    .where(HERE, meetings.c.state == "published", meetings.c.starts_at > bindparam("since"))
    .order_by(meetings.c.starts_at, meetings.c.id)
)
_COMING = _TO_COME.where(FIRST).limit(8)
_ANNOUNCED = _TO_COME.where(meetings.c.announce_at.is_(None))
_PAST = (
    select(meetings)
    .where(HERE, meetings.c.state == "published", meetings.c.starts_at <= bindparam("until"))
    .order_by(meetings.c.starts_at.desc(), meetings.c.id)
    .limit(8)
)
_BETWEEN = (
    select(meetings)
    .where(
        meetings.c.state == "published",
        meetings.c.starts_at >= bindparam("since"),
        meetings.c.starts_at < bindparam("until"),
    )
    .order_by(meetings.c.starts_at, meetings.c.id)
)
_GUESTS = select(guests.c.region).where(guests.c.meeting_id == bindparam("meeting_id")).order_by(guests.c.region)
_DATES = (
    select(meetings).where(meetings.c.series_id == bindparam("series")).order_by(meetings.c.starts_at, meetings.c.id)
)
_SERIES = select(meetings).where(meetings.c.state == "series").order_by(meetings.c.id)
_UNTOLD = (
    select(meetings)
    .where(meetings.c.announce_at <= bindparam("now"), meetings.c.state == "published")
    .order_by(meetings.c.announce_at, meetings.c.id)
    .with_for_update(skip_locked=True)
)
_NEXT_UNTOLD = select(func.min(meetings.c.announce_at)).where(meetings.c.state == "published")
_BY_UID = select(meetings).where(meetings.c.uid == bindparam("uid"))
_FACILITATED = (
    select(meetings)
    .where(meetings.c.facilitator == bindparam("member_id"))
    .order_by(meetings.c.starts_at, meetings.c.id)
)
_OF = select(meetings).where(meetings.c.owner == bindparam("owner")).order_by(meetings.c.starts_at, meetings.c.id)


def draft(tx: Transaction, owner: int) -> Meeting | None:
    """The meeting this person is preparing."""
    row = tx.community.execute(_DRAFT, {"owner": owner}).one_or_none()
    return None if row is None else Meeting(*row)


def begin(
    tx: Transaction, *, uid: str, owner: int, region: str, title: str, zone: str, minutes: int, kind: str = "peer"
) -> Meeting:
    """Start preparing a meeting."""
    values = {"uid": uid, "owner": owner, "region": region, "title": title, "zone": zone, "minutes": minutes}
    tx.community.execute(insert(meetings).values(sequence=0, state="draft", kind=kind, **values))
    return Meeting(*tx.community.execute(_DRAFT, {"owner": owner}).one())


def settle(tx: Transaction, *, uid: str, **fields: object) -> Meeting:
    """A meeting whose date was decided elsewhere: announced without having been a draft."""
    tx.community.execute(insert(meetings).values(uid=uid, sequence=0, state="published", kind="peer", **fields))
    return Meeting(*tx.community.execute(_BY_UID, {"uid": uid}).one())


def by_id(tx: Transaction, meeting_id: int) -> Meeting | None:
    """The meeting with this number."""
    row = tx.community.execute(_BY_ID, {"id": meeting_id}).one_or_none()
    return None if row is None else Meeting(*row)


def change(tx: Transaction, meeting_id: int, **fields: object) -> Meeting:
    """Write some fields of a meeting; returns it as it now is."""
    tx.community.execute(update(meetings).where(meetings.c.id == meeting_id).values(**fields))
    return Meeting(*tx.community.execute(_BY_ID, {"id": meeting_id}).one())


def add(tx: Transaction, new: Meeting) -> None:
    """Write the date of a series; one that its rhythm gave before stays as it is."""
    row = asdict(new)
    del row["id"]
    upserts.unless_there(tx, meetings, [row])


def invite(tx: Transaction, meeting_id: int, regions: Iterable[str]) -> None:
    """Say which other regions a meeting is for, and no other."""
    tx.community.execute(delete(guests).where(guests.c.meeting_id == meeting_id))
    rows = [{"meeting_id": meeting_id, "region": code} for code in regions]
    if rows:
        tx.community.execute(insert(guests), rows)


def invited(tx: Transaction, meeting_id: int) -> list[str]:
    """The other regions a meeting is for."""
    return list(tx.community.execute(_GUESTS, {"meeting_id": meeting_id}).scalars())


def dates(tx: Transaction, series_id: int) -> list[Meeting]:
    """Every date of a series, cancelled ones included, in order."""
    return [Meeting(*row) for row in tx.community.execute(_DATES, {"series": series_id})]


def series(tx: Transaction) -> list[Meeting]:
    """What every series is made from."""
    return [Meeting(*row) for row in tx.community.execute(_SERIES)]


def untold(tx: Transaction, now: datetime) -> list[Meeting]:
    """The dates that have to be announced by now; no other process can take them before this one is through."""
    return [Meeting(*row) for row in tx.community.execute(_UNTOLD, {"now": now})]


def next_untold(tx: Transaction) -> datetime | None:
    """When the next date has to be announced."""
    earliest: datetime | None = tx.community.execute(_NEXT_UNTOLD).scalar_one()
    return earliest


def discard(tx: Transaction, meeting_id: int) -> None:
    """Throw away a meeting that was never announced."""
    tx.community.execute(delete(meetings).where(meetings.c.id == meeting_id, meetings.c.state == "draft"))


def announced(tx: Transaction, regions: set[str], since: datetime) -> list[Meeting]:
    """Every meeting to come of these regions that people were told of, soonest first."""
    return [Meeting(*row) for row in tx.community.execute(_ANNOUNCED, {"regions": sorted(regions), "since": since})]


def coming(tx: Transaction, regions: set[str], since: datetime) -> list[Meeting]:
    """The next meetings of these regions, soonest first, at most eight, of a series the next date only."""
    return [Meeting(*row) for row in tx.community.execute(_COMING, {"regions": sorted(regions), "since": since})]


def between(tx: Transaction, since: datetime, until: datetime) -> list[Meeting]:
    """Every announced meeting of any region that begins in this time."""
    return [Meeting(*row) for row in tx.community.execute(_BETWEEN, {"since": since, "until": until})]


def past(tx: Transaction, regions: set[str], until: datetime) -> list[Meeting]:
    """The last meetings of these regions, latest first, at most eight."""
    return [Meeting(*row) for row in tx.community.execute(_PAST, {"regions": sorted(regions), "until": until})]


def of(tx: Transaction, owner: int) -> list[Meeting]:
    """Every meeting this member prepared, announced or not."""
    return [Meeting(*row) for row in tx.community.execute(_OF, {"owner": owner})]


def facilitated(tx: Transaction, member_id: int) -> list[Meeting]:
    """Every meeting this member was asked to facilitate."""
    return [Meeting(*row) for row in tx.community.execute(_FACILITATED, {"member_id": member_id})]


def discard_of(tx: Transaction, owner: int) -> None:
    """Throw away what somebody was preparing."""
    tx.community.execute(delete(meetings).where(meetings.c.owner == owner, meetings.c.state == "draft"))
