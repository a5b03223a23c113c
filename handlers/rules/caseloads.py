"""Who supervises whom: what was agreed on, or else everybody who supervises the member’s region."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import storage.desks
import storage.members
import storage.notices
from handlers.rules import people
from handlers.rules.civil import day_start
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import BOXES, NATIONAL
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice

PEER = "peer_worker"


@dataclass(frozen=True)
class Caseloads:
    """What was agreed on: the supervisor of a member; and who supervises which region."""

    agreed: Mapping[int, int]
    regions: Mapping[str, set[int]]

    def entrusted(self, member_id: int) -> int | None:
        """Who has this member, if that was agreed on and whoever it was with still supervises."""
        found = self.agreed.get(member_id)
        return found if any(found in there for there in self.regions.values()) else None

    def supervisors(self, of: Member) -> set[int]:
        """Who may supervise a peer worker: the one they have, or those of their region, or else of the nation."""
        if not of.holds(PEER):
            return set()
        found = self.entrusted(of.id)
        if found is not None:
            return {found}
        here, nation = (self.regions.get(code, set()) - {of.id} for code in (of.region, NATIONAL))
        return here or nation


def read(tx: Transaction) -> Caseloads:
    """As they are now."""
    regions: dict[str, set[int]] = defaultdict(set)
    for code, number, _ in storage.members.supervisors(tx):
        regions[code].add(number)
    return Caseloads(storage.desks.all_cases(tx), regions)


def supervisors(tx: Transaction, of: Member) -> set[int]:
    """Who may supervise this member."""
    return read(tx).supervisors(of)


def supervised(tx: Transaction, supervisor_id: int) -> list[Member]:
    """Whom a supervisor may supervise, in the order of their numbers."""
    found = read(tx)
    return [one for one in peers(tx) if supervisor_id in found.supervisors(one)]


def entrusted(tx: Transaction, supervisor_id: int) -> list[Member]:
    """The peer workers entrusted to a supervisor who are here."""
    numbers = storage.desks.cases(tx, supervisor_id)
    return [one for one in peers(tx) if one.id in numbers]


def word(tx: Transaction, kind: str, number: int, now: datetime) -> NewNotice | None:
    """One word to a member, that says all that has changed when it is read; none beside one that waits."""
    about, whom = f"caseload:{number}", f"member:{number}"
    if storage.notices.unsettled(tx, kind, about, whom):
        return None
    version = str(storage.notices.number(tx, kind, about, whom))
    return NewNotice(kind, about, version, whom, day_start(now), storage.notices.ANSWER)


def overseen(tx: Transaction, who: Person, member_id: int) -> tuple[Member, bool]:
    """A peer worker, for the coordinators of their region and for their supervisor; True for the former."""
    reader, found = people.member(who), storage.members.by_id(tx, member_id)
    if not reader.holds("coordinator") and not reader.holds("supervisor"):
        raise Refusal(Reason.COORDINATORS_ONLY)
    if found is None or found.state not in storage.members.PRESENT or not found.holds(PEER):
        raise Refusal(Reason.PERSON_GONE)
    coordinates = reader.holds("coordinator", found.region)
    if not coordinates and storage.desks.supervisor(tx, member_id) != reader.id:
        raise Refusal(Reason.OTHER_REGION)
    return found, coordinates


def peers(tx: Transaction) -> list[Member]:
    """Every peer worker who is here."""
    return storage.members.several(tx, storage.members.holders(tx, [PEER], BOXES))
