"""The deliveries of words to many: what each reader gets, what they say of it, and how far it all has come."""

from datetime import datetime

import storage.cards
import storage.groups
import storage.members
import storage.words
from handlers.rules import hearing, people, words
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.words import STOPPED, Report
from storage.database import Transaction
from storage.members import Member
from storage.words import UNSETTLED, Word, about


def see(tx: Transaction, who: Person, word_id: int) -> Word:
    """A reader has seen it: counted once, without a time, as long as their delivery is kept."""
    reader = people.member(who)
    found = storage.words.by_id(tx, word_id)
    if found is None or found.text is None or not storage.words.see(tx, word_id, reader.id):
        raise Refusal(Reason.WORD_OLD)
    storage.cards.outdate(tx, about(word_id))
    return found


def to_read(tx: Transaction, name: str, reader: Member | None) -> Word | None:
    """The word that a delivery brings; None when it was stopped, or was for a group that is another region's now."""
    found = _named(tx, name)
    if found is None or found.state != "sending" or found.text is None:
        return None
    if reader is None:
        group = storage.groups.by_id(tx, int(found.argument))
        return found if group is not None and group.region == found.region else None
    return found


def left_out(tx: Transaction, name: str, recipient: str, now: datetime) -> str:
    """How a delivery ends that nobody is sent: what its report says of it."""
    found = _named(tx, name)
    if found is None or found.state == "stopped":
        return STOPPED
    kind, _, number = recipient.partition(":")
    reader = storage.members.by_id(tx, int(number)) if kind == "member" else None
    if reader is None or reader.state not in storage.members.PRESENT:
        return "dropped"
    if reader.state == "unreachable":
        return reader.state
    return "paused" if hearing.paused(reader, now) else "dropped"


def followed(tx: Transaction, name: str, reader: Member | None) -> Report | None:
    """What the card of its author shows; None once they coordinate its region no more."""
    found = _named(tx, name)
    if found is None or reader is None or not reader.holds("coordinator", found.region):
        return None
    return words.report(tx, found)


def _named(tx: Transaction, name: str) -> Word | None:
    return storage.words.by_id(tx, int(name.partition(":")[2]))


def follow(tx: Transaction) -> None:
    """Have the cards of words renewed whose deliveries have gone on; a word is sent once none is to come.

    Looked at now and then rather than written with each delivery: many deliveries are one edit of the card.
    """
    for word in storage.words.under_way(tx):
        states = storage.words.results(tx, word.id)
        waiting = sum(states[state] for state in UNSETTLED)
        if waiting != word.waiting:
            state = "sent" if word.state == "sending" and not waiting else word.state
            storage.words.change(tx, word.id, waiting=waiting, state=state)
            storage.cards.outdate(tx, about(word.id))
