"""Votes on the dates of a poll: states without a time, counts once their person is gone or a year has passed."""

from collections import Counter
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from storage import upserts
from storage.community import metadata
from storage.database import Transaction
from storage.polls import Poll, polls, proposals

votes = Table(
    "votes",
    metadata,
    Column("proposal_id", ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("vote", String(5), nullable=False),  # yes, maybe (if needed), no: a state, without its time
    sqlite_with_rowid=False,  # nor its place in the order of votes
)

# Votes whose person is gone, or of long ago: how many there were, and of nobody.
counted = Table(
    "counted_votes",
    metadata,
    Column("proposal_id", ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("vote", String(5), primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_OF_POLL = proposals.c.poll_id == bindparam("poll_id")
_COUNTS = (
    select(votes.c.proposal_id, votes.c.vote, func.count())
    .join(proposals, proposals.c.id == votes.c.proposal_id)
    .where(_OF_POLL)
    .group_by(votes.c.proposal_id, votes.c.vote)
)
_COUNTED = (
    select(counted.c.proposal_id, counted.c.vote, counted.c.number)
    .join(proposals, proposals.c.id == counted.c.proposal_id)
    .where(_OF_POLL)
)
_MINE = (
    select(votes.c.proposal_id, votes.c.vote)
    .join(proposals, proposals.c.id == votes.c.proposal_id)
    .where(_OF_POLL, votes.c.member_id == bindparam("member_id"))
)
_VOTERS = select(votes.c.member_id).distinct().join(proposals, proposals.c.id == votes.c.proposal_id).where(_OF_POLL)
_WHO = select(votes.c.member_id).where(
    votes.c.proposal_id == bindparam("proposal_id"), votes.c.vote == bindparam("vote")
)
_VOTED = (
    select(polls, proposals.c.wall, votes.c.vote)
    .join(proposals, proposals.c.id == votes.c.proposal_id)
    .join(polls, polls.c.id == proposals.c.poll_id)
    .where(votes.c.member_id == bindparam("member_id"))
    .order_by(proposals.c.starts_at, proposals.c.id)
)
_LAST_VOTED = (
    select(func.max(polls.c.closes_at))
    .select_from(votes)
    .join(proposals, proposals.c.id == votes.c.proposal_id)
    .join(polls, polls.c.id == proposals.c.poll_id)
    .where(votes.c.member_id == bindparam("member_id"))
)
_VOTED_BEFORE = (
    select(votes.c.member_id, func.max(polls.c.closes_at))
    .join(proposals, proposals.c.id == votes.c.proposal_id)
    .join(polls, polls.c.id == proposals.c.poll_id)
    .where(polls.c.closes_at < bindparam("before"))
    .group_by(votes.c.member_id)
    .order_by(votes.c.member_id)
)


def tally(tx: Transaction, poll_id: int) -> dict[int, Counter[str]]:
    """How many voted what on each date of a poll, those who are gone included."""
    found: dict[int, Counter[str]] = {}
    for statement in (_COUNTS, _COUNTED):
        for proposal_id, vote, number in tx.community.execute(statement, {"poll_id": poll_id}):
            found.setdefault(proposal_id, Counter())[vote] += number
    return found


def by(tx: Transaction, poll_id: int, member_id: int) -> dict[int, str]:
    """What a member voted on each date of a poll."""
    rows = tx.community.execute(_MINE, {"poll_id": poll_id, "member_id": member_id})
    return {proposal_id: vote for proposal_id, vote in rows}


def put(tx: Transaction, proposal_id: int, member_id: int, vote: str) -> None:
    """Write or change a vote."""
    tx.community.execute(delete(votes).filter_by(proposal_id=proposal_id, member_id=member_id))
    tx.community.execute(insert(votes).values(proposal_id=proposal_id, member_id=member_id, vote=vote))


def voters(tx: Transaction, poll_id: int) -> set[int]:
    """Who voted on any date of a poll."""
    return set(tx.community.execute(_VOTERS, {"poll_id": poll_id}).scalars())


def who(tx: Transaction, proposal_id: int, vote: str) -> set[int]:
    """Who voted so on a date."""
    return set(tx.community.execute(_WHO, {"proposal_id": proposal_id, "vote": vote}).scalars())


def of(tx: Transaction, member_id: int) -> list[tuple[Poll, datetime, str]]:
    """Every vote of a member: the poll, the date on its wall, the vote."""
    rows = tx.community.execute(_VOTED, {"member_id": member_id})
    return [(Poll(*row[:-2]), row.wall, row.vote) for row in rows]


def last_voted(tx: Transaction, member_id: int) -> datetime | None:
    """When the latest poll ends in which a member voted; of the vote itself no time is kept."""
    latest: datetime | None = tx.community.execute(_LAST_VOTED, {"member_id": member_id}).scalar_one()
    return latest


def voted_before(tx: Transaction, before: datetime) -> list[tuple[int, datetime]]:
    """Who voted in polls that ended before this instant, each with the latest end."""
    return [(number, latest) for number, latest in tx.community.execute(_VOTED_BEFORE, {"before": before})]


def release(tx: Transaction, member_id: int) -> list[int]:
    """Take back what a member voted in polls that are still open; returns these polls' numbers."""
    running = select(proposals.c.id, proposals.c.poll_id).join(polls).where(polls.c.state == "open")
    poll_of = {number: poll_id for number, poll_id in tx.community.execute(running)}
    gone = delete(votes).where(votes.c.member_id == member_id, votes.c.proposal_id.in_(poll_of))
    return sorted({poll_of[number] for number in tx.community.execute(gone.returning(votes.c.proposal_id)).scalars()})


def count_of(tx: Transaction, member_id: int) -> int:
    """Turn every vote of a member into a count; returns how many."""
    return _count(tx, votes.c.member_id == member_id)


def count_before(tx: Transaction, before: datetime) -> int:
    """Turn the votes of polls that ended before this instant into counts; returns how many."""
    over = select(proposals.c.id).join(polls).where(polls.c.closes_at < before)
    return _count(tx, votes.c.proposal_id.in_(over))


def _count(tx: Transaction, which: ColumnElement[bool]) -> int:
    gone = tx.community.execute(delete(votes).where(which).returning(votes.c.proposal_id, votes.c.vote))
    more = Counter((proposal_id, vote) for proposal_id, vote in gone)
    upserts.add_up(tx, counted, more)
    return more.total()
