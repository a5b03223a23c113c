"""What reaches a person, and when: what they silenced, their quiet hours, their pause.

Never these: what was announced to a supervisor keeps its own hours (handlers.rules.slots), and no report depends on it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import storage.answers
import storage.meetings
import storage.members
import storage.mutes
import storage.notices
import storage.snoozes
from handlers.rules import people
from handlers.rules.civil import instant, wall
from handlers.rules.reminders import COURTESIES, KINDS, QUIET_FROM, QUIET_UNTIL, SHORTLY, SOON, SUNDAY
from storage.database import Transaction
from storage.members import Member

WEEKLY = "nudge.week"
POLL, ACTION = "poll.silent", "action.due"
DUE, TOOK = "supervision.due", "supervision.took"
UNDATED = "supervision"  # what the former is about
MUTABLE = (*COURTESIES, WEEKLY, POLL, ACTION, DUE)  # a person may silence each, and may miss one in their quiet hours
ALERTS = ("report.new", "report.late")
AWAITED = ("door.open", SOON)  # somebody asked, and waits for it
OUTCOMES = ("meeting.moved", "meeting.cancelled", "meeting.seat")  # who comes hears of it in a pause too
DAYS_BEFORE, SHORTLY_BEFORE = "supervision.j3", "supervision.h2"
WITHDRAWN, GIVEN_BACK = "supervision.withdrawn", "supervision.late"
ASKED, TAKEN, DECLINED = "watch.asked", "watch.taken", "watch.declined"  # to stand in for somebody; and the answer
COVERS = (ASKED, DECLINED)  # void by another word on the same cover
APPOINTMENTS = (DAYS_BEFORE, SHORTLY_BEFORE, WITHDRAWN, GIVEN_BACK, TAKEN, DECLINED)  # made by who hears of it
RECALLS = (DAYS_BEFORE, SHORTLY_BEFORE)
SILENCED = (*MUTABLE, *RECALLS, TOOK)  # each with a line in the settings
SPARED = (DAYS_BEFORE,)  # left out where somebody was told enough: another comes on the day
MOST, WEEK = 4, timedelta(weeks=1)  # told in a week before these are left out: a fifth is for what cannot wait (domain)
ENTRUSTED, CASELOAD = "caseload.mine", "caseload.theirs"  # to who is supervised, and to who supervises
RESIGNED = "caseload.left"  # to who coordinates: somebody supervises no more
# What one may do here changed, or with whom: told when the pause is over.
KEPT = ("role.given", "role.taken", ENTRUSTED, CASELOAD, RESIGNED)
REPORTS = (*ALERTS, "report.unanswered", "report.ending")


@dataclass(frozen=True)
class Hours:
    """When a phone should not sound: from an evening to a morning, and perhaps all Sunday."""

    start: time
    end: time
    sundays: bool

    def holds(self, at: datetime) -> bool:
        """Whether this civil time is quiet."""
        return at.time() >= self.start or at.time() < self.end or (self.sundays and at.weekday() == SUNDAY)


QUIET: dict[str, Hours | None] = {
    "night": Hours(QUIET_FROM, QUIET_UNTIL, sundays=True),  # proposed by us, as everybody’s
    "late": Hours(time(22), time(7), sundays=False),
    "never": None,
}


def quiet_until(choice: str, now: datetime, zone: str) -> datetime | None:
    """When the quiet hours that hold now in `zone` end; None outside of them."""
    hours, here = QUIET[choice], wall(now, zone)
    if hours is None or not hours.holds(here):
        return None
    morning = datetime.combine(here.date(), hours.end)
    if morning <= here:
        morning += timedelta(days=1)
    if hours.sundays and morning.weekday() == SUNDAY:
        morning += timedelta(days=1)
    return instant(morning, zone)


def waits(
    tx: Transaction, reader: Member, kind: str, about: str, expires_at: datetime | None, now: datetime
) -> datetime | None:
    """Until when a notice waits for this reader; None when it is for now.

    What is no courtesy is never lost to quiet hours: if it would make no sense after them, it comes during them.
    """
    if kind in (*REPORTS, *AWAITED) or (kind == SHORTLY and _comes(tx, reader, about)):
        return None
    if kind == TOOK and told_enough(tx, reader, now):
        return now + timedelta(days=1)  # nothing is lost by it
    if kind in KEPT and (returns := back(reader, now)) is not None:
        return returns
    until = quiet_until(reader.quiet, now, people.zone(reader))
    if until is not None and expires_at is not None and expires_at <= until and kind not in MUTABLE:
        return None
    return until


def unwanted(tx: Transaction, reader: Member, kind: str, about: str, now: datetime) -> bool:
    """Whether this reader silenced it, or is having a pause and did not ask for it."""
    if kind in SILENCED and storage.mutes.muted(tx, reader.id, kind):
        return True
    if kind in SPARED and told_enough(tx, reader, now):
        return True
    heard = kind in (*AWAITED, *KEPT, *APPOINTMENTS) or (kind in (*KINDS, *OUTCOMES) and _comes(tx, reader, about))
    return paused(reader, now) and not heard


def put_off(tx: Transaction, reader: Member, now: datetime) -> date | None:
    """The Monday until which somebody wants to hear nothing of a date to choose; None when it has come, or for none."""
    until = storage.snoozes.until(tx, reader.id)
    return until if until is not None and people.today(reader, now) < until else None


def told_enough(tx: Transaction, reader: Member, now: datetime) -> bool:
    """Whether somebody was told so much in the week before that what is no more than a courtesy is left out."""
    return storage.notices.heard(tx, f"member:{reader.id}", now - WEEK) >= MOST


def _comes(tx: Transaction, reader: Member, about: str) -> bool:
    found = storage.answers.of(tx, int(about.partition(":")[2]), reader.id)
    return found is not None and found.seated


def paused(reader: Member, now: datetime) -> bool:
    """Whether a pause has not ended yet; on its last date it is over."""
    until: date | None = reader.paused_until
    return until is not None and people.today(reader, now) < until


def back(reader: Member, now: datetime) -> datetime | None:
    """When the pause is over, and the quiet hours on that day; None without a pause."""
    if reader.paused_until is None or not paused(reader, now):
        return None
    zone = people.zone(reader)
    morning = instant(datetime.combine(reader.paused_until, time()), zone)
    return quiet_until(reader.quiet, morning, zone) or morning


def resting(reader: Member, now: datetime) -> bool:
    """Whether nothing should sound for this reader now: what cannot wait comes in silence."""
    return paused(reader, now) or quiet_until(reader.quiet, now, people.zone(reader)) is not None


def asked_for_waits(tx: Transaction, telegram_id: int, now: datetime) -> datetime | None:
    """Until when a word waits that somebody asked for: a pause lets it pass, quiet hours do not."""
    found = storage.members.by_telegram(tx, telegram_id)
    return None if found is None else quiet_until(found.quiet, now, people.zone(found))
