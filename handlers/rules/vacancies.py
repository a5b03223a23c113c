"""Which times that supervisors offer are free, and who has any."""

from collections.abc import Iterable
from datetime import date, datetime

import storage.bookings
import storage.desks
import storage.members
import storage.openings
from storage.database import Transaction
from storage.members import Member
from storage.openings import Opening


def free(tx: Transaction, found: list[Opening], now: datetime, reader: int | None = None) -> dict[int, int]:
    """How many seats of each of these times are free: neither taken nor kept, but for this reader."""
    numbers = [one.id for one in found]
    taken, held = storage.bookings.taken(tx, numbers), storage.bookings.held(tx, numbers, now)
    return {one.id: one.seats - taken.get(one.id, 0) - len(held.get(one.id, set()) - {reader}) for one in found}


def attended(found: Iterable[Opening], supervisors: Iterable[Member]) -> list[Opening]:
    """Those of these times at which their supervisors are not having a pause."""
    until = {one.id: one.paused_until or date.min for one in supervisors}
    return [one for one in found if one.supervisor in until and one.wall.date() >= until[one.supervisor]]


def offering(tx: Transaction, now: datetime) -> set[int]:
    """The supervisors who have a free seat to come."""
    here = storage.members.several(tx, {number for _, number, _ in storage.members.supervisors(tx)})
    found = attended(storage.openings.coming(tx, [one.id for one in here], now), here)
    seats = free(tx, found, now)
    return {one.supervisor for one in found if one.supervisor is not None and seats[one.id] > 0}


def practising(tx: Transaction) -> set[int]:
    """The supervisors who offer times or did, and those to whom somebody is entrusted: they use what is here.

    Where nobody does, nobody is told week after week that there is no date.
    """
    return storage.openings.supervisors(tx) | set(storage.desks.all_cases(tx).values())
