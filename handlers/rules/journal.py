"""The journal, for coordinators: what was done in the regions they act for, the latest first."""

from dataclasses import dataclass

import storage.journal
import storage.members
from handlers.rules import people
from handlers.rules.people import Person
from storage.database import Transaction
from storage.journal import Entry

PAGE, FEW = 10, 4  # acts on a screen, and on a simple one


@dataclass(frozen=True)
class Act:
    """One act with the names behind its numbers; None for whoever is not there any more, or was nobody."""

    entry: Entry
    actor: str | None
    member: str | None


@dataclass(frozen=True)
class Page:
    """Some acts, and whether there are older ones."""

    acts: list[Act]
    number: int
    older: bool


def page(tx: Transaction, who: Person, number: int) -> Page:
    """A page of the journal; 0 is the latest."""
    reader = people.coordinator(who)
    most = FEW if reader.simple else PAGE
    found = storage.journal.page(tx, people.coordinated(reader), number * most, most + 1)
    names = {None: None} | {each: _name(tx, each) for entry in found for each in (entry.actor, entry.member)}
    acts = [Act(entry, names[entry.actor], names[entry.member]) for entry in found[:most]]
    return Page(acts, number, len(found) > most)


def _name(tx: Transaction, number: int | None) -> str | None:
    found = None if number is None else storage.members.by_id(tx, number)
    return None if found is None else found.first_name
