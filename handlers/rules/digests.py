"""A supervisor’s digest: at the hour they chose, how much there is to plan, to come, to read; in numbers only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import storage.bookings
import storage.desks
import storage.members
import storage.notices
import storage.vault
from handlers.rules import caseloads, hearing, needs, people, vacancies, workdays
from handlers.rules.civil import instant, today
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import BOXES, region
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice
from storage.vault import Status

KIND, ABOUT = "supervision.digest", "desk"
PACES = ("weekly", "daily", "never")
HOURS = (8, 9, 12, 14, 17, 18)  # on the supervisor's clock
USUAL = "weekly", 9  # Mondays at nine (proposed by us)
MONDAY = 0
UNREAD: tuple[Status, ...] = ("announced",)
AHEAD = timedelta(days=1)  # a digest is written down at most that long before
LASTS = timedelta(hours=12)
SOON = timedelta(days=7)  # what is coming


@dataclass(frozen=True)
class Setting:
    """When a supervisor wants their digest: how often, and at which hour of their clock."""

    pace: str
    hour: int


@dataclass(frozen=True)
class Digest:
    """How many people need a date, how many appointments there are within a day, and after that in the week to come."""

    to_plan: int
    soon: int
    coming: int


def setting(tx: Transaction, who: Person) -> Setting:
    """What this supervisor chose."""
    return _setting(tx, people.supervisor(who).id)


def _setting(tx: Transaction, number: int) -> Setting:
    desk = storage.desks.desk(tx, number)
    return Setting(desk.pace or USUAL[0], desk.hour or USUAL[1])


def choose(tx: Transaction, who: Person, pace: str, hour: int, now: datetime) -> Setting:
    """Have it so from now on; the same again changes nothing."""
    reader = people.supervisor(who)
    if pace not in PACES or hour not in HOURS:
        raise Refusal(Reason.STALE)
    storage.desks.arrange(tx, reader.id, pace=pace, hour=hour)
    storage.notices.suppress_for(tx, ABOUT, f"member:{reader.id}", [KIND])
    _write(tx, reader, now)
    return Setting(pace, hour)


def sweep(tx: Transaction, boxes: Iterable[str], now: datetime) -> None:
    """At a slot: write the digests of the day to come for supervisors who live by the clock of these boxes.

    For those only to whom there may be something to say: what it is, is looked at when it is delivered.
    """
    zones, practising = {region(box).zone for box in boxes}, vacancies.practising(tx)
    for reader in storage.members.several(tx, storage.members.holders(tx, ["supervisor"], BOXES)):
        if people.zone(reader) in zones and (reader.id in practising or _unread(tx, reader)):
            _write(tx, reader, now)


def _unread(tx: Transaction, reader: Member) -> bool:
    return bool(storage.vault.in_boxes(tx, reader.regions("supervisor"), UNREAD))


def _write(tx: Transaction, reader: Member, now: datetime) -> None:
    zone, chosen = people.zone(reader), _setting(tx, reader.id)
    whom, here = f"member:{reader.id}", today(now, zone)
    for day in (here, here + timedelta(days=1)):
        due_at = instant(datetime.combine(day, time(chosen.hour)), zone)
        wanted = _wanted(chosen.pace, day, reader.region) or _expected(tx, reader, chosen, due_at)
        if now < due_at <= now + AHEAD and wanted:
            version = f"{day}T{chosen.hour:02}"
            storage.notices.add(
                tx, [NewNotice(KIND, ABOUT, version, whom, due_at, storage.notices.REMINDER, due_at + LASTS)]
            )
            storage.notices.revive_for(tx, ABOUT, version, whom, [KIND], now)


def _expected(tx: Transaction, reader: Member, chosen: Setting, due_at: datetime) -> bool:
    """Whether somebody comes within a day of then: a supervisor hears of it whatever their pace, but for never."""
    booked = storage.bookings.of_supervisor(tx, reader.id, due_at)
    return chosen.pace != "never" and any(opening.starts_at <= due_at + AHEAD for _, opening in booked)


def _wanted(pace: str, day: date, code: str) -> bool:
    return day.weekday() == MONDAY if pace == "weekly" else pace == "daily" and workdays.is_workday(day, code)


def _whom(tx: Transaction, reader: Member) -> list[Member]:
    if reader.id not in vacancies.practising(tx):
        return []
    return caseloads.entrusted(tx, reader.id) or caseloads.supervised(tx, reader.id)


def digest(tx: Transaction, reader: Member, now: datetime) -> Digest:
    """What there is for this supervisor: of those entrusted to them, or else of everybody they may supervise."""
    whom = _whom(tx, reader)
    found = needs.of(tx, [one for one in whom if not hearing.paused(one, now)], now)
    booked = storage.bookings.of_supervisor(tx, reader.id, now)
    soon = {opening.id for _, opening in booked if opening.starts_at <= now + AHEAD}
    coming = {opening.id for _, opening in booked if opening.starts_at <= now + SOON} - soon
    return Digest(sum(one.window in needs.NEEDED for one in found), len(soon), len(coming))
