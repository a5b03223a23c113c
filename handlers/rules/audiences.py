"""Audiences: to whom a word of the coordination can go. A further kind is a further line in AUDIENCES."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import storage.answers
import storage.census
import storage.groups
import storage.meetings
from handlers.rules.civil import today
from handlers.rules.people import ROLES
from handlers.rules.regions import NATIONAL, REGIONS, region
from storage.census import Standing
from storage.database import Transaction
from storage.groups import Group
from storage.meetings import Meeting

WHOLE = "region"


@dataclass(frozen=True)
class Choice:
    """What a kind of audience can be narrowed to: its argument, and how people call it; `wall` is a civil time."""

    argument: str
    title: str = ""
    wall: datetime | None = None


@dataclass(frozen=True)
class Readers:
    """Whom a word would go to: who receives it, who has a pause, who cannot be reached; or groups."""

    reached: tuple[str, ...]  # recipients, as in notices
    paused: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Whoever it is written to, in one order."""
        return tuple(sorted({*self.reached, *self.paused, *self.unreachable}))


@dataclass(frozen=True)
class Audience:
    """A kind of audience: what can be chosen in a region now, what was chosen is called, and who that is now."""

    choices: Callable[[Transaction, str, datetime], list[Choice]]
    called: Callable[[Transaction, str], Choice | None]  # by argument; None when it is gone
    readers: Callable[[Transaction, str, str, datetime], Readers]  # by region and argument


def _all(_tx: Transaction, _code: str, _now: datetime) -> list[Choice]:
    return [Choice("")]


def _itself(_tx: Transaction, argument: str) -> Choice:
    return Choice(argument)


def _members(tx: Transaction, code: str, _argument: str, now: datetime) -> Readers:
    return _sorted(_standings(tx, code), now)


def _roles(_tx: Transaction, _code: str, _now: datetime) -> list[Choice]:
    return [Choice(role) for role in ROLES]


def _holders(tx: Transaction, code: str, argument: str, now: datetime) -> Readers:
    return _sorted(_standings(tx, code, argument), now)


def _groups(tx: Transaction, code: str, _now: datetime) -> list[Choice]:
    return [_hosted(group) for group in storage.groups.of_region(tx, code)]


def _called_group(tx: Transaction, argument: str) -> Choice | None:
    found = storage.groups.by_id(tx, int(argument))
    return None if found is None else _hosted(found)


def _hosted(group: Group) -> Choice:
    return Choice(str(group.id), group.title)


def _group(tx: Transaction, code: str, argument: str, _now: datetime) -> Readers:
    found = storage.groups.by_id(tx, int(argument))
    here = found is not None and found.region == code
    return Readers((f"group:{argument}",) if here else ())


def _meetings(tx: Transaction, code: str, now: datetime) -> list[Choice]:
    return [_dated(one) for one in storage.meetings.coming(tx, {code}, now)]


def _called_meeting(tx: Transaction, argument: str) -> Choice | None:
    found = storage.meetings.by_id(tx, int(argument))
    return None if found is None else _dated(found)


def _dated(meeting: Meeting) -> Choice:
    return Choice(str(meeting.id), meeting.title, meeting.wall)


def _silent(tx: Transaction, code: str, argument: str, now: datetime) -> Readers:
    """Who was told of a meeting and has not answered; nobody once it has begun."""
    found = storage.meetings.by_id(tx, int(argument))
    if found is None or found.region != code or found.state != "published":
        return Readers(())
    if found.starts_at is None or found.starts_at <= now:
        return Readers(())
    answered = set(storage.answers.everybody(tx, found.id))
    return _sorted([one for one in _standings(tx, code) if one.number not in answered], now)


def _standings(tx: Transaction, code: str, *roles: str) -> list[Standing]:
    """The members of a region, or with a role there; of the nation, everybody."""
    regions = [*REGIONS, NATIONAL] if code == NATIONAL else [code]
    return storage.census.standings(tx, roles or ROLES, regions)


def _sorted(found: list[Standing], now: datetime) -> Readers:
    named: dict[str, list[str]] = {"reached": [], "paused": [], "unreachable": []}
    for one in found:
        named[_state(one, now)].append(f"member:{one.number}")
    return Readers(**{state: tuple(names) for state, names in named.items()})


def _state(one: Standing, now: datetime) -> str:
    if one.state != "active":
        return "unreachable"
    paused = one.paused_until is not None and today(now, region(one.region).zone) < one.paused_until
    return "paused" if paused else "reached"


AUDIENCES: dict[str, Audience] = {
    WHOLE: Audience(_all, _itself, _members),
    "role": Audience(_roles, _itself, _holders),
    "group": Audience(_groups, _called_group, _group),
    "silent": Audience(_meetings, _called_meeting, _silent),
}


def can_be_chosen(tx: Transaction, code: str, kind: str, argument: str, now: datetime) -> bool:
    """Whether a button of ours offers this."""
    found = AUDIENCES[kind].choices(tx, code, now) if kind in AUDIENCES else []
    return any(one.argument == argument for one in found)
