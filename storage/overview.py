"""What members have before them: meetings with their own answer, any number of them in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, or_, select

from storage.answers import Answer, answers
from storage.database import Transaction
from storage.meetings import FIRST, HERE, Meeting, meetings

COMING, OPEN = "coming", "open"  # those a member comes to, or may; those without an answer of theirs


@dataclass(frozen=True)
class Entry:
    """A meeting, and what one member said of it."""

    meeting: Meeting
    answer: Answer | None


_KIND: BindParameter[str] = bindparam("kind", "")
_MINE: BindParameter[str] = bindparam("mine", "")
_OWN = select(meetings, answers.c.answer, answers.c.waiting, answers.c.unsure).outerjoin(
    answers, and_(answers.c.meeting_id == meetings.c.id, answers.c.member_id == bindparam("member_id"))
)
_FILTERED = _OWN.where(
    HERE,
    meetings.c.state == "published",
    or_(_KIND == "", meetings.c.kind == _KIND),
    or_(
        _MINE == "",
        and_(_MINE == COMING, answers.c.answer.in_(("yes", "maybe"))),
        and_(_MINE == OPEN, answers.c.answer.is_(None)),
    ),
)

_TO_COME = (
    # Whoever looks for their own answers means every date of a series.
    _FILTERED.where(meetings.c.starts_at > bindparam("since"), or_(_MINE == COMING, FIRST))
    .order_by(meetings.c.starts_at, meetings.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
_PAST = (
    _FILTERED.where(meetings.c.starts_at <= bindparam("since"))
    .order_by(meetings.c.starts_at.desc(), meetings.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
_WINDOW = and_(meetings.c.starts_at >= bindparam("since"), meetings.c.starts_at < bindparam("until"))
_AGENDA = _OWN.where(
    HERE,
    _WINDOW,
    meetings.c.state.in_(("published", "cancelled")),
    # What a group has for itself is in the calendar of those who answered there.
    or_(meetings.c.group_id.is_(None), answers.c.answer.is_not(None)),
).order_by(meetings.c.starts_at, meetings.c.id)
_DATES = _OWN.where(
    meetings.c.series_id == bindparam("series_id"), meetings.c.starts_at >= bindparam("since")
).order_by(meetings.c.starts_at, meetings.c.id)
_MONTH = (
    select(meetings)
    .where(HERE, _WINDOW, meetings.c.state == "published", meetings.c.group_id.is_(None))
    .order_by(meetings.c.starts_at, meetings.c.id)
)

_SEATED = (
    select(answers.c.member_id, meetings.c.wall)
    .join(meetings, meetings.c.id == answers.c.meeting_id)
    .where(
        meetings.c.kind == bindparam("kind"),
        meetings.c.state == "published",
        meetings.c.starts_at > bindparam("since"),
        answers.c.answer == "yes",
        answers.c.waiting.is_(None),
        answers.c.member_id.in_(bindparam("members", expanding=True)),
    )
)


def _read(rows: Iterable[Row[Any]]) -> list[Entry]:
    found = []
    for row in rows:
        values = tuple(row)
        word, waiting, unsure = values[-3:]
        found.append(Entry(Meeting(*values[:-3]), None if word is None else Answer(word, waiting, bool(unsure))))
    return found


def page(
    tx: Transaction,
    member_id: int,
    regions: set[str],
    since: datetime,
    *,
    past: bool,
    kind: str,
    mine: str,
    skipped: int,
    most: int,
) -> list[Entry]:
    """Announced meetings of these regions, those to come or those before, nearest first; of a series the next date.

    An empty `kind` or `mine` lets all through.
    """
    values = {"member_id": member_id, "regions": sorted(regions), "since": since, "kind": kind, "mine": mine}
    return _read(tx.community.execute(_PAST if past else _TO_COME, {**values, "skipped": skipped, "most": most}))


def agenda(tx: Transaction, member_id: int, regions: set[str], since: datetime, until: datetime) -> list[Entry]:
    """Every date in between, cancelled ones too, in order."""
    values = {"member_id": member_id, "regions": sorted(regions), "since": since, "until": until}
    return _read(tx.community.execute(_AGENDA, values))


def dates(tx: Transaction, member_id: int, series_id: int, since: datetime) -> list[Entry]:
    """Every date of a series from here on, cancelled ones too, in order."""
    values = {"member_id": member_id, "series_id": series_id, "since": since}
    return _read(tx.community.execute(_DATES, values))


def month(tx: Transaction, regions: set[str], since: datetime, until: datetime) -> list[Meeting]:
    """What all of these regions may come to in between, in order."""
    values = {"regions": sorted(regions), "since": since, "until": until}
    return [Meeting(*row) for row in tx.community.execute(_MONTH, values)]


def seated(tx: Transaction, kind: str, member_ids: Iterable[int], since: datetime) -> list[tuple[int, datetime]]:
    """Who of these members has a seat at meetings of a kind after this instant, and their civil times."""
    parameters = {"kind": kind, "members": sorted(member_ids), "since": since}
    return [(number, wall) for number, wall in tx.community.execute(_SEATED, parameters)]
