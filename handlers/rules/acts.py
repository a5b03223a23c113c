"""Acts: what is written in the journal, with the day on the clock of its region."""

from datetime import datetime

import storage.journal
from handlers.rules.civil import today
from handlers.rules.regions import region
from storage.database import Transaction
from storage.journal import Entry


def record(
    tx: Transaction,
    kind: str,
    code: str,
    now: datetime,
    *,
    actor: int | None = None,
    member: int | None = None,
    role: str | None = None,
    source: str | None = None,
) -> None:
    """Write an act in a region. `actor` and `member` are numbers of members; `source` makes a repeated act one."""
    day = today(now, region(code).zone)
    storage.journal.write(tx, Entry(day, kind, code, actor=actor, member=member, role=role), source)
