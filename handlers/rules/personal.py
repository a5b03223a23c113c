"""Personal data: everything that is kept of a person, for themselves and nobody else."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import storage.actions
import storage.agenda
import storage.answers
import storage.bookings
import storage.desks
import storage.feeds
import storage.groups
import storage.invitations
import storage.journal
import storage.meetings
import storage.members
import storage.mutes
import storage.notices
import storage.openings
import storage.plans
import storage.polls
import storage.presences
import storage.requests
import storage.snoozes
import storage.votes
import storage.watches
import storage.words
from handlers.rules.people import Person
from storage.actions import Action
from storage.bookings import Booking, Hold
from storage.database import Transaction
from storage.desks import Desk
from storage.invitations import Invitation
from storage.journal import Entry
from storage.meetings import Meeting
from storage.members import Member
from storage.openings import Opening
from storage.plans import Plan
from storage.polls import Poll
from storage.watches import Watch
from storage.words import Word


@dataclass(frozen=True)
class Supervision:
    """What is kept of a person's supervision, on either side; never a word of what was said."""

    seats: list[tuple[Booking, Opening, str]]  # each with the first name of who supervised, empty once they are erased
    asked: list[Hold]  # freed seats they were asked to take
    by: str | None  # the first name of who supervises them, where it was agreed on
    cases: int  # whom they supervise
    offered: list[Opening]
    desk: Desk
    snoozed: date | None  # until when they want to hear nothing of a date to choose
    plans: list[Plan]  # how often: set for them, or by them for whom they supervise
    watches: list[Watch]  # their weeks on watch, and those they are asked to take


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
    standing: list[tuple[Meeting, str]]  # what they answered for every date of a series
    facilitates: list[Meeting]
    there: list[Meeting]  # the meetings they were at
    proposed: list[tuple[Meeting, str]]  # what they put on an agenda with their name
    wanted: list[str]  # what they voted for
    actions: list[Action]  # what they said is theirs to do
    supervision: list[Supervision]  # one, of a member
    told: list[tuple[str, str, datetime]]  # what the bot said or will say: kind, state, when


LISTS = [each.name for each in fields(Kept) if each.name not in ("who", "member", "feed", "inviting", "requests")]


def kept(tx: Transaction, who: Person) -> Kept:
    """All of it, of a member or of somebody on the way in; of a stranger there is nothing."""
    asked = [(_title(tx, request.group_id), request.state) for request in storage.requests.of(tx, who.telegram_id)]
    found = who.member or who.gone
    if found is None:
        nothing: dict[str, list[Any]] = {name: [] for name in LISTS}
        return Kept(who, None, feed=False, inviting=None, requests=asked, **nothing)
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
        standing=storage.answers.standing_of(tx, number),
        facilitates=storage.meetings.facilitated(tx, number),
        there=[one for key in storage.presences.attended(tx, number) if (one := storage.meetings.by_id(tx, key))],
        proposed=storage.agenda.signed(tx, number),
        wanted=storage.agenda.wanted(tx, number),
        actions=storage.actions.taken(tx, number),
        supervision=[_supervision(tx, number)],
        told=storage.notices.to(tx, f"member:{number}"),
    )


def _supervision(tx: Transaction, number: int) -> Supervision:
    found = storage.bookings.of_members(tx, [number])
    by = storage.desks.supervisor(tx, number)
    return Supervision(
        seats=[(booking, opening, _first_name(tx, opening.supervisor)) for booking, opening in found],
        asked=storage.bookings.asked(tx, number),
        by=None if by is None else _first_name(tx, by),
        cases=len(storage.desks.cases(tx, number)),
        offered=storage.openings.all_of(tx, number),
        desk=storage.desks.desk(tx, number),
        snoozed=storage.snoozes.until(tx, number),
        plans=storage.plans.own(tx, number),
        watches=storage.watches.of(tx, number, date.min),
    )


def _first_name(tx: Transaction, number: int | None) -> str:
    found = None if number is None else storage.members.by_id(tx, number)
    return "" if found is None else found.first_name


def _title(tx: Transaction, group_id: int) -> str:
    group = storage.groups.by_id(tx, group_id)
    return "" if group is None else group.title
