"""The directory: members of a region find those of it who want to be found."""

from dataclasses import dataclass

import storage.directory
from handlers.rules import people
from handlers.rules.people import Person
from handlers.rules.regions import NATIONAL, REGIONS
from storage.database import Transaction
from storage.members import Member

PAGE = 8  # people a screen


@dataclass(frozen=True)
class Page:
    """Some people, region by region, and whether more follow."""

    people: list[Member]
    number: int
    more: bool
    reader: Member


def page(tx: Transaction, who: Person, number: int) -> Page:
    """A page of those who work where this member does; 0 is the first."""
    reader = people.peer(who)
    found = storage.directory.page(tx, regions(reader), number * PAGE, PAGE + 1)
    return Page(found[:PAGE], number, len(found) > PAGE, reader)


def regions(reader: Member) -> list[str]:
    """Where this member works and has a role; a national role opens no other region's directory."""
    held = {reader.region, *(role.region for role in reader.roles)} - {NATIONAL}
    return [code for code in REGIONS if code in held]
