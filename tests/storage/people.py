"""Members for tests, in one line each."""

from storage import members
from storage.database import Transaction
from storage.members import Member, Role


def member(
    tx: Transaction,
    telegram_id: int,
    *roles: Role,
    name: str | None = None,
    region: str = "FR-ARA",
    language: str = "fr",
    joined: str = "2026-01",
) -> Member:
    """A member with these roles."""
    number = members.add(
        tx,
        telegram_id=telegram_id,
        first_name=name or f"N{telegram_id}",
        language=language,
        region=region,
        joined=joined,
        promise="2026-11",
        charter="2026-11",
    )
    for role in roles:
        members.grant(tx, number, role)
    found = members.by_id(tx, number)
    assert found
    return found
