"""How many reports came, by box, month and theme: kept apart, because a report is erased before it is counted."""

from dataclasses import dataclass

from storage import sealing
from storage import vault_queries as queries
from storage.vault_queries import VaultTransaction


@dataclass(frozen=True)
class Tally:
    """How many reports of a theme came for a box in a month, those erased since included."""

    box: str
    month: str
    theme: str
    reports: int


def count(tx: VaultTransaction, box: str, month: str, theme: str) -> None:
    """One more. Never taken back, not even when it is erased at once: a count that goes down tells of someone."""
    row = {"id": sealing.new_id(), "box": box, "month": month, "theme": theme, "reports": 1}
    tx.vault.execute(queries.TALLY[tx.vault.dialect.name], row)


def every(tx: VaultTransaction) -> list[Tally]:
    """All counts, in no order of arrival; nothing where no report came."""
    return [Tally(*row) for row in tx.vault.execute(queries.TALLIES)]


def forget(tx: VaultTransaction, last_month: str) -> int:
    """Forget how many came in `last_month` ("2026-11") or earlier; returns how many rows went."""
    return tx.vault.execute(queries.FORGET_TALLIES, {"last_month": last_month}).rowcount
