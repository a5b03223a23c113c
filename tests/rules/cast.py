"""Who appears in the tests of rules, and the moment at which they play."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules import drafts, people, reports
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.routing import Way
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Role
from tests.storage.people import member

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)  # a Tuesday, ten in the morning in Lyon
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRANGER = Person(99, "fr", None)
VERSION = "2026-11"  # of both texts that members agreed to


def somebody(tx: Transaction, number: int, *roles: str, region: str = "FR-ARA") -> Person:
    """A member with these roles: "supervisor" for their region, or "supervisor FR-BRE" for another."""
    held = [Role(name, where or region) for name, _, where in (role.partition(" ") for role in roles)]
    return people.recognise(tx, member(tx, number, *held, region=region).telegram_id, "fr")


def number_of(who: Person) -> int:
    """The member's number."""
    return people.member(who).id


def draft(tx: Transaction, owner: Person, *, starts_at: datetime = NOW + 30 * DAY) -> Meeting:
    """A meeting this coordinator prepares, with its date."""
    begun = drafts.prepare(tx, owner, f"uid-{starts_at}-{owner.telegram_id}", "Réunion de pairs")
    return drafts.choose_time(tx, owner, begun.id, starts_at.replace(tzinfo=None) + 2 * HOUR, starts_at - HOUR)


def published(tx: Transaction, owner: Person, *, starts_at: datetime = NOW + 30 * DAY) -> Meeting:
    """A meeting this coordinator has just announced."""
    return drafts.publish(tx, owner, draft(tx, owner, starts_at=starts_at).id, None, NOW).meeting


def report(number: int = 1, level: int = 1, region: str = "FR-ARA", theme: str = "isolement") -> reports.Draft:
    """What is on a writer's card."""
    return reports.Draft(number.to_bytes(16, "big"), theme, level, Way(region), f"Texte {number}")


def ids(number: int = 1) -> tuple[bytes, bytes]:
    """The random numbers of a report and of its text."""
    return (number + 1000).to_bytes(16, "big"), (number + 2000).to_bytes(16, "big")


def refused(call: Callable[[], object]) -> Reason | None:
    """Why a rule says no; None when it does not."""
    try:
        call()
    except Refusal as refusal:
        return refusal.reason
    return None


def refuses(reason: Reason) -> pytest.RaisesExc[Refusal]:
    """The block must be refused for this reason."""
    return pytest.raises(Refusal, match=f"^{reason.value}$")
