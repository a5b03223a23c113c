"""How long a report lives: 60 days after its end, 12 months at most; then its key goes too, and old backups close.

What was counted lives until it is published, 12 months at most; what was published, five years.
"""

from datetime import date, datetime, timedelta

import storage.figures
import storage.tallies
import storage.vault
from handlers.rules import quarters
from storage.database import Transaction

AFTER_THE_END = timedelta(days=60)
FIGURES = 5  # years: long enough to see what changes; nobody is in them
SPARED = timedelta(days=2)  # no zone is further behind: the month before may still be the current one somewhere


def erase_outlived(tx: Transaction, now: datetime) -> int:
    """Erase the reports whose time is over; returns how many."""
    today = now.date()
    found = storage.vault.outlived(tx, today - AFTER_THE_END, a_year_before(today))
    for thread_id in found:
        storage.vault.erase(tx, thread_id)
    return len(found)


def a_year_before(today: date) -> str:
    """The month twelve months ago: what came in it is a year old this month, at the latest on its last day."""
    return f"{today.year - 1}-{today:%m}"


def destroy_unused_keys(tx: Transaction, now: datetime) -> int:
    """Destroy the keys of past months that open nothing any more; returns how many. After the erasing's commit."""
    current = f"{now - SPARED:%Y-%m}"
    unused = {key for key in tx.keys.list() if key[1] < current} - storage.vault.keys_in_use(tx)
    for box, month in unused:
        tx.keys.destroy(box, month)
    return len(unused)


def forget_counted(tx: Transaction, now: datetime) -> int:
    """Forget exact counts whose quarter was published, or that are a year old; returns how many."""
    published = storage.figures.quarters(tx)
    last_month = quarters.read(published[-1]).months[-1] if published else ""
    return storage.tallies.forget(tx, max(last_month, a_year_before(now.date())))


def forget_figures(tx: Transaction, now: datetime) -> int:
    """Forget the figures of quarters that ended five years ago or earlier; returns how many."""
    closed = quarters.last_closed(now)
    return storage.figures.forget(tx, str(quarters.Quarter(closed.year - FIGURES, closed.number)))
