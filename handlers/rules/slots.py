"""The two moments a day when patient messages are announced, and the night in which pressing ones wait."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

import storage.slots
from handlers.rules.civil import instant, wall
from handlers.rules.regions import NATIONAL, REGIONS, region
from storage.database import Transaction

SLOTS = (time(8, 30), time(18, 30))  # on the clock of the box
NIGHT = (time(21), time(7))  # level 2 waits for the morning; level 3 never waits


def last_slot(now: datetime, zone: str) -> datetime:
    """The latest slot that is not after `now`."""
    here = wall(now, zone)
    days = (here.date() - timedelta(days=1), here.date())
    passed = [at for day in days for slot in SLOTS if (at := instant(datetime.combine(day, slot), zone)) <= now]
    return max(passed)


def after_quiet_hours(now: datetime, zone: str, otherwise: datetime) -> datetime:
    """The end of the night if it is night in `zone`; `otherwise` by day."""
    here = wall(now, zone)
    start, end = NIGHT
    if here.time() >= start:
        return instant(datetime.combine(here.date() + timedelta(days=1), end), zone)
    if here.time() < end:
        return instant(datetime.combine(here.date(), end), zone)
    return otherwise


def take_due(tx: Transaction, now: datetime) -> list[str]:
    """The boxes whose slot has come since the last look, each slot given out once; none at the very first look."""
    boxes: list[str] = []
    worked = storage.slots.worked(tx)
    for zone, codes in _by_zone([*REGIONS, NATIONAL]).items():
        slot = last_slot(now, zone)
        if slot != worked.get(zone) and storage.slots.advance(tx, zone, slot):
            boxes += codes
    return boxes


def next_slot(now: datetime) -> datetime:
    """When the next slot of any zone comes."""
    zones = _by_zone(REGIONS)
    days = (timedelta(hours=0), timedelta(days=1))
    coming = (
        instant(datetime.combine((wall(now, zone) + day).date(), slot), zone)
        for zone in zones
        for day in days
        for slot in SLOTS
    )
    return min(at for at in coming if at > now)


def _by_zone(codes: Iterable[str]) -> dict[str, list[str]]:
    zones: dict[str, list[str]] = {}
    for code in codes:
        zones.setdefault(region(code).zone, []).append(code)
    return zones
