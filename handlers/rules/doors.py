"""Doors: who asks to come into a group is let in if they belong there, or waits for a coordinator."""

from dataclasses import dataclass
from datetime import datetime

import storage.arrivals
import storage.departures
import storage.groups
import storage.invitations
import storage.members
import storage.notices
import storage.requests
from handlers.rules import acts, groups, joining, people
from handlers.rules.civil import day_start, today
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, region
from handlers.rules.slots import after_quiet_hours
from storage.database import Transaction
from storage.departures import Departure
from storage.groups import Group
from storage.invitations import Joining
from storage.members import Member, Role
from storage.notices import NewNotice
from storage.requests import Request

ASKED, OPEN, LEFT, STAYS = "door.asked", "door.open", "door.left", "door.stays"


@dataclass(frozen=True)
class Knock:
    """Somebody at the door of a group: `open`, `charter` to read, a member from `elsewhere`, or `known` already."""

    group: Group
    answer: str


@dataclass(frozen=True)
class Caller:
    """A request as coordinators see it: the name they gave themselves, and how far they are."""

    request: Request
    name: str | None
    standing: str  # a `member` of another region, or whoever `agreed` to the charter, or has `not_agreed` yet


def knock(tx: Transaction, who: Person, chat_id: int, now: datetime) -> Knock | None:
    """Somebody asks to come in; None where the bot does not host. Asked twice, nothing more is written or said."""
    group = storage.groups.by_chat(tx, chat_id)
    if group is None or group.region is None:
        return None
    if who.member is not None and people.belongs(who.member, group.region):
        return Knock(group, "open")
    if storage.requests.at(tx, group.id, who.telegram_id) is not None:
        return Knock(group, "known")  # accepted or not: the door opens when they have agreed to the charter
    storage.requests.ask(tx, group.id, who.telegram_id)
    _tell(tx, group, now)
    if who.member is not None:
        return Knock(group, "elsewhere")
    home = None if group.region == NATIONAL else group.region
    storage.invitations.knock(tx, who.telegram_id, group.id, who.language, home)
    return Knock(group, "charter")


def _tell(tx: Transaction, group: Group, now: datetime) -> None:
    """One notice a day and group for each coordinator, in their waking hours."""
    zone = region(group.region or "").zone
    due_at = after_quiet_hours(now, zone, day_start(now))
    version = f"{today(max(now, due_at), zone)}"
    tell = people.coordinators_of(tx, group.region or "")
    lane = storage.notices.ANSWER
    rows = [NewNotice(ASKED, f"group:{group.id}", version, f"member:{number}", due_at, lane) for number in tell]
    storage.notices.add(tx, rows)


def recall(tx: Transaction, boxes: list[str], now: datetime) -> None:
    """At a slot: coordinators hear again, once a day, of those who still wait."""
    for group in (storage.groups.by_id(tx, number) for number in storage.requests.doors(tx)):
        if group is not None and group.region in boxes:
            _tell(tx, group, now)


def callers(tx: Transaction, who: Person, group_id: int) -> tuple[Group, list[Caller]]:
    """Who waits at the door of a group, for its coordinators."""
    group = groups.own(tx, who, group_id)
    return group, [_caller(tx, request) for request in storage.requests.waiting(tx, group.id)]


def _caller(tx: Transaction, request: Request) -> Caller:
    member = storage.members.by_telegram(tx, request.telegram_id)
    if member is not None and member.state in storage.members.PRESENT:
        return Caller(request, member.first_name, "member")
    found = storage.invitations.joining(tx, request.telegram_id)
    if found is None:
        return Caller(request, None, "not_agreed")
    return Caller(request, found.first_name, "agreed" if found.charter is not None else "not_agreed")


def caller(tx: Transaction, who: Person, group_id: int, request_id: int) -> tuple[Group, Caller]:
    """One who waits; refuses a request that was settled or withdrawn meanwhile."""
    group = groups.own(tx, who, group_id)
    found = storage.requests.by_id(tx, request_id)
    if found is None or found.group_id != group.id or found.state != "waiting":
        raise Refusal(Reason.REQUEST_SETTLED)
    return group, _caller(tx, found)


def accept(tx: Transaction, who: Person, group_id: int, request_id: int, now: datetime) -> tuple[Group, Request | None]:
    """Let somebody in; None when it was settled otherwise. Repeated before Telegram knew, it only says so again."""
    return _decide(tx, who, group_id, request_id, "accepted", now)


def refuse(tx: Transaction, who: Person, group_id: int, request_id: int, now: datetime) -> tuple[Group, Request | None]:
    """Do not let somebody in; what they said on their way in is forgotten."""
    return _decide(tx, who, group_id, request_id, "refused", now)


def spoken_by(tx: Transaction, _who: Person, request_id: int) -> str | None:
    """The language of somebody who waits, as far as it is known; None for who does not wait any more."""
    found = storage.requests.by_id(tx, request_id)
    return None if found is None else people.recognise(tx, found.telegram_id, "").language or None


def _decide(
    tx: Transaction, who: Person, group_id: int, request_id: int, state: str, now: datetime
) -> tuple[Group, Request | None]:
    group = groups.own(tx, who, group_id)
    found = storage.requests.by_id(tx, request_id)
    if found is None or found.group_id != group.id or found.state not in ("waiting", state):
        return group, None
    if found.state == "waiting":
        storage.requests.decide(tx, found.id, state)
        entered = _enter(tx, group, found, now) if state == "accepted" else None
        if state == "refused":
            storage.invitations.stop_at_door(tx, found.telegram_id)
        kind = "let_in" if state == "accepted" else "refused"
        acts.record(tx, kind, group.region or "", now, actor=people.member(who).id, member=entered)
    return group, found


def _enter(tx: Transaction, group: Group, request: Request, now: datetime) -> int | None:
    """The number of whoever is a member by now; None while their charter is still to be agreed to."""
    member = storage.members.by_telegram(tx, request.telegram_id)
    found = storage.invitations.joining(tx, request.telegram_id)
    role = Role("peer_worker", group.region or "")
    if member is not None and member.state in storage.members.PRESENT:
        storage.members.grant(tx, member.id, role)
        _say_open(tx, group, member.id, now)
        return member.id
    if found is None or found.group_id is None or joining.step(found) != joining.AT_THE_DOOR:
        return None
    number = joining.enrol(tx, found, [role], now)
    _say_open(tx, group, number, now)
    return number


def _say_open(tx: Transaction, group: Group, number: int, now: datetime) -> None:
    """To whoever was let in; of joining only the month is kept."""
    month = day_start(now).replace(day=1)
    lane, whom = storage.notices.ANSWER, f"member:{number}"
    storage.notices.add(tx, [NewNotice(OPEN, f"group:{group.id}", f"{now:%Y-%m}", whom, month, lane)])


def complete(tx: Transaction, who: Person, now: datetime) -> Person:
    """Whoever has agreed and said their name by a door, and was accepted meanwhile, is a member from here on."""
    for request in storage.requests.of(tx, who.telegram_id):
        group = storage.groups.by_id(tx, request.group_id)
        if request.state == "accepted" and group is not None and group.region is not None:
            _enter(tx, group, request, now)
    return people.recognise(tx, who.telegram_id, who.language)


def passes(tx: Transaction, who: Person) -> list[Group]:
    """The groups this member asked to come into and may."""
    found = [storage.groups.by_id(tx, request.group_id) for request in storage.requests.of(tx, who.telegram_id)]
    if who.member is None:
        return []
    return [group for group in found if group and group.region and people.belongs(who.member, group.region)]


def settled(tx: Transaction, group_id: int, telegram_id: int) -> None:
    """Telegram knows: the request is forgotten, unless it still has to make somebody a member."""
    found = storage.requests.at(tx, group_id, telegram_id)
    under_way: Joining | None = storage.invitations.joining(tx, telegram_id)
    if found is not None and not (found.state == "accepted" and under_way is not None):
        storage.requests.forget(tx, group_id, telegram_id)


def expel(tx: Transaction, found: Member, regions: list[str], now: datetime) -> None:
    """Have a member leave the groups of regions they lost, or all of them who left: told first, then put out.

    To be called after their roles were taken; whoever still belongs to a region stays in its groups.
    """
    for group in storage.groups.of_regions(tx, regions):
        if not _belongs(found, group):
            lane, whom = storage.notices.ANSWER, f"member:{found.id}"
            version = f"{now:%Y-%m-%d}"
            storage.notices.add(tx, [NewNotice(LEFT, f"group:{group.id}", version, whom, day_start(now), lane)])
            storage.requests.forget(tx, group.id, found.telegram_id)
            storage.arrivals.forget_member(tx, found.id)
            storage.departures.plan(tx, group.id, found.telegram_id)


def _belongs(found: Member, group: Group) -> bool:
    return found.state in storage.members.PRESENT and people.belongs(found, group.region or "")


def due(tx: Transaction) -> list[tuple[Departure, int]]:
    """Who is to be put out of which chat now: they were told, and do not belong there again."""
    found = []
    for departure in storage.departures.every(tx):
        group = storage.groups.by_id(tx, departure.group_id)
        member = storage.members.by_telegram(tx, departure.telegram_id)
        if group is None or (member and _belongs(member, group)):
            storage.departures.cancel(tx, departure.group_id, departure.telegram_id)
        elif not (member and storage.notices.unsettled(tx, LEFT, f"group:{group.id}", f"member:{member.id}")):
            found.append((departure, group.chat_id))
    return found


def shown_out(tx: Transaction, departure: Departure, *, done: bool, now: datetime) -> None:
    """They are out; or the bot may not do that, and coordinators are told that somebody stays."""
    storage.departures.cancel(tx, departure.group_id, departure.telegram_id)
    group = storage.groups.by_id(tx, departure.group_id)
    if done or group is None:
        return
    tell = people.coordinators_of(tx, group.region or "")
    version, lane = f"{now:%Y-%m-%d}", storage.notices.ANSWER
    rows = [NewNotice(STAYS, f"group:{group.id}", version, f"member:{n}", day_start(now), lane) for n in tell]
    storage.notices.add(tx, rows)
