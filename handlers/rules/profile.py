"""What a member says of themselves, and may change: name, organisation, and in which lists others find them."""

import storage.members
from handlers.rules import names, people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.members import Member

FIELDS = ("name", "organisation")


def askable(tx: Transaction, who: Person, field: str) -> Member:
    """The member themselves, when there is such a field to ask for."""
    if field not in FIELDS:
        raise Refusal(Reason.STALE)
    return people.own(tx, who)


def fill(tx: Transaction, who: Person, field: str, text: str) -> Person:
    """Put a written answer into the field it was asked for."""
    found = askable(tx, who, field)
    if field == "name":
        storage.members.change(tx, found.id, first_name=names.first_name(text))
    else:
        storage.members.change(tx, found.id, organisation=names.organisation(text))
    return people.recognise(tx, who.telegram_id, who.language)


def clear_organisation(tx: Transaction, who: Person) -> Person:
    """No organisation any more."""
    storage.members.change(tx, people.member(who).id, organisation=None)
    return people.recognise(tx, who.telegram_id, who.language)


def show_among_comers(tx: Transaction, who: Person, shown: bool) -> Person:
    """Let the others read one’s first name among those who come to a meeting, or only who runs it."""
    storage.members.change(tx, people.member(who).id, shown=shown)
    return people.recognise(tx, who.telegram_id, who.language)


def list_in_directory(tx: Transaction, who: Person, listed: bool) -> Person:
    """Be found by the members of the region, or not any more."""
    storage.members.change(tx, people.member(who).id, directory=listed)
    return people.recognise(tx, who.telegram_id, who.language)
