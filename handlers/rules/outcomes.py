"""What comes of a poll: the date put forward and its reason, what the coordinator decides, the meeting that follows."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import storage.answers
import storage.cards
import storage.groups
import storage.meetings
import storage.notices
import storage.polls
import storage.votes
from handlers.rules import announcing, fairness, holidays, meetings, people, polls
from handlers.rules.civil import day_start, instant, wall
from handlers.rules.fairness import Facts
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice
from storage.polls import Poll, Proposal

LATER = (3, 7, 14)  # days from now, to put the end off
EVENING = time(18)  # polls end then, before quiet hours begin: whoever decides hears of it the same day
NIGHT_FROM, NIGHT_UNTIL = time(21), time(7)
LAST_TIMES = 2


@dataclass(frozen=True)
class Outcome:
    """How the dates of a poll compare; `regions`: by the date's number, where people live for whom it is night."""

    seen: polls.View
    facts: dict[int, Facts]
    best: Facts | None
    why: list[str]
    regions: dict[int, list[str]]
    asked: int
    answered: int


def closing(now: datetime, days: int, zone: str) -> datetime:
    """When a poll ends that lasts so many days from now: in the evening, on the clock of its region."""
    day = wall(now, zone).date() + timedelta(days=days)
    return instant(datetime.combine(day, EVENING), zone)


def led(tx: Transaction, who: Person, poll_id: int) -> tuple[Poll, Member]:
    """An announced poll that this coordinator may close, put off and decide."""
    found = polls.announced(tx, poll_id)
    return found, people.coordinator(who, found.region)


def outcome(tx: Transaction, who: Person, poll_id: int) -> Outcome:
    """How the dates of a poll compare, for a coordinator of its region."""
    found, reader = led(tx, who, poll_id)
    return weigh(tx, found, reader)


def weigh(tx: Transaction, poll: Poll, reader: Member) -> Outcome:
    """The same for whoever was found to coordinate it."""
    seen = polls.view(tx, poll, reader)
    asked, voters = meetings.readers(tx, [poll.region]), storage.votes.voters(tx, poll.id)
    out = left_out(tx, poll.region, poll.id, polls.end(poll))
    asleep = {one.id: [each for each in asked if is_night(one, people.zone(each))] for one in seen.dates}
    facts = {
        one.id: Facts(
            one.id,
            one.starts_at,
            **{word: seen.voices(one.id)[word] for word in polls.VOTES},
            again=len(out & storage.votes.who(tx, one.id, "no")),
            holiday=holidays.public(one.wall.date(), poll.region) is not None,
            asleep=sum(each.id in voters for each in asleep[one.id]),
        )
        for one in seen.dates
    }
    dates = list(facts.values())
    best = fairness.best(dates)
    regions = {number: sorted({each.region for each in found}) for number, found in asleep.items()}
    why = fairness.why(best, dates) if best else []
    return Outcome(seen, facts, best, why, regions, len(asked), len(voters))


def is_night(date: Proposal, zone: str) -> bool:
    """Whether a meeting would begin between 21:00 and 7:00 on the clocks of `zone`."""
    at = wall(date.starts_at, zone).time()
    return at >= NIGHT_FROM or at < NIGHT_UNTIL


def left_out(tx: Transaction, code: str, poll_id: int, before: datetime) -> set[int]:
    """Who was left out the last times in this region.

    They said no to its last two meetings, or could not come on the date its last poll decided for.
    """
    last = storage.meetings.past(tx, {code}, before)[:LAST_TIMES]
    absent = [storage.answers.who(tx, one.id, "no") for one in last]
    found = set[int].intersection(*absent) if len(absent) == LAST_TIMES else set()
    decided = storage.polls.last_decided(tx, code)
    if decided is not None and decided.chosen is not None and decided.id != poll_id:
        found |= storage.votes.who(tx, decided.chosen, "no")
    return found


def stop(tx: Transaction, who: Person, poll_id: int, now: datetime) -> Outcome:
    """End an open poll before its time."""
    found, reader = led(tx, who, poll_id)
    polls.close(tx, found, now)
    if found.state == "open":  # whoever ended it sees what came of it now
        recipient = f"member:{reader.id}"
        storage.notices.suppress_for(tx, polls.about(found.id), recipient, (polls.CLOSED,))
    return outcome(tx, who, poll_id)


def put_off(tx: Transaction, who: Person, poll_id: int, days: int, now: datetime) -> polls.View:
    """Let a poll end later, or open one again that is over; refuses an end after its first date."""
    found, _ = led(tx, who, poll_id)
    if days not in LATER:
        raise Refusal(Reason.STALE)
    undecided(found)
    closes_at = closing(now, days, found.zone)
    check_end(closes_at, storage.polls.proposed(tx, poll_id), found)
    if closes_at != found.closes_at or found.state != "open":
        storage.polls.turn(tx, poll_id, found.state, "open", closes_at=closes_at)
        if found.state == "closed":  # whoever was to hear what came of it need not any more
            storage.notices.suppress(tx, polls.about(poll_id))
        storage.cards.outdate(tx, polls.about(poll_id))
        polls.recall_later(tx, polls.announced(tx, poll_id), now)
    return polls.look(tx, who, poll_id)


def check_end(closes_at: datetime, dates: list[Proposal], poll: Poll) -> None:
    """Refuse an end that would leave no time to announce the first date."""
    if dates and closes_at >= dates[0].starts_at:
        raise Refusal(Reason.POLL_ENDS_LATE, closes=wall(closes_at, poll.zone), first=dates[0].wall)


def undecided(poll: Poll) -> None:
    """Refuse what was decided already."""
    if poll.state not in ("open", "closed"):
        raise Refusal(Reason.POLL_DECIDED)


@dataclass(frozen=True)
class Impact:
    """What deciding for a date would do: how many people besides the coordinator, and groups, are told."""

    result: Outcome
    date: Proposal
    people: int
    groups: int


def impact(tx: Transaction, who: Person, proposal_id: int, now: datetime) -> Impact:
    """What deciding for this date would do; refuses what cannot be decided."""
    seen, date = polls.ballot(tx, who, proposal_id)
    found, reader = led(tx, who, seen.poll.id)
    _decidable(found, date, now)
    others = meetings.readers(tx, [found.region], but=reader.id)
    return Impact(weigh(tx, found, reader), date, len(others), len(storage.groups.of_region(tx, found.region)))


def _decidable(poll: Poll, date: Proposal, now: datetime) -> None:
    undecided(poll)
    if poll.state == "open":
        raise Refusal(Reason.POLL_OPEN)
    if date.starts_at <= now:
        raise Refusal(Reason.MEETING_IN_PAST)


def decide(tx: Transaction, who: Person, proposal_id: int, uid: str, card: int | None, now: datetime) -> meetings.View:
    """Decide for a date: the meeting exists and is announced; whoever was asked is told. Once only.

    Nobody's answer is invented: those who voted for the date are asked to answer the meeting like the others.
    """
    seen, date = polls.ballot(tx, who, proposal_id)
    found, owner = led(tx, who, seen.poll.id)
    if found.meeting_id is not None and found.state == "decided":  # by somebody else perhaps, for another date
        return meetings.look(tx, who, found.meeting_id)
    _decidable(found, date, now)
    made = storage.meetings.settle(
        tx,
        uid=uid,
        owner=owner.id,
        region=found.region,
        title=found.title,
        wall=date.wall,
        zone=found.zone,
        starts_at=date.starts_at,
        minutes=found.minutes,
        place=found.place,
    )
    _end(tx, found, "decided", owner, now, chosen=proposal_id, meeting_id=made.id)
    if card is not None:
        storage.cards.post(tx, meetings.about(made.id), f"member:{owner.id}", owner.telegram_id, card)
    announcing.announce(tx, made, owner, now)
    return meetings.view(tx, made, owner)


def drop(tx: Transaction, who: Person, poll_id: int, now: datetime) -> polls.View:
    """Decide for none of the dates, whether the poll is over or not; whoever was asked is told. Once only."""
    found, owner = led(tx, who, poll_id)
    if found.state != "dropped":
        undecided(found)
        _end(tx, found, "dropped", owner, now)
        found = replace(found, state="dropped")
    return polls.view(tx, found, owner)


def _end(tx: Transaction, poll: Poll, state: str, owner: Member, now: datetime, **fields: object) -> None:
    if not storage.polls.turn(tx, poll.id, poll.state, state, **fields):
        raise Refusal(Reason.POLL_DECIDED)
    name, lane = polls.about(poll.id), storage.notices.BROADCAST
    storage.notices.suppress(tx, name)
    storage.cards.outdate(tx, name)
    expires_at = day_start(now) + polls.TOLD
    others = meetings.readers(tx, [poll.region], but=owner.id)
    storage.notices.add(
        tx,
        (
            NewNotice(polls.DECIDED, name, state, f"member:{reader.id}", day_start(now), lane, expires_at)
            for reader in others
        ),
    )
