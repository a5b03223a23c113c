"""Who is entrusted to which supervisor: seen by region, changed by its coordinators, with a word to those concerned."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import storage.desks
import storage.members
import storage.notices
from handlers.rules import balance, caseloads, hearing, needs, people
from handlers.rules.balance import Move
from handlers.rules.needs import Need
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL
from storage.database import Transaction
from storage.members import Member

MINE, THEIRS = hearing.ENTRUSTED, hearing.CASELOAD


@dataclass(frozen=True)
class Case:
    """A peer worker, where their supervision is, and who supervises them if that was agreed on."""

    need: Need
    supervisor: Member | None


@dataclass(frozen=True)
class Load:
    """A supervisor, how many people they have, and whether somebody can be entrusted to them now."""

    supervisor: Member
    number: int
    here: bool


@dataclass(frozen=True)
class Region:
    """Who is supervised in a region, whoever has nobody first, and by whom."""

    code: str
    every: int  # weeks, as the region's plan has it
    format: str
    cases: list[Case]
    loads: list[Load]

    @property
    def nobody(self) -> list[Case]:
        """Those who are entrusted to nobody."""
        return [one for one in self.cases if one.supervisor is None]

    @property
    def few(self) -> bool:
        """Whether too few people supervise here."""
        return len(self.loads) < balance.FEWEST


def regions(tx: Transaction, who: Person) -> list[str]:
    """The regions whose supervision this coordinator looks after."""
    del tx
    return people.coordinated_places(who)


def region(tx: Transaction, who: Person, code: str, now: datetime) -> Region:
    """A region, for its coordinators."""
    people.coordinator(who, code)
    return _region(tx, code, now)


def _region(tx: Transaction, code: str, now: datetime) -> Region:
    found, peers = caseloads.read(tx), caseloads.peers(tx)
    cases = _cases(tx, [one for one in peers if one.region == code], found, now)
    every, format = needs.usual(tx, [f"region:{code}"])
    return Region(code, every, format, sorted(cases, key=_first_nobody), _loads(tx, code, peers, found, now))


def _loads(tx: Transaction, code: str, peers: list[Member], found: caseloads.Caseloads, now: datetime) -> list[Load]:
    here = sorted(found.regions.get(code, set()) or found.regions.get(NATIONAL, set()))
    numbers = Counter(found.agreed.get(one.id) for one in peers)
    return [_load(one, numbers[one.id], now) for one in storage.members.several(tx, here)]


def _first_nobody(case: Case) -> tuple[bool, str, int]:
    return case.supervisor is not None, case.need.member.first_name, case.need.member.id


def _load(one: Member, number: int, now: datetime) -> Load:
    return Load(one, number, one.state == "active" and not hearing.paused(one, now))


def _cases(tx: Transaction, members: list[Member], found: caseloads.Caseloads, now: datetime) -> list[Case]:
    agreed = {one.id: found.entrusted(one.id) for one in members}
    by_number = {one.id: one for one in storage.members.several(tx, [n for n in agreed.values() if n is not None])}
    return [Case(need, by_number.get(agreed[need.member.id] or 0)) for need in needs.of(tx, members, now)]


def mine(tx: Transaction, who: Person, now: datetime) -> list[Need]:
    """Whom this supervisor has, whoever needs a date first."""
    here = caseloads.entrusted(tx, people.supervisor(who).id)
    return sorted(needs.of(tx, here, now), key=lambda one: (needs.WINDOWS.index(one.window), one.due, one.member.id))


def case(tx: Transaction, who: Person, member_id: int, now: datetime) -> tuple[Case, bool]:
    """One who is supervised; and whether this reader, a coordinator, may entrust them to somebody else."""
    member, entrusts = caseloads.overseen(tx, who, member_id)
    (found,) = _cases(tx, [member], caseloads.read(tx), now)
    return found, entrusts


def choices(tx: Transaction, who: Person, member_id: int, now: datetime) -> tuple[Case, list[Load]]:
    """To whom they may be entrusted: who supervises their region and is here."""
    member, entrusts = caseloads.overseen(tx, who, member_id)
    if not entrusts:
        raise Refusal(Reason.COORDINATORS_ONLY)
    agreed = caseloads.read(tx)
    (found,) = _cases(tx, [member], agreed, now)
    loads = _loads(tx, member.region, caseloads.peers(tx), agreed, now)
    return found, [one for one in loads if one.here and one.supervisor.id != member_id]


def entrust(tx: Transaction, who: Person, member_id: int, supervisor_id: int | None, now: datetime) -> Case:
    """Entrust somebody to a supervisor, or to nobody in particular; tapped again, nothing changes."""
    _, loads = choices(tx, who, member_id, now)
    old = storage.desks.supervisor(tx, member_id)
    if supervisor_id is not None and supervisor_id not in {one.supervisor.id for one in loads} | {old}:
        raise Refusal(Reason.SUPERVISOR_AWAY)
    if supervisor_id != old:
        _entrust(tx, member_id, old, supervisor_id, now)
    return case(tx, who, member_id, now)[0]


def _entrust(tx: Transaction, member_id: int, old: int | None, new: int | None, now: datetime) -> None:
    """A word to who is supervised, to who supervises from now on, and to who did."""
    storage.desks.entrust(tx, [member_id], new)
    words = [(MINE, member_id), *((THEIRS, one) for one in (old, new) if one is not None)]
    storage.notices.add(
        tx, [word for kind, number in words if (word := caseloads.word(tx, kind, number, now)) is not None]
    )


@dataclass(frozen=True)
class Proposal:
    """What would be entrusted to whom; `stamp` tells this proposal from any other."""

    code: str
    moves: list[tuple[Member, Member | None, Member]]
    stamp: str


def propose(tx: Transaction, who: Person, code: str, now: datetime) -> Proposal:
    """Whom to entrust to whom in a region, so that everybody has somebody and nobody too many."""
    found = region(tx, who, code, now)
    held: dict[int, list[int]] = {one.supervisor.id: [] for one in found.loads if one.here}  # who is away gets nobody
    for one in found.cases:
        if one.supervisor is not None and one.supervisor.id in held:
            held[one.supervisor.id].append(one.need.member.id)
    elsewhere = {load.supervisor.id: load.number - len(held[load.supervisor.id]) for load in found.loads if load.here}
    made = balance.moves(held, [one.need.member.id for one in found.nobody], elsewhere)
    return Proposal(code, _named(tx, made), _stamp(made))


def _named(tx: Transaction, made: Iterable[Move]) -> list[tuple[Member, Member | None, Member]]:
    several = list(made)
    numbers = [number for one in several for number in (one.member, one.old, one.new) if number is not None]
    by_number = {one.id: one for one in storage.members.several(tx, numbers)}
    return [(by_number[one.member], by_number.get(one.old or 0), by_number[one.new]) for one in several]


def _stamp(made: list[Move]) -> str:
    return blake2b(repr(made).encode(), digest_size=8).hexdigest()


def settle(tx: Transaction, who: Person, code: str, stamp: str, now: datetime) -> int:
    """Entrust as proposed; returns how many, none once it is done. Refuses to do anything else than was shown."""
    found = propose(tx, who, code, now)
    if found.moves and found.stamp != stamp:
        raise Refusal(Reason.PROPOSAL_OLD)
    for member, old, new in found.moves:
        _entrust(tx, member.id, old.id if old is not None else None, new.id, now)
    return len(found.moves)
