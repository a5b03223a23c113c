"""Inviting: coordinators of a region, and the operator, make single-use links."""

from datetime import datetime, timedelta

import storage.invitations
from handlers.rules import people
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS
from storage.database import Transaction
from storage.members import NATIONAL

VALID_FOR = timedelta(days=7)
PREFIX = "i_"  # start payloads that open an invitation


def roles_and_regions(tx: Transaction, who: Person) -> tuple[tuple[str, ...], list[str]]:
    """What this coordinator may invite for."""
    del tx
    return ROLES, people.coordinated(people.coordinator(who))


def invite(tx: Transaction, who: Person, role: str, region: str, token: str, source: str, now: datetime) -> datetime:
    """Make an invitation from the chat; returns when it expires. `source` names the tap: repeated, it is one."""
    people.coordinator(who, region)
    return by_operator(tx, role, region, token, now, source)


def by_operator(
    tx: Transaction, role: str, region: str, token: str, now: datetime, source: str | None = None
) -> datetime:
    """Make an invitation from the command line; returns when it expires. Refuses what is unknown, or a used tap."""
    if role not in ROLES or (region not in REGIONS and region != NATIONAL):
        raise Refusal(Reason.STALE)
    expires_at = now + VALID_FOR
    if not storage.invitations.issue(tx, token=token, role=role, region=region, expires_at=expires_at, source=source):
        raise Refusal(Reason.STALE)
    return expires_at


def link(username: str, token: str) -> str:
    """The address that opens the bot with this invitation."""
    return f"https://t.me/{username}?start={PREFIX}{token}"
