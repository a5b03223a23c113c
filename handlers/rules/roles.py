"""Roles, region by region: who may give and take them, what taking one would change, and who is told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

import storage.erasures
import storage.members
import storage.notices
from handlers.rules import acts, doors, people, resigning
from handlers.rules.civil import day_start
from handlers.rules.hearing import REPORTS, back
from handlers.rules.people import ROLES, Person
from handlers.rules.recipients import INBOX
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.members import Member, Role
from storage.notices import NewNotice

PAGE, FEW = 6, 4  # people on a screen, and on a simple one
GIVEN, TAKEN = "role.given", "role.taken"  # notices: that something changed; what, on a tap


@dataclass(frozen=True)
class Line:
    """A person in a list: the roles they hold in its region, in the order of ROLES."""

    id: int
    first_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A person as a coordinator sees them, with the region that is looked after; `own`: it is themselves."""

    person: Member
    region: str
    own: bool
    regions: list[str]  # where the reader may give and take


@dataclass(frozen=True)
class Impact:
    """What giving or taking a role would change: how many hold it there, `others` than this person."""

    card: Card
    role: str
    others: int


def regions(tx: Transaction, who: Person) -> list[str]:
    """Where this coordinator may look after roles."""
    del tx
    return people.coordinated(people.coordinator(who))


def listed(tx: Transaction, who: Person, code: str, page: int) -> tuple[list[Line], int]:
    """A page of the people who hold a role in a region, by name then number, and how many pages there are."""
    most = FEW if people.coordinator(who, code).simple else PAGE
    found: dict[int, Line] = {}
    for number, name, role in storage.members.roster(tx, code):
        known = found.get(number, Line(number, name, ()))
        found[number] = Line(number, name, tuple(sorted((*known.roles, role), key=ROLES.index)))
    lines = sorted(found.values(), key=lambda line: (line.first_name.casefold(), line.id))
    return lines[page * most : (page + 1) * most], -(-len(lines) // most)


def look(tx: Transaction, who: Person, number: int, code: str) -> Card:
    """A person of a region this coordinator acts for; whoever belongs to none of these is not shown."""
    reader = people.coordinator(who, code)
    found = storage.members.by_id(tx, number)
    if found is None or found.state not in storage.members.PRESENT:
        raise Refusal(Reason.PERSON_GONE)
    held = people.coordinated(reader)
    if found.id != reader.id and not any(place in held for place in (found.region, *_places(found))):
        raise Refusal(Reason.OTHER_REGION)
    return Card(found, code, found.id == reader.id, held)


def _places(found: Member) -> set[str]:
    return {role.region for role in found.roles}


def held_in(found: Member, code: str) -> tuple[str, ...]:
    """The roles a person holds for exactly this region, in the order of ROLES."""
    return tuple(name for name in ROLES if Role(name, code) in found.roles)


def weigh(tx: Transaction, who: Person, number: int, role: str, code: str, *, taking: bool) -> Impact:
    """What giving or taking this role would change; refuses at once to take what may not be taken."""
    card = _mine_or(tx, who, number, code)
    if taking and role == "coordinator" and role in held_in(card.person, code):
        people.check_not_last(tx, number, code)
    return Impact(card, _known(role), len(_others(tx, number, role, code)))


def leaves(card: Card, names: Collection[str]) -> bool:
    """Whether who gives these roles up, or loses them, belongs to the region no more, and leaves its groups."""
    lost = {Role(name, card.region) for name in names}
    return not people.belongs(replace(card.person, roles=card.person.roles - lost), card.region)


def _mine_or(tx: Transaction, who: Person, number: int, code: str) -> Card:
    """Everyone may give up what they hold; of others, a coordinator decides."""
    found = people.member(who)
    if found.id == number and held_in(found, code) and not found.holds("coordinator", code):
        return Card(found, code, own=True, regions=[])
    return look(tx, who, number, code)


def _others(tx: Transaction, number: int, role: str, code: str) -> set[int]:
    """Who else does this there: of those who supervise or coordinate, who can be reached."""
    if role == "supervisor":
        return {one for box, one, state in storage.members.supervisors(tx) if state == "active" and box == code} - {
            number
        }
    if role == "coordinator":
        return {one for one, place in storage.members.coordinators(tx) if place == code} - {number}
    return {one for one, _, held in storage.members.roster(tx, code) if held == role} - {number}


def give(
    tx: Transaction, who: Person, number: int, role: str, code: str, version: str, now: datetime
) -> tuple[Member, bool]:
    """Give a role; returns the person and whether anything changed. `version` sets this telling apart from others."""
    card = look(tx, who, number, code)
    given = Role(_known(role), code)
    if given in card.person.roles:
        return card.person, False
    storage.members.grant(tx, number, given)
    _write(tx, who, "given", number, given, now)
    _tell(tx, card, GIVEN, version, now)
    return _anew(tx, number), True


def take(
    tx: Transaction, who: Person, number: int, role: str, code: str, version: str, now: datetime
) -> tuple[Member, bool]:
    """Take a role away, or give up one’s own; returns the person, and whether anything changed.

    Refuses to leave a region that is coordinated to nobody.
    """
    return _take(tx, who, _mine_or(tx, who, number, code), (_known(role),), version, now)


def take_all(tx: Transaction, who: Person, number: int, code: str, version: str, now: datetime) -> tuple[Member, bool]:
    """Take away every role a person holds for a region."""
    return _take(tx, who, look(tx, who, number, code), ROLES, version, now)


def _take(
    tx: Transaction, who: Person, card: Card, names: tuple[str, ...], version: str, now: datetime
) -> tuple[Member, bool]:
    number = card.person.id
    taken = [Role(name, card.region) for name in held_in(card.person, card.region) if name in names]
    if not taken:
        return card.person, False
    if Role("coordinator", card.region) in taken:
        people.check_not_last(tx, number, card.region)
    for role in taken:
        storage.members.withdraw(tx, number, role)
        _write(tx, who, "taken", number, role, now)
    left = _anew(tx, number)
    if any(role.name == "supervisor" for role in taken):
        _close(tx, who, left, card.region, now)
    doors.expel(tx, left, [card.region], now)
    _tell(tx, card, TAKEN, version, now)
    return left, True


def _close(tx: Transaction, who: Person, left: Member, code: str, now: datetime) -> None:
    """Whoever supervises less sees no message that stands open any more.

    Who supervises nothing hears of none; their times go, and whom they had is told.
    """
    storage.erasures.hasten(tx, left.telegram_id, day_start(now))
    if not left.holds("supervisor"):
        storage.notices.suppress_for(tx, INBOX, f"member:{left.id}", REPORTS)
        resigning.resign(tx, left.id, [code], now, by=people.member(who).id)


def _write(tx: Transaction, who: Person, kind: str, number: int, role: Role, now: datetime) -> None:
    acts.record(tx, kind, role.region, now, actor=people.member(who).id, member=number, role=role.name)


def _tell(tx: Transaction, card: Card, kind: str, version: str, now: datetime) -> None:
    """Once, however many changes wait to be told; nobody needs to be told what they did themselves."""
    recipient, due_at = f"member:{card.person.id}", day_start(now)
    by = back(card.person, now) or due_at
    if card.own or storage.notices.waits(tx, kind, "roles", recipient, by):
        return
    storage.notices.add(tx, [NewNotice(kind, "roles", version, recipient, due_at, storage.notices.ANSWER)])


def _known(role: str) -> str:
    if role not in ROLES:
        raise Refusal(Reason.STALE)
    return role


def _anew(tx: Transaction, number: int) -> Member:
    found = storage.members.by_id(tx, number)
    assert found is not None, "whose roles were changed is there"  # noqa: S101 - states an invariant
    return found
