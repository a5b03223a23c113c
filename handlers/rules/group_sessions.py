"""Supervision in a group is a meeting of that kind: the next one for a member, and what it makes of their need."""

from dataclasses import dataclass
from datetime import datetime

import storage.overview
from handlers.rules import meetings, needs, people
from handlers.rules.needs import Need
from handlers.rules.people import Person
from storage.database import Transaction
from storage.members import Member
from storage.overview import COMING, OPEN, Entry

MOST = 4  # dates looked at for one with a seat


@dataclass(frozen=True)
class Prospect:
    """Where a member is with their supervision; the next one in a group that they come to, or else may come to."""

    need: Need
    entry: Entry | None

    @property
    def seated(self) -> bool:
        """Whether they have a seat there."""
        return self.entry is not None and self.entry.answer is not None and self.entry.answer.seated


def prospect(tx: Transaction, who: Person, now: datetime) -> Prospect | None:
    """Of a peer worker; None for who needs no supervision of their own."""
    reader = people.member(who)
    if not reader.holds("peer_worker"):
        return None
    (need,) = needs.of(tx, [reader], now)
    found = [*_some(tx, reader, COMING, now), *_some(tx, reader, OPEN, now)]
    # A date that one has is shown before those one could have.
    seated = (one for one in found if one.answer is not None and one.answer.seated)
    return Prospect(need, next(seated, next(iter(found), None)))


def _some(tx: Transaction, reader: Member, mine: str, now: datetime) -> list[Entry]:
    codes = meetings.own_regions(reader)
    return storage.overview.page(
        tx, reader.id, codes, now, past=False, kind=needs.KIND, mine=mine, skipped=0, most=MOST
    )
