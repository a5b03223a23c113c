"""How long a report lives: 60 days after its end, 12 months at most; then its key goes too, and old backups close.

What was counted lives until it is published, 12 months at most; what was published, five years; the journal, 12 months;
an invitation and what was begun with it, 30 days after its end.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import storage.figures
import storage.invitations
import storage.journal
import storage.notices
import storage.tallies
import storage.vault
from handlers.rules import quarters
from handlers.rules.civil import day_start
from handlers.rules.recipients import INBOX
from storage.database import Transaction
from storage.members import holders
from storage.notices import NewNotice
from storage.vault import Status, Thread

AFTER_THE_END = timedelta(days=60)
WARNED_BEFORE = timedelta(days=14)
OPEN: tuple[Status, ...] = ("announced", "read", "answered")
FIGURES = 5  # years: long enough to see what changes; nobody is in them
JOURNAL = timedelta(days=365)
INVITATION = timedelta(days=30)  # after its end; whoever began to join before may finish until then
SPARED = timedelta(days=2)  # no zone is further behind: the month before may still be the current one somewhere


def erase_outlived(tx: Transaction, now: datetime) -> int:
    """Erase the reports whose time is over; returns how many."""
    today = now.date()
    found = storage.vault.outlived(tx, today - AFTER_THE_END, a_year_before(today))
    for thread_id in found:
        storage.vault.erase(tx, thread_id)
    return len(found)


def erased_on(thread: Thread) -> date:
    """The day on which a report goes: after its end, or in the month of its first birthday, whichever comes first."""
    year, month = map(int, thread.month.split("-"))
    birthday = date(year + 1, month, 1)
    if thread.status != "closed":
        return birthday
    return min(birthday, thread.status_on + AFTER_THE_END)


def ends_soon(thread: Thread, now: datetime) -> bool:
    """Whether it is time to say so."""
    return erased_on(thread) <= now.date() + WARNED_BEFORE


def warn(tx: Transaction, boxes: Collection[str], now: datetime) -> None:
    """Tell the supervisors of these boxes, once, of the open exchanges that will be erased because of their age."""
    ending = [thread for thread in storage.vault.in_boxes(tx, boxes, OPEN) if ends_soon(thread, now)]
    for box, day in sorted({(thread.box, erased_on(thread)) for thread in ending}):
        storage.notices.add(tx, (_ending(day, number, now) for number in holders(tx, ["supervisor"], [box])))


def _ending(day: date, number: int, now: datetime) -> NewNotice:
    version = day.isoformat()
    return NewNotice("report.ending", INBOX, version, f"member:{number}", day_start(now), storage.notices.ANSWER)


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


def forget_journal(tx: Transaction, now: datetime) -> int:
    """Forget the acts of the journal that are more than 12 months old; returns how many."""
    return storage.journal.forget(tx, now.date() - JOURNAL)


def forget_joinings(tx: Transaction, now: datetime) -> int:
    """Forget how far people came who never finished joining, once their invitation goes; returns how many."""
    return storage.invitations.forget_joinings(tx, now - INVITATION)


def forget_invitations(tx: Transaction, now: datetime) -> int:
    """Forget invitations that ended 30 days ago or earlier; returns how many. After the joinings."""
    return storage.invitations.forget(tx, now - INVITATION)
