"""Leaving: what goes and what stays, until when one may come back, and who is asked whether they are still here."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import storage.answers
import storage.bookings
import storage.cards
import storage.feeds
import storage.groups
import storage.invitations
import storage.leaving
import storage.meetings
import storage.members
import storage.notices
import storage.polls
import storage.requests
import storage.votes
import storage.watches
import storage.words
from handlers.rules import acts, doors, people, resigning, watches
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.members import NATIONAL, Member

UNDO = timedelta(days=2)  # erased in the morning two days later: a whole day, and what is left of this one
KEPT = timedelta(days=365)  # for who wants their past answers to be there when they come back


@dataclass(frozen=True)
class Impact:
    """What leaving would do: groups to leave, answers to take back, answers that stay as a count.

    Of a supervisor: `called_off`, the times to come that people have, and `watches`, weeks on watch.
    """

    member: Member
    groups: list[str]
    coming: int
    past: int
    last_for: list[str]  # regions nobody would coordinate any more
    erased_on: date
    called_off: int
    watches: int


def impact(tx: Transaction, who: Person, now: datetime) -> Impact:
    """What leaving would do to this member, and to others."""
    found = people.member(who)
    answered = [meeting.starts_at for meeting, _ in storage.answers.answered(tx, found.id)]
    coming = sum(at is not None and at > now for at in answered)
    regions = sorted({role.region for role in found.roles} | {NATIONAL})
    groups = [group.title for code in regions for group in storage.groups.of_region(tx, code)]
    return Impact(
        found,
        groups,
        coming,
        past=len(answered) - coming,
        last_for=_last_for(tx, found),
        erased_on=people.today(found, now) + UNDO,
        called_off=len({time.id for _, time in storage.bookings.of_supervisor(tx, found.id, now)}),
        watches=len(_watches(tx, found, now)),
    )


def _watches(tx: Transaction, found: Member, now: datetime) -> list[date]:
    """The Mondays of their weeks on watch that are not over."""
    planned = watches.weeks(tx, storage.watches.of(tx, found.id, (now - watches.WEEK).date()), now)
    theirs = [one for one in planned if one.planned is not None and one.planned.id == found.id]
    return [one.monday for one in theirs if one.monday >= watches.monday(now, one.region)]


def _last_for(tx: Transaction, found: Member) -> list[str]:
    """The regions that nobody else coordinates, neither there nor for the nation, and where others would stay."""
    others = {place for one, place in storage.members.coordinators(tx) if one != found.id}
    alone = sorted(code for code in found.regions("coordinator") if not others & {code, NATIONAL})
    return [code for code in alone if set(storage.members.holders(tx, people.ROLES, {code})) != {found.id}]


def may_part(tx: Transaction, who: Person, now: datetime) -> date:
    """The day until which past answers would be kept; refuses who may not leave a region without anybody."""
    found = people.member(who)
    if _last_for(tx, found):
        raise Refusal(Reason.LAST_COORDINATOR)
    return people.today(found, now) + KEPT


def part(tx: Transaction, who: Person, now: datetime) -> date:
    """Leave, keeping past answers for who comes back within a year; returns the day on which they go.

    Refuses whoever is the last to coordinate a region in which others stay. Repeated: nothing changes.
    """
    if who.member is None and who.gone is not None and who.gone.erased_on is not None:
        return who.gone.erased_on
    erased_on = may_part(tx, who, now)
    return _depart(tx, people.member(who), "left", erased_on, now)


def forget(tx: Transaction, who: Person, now: datetime) -> date:
    """Leave and be erased; returns the day of it, before which one may come back. Nobody is held back: it is a right.

    Whoever left before and kept their answers is erased on that day too; repeated, the day stays the same.
    """
    if who.member is not None:
        return _depart(tx, who.member, "leaving", people.today(who.member, now) + UNDO, now)
    if who.gone is None or who.gone.erased_on is None:
        raise Refusal(Reason.STALE)
    erased_on = min(people.today(who.gone, now) + UNDO, who.gone.erased_on)
    if who.gone.state == "left":
        storage.leaving.depart(tx, who.gone.id, "forgotten", erased_on)
    return erased_on


def last_day(tx: Transaction, who: Person, now: datetime) -> date:
    """The day on which whoever left would be erased, if they asked for it now."""
    del tx
    if who.gone is None:
        raise Refusal(Reason.STALE)
    return people.today(who.gone, now) + UNDO


def _depart(tx: Transaction, found: Member, state: str, erased_on: date, now: datetime) -> date:
    for code in sorted({role.region for role in found.roles}):
        acts.record(tx, "departed", code, now, member=found.id)
    for meeting_id in storage.answers.release(tx, found.id, now):
        storage.cards.outdate(tx, f"meeting:{meeting_id}")
    for poll_id in storage.votes.release(tx, found.id):
        storage.cards.outdate(tx, f"poll:{poll_id}")
    storage.meetings.discard_of(tx, found.id)
    storage.feeds.revoke(tx, found.id)
    storage.polls.discard_of(tx, found.id)
    storage.words.discard_of(tx, found.id)
    if (inviting := storage.invitations.draft(tx, found.id)) is not None:
        storage.invitations.discard(tx, inviting.id)
    if state == "left":
        storage.words.count_for(tx, found.id)
        storage.notices.forget_all(tx, f"member:{found.id}")
    storage.leaving.depart(tx, found.id, state, erased_on)
    storage.bookings.release(tx, found.id, now)
    if found.holds("supervisor"):
        resigning.resign(tx, found.id, found.regions("supervisor"), now)
    gone = replace(found, state=state)
    doors.expel(tx, gone, sorted({role.region for role in found.roles} | {NATIONAL}), now)
    return erased_on


def come_back(tx: Transaction, who: Person, now: datetime) -> Person:
    """Whoever was about to be erased stays after all, with their roles; for a member nothing changes."""
    if who.member is not None:
        return who
    found = who.gone
    if found is None or found.state != "leaving":
        raise Refusal(Reason.STALE)
    storage.leaving.come_back(tx, found.id)
    for code in sorted({role.region for role in found.roles}):
        acts.record(tx, "returned", code, now, member=found.id)
    return people.recognise(tx, who.telegram_id, who.language)


def forget_joining(tx: Transaction, who: Person) -> None:
    """Whoever is on the way in is forgotten at once."""
    storage.invitations.stop(tx, who.telegram_id)
    storage.requests.forget_all(tx, who.telegram_id)


def stay(tx: Transaction, who: Person, now: datetime) -> None:
    """A member who was asked says that they are still here; of it, the month is kept."""
    storage.leaving.stay(tx, people.member(who).id, f"{now:%Y-%m}")
