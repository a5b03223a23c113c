"""Away from one’s week of the watch: somebody else is asked, and has it once they say yes."""

from dataclasses import dataclass
from datetime import date, datetime

import storage.notices
import storage.watches
from handlers.rules import gaps, people, watches
from handlers.rules.hearing import ASKED, COVERS, DECLINED, TAKEN
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.watches import Week
from storage.database import Transaction
from storage.members import Member

MOST = 2  # times that somebody is asked to take the same week (proposed by us)


@dataclass(frozen=True)
class Own:
    """One’s weeks, and those one is asked to take."""

    weeks: list[Week]
    asked: list[Week]


@dataclass(frozen=True)
class Absence:
    """One’s week, and who can be asked to take it, or is; `again`: whom of them it was asked of in vain."""

    week: Week
    others: list[Member]
    again: frozenset[int] = frozenset()

    @property
    def more(self) -> bool:
        """Whether there is somebody of whom it was never asked."""
        asked = {self.week.asked.id} if self.week.asked is not None else set()
        return bool({one.id for one in self.others} - self.again - asked)


def mine(tx: Transaction, who: Person, now: datetime) -> Own:
    """The weeks of this supervisor that are not over, and those they are asked to take."""
    reader = people.supervisor(who)
    found = watches.weeks(tx, storage.watches.of(tx, reader.id, (now - watches.WEEK).date()), now)
    going_on = [one for one in found if one.monday >= watches.monday(now, one.region)]
    return Own(
        [one for one in going_on if one.planned is not None and one.planned.id == reader.id],
        [one for one in going_on if one.asked is not None and one.asked.id == reader.id],
    )


def look(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> Absence:
    """A week of one’s own; refuses one that is somebody else’s, or over."""
    return absence(tx, _own(tx, people.supervisor(who), code, week, now), now)


def absence(tx: Transaction, found: Week, now: datetime) -> Absence:
    """Who can be asked to take this week: whoever can be on watch and was not asked MOST times."""
    there = watches.supervisors(tx, found.region)
    others = [one for one in there if found.planned is None or one.id != found.planned.id]
    times = {one.id: _times(tx, found, one) for one in others if watches.able(one, found.region, found.monday, now)}
    asked = found.asked.id if found.asked is not None else 0
    able = [one for one in others if one.id == asked or times.get(one.id, MOST) < MOST]
    return Absence(found, able, frozenset(one.id for one in able if one.id != asked and times[one.id]))


def _times(tx: Transaction, found: Week, one: Member) -> int:
    """How often they were asked to take it."""
    return storage.notices.number(tx, ASKED, watches.about(found.region, found.monday), f"member:{one.id}")


def _own(tx: Transaction, reader: Member, code: str, week: date, now: datetime) -> Week:
    found = _held(tx, code, week, now)
    if found.planned is None or found.planned.id != reader.id:
        raise Refusal(Reason.WATCH_NOT_YOURS)
    return found


def _held(tx: Transaction, code: str, week: date, now: datetime) -> Week:
    """A week that is not over, which nobody else changes meanwhile."""
    if week < watches.monday(now, code):
        raise Refusal(Reason.WATCH_OVER)
    storage.watches.taken_hold_of(tx, code, week)
    [found] = watches.read(tx, code, [week], now)
    return found


def leave(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> Absence:
    """Be away in one’s week: until somebody says yes to it, it is a week without anybody, and told as one."""
    found = _own(tx, people.supervisor(who), code, week, now)
    if not found.away:
        storage.watches.leave(tx, code, week)
    return look(tx, who, code, week, now)


def stay(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> Absence:
    """Be there after all; whoever was asked need not answer."""
    reader = people.supervisor(who)
    if _own(tx, reader, code, week, now).away:
        storage.watches.plan(tx, code, week, reader.id)
        storage.notices.suppress_kinds(tx, watches.about(code, week), COVERS)
    return look(tx, who, code, week, now)


def ask(tx: Transaction, who: Person, code: str, week: date, number: int, now: datetime) -> Absence:
    """Ask somebody to take one’s week; asked again, they are told nothing more. Who was asked before is not asked."""
    found = look(tx, who, code, week, now)
    if not found.week.away:
        raise Refusal(Reason.STALE)
    if number not in {one.id for one in found.others}:
        raise Refusal(Reason.WATCH_UNFIT)
    if found.week.asked is None or found.week.asked.id != number:
        storage.notices.suppress_kinds(tx, watches.about(code, week), COVERS)
        storage.watches.leave(tx, code, week, number)
        gaps.tell(tx, ASKED, found.week, number, now)
    return look(tx, who, code, week, now)


def accept(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> Week:
    """Take a week one is asked to take: whoever was away is told. Again: nothing changes."""
    reader = people.supervisor(who)
    found = _held(tx, code, week, now)
    if found.planned is not None and found.planned.id == reader.id and not found.away:
        return found
    if found.planned is None or found.asked is None or found.asked.id != reader.id:
        raise Refusal(Reason.WATCH_NOT_ASKED)
    storage.watches.plan(tx, code, week, reader.id)
    gaps.tell(tx, TAKEN, found, found.planned.id, now)
    gaps.knows(tx, found, reader, now)
    return _own(tx, reader, code, week, now)


def decline(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> None:
    """Not take it: whoever is away is told, and can ask somebody else. Again: nothing changes."""
    reader = people.supervisor(who)
    found = _held(tx, code, week, now)
    if found.planned is not None and found.asked is not None and found.asked.id == reader.id:
        storage.watches.leave(tx, code, week)
        gaps.tell(tx, DECLINED, found, found.planned.id, now)


def asked(tx: Transaction, who: Person, code: str, week: date, now: datetime) -> Week:
    """A week one is asked to take; refuses any other."""
    reader = people.supervisor(who)
    found = _held(tx, code, week, now)
    if found.asked is None or found.asked.id != reader.id:
        raise Refusal(Reason.WATCH_NOT_ASKED)
    return found
