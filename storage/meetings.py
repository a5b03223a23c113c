"""Meetings and the answers to them: the draft and the published meeting are the same row."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
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

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(40), nullable=False, unique=True),  # of the calendar event; never changes
    Column("sequence", Integer, nullable=False),  # grows with each change of time, place or status
    Column("state", String(10), nullable=False),  # draft, published, cancelled
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
    sqlite_autoincrement=True,  # a number is never given again: the buttons of a discarded draft carry it
)
Index("ix_meetings_coming", meetings.c.region, meetings.c.state, meetings.c.starts_at)
# One meeting in preparation per person: asking twice finds the same one.
Index(
    "uq_meetings_draft",
    meetings.c.owner,
    unique=True,
    sqlite_where=text("state = 'draft'"),
    postgresql_where=text("state = 'draft'"),
)

answers = Table(
    "answers",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5), nullable=False),  # a state, without its time
    sqlite_with_rowid=False,  # nor its place in the order of answers
)

# Answers whose person is gone, or of long ago: how many there were, and of nobody.
attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5), primary_key=True),
    Column("number", Integer, nullable=False),
)


@dataclass(frozen=True)
class Meeting:
    """A peer meeting, in preparation or announced. `minutes` is its length; `wall` is civil time in `zone`."""

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


_BY_ID = select(meetings).where(meetings.c.id == bindparam("id"))
_DRAFT = select(meetings).where(meetings.c.owner == bindparam("owner"), meetings.c.state == "draft")
_COMING = (
    select(meetings)
    .where(
        meetings.c.region.in_(bindparam("regions", expanding=True)),
        meetings.c.state == "published",
        meetings.c.starts_at >= bindparam("since"),
    )
    .order_by(meetings.c.starts_at, meetings.c.id)
    .limit(8)
)
_PAST = (
    select(meetings)
    .where(
        meetings.c.region.in_(bindparam("regions", expanding=True)),
        meetings.c.state == "published",
        meetings.c.starts_at < bindparam("until"),
    )
    .order_by(meetings.c.starts_at.desc(), meetings.c.id)
    .limit(8)
)
_ANSWERS = (
    select(answers.c.answer, func.count())
    .where(answers.c.meeting_id == bindparam("meeting_id"))
    .group_by(answers.c.answer)
)
_ATTENDANCE = select(attendance.c.answer, attendance.c.number).where(attendance.c.meeting_id == bindparam("meeting_id"))
_ANSWERED = (
    select(meetings, answers.c.answer)
    .join(answers, answers.c.meeting_id == meetings.c.id)
    .where(answers.c.member_id == bindparam("member_id"))
    .order_by(meetings.c.starts_at, meetings.c.id)
)
_ANSWERED_BEFORE = (
    select(answers.c.member_id, func.max(meetings.c.starts_at))
    .join(meetings, answers.c.meeting_id == meetings.c.id)
    .where(meetings.c.starts_at < bindparam("before"))
    .group_by(answers.c.member_id)
    .order_by(answers.c.member_id)
)
_LAST_ANSWERED = (
    select(func.max(meetings.c.starts_at))
    .join(answers, answers.c.meeting_id == meetings.c.id)
    .where(answers.c.member_id == bindparam("member_id"))
)
_WHO = select(answers.c.member_id).where(
    answers.c.meeting_id == bindparam("meeting_id"), answers.c.answer == bindparam("answer")
)
_BY_UID = select(meetings).where(meetings.c.uid == bindparam("uid"))
_OF = select(meetings).where(meetings.c.owner == bindparam("owner")).order_by(meetings.c.starts_at, meetings.c.id)
_ANSWER = select(answers.c.answer).where(
    answers.c.meeting_id == bindparam("meeting_id"), answers.c.member_id == bindparam("member_id")
)


def draft(tx: Transaction, owner: int) -> Meeting | None:
    """The meeting this person is preparing."""
    row = tx.community.execute(_DRAFT, {"owner": owner}).one_or_none()
    return None if row is None else Meeting(*row)


def begin(tx: Transaction, *, uid: str, owner: int, region: str, title: str, zone: str, minutes: int) -> Meeting:
    """Start preparing a meeting."""
    values = {"uid": uid, "owner": owner, "region": region, "title": title, "zone": zone, "minutes": minutes}
    tx.community.execute(insert(meetings).values(sequence=0, state="draft", **values))
    return Meeting(*tx.community.execute(_DRAFT, {"owner": owner}).one())


def settle(tx: Transaction, *, uid: str, **fields: object) -> Meeting:
    """A meeting whose date was decided elsewhere: announced without having been a draft."""
    tx.community.execute(insert(meetings).values(uid=uid, sequence=0, state="published", **fields))
    return Meeting(*tx.community.execute(_BY_UID, {"uid": uid}).one())


def by_id(tx: Transaction, meeting_id: int) -> Meeting | None:
    """The meeting with this number."""
    row = tx.community.execute(_BY_ID, {"id": meeting_id}).one_or_none()
    return None if row is None else Meeting(*row)


def change(tx: Transaction, meeting_id: int, **fields: object) -> Meeting:
    """Write some fields of a meeting; returns it as it now is."""
    tx.community.execute(update(meetings).where(meetings.c.id == meeting_id).values(**fields))
    return Meeting(*tx.community.execute(_BY_ID, {"id": meeting_id}).one())


def discard(tx: Transaction, meeting_id: int) -> None:
    """Throw away a meeting that was never announced."""
    tx.community.execute(delete(meetings).where(meetings.c.id == meeting_id, meetings.c.state == "draft"))


def coming(tx: Transaction, regions: set[str], since: datetime) -> list[Meeting]:
    """The next announced meetings of these regions, soonest first, at most eight."""
    return [Meeting(*row) for row in tx.community.execute(_COMING, {"regions": sorted(regions), "since": since})]


def past(tx: Transaction, regions: set[str], until: datetime) -> list[Meeting]:
    """The last meetings of these regions, latest first, at most eight."""
    return [Meeting(*row) for row in tx.community.execute(_PAST, {"regions": sorted(regions), "until": until})]


def headcount(tx: Transaction, meeting_id: int) -> dict[str, int]:
    """How many answered what, those who are gone included."""
    found: Counter[str] = Counter()
    for statement in (_ANSWERS, _ATTENDANCE):
        for answer, number in tx.community.execute(statement, {"meeting_id": meeting_id}):
            found[answer] += number
    return dict(found)


def answer_of(tx: Transaction, meeting_id: int, member_id: int) -> str | None:
    """What this member answered."""
    parameters = {"meeting_id": meeting_id, "member_id": member_id}
    return tx.community.execute(_ANSWER, parameters).scalar_one_or_none()


def answered(tx: Transaction, member_id: int) -> list[tuple[Meeting, str]]:
    """Every meeting this member answered, with the answer."""
    rows = tx.community.execute(_ANSWERED, {"member_id": member_id})
    return [(Meeting(*row[:-1]), row.answer) for row in rows]


def of(tx: Transaction, owner: int) -> list[Meeting]:
    """Every meeting this member prepared, announced or not."""
    return [Meeting(*row) for row in tx.community.execute(_OF, {"owner": owner})]


def who(tx: Transaction, meeting_id: int, answer: str) -> set[int]:
    """Who answered so."""
    return set(tx.community.execute(_WHO, {"meeting_id": meeting_id, "answer": answer}).scalars())


def set_answer(tx: Transaction, meeting_id: int, member_id: int, answer: str) -> None:
    """Write or change an answer."""
    tx.community.execute(delete(answers).filter_by(meeting_id=meeting_id, member_id=member_id))
    tx.community.execute(insert(answers).values(meeting_id=meeting_id, member_id=member_id, answer=answer))


def release(tx: Transaction, member_id: int, now: datetime) -> list[int]:
    """Take back what a member answered to meetings that have not begun; returns these meetings' numbers."""
    coming = select(meetings.c.id).where(meetings.c.starts_at > now)
    gone = delete(answers).where(answers.c.member_id == member_id, answers.c.meeting_id.in_(coming))
    return sorted(tx.community.execute(gone.returning(answers.c.meeting_id)).scalars())


def count_answers_of(tx: Transaction, member_id: int) -> int:
    """Turn every answer of a member into a count; returns how many."""
    return _count(tx, answers.c.member_id == member_id)


def count_answers_before(tx: Transaction, before: datetime) -> int:
    """Turn the answers to meetings that began before this instant into counts; returns how many."""
    return _count(tx, answers.c.meeting_id.in_(select(meetings.c.id).where(meetings.c.starts_at < before)))


def _count(tx: Transaction, which: ColumnElement[bool]) -> int:
    gone = Counter(tx.community.execute(delete(answers).where(which).returning(answers.c.meeting_id, answers.c.answer)))
    for (meeting_id, answer), number in gone.items():
        key = {"meeting_id": meeting_id, "answer": answer}
        more = update(attendance).filter_by(**key).values(number=attendance.c.number + number)
        if not tx.community.execute(more).rowcount:
            tx.community.execute(insert(attendance).values(number=number, **key))
    return gone.total()


def answered_before(tx: Transaction, before: datetime) -> list[tuple[int, datetime]]:
    """Who answered meetings that began before this instant, each with the latest of them."""
    rows = tx.community.execute(_ANSWERED_BEFORE, {"before": before})
    return [(number, latest) for number, latest in rows]


def discard_of(tx: Transaction, owner: int) -> None:
    """Throw away what somebody was preparing."""
    tx.community.execute(delete(meetings).where(meetings.c.owner == owner, meetings.c.state == "draft"))


def last_answered(tx: Transaction, member_id: int) -> datetime | None:
    """When the latest meeting begins that a member answered; of the answer itself no time is kept."""
    latest: datetime | None = tx.community.execute(_LAST_ANSWERED, {"member_id": member_id}).scalar_one()
    return latest
