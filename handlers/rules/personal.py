"""Personal data: everything that is kept of a person, for themselves and nobody else."""

from dataclasses import dataclass
from datetime import datetime

import storage.answers
import storage.feeds
import storage.groups
import storage.invitations
import storage.journal
import storage.meetings
import storage.mutes
import storage.notices
import storage.polls
import storage.requests
import storage.votes
import storage.words
from handlers.rules.people import Person
from storage.database import Transaction
from storage.invitations import Invitation
from storage.journal import Entry
from storage.meetings import Meeting
from storage.members import Member
from storage.polls import Poll
from storage.words import Word


@dataclass(frozen=True)
class Kept:
    """What the community database holds of a person. Of reports it holds nothing, so nothing can be here."""

    who: Person
    member: Member | None  # who left is one too, until they are erased
    answers: list[tuple[Meeting, str]]
    prepared: list[Meeting]
    votes: list[tuple[Poll, datetime, str]]  # on a date, on the wall of its region
    polls: list[Poll]  # prepared
    muted: list[str]
    feed: bool  # whether their calendar has an address
    inviting: Invitation | None  # the invitation they are preparing
    journal: list[Entry]  # what they did, and what was done to them
    requests: list[tuple[str, str]]  # the groups they asked to come into: title, state
    words: list[Word]  # what they wrote to many, sent or not
    told: list[tuple[str, str, datetime]]  # what the bot said or will say: kind, state, when


def kept(tx: Transaction, who: Person) -> Kept:
    """All of it, of a member or of somebody on the way in; of a stranger there is nothing."""
    asked = [(_title(tx, request.group_id), request.state) for request in storage.requests.of(tx, who.telegram_id)]
    found = who.member or who.gone
    if found is None:
        return Kept(who, None, [], [], [], [], [], False, None, [], asked, [], [])
    number = found.id
    return Kept(
        who,
        found,
        answers=storage.answers.answered(tx, number),
        prepared=storage.meetings.of(tx, number),
        votes=storage.votes.of(tx, number),
        polls=storage.polls.of(tx, number),
        inviting=storage.invitations.draft(tx, number),
        muted=storage.mutes.of(tx, number),
        feed=storage.feeds.exists(tx, number),
        journal=storage.journal.about(tx, number),
        requests=asked,
        words=storage.words.of(tx, number),
        told=storage.notices.to(tx, f"member:{number}"),
    )


def _title(tx: Transaction, group_id: int) -> str:
    group = storage.groups.by_id(tx, group_id)
    return "" if group is None else group.title
