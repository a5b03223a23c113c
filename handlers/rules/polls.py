"""Polls for the date of a meeting: who is asked, who votes, who is recalled, how a poll ends by itself."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import storage.cards
import storage.groups
import storage.members
import storage.notices
import storage.polls
import storage.votes
from handlers.rules import announcing, hearing, people
from handlers.rules.civil import day_start, wall
from handlers.rules.meetings import own_regions, readers
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reminders import aloud
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice
from storage.polls import Poll, Proposal

VOTES = ("yes", "maybe", "no")
CARD, SILENT, CLOSED, DECIDED = "poll.card", hearing.POLL, "poll.closed", "poll.decided"
UNDECIDED = "poll.undecided"
BEFORE_THE_END = timedelta(hours=48)
AFTER_THE_END, BY_DAY = timedelta(days=3), time(10)  # a whole hour of a day: when it was ended by hand is not told
TOLD = timedelta(days=14)  # a decision that did not reach somebody by then is no news


@dataclass(frozen=True)
class View:
    """A poll as one reader sees it: how many voted what, their own votes, their clock, whether they may decide."""

    poll: Poll
    dates: list[Proposal]
    tally: dict[int, Counter[str]]
    mine: dict[int, str]
    zone: str
    leads: bool = False

    def voices(self, proposal_id: int) -> Counter[str]:
        """How many voted what on a date."""
        return self.tally.get(proposal_id, Counter())

    @property
    def next(self) -> Proposal | None:
        """The first date the reader has not voted on."""
        return next((one for one in self.dates if one.id not in self.mine), None)


def about(poll_id: int) -> str:
    """The name of a poll in notices and cards."""
    return f"poll:{poll_id}"


def end(poll: Poll) -> datetime:
    """When an announced poll ends."""
    assert poll.closes_at is not None, "an announced poll has an end"  # noqa: S101 - states an invariant
    return poll.closes_at


def view(tx: Transaction, poll: Poll, reader: Member | None) -> View:
    """The poll for one reader; None is a group, which sees the poll's own clock and no vote of its own."""
    dates, tally = storage.polls.proposed(tx, poll.id), storage.votes.tally(tx, poll.id)
    if reader is None:
        return View(poll, dates, tally, {}, poll.zone)
    mine = storage.votes.by(tx, poll.id, reader.id)
    return View(poll, dates, tally, mine, people.zone(reader), reader.holds("coordinator", poll.region))


def announced(tx: Transaction, poll_id: int) -> Poll:
    """A poll that others know of; refuses any other number."""
    found = storage.polls.by_id(tx, poll_id)
    if found is None or found.state == "draft":
        raise Refusal(Reason.POLL_GONE)
    return found


def open_to(tx: Transaction, who: Person, poll_id: int) -> tuple[Poll, Member]:
    """An announced poll that this member may see."""
    reader = people.member(who)
    found = announced(tx, poll_id)
    if not people.belongs(reader, found.region):
        raise Refusal(Reason.OTHER_REGION)
    return found, reader


def look(tx: Transaction, who: Person, poll_id: int) -> View:
    """One poll, as this member sees it."""
    found, reader = open_to(tx, who, poll_id)
    return view(tx, found, reader)


def ballot(tx: Transaction, who: Person, proposal_id: int) -> tuple[View, Proposal]:
    """The poll of a date, and the date; to vote on it once more."""
    date = storage.polls.proposal(tx, proposal_id)
    if date is None:
        raise Refusal(Reason.POLL_GONE)
    return look(tx, who, date.poll_id), date


def vote(tx: Transaction, who: Person, proposal_id: int, word: str, now: datetime) -> tuple[View, Proposal]:
    """Vote on one date; whoever voted is not recalled any more. No time is kept."""
    if word not in VOTES:
        raise Refusal(Reason.STALE)
    seen, date = ballot(tx, who, proposal_id)
    poll, reader = seen.poll, people.member(who)
    if poll.state != "open" or end(poll) <= now:
        raise Refusal(Reason.POLL_OVER)
    if seen.mine.get(proposal_id) == word:
        return seen, date
    storage.votes.put(tx, proposal_id, reader.id, word)
    storage.cards.outdate(tx, about(poll.id))
    storage.notices.suppress_for(tx, about(poll.id), f"member:{reader.id}", (SILENT,))
    return view(tx, poll, reader), date


def running(tx: Transaction, who: Person) -> tuple[list[Poll], bool]:
    """The open polls of a member's regions; whether this member may make one."""
    reader = people.member(who)
    return storage.polls.open_in(tx, own_regions(reader)), reader.holds("coordinator")


def seen_by(tx: Transaction, about_poll: str, reader: Member | None) -> View | None:
    """The poll a notice or a card is about, for one reader; None when there is none."""
    found = storage.polls.by_id(tx, int(about_poll.partition(":")[2]))
    return None if found is None or found.state == "draft" else view(tx, found, reader)


def announce(tx: Transaction, poll: Poll, owner: Member, now: datetime) -> None:
    """Ask everybody of its region but `owner`, who has its card already; recall it to all who stay silent."""
    for group in storage.groups.of_region(tx, poll.region):
        storage.notices.add(tx, [_posted(poll, f"group:{group.id}", day_start(now))])
    for reader in readers(tx, [poll.region]):
        posted = [_posted(poll, f"member:{reader.id}", day_start(now))] if reader.id != owner.id else []
        storage.notices.add(tx, [*posted, *_recall(tx, poll, reader, now)])


def _posted(poll: Poll, recipient: str, due_at: datetime) -> NewNotice:
    return NewNotice(CARD, about(poll.id), "0", recipient, due_at, storage.notices.BROADCAST, poll.closes_at)


def _recall(tx: Transaction, poll: Poll, reader: Member, now: datetime) -> Iterator[NewNotice]:
    """Once: whoever was recalled before the end was put off is not recalled again."""
    zone, recipient = people.zone(reader), f"member:{reader.id}"
    due_at = aloud(wall(end(poll) - BEFORE_THE_END, zone), zone)
    said = storage.notices.first_due(tx, SILENT, about(poll.id), recipient)
    if due_at > now and (said is None or said > now):
        lane, version = storage.notices.REMINDER, f"{end(poll):%Y-%m-%d}"
        yield NewNotice(SILENT, about(poll.id), version, recipient, due_at, lane, poll.closes_at)


def catch_up(tx: Transaction, who: Person, now: datetime) -> None:
    """Whoever joins is told of meetings and asked in open polls like the others; again: nothing changes."""
    reader = people.member(who)
    announcing.catch_up(tx, who, now)
    for poll in running(tx, who)[0]:
        # The month only: of a joining, no finer time is kept.
        posted = _posted(poll, f"member:{reader.id}", day_start(now).replace(day=1))
        storage.notices.add(tx, [posted, *_recall(tx, poll, reader, now)])


def recall_later(tx: Transaction, poll: Poll, now: datetime) -> None:
    """The end was put off: so is the recall of those who have neither voted nor been recalled."""
    voted = storage.votes.voters(tx, poll.id)
    for reader in readers(tx, [poll.region]):
        if reader.id not in voted:
            recipient, rows = f"member:{reader.id}", list(_recall(tx, poll, reader, now))
            storage.notices.suppress_for(tx, about(poll.id), recipient, (SILENT,))
            storage.notices.add(tx, rows)
            for row in rows:  # the same end as before a poll was closed too early
                storage.notices.revive_for(tx, about(poll.id), row.version, recipient, (SILENT,), now)


def close_due(tx: Transaction, now: datetime) -> None:
    """End the polls whose time has come; in every process at once, each poll ends once."""
    for poll in storage.polls.due(tx, now):
        close(tx, poll, now)


def close(tx: Transaction, poll: Poll, now: datetime) -> None:
    """End an open poll: nobody is asked or recalled any more, its coordinators are told what came of it."""
    if not storage.polls.turn(tx, poll.id, "open", "closed"):
        return
    storage.notices.suppress(tx, about(poll.id))
    storage.cards.outdate(tx, about(poll.id))
    # A poll that was opened again ends again, and that is news.
    version = str(len(storage.notices.states(tx, CLOSED, about(poll.id))))
    for reader in storage.members.several(tx, people.coordinators_of(tx, poll.region)):
        storage.notices.add(tx, _over(poll, version, reader, now))


def _over(poll: Poll, version: str, reader: Member, now: datetime) -> Iterator[NewNotice]:
    """What came of it, for who decides; and once more where nobody does, which deciding it suppresses."""
    name, recipient, zone = about(poll.id), f"member:{reader.id}", people.zone(reader)
    yield NewNotice(CLOSED, name, version, recipient, day_start(now), storage.notices.ANSWER)
    recalled = aloud(datetime.combine(people.today(reader, now) + AFTER_THE_END, BY_DAY), zone)
    yield NewNotice(UNDECIDED, name, version, recipient, recalled, storage.notices.REMINDER)
