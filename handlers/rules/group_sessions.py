"""Supervision in a group is a meeting of that kind: the next one for a member."""

from dataclasses import dataclass
from datetime import datetime

import storage.overview
from handlers.rules import meetings, needs, people
from handlers.rules.people import Person
from storage.database import Transaction
from storage.members import Member
from storage.overview import COMING, OPEN, Entry

MOST = 4  # dates looked at for one with a seat


@dataclass(frozen=True)
class Prospect:
    """The next supervision in a group that a member comes to, or else may come to."""

    entry: Entry

    @property
    def seated(self) -> bool:
        """Whether they have a seat there."""
        return self.entry.answer is not None and self.entry.answer.seated


def prospect(tx: Transaction, who: Person, now: datetime) -> Prospect | None:
    """Of a peer worker; None where there is none, and for who needs no supervision of their own."""
    reader = people.member(who)
    if not reader.holds("peer_worker"):
        return None
    found = [Prospect(one) for mine in (COMING, OPEN) for one in _some(tx, reader, mine, now)]
    # A date that one has is shown before those one could have.
    return next((one for one in found if one.seated), next(iter(found), None))


def _some(tx: Transaction, reader: Member, mine: str, now: datetime) -> list[Entry]:
    codes = meetings.own_regions(reader)
    return storage.overview.page(
        tx, reader.id, codes, now, past=False, kind=needs.KIND, mine=mine, skipped=0, most=MOST
    )
