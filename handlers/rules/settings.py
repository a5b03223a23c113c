"""Settings: what everyone may arrange for themselves."""

from dataclasses import dataclass

import storage.arrangements
import storage.mutes
from handlers.rules import people
from handlers.rules.hearing import QUIET, SILENCED
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.members import Member


@dataclass(frozen=True)
class Chosen:
    """What a member has chosen; `muted`: the kinds of notices they hear no more of."""

    member: Member
    muted: frozenset[str]


def chosen(tx: Transaction, who: Person) -> Chosen:
    """The settings of whoever asks."""
    found = people.member(who)
    return Chosen(found, frozenset(storage.mutes.of(tx, found.id)))


def hear(tx: Transaction, who: Person, index: int, wanted: bool) -> Chosen:
    """Hear of a kind of notice, or no more; `index` is its place in SILENCED."""
    found = people.member(who)
    if index >= len(SILENCED):
        raise Refusal(Reason.STALE)
    storage.mutes.set_mute(tx, found.id, SILENCED[index], not wanted)
    return chosen(tx, who)


def choose_quiet(tx: Transaction, who: Person, choice: str) -> None:
    """When the phone should not sound."""
    if choice not in QUIET:
        raise Refusal(Reason.STALE)
    storage.arrangements.arrange(tx, people.member(who).id, quiet=choice)


def choose_display(tx: Transaction, who: Person, simple: bool) -> None:
    """Buttons one below the other, without signs; or as usual."""
    storage.arrangements.arrange(tx, people.member(who).id, display="simple" if simple else None)
