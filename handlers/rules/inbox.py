"""Messages received: what a supervisor may see and answer. Rights are looked at with every tap."""

from datetime import datetime

import storage.census
import storage.erasures
import storage.vault
from handlers.rules import people, routing
from handlers.rules.fleeting import VIEW_LASTS
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reports import PRESSING, check_length, local_day
from storage.database import Transaction
from storage.entries import Entry
from storage.keys import KeyLost
from storage.members import Member
from storage.vault import NotForThisBox, Status, Thread

SHOWN: tuple[Status, ...] = ("announced", "read", "answered")  # what no slot has announced yet is not there
NEW: tuple[Status, ...] = ("announced",)


def news(tx: Transaction, reader: Member) -> list[Thread]:
    """What was announced in a reader's boxes, not opened yet, and not hidden from them."""
    return _visible(tx, reader, NEW)


def shown(tx: Transaction, reader: Member) -> list[Thread]:
    """What is open in a reader's boxes, read or not, and not hidden from them."""
    return _visible(tx, reader, SHOWN)


def reads(reader: Member, box: str) -> bool:
    """Whether this member supervises exactly this box: a national role does not open a region's messages."""
    return box in reader.regions("supervisor")


def nobody_else(tx: Transaction, reader: Member) -> bool:
    """Whether something pressing waits for this reader in a box that nobody reads who has no pause."""
    read = storage.census.supervised_regions(tx)
    return any(thread.level in PRESSING and thread.box not in read for thread in news(tx, reader))


def waiting(tx: Transaction, who: Person) -> list[Thread]:
    """What waits for this supervisor, unopened first, then in no order that would tell when it came."""
    reader = people.supervisor(who)
    return sorted(
        _visible(tx, reader, SHOWN), key=lambda thread: (SHOWN.index(thread.status), -thread.level, thread.id)
    )


def _visible(tx: Transaction, reader: Member, statuses: tuple[Status, ...]) -> list[Thread]:
    found = storage.vault.in_boxes(tx, reader.regions("supervisor"), statuses)
    return [thread for thread in found if not routing.hidden(tx, reader, thread)]


def for_reader(tx: Transaction, who: Person, thread_id: bytes) -> Thread:
    """The message behind a supervisor's button, if it is theirs to read; what no slot has told is not there."""
    reader = people.supervisor(who)
    found = storage.vault.thread(tx, thread_id)
    # The same answer for what is not theirs and for what does not exist: a refusal must not tell which.
    if found is None or not reads(reader, found.box) or found.status == "received":
        raise Refusal(Reason.REPORT_NOT_YOURS)
    try:
        aside = storage.vault.aside(tx, thread_id, found.box)
    except (KeyLost, NotForThisBox) as error:
        raise Refusal(Reason.KEY_LOST) from error
    if aside in reader.regions("supervisor"):
        raise Refusal(Reason.REPORT_NOT_YOURS)
    return found


def erase_later(tx: Transaction, who: Person, chat_id: int, message_id: int, now: datetime) -> None:
    """An open view disappears after half an hour."""
    del who
    storage.erasures.plan(tx, chat_id, message_id, now + VIEW_LASTS)


def open_as_reader(tx: Transaction, who: Person, thread_id: bytes, now: datetime) -> tuple[Thread, list[Entry]]:
    """Read a message; from here on its writer sees that a person has read it, and on which day."""
    found = for_reader(tx, who, thread_id)
    entries = storage.vault.read_as_box(tx, thread_id, found.box)
    if found.status == "announced":
        storage.vault.set_status(tx, thread_id, "read", local_day(found.box, now))
    return found, entries


def answer(tx: Transaction, who: Person, thread_id: bytes, entry_id: bytes, text: str, now: datetime) -> Thread:
    """Answer the writer; the same `entry_id` again changes nothing. What the writer has added waits for its slot."""
    found = for_reader(tx, who, thread_id)
    check_length(text)
    if found.status == "closed":
        raise Refusal(Reason.REPORT_CLOSED)
    if storage.vault.append_as_box(tx, thread_id, found.box, entry_id, "reader", text):
        storage.vault.set_status(tx, thread_id, "answered", local_day(found.box, now))
    return found
