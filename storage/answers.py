"""Answers to meetings: states without a time, and what is left of them once their person is gone: a count."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    false,
    func,
    insert,
    select,
    union_all,
    update,
)

from storage import upserts
from storage.community import metadata
from storage.database import Transaction
from storage.meetings import Meeting, meetings
from storage.members import members
from storage.presences import companions, presences

THERE, GUESTS = "there", "guest"  # counted beside the answers once nobody is named any more

answers = Table(
    "answers",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5), nullable=False),  # a state, without its time
    Column("waiting", Integer),  # place in the line for a seat; empty for everybody else
    Column("unsure", Boolean),  # given before the meeting moved, and asked for again
    sqlite_with_rowid=False,  # nor its place in the order of answers
)

# Answers whose person is gone, or of long ago: how many there were, and of nobody. So of who was there, and of guests.
attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5), primary_key=True),
    Column("number", Integer, nullable=False),
)

# What somebody answered for every date of a series, those still to be made included.
standing = Table(
    "standing_answers",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5), nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Answer:
    """What one member said of one meeting; `waiting` is their place in the line for a seat."""

    word: str
    waiting: int | None = None
    unsure: bool = False

    @property
    def seated(self) -> bool:
        """Whether they come, and have a seat."""
        return self.word == "yes" and self.waiting is None


_OF_MEETING = answers.c.meeting_id == bindparam("meeting_id")
_ONE = (_OF_MEETING, answers.c.member_id == bindparam("member_id"))
_HEADCOUNT = union_all(
    select(answers.c.answer, answers.c.waiting.is_not(None), answers.c.unsure, func.count())
    .where(_OF_MEETING)
    .group_by(answers.c.answer, answers.c.waiting.is_not(None), answers.c.unsure),
    # Those who are gone.
    select(attendance.c.answer, false(), false(), attendance.c.number).where(
        attendance.c.meeting_id == bindparam("meeting_id")
    ),
)
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
_ANSWER = select(answers.c.answer, answers.c.waiting, answers.c.unsure).where(*_ONE)
_EVERYBODY = (
    select(answers.c.member_id, answers.c.answer, answers.c.waiting, answers.c.unsure)
    .where(_OF_MEETING)
    .order_by(answers.c.member_id)
)
_COMERS = (
    select(members.c.first_name, members.c.shown)
    .join(answers, answers.c.member_id == members.c.id)
    .where(_OF_MEETING, answers.c.answer == "yes", answers.c.waiting.is_(None))
    .order_by(members.c.first_name, members.c.id)
)
_LINE = (
    select(answers.c.member_id)
    .where(_OF_MEETING, answers.c.waiting.is_not(None))
    .order_by(answers.c.waiting, answers.c.member_id)
)
_LAST_PLACE = select(func.coalesce(func.max(answers.c.waiting), 0)).where(_OF_MEETING)
_STANDING_OF = (
    select(meetings, standing.c.answer)
    .join(standing, standing.c.meeting_id == meetings.c.id)
    .where(standing.c.member_id == bindparam("member_id"))
    .order_by(meetings.c.id)
)
_STANDING = (
    select(standing.c.member_id, standing.c.answer)
    .where(standing.c.meeting_id == bindparam("series_id"))
    .order_by(standing.c.member_id)
)


def headcount(tx: Transaction, meeting_id: int) -> dict[str, int]:
    """How many answered what, those who are gone included.

    `waiting` are those of the yes that have no seat and are not counted among them; `unsure` how many of the others
    answered before the meeting moved.
    """
    found: Counter[str] = Counter()
    for word, waits, unsure, number in tx.community.execute(_HEADCOUNT, {"meeting_id": meeting_id}):
        found["waiting" if waits else word] += number
        found["unsure"] += number if unsure else 0
    return dict(+found)


def of(tx: Transaction, meeting_id: int, member_id: int) -> Answer | None:
    """What this member answered."""
    row = tx.community.execute(_ANSWER, {"meeting_id": meeting_id, "member_id": member_id}).one_or_none()
    return None if row is None else Answer(row.answer, row.waiting, bool(row.unsure))


def everybody(tx: Transaction, meeting_id: int) -> dict[int, Answer]:
    """What each member answered, by their number."""
    rows = tx.community.execute(_EVERYBODY, {"meeting_id": meeting_id})
    return {row.member_id: Answer(row.answer, row.waiting, bool(row.unsure)) for row in rows}


def who(tx: Transaction, meeting_id: int, word: str) -> set[int]:
    """Who answered so."""
    return {number for number, said in everybody(tx, meeting_id).items() if said.word == word}


def comers(tx: Transaction, meeting_id: int) -> list[tuple[str, bool]]:
    """The first names of those who come, each with whether others may read it."""
    return [(name, bool(shown)) for name, shown in tx.community.execute(_COMERS, {"meeting_id": meeting_id})]


def answered(tx: Transaction, member_id: int) -> list[tuple[Meeting, str]]:
    """Every meeting this member answered, with the answer."""
    rows = tx.community.execute(_ANSWERED, {"member_id": member_id})
    return [(Meeting(*row[:-1]), row.answer) for row in rows]


def put(tx: Transaction, meeting_id: int, member_id: int, word: str, waiting: int | None = None) -> None:
    """Write or change an answer."""
    tx.community.execute(delete(answers).filter_by(meeting_id=meeting_id, member_id=member_id))
    row = {"meeting_id": meeting_id, "member_id": member_id, "answer": word, "waiting": waiting, "unsure": None}
    tx.community.execute(insert(answers).values(row))


def line(tx: Transaction, meeting_id: int) -> list[int]:
    """Who waits for a seat, the first first."""
    return list(tx.community.execute(_LINE, {"meeting_id": meeting_id}).scalars())


def last_place(tx: Transaction, meeting_id: int) -> int:
    """The last place of the line; 0 where nobody waits."""
    found: int = tx.community.execute(_LAST_PLACE, {"meeting_id": meeting_id}).scalar_one()
    return found


def seat(tx: Transaction, meeting_id: int, member_id: int) -> None:
    """Whoever waited has a seat."""
    tx.community.execute(update(answers).filter_by(meeting_id=meeting_id, member_id=member_id).values(waiting=None))


def doubt(tx: Transaction, meeting_id: int) -> list[int]:
    """The meeting moved: whoever said they come, or may, is asked again; returns who."""
    which = update(answers).where(answers.c.meeting_id == meeting_id, answers.c.answer != "no")
    return sorted(tx.community.execute(which.values(unsure=True).returning(answers.c.member_id)).scalars())


def stand(tx: Transaction, series_id: int, member_id: int, word: str) -> None:
    """Write or change what somebody answers for every date of a series."""
    tx.community.execute(delete(standing).filter_by(meeting_id=series_id, member_id=member_id))
    tx.community.execute(insert(standing).values(meeting_id=series_id, member_id=member_id, answer=word))


def stood(tx: Transaction, series_id: int) -> dict[int, str]:
    """What members answered for every date of a series, by their number."""
    rows = tx.community.execute(_STANDING, {"series_id": series_id})
    return {row.member_id: row.answer for row in rows}


def standing_of(tx: Transaction, member_id: int) -> list[tuple[Meeting, str]]:
    """What this member answered for every date of a series."""
    rows = tx.community.execute(_STANDING_OF, {"member_id": member_id})
    return [(Meeting(*row[:-1]), row.answer) for row in rows]


def release(tx: Transaction, member_id: int, now: datetime) -> list[int]:
    """Take back what a member answered to meetings that have not begun; returns these meetings' numbers."""
    tx.community.execute(delete(standing).where(standing.c.member_id == member_id))
    coming = select(meetings.c.id).where(meetings.c.starts_at > now)
    gone = delete(answers).where(answers.c.member_id == member_id, answers.c.meeting_id.in_(coming))
    return sorted(tx.community.execute(gone.returning(answers.c.meeting_id)).scalars())


def count_answers_of(tx: Transaction, member_id: int) -> int:
    """Turn every answer of a member into a count; returns how many."""
    return _count(tx, answers.c.member_id == member_id)


def count_answers_before(tx: Transaction, before: datetime) -> int:
    """Turn the answers to meetings that began before this instant into counts; returns how many."""
    return _count(tx, answers.c.meeting_id.in_(select(meetings.c.id).where(meetings.c.starts_at < before)))


def count_presences_of(tx: Transaction, member_id: int) -> int:
    """Turn every presence of a member into a count; returns how many."""
    return _count_there(tx, presences.c.member_id == member_id)


def count_presences_before(tx: Transaction, before: datetime) -> int:
    """Turn the presences at meetings that began before this instant, and the guests' names, into counts."""
    old = select(meetings.c.id).where(meetings.c.starts_at < before)
    gone = delete(companions).where(companions.c.meeting_id.in_(old)).returning(companions.c.meeting_id)
    guests = Counter((meeting_id, GUESTS) for meeting_id in tx.community.execute(gone).scalars())
    return _keep(tx, guests) + _count_there(tx, presences.c.meeting_id.in_(old))


def _count(tx: Transaction, which: ColumnElement[bool]) -> int:
    gone = tx.community.execute(delete(answers).where(which).returning(answers.c.meeting_id, answers.c.answer))
    return _keep(tx, Counter((meeting_id, answer) for meeting_id, answer in gone))


def _count_there(tx: Transaction, which: ColumnElement[bool]) -> int:
    gone = tx.community.execute(delete(presences).where(which).returning(presences.c.meeting_id)).scalars()
    return _keep(tx, Counter((meeting_id, THERE) for meeting_id in gone))


def _keep(tx: Transaction, gone: Counter[tuple[int, str]]) -> int:
    upserts.add_up(tx, attendance, gone)
    return gone.total()


def answered_before(tx: Transaction, before: datetime) -> list[tuple[int, datetime]]:
    """Who answered meetings that began before this instant, each with the latest of them."""
    rows = tx.community.execute(_ANSWERED_BEFORE, {"before": before})
    return [(number, latest) for number, latest in rows]


def last_answered(tx: Transaction, member_id: int) -> datetime | None:
    """When the latest meeting begins that a member answered; of the answer itself no time is kept."""
    latest: datetime | None = tx.community.execute(_LAST_ANSWERED, {"member_id": member_id}).scalar_one()
    return latest
