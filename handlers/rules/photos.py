"""Photos of an exchange: added by its writer, one by one; seen by the writer and by who may read the message."""

from datetime import datetime

import storage.entries
import storage.vault
from handlers.rules import inbox, reports
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.vault import Thread

MOST = 4  # in one exchange: its buttons stay one row, and nobody fills the disk


def may_add(tx: Transaction, who: Person, token: bytes, now: datetime, entry_id: bytes = b"") -> Thread:
    """The exchange that may take one more photo, or this one again; refuses one that is over, gone or full."""
    found = reports.may_reply(tx, who, token, now)
    if len(storage.entries.photos(tx, found.id) - {entry_id}) >= MOST:
        raise Refusal(Reason.PHOTO_ENOUGH, most=MOST)
    return found


def add(
    tx: Transaction, who: Person, token: bytes, entry_id: bytes, photo: bytes, now: datetime
) -> tuple[Thread, bool]:
    """The photo joins the exchange as the writer's next words do; the same `entry_id` again: False, nothing changes."""
    found = may_add(tx, who, token, now, entry_id)
    new = entry_id not in storage.entries.photos(tx, found.id)
    return reports.reply(tx, who, token, entry_id, "", now, photo), new


def own(tx: Transaction, who: Person, token: bytes, entry_id: bytes) -> bytes:
    """A photo, for whoever holds the exchange's token."""
    del who
    return _there(storage.vault.photo_as_writer(tx, token, entry_id))


def received(tx: Transaction, who: Person, thread_id: bytes, entry_id: bytes) -> bytes:
    """A photo that was announced, for a supervisor who may read the message it belongs to."""
    found = inbox.for_reader(tx, who, thread_id)
    return _there(storage.vault.photo_as_box(tx, thread_id, found.box, entry_id))


def _there(photo: bytes) -> bytes:
    if not photo:
        raise Refusal(Reason.REPORT_GONE)
    return photo
