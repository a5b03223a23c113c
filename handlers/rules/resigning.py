"""Somebody supervises no more: their times go, whom they had hears of it, and so does who coordinates."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import storage.desks
import storage.members
import storage.notices
from handlers.rules import caseloads, hearing, openings, people
from handlers.rules.civil import day_start
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice


def resign(
    tx: Transaction, supervisor_id: int, regions: Iterable[str], now: datetime, *, by: int | None = None
) -> None:
    """Whoever supervised these regions does no more; `regions` is empty where this was told before.

    `by`, who took the role away, hears of it only where people are left to nobody. Again: nothing changes.
    """
    openings.resign(tx, supervisor_id, now)
    released = _release(tx, supervisor_id, now)
    without = Counter(one.region for one in released)
    for code in sorted({*regions, *without}):
        know = {supervisor_id} if without[code] else {supervisor_id, by}
        whom = [number for number in people.coordinators_of(tx, code) if number not in know]
        storage.notices.add(tx, [_told(tx, number, code, without[code], now) for number in whom])


def erase(tx: Transaction, found: Member, now: datetime) -> None:
    """The same before somebody is erased: coordinators hear of who never left, of the others they did."""
    regions = found.regions("supervisor") if found.state in storage.members.PRESENT else ()
    resign(tx, found.id, regions, now)


def _release(tx: Transaction, supervisor_id: int, now: datetime) -> list[Member]:
    """Whom they had is entrusted to nobody; returns those who are here, and hear of it."""
    numbers = storage.desks.cases(tx, supervisor_id)
    released = caseloads.entrusted(tx, supervisor_id)
    if numbers:
        storage.desks.entrust(tx, sorted(numbers), None)
    words = [caseloads.word(tx, hearing.ENTRUSTED, one.id, now) for one in released]
    storage.notices.add(tx, [word for word in words if word is not None])
    return released


def _told(tx: Transaction, number: int, code: str, without: int, now: datetime) -> NewNotice:
    """To a coordinator of a region; how many people have nobody now is in what it is about."""
    about, whom, kind = f"left:{code}:{without}", f"member:{number}", hearing.RESIGNED
    version = str(storage.notices.number(tx, kind, about, whom))
    return NewNotice(kind, about, version, whom, day_start(now), storage.notices.ANSWER)


def here(tx: Transaction, code: str) -> int:
    """How many supervise exactly this region now."""
    return len(caseloads.read(tx).regions.get(code, ()))
