"""When a meeting is recalled: the arithmetic of J-14, J-3 and two hours before, outside quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.rules.civil import instant, wall

QUIET_FROM = time(20)  # quiet hours are 20:00 to 08:00 and Sundays, on the reader's clock
QUIET_UNTIL = time(8)
SUNDAY = 6

DAYS_BEFORE = {"meeting.j14": 14, "meeting.j3": 3}
SHORTLY = "meeting.h2"
SOON = "meeting.h1"  # asked for with the one before
AFTER = "meeting.after"
COURTESIES = (*DAYS_BEFORE, SHORTLY, AFTER)
KINDS = (*COURTESIES, SOON)


@dataclass(frozen=True)
class Reminder:
    """A recall of a meeting: its kind, when it is said, and from when it would make no sense."""

    kind: str
    due_at: datetime
    expires_at: datetime


def reminders(starts_at: datetime, minutes: int, zone: str, now: datetime) -> Iterator[Reminder]:
    """The recalls still to come of a meeting of so many minutes, and the word after it, for a reader in `zone`."""
    for kind, days in DAYS_BEFORE.items():
        due_at = aloud(wall(starts_at, zone) - timedelta(days=days), zone)
        if due_at > now:
            yield Reminder(kind, due_at, due_at + timedelta(days=2))
    shortly = _after_night(starts_at - timedelta(hours=2), starts_at, zone)
    if shortly > now:
        yield Reminder(SHORTLY, shortly, starts_at)
    after = _later_aloud(wall(starts_at + timedelta(minutes=minutes), zone) + timedelta(days=1), zone)
    yield Reminder(AFTER, after, after + timedelta(days=3))


def soon(starts_at: datetime) -> Reminder:
    """The one more word, an hour before, that whoever got the last one asked for."""
    return Reminder(SOON, starts_at - timedelta(hours=1), starts_at)


def aloud(at: datetime, zone: str) -> datetime:
    """The instant of a civil time, or on the Saturday before, moved into the hours when a phone may sound."""
    if at.weekday() == SUNDAY:
        at -= timedelta(days=1)
    if at.time() < QUIET_UNTIL:
        at = datetime.combine(at.date(), QUIET_UNTIL)
    elif at.time() >= QUIET_FROM:
        at = datetime.combine(at.date(), QUIET_FROM) - timedelta(hours=1)
    return instant(at, zone)


def _later_aloud(at: datetime, zone: str) -> datetime:
    """The next hour from then on at which a phone may sound."""
    if at.time() >= QUIET_FROM:
        at = datetime.combine(at.date() + timedelta(days=1), QUIET_UNTIL)
    if at.weekday() == SUNDAY:
        at += timedelta(days=1)
    return instant(max(at, datetime.combine(at.date(), QUIET_UNTIL)), zone)


def _after_night(at: datetime, starts_at: datetime, zone: str) -> datetime:
    """The day's own recall waits for the end of the night, unless the meeting would begin before."""
    morning = instant(datetime.combine(wall(at, zone).date(), QUIET_UNTIL), zone)
    return morning if at < morning < starts_at else at
