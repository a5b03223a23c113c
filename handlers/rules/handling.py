"""Handling a message received: taking care of it, a note between readers, handing it on, ending the exchange."""

from datetime import datetime

import storage.vault
from handlers.rules import routing
from handlers.rules.inbox import for_reader
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reports import check_length, due, local_day
from storage.database import Transaction
from storage.vault import Thread


def take(tx: Transaction, who: Person, thread_id: bytes, taken: bool) -> Thread:
    """Take care of a message, or let go of it: the other readers see that somebody does, not who."""
    once_read(tx, who, thread_id)
    storage.vault.set_taken(tx, thread_id, taken)
    return for_reader(tx, who, thread_id)


def once_read(tx: Transaction, who: Person, thread_id: bytes) -> Thread:
    """A message somebody has opened since its writer's last words were announced."""
    found = for_reader(tx, who, thread_id)
    if found.status == "announced":
        raise Refusal(Reason.REPORT_UNREAD)
    return found


def note(tx: Transaction, who: Person, thread_id: bytes, entry_id: bytes, text: str) -> None:
    """Leave a note for the other readers, which the writer never sees; the same `entry_id` again changes nothing."""
    check_length(text)
    found = for_reader(tx, who, thread_id)
    storage.vault.append_as_box(tx, thread_id, found.box, entry_id, "note", text)


def targets(tx: Transaction, who: Person, thread_id: bytes) -> set[str]:
    """The boxes a message may be handed on to: somebody reads there whom it is not hidden from."""
    return _targets(tx, once_read(tx, who, thread_id))


def _targets(tx: Transaction, found: Thread) -> set[str]:
    if found.status == "closed":  # an old button must not undo the end
        raise Refusal(Reason.REPORT_CLOSED)
    return routing.readable(tx, storage.vault.aside(tx, found.id, found.box)) - {found.box}


def hand_on(tx: Transaction, who: Person, thread_id: bytes, to: str, entry_id: bytes, now: datetime) -> None:
    """Give a message to another box's readers; from here on these alone can open it, and its writer sees that."""
    found = once_read(tx, who, thread_id)
    if to not in _targets(tx, found):
        raise Refusal(Reason.NO_READER_THERE)
    pass_on(tx, found, to, entry_id, now)


def pass_on(tx: Transaction, found: Thread, to: str, entry_id: bytes, now: datetime) -> None:
    """Wrap a message for another box, to be announced there as new, with a delay of its own."""
    storage.vault.hand_on(tx, found.id, found.box, to, entry_id)
    today = local_day(to, now)
    storage.vault.set_status(tx, found.id, "received", today)
    storage.vault.set_due(tx, found.id, due(found.level, today, to))


def close(tx: Transaction, who: Person, thread_id: bytes, now: datetime) -> None:
    """End the exchange; its writer sees it, and 60 days later it is erased. Again: nothing changes."""
    found = once_read(tx, who, thread_id)
    storage.vault.set_status(tx, thread_id, "closed", local_day(found.box, now))


def close_with(tx: Transaction, who: Person, thread_id: bytes, entry_id: bytes, text: str, now: datetime) -> None:
    """End the exchange with a last word; the same `entry_id` again changes nothing."""
    check_length(text)
    found = once_read(tx, who, thread_id)
    storage.vault.append_as_box(tx, thread_id, found.box, entry_id, "reader", text)
    storage.vault.set_status(tx, thread_id, "closed", local_day(found.box, now))
