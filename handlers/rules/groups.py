"""Groups: whose a group is, and that the bot stays silent in those it was not asked to host."""

import storage.cards
import storage.groups
import storage.posts
from handlers.rules import people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.groups import Group


def welcome(tx: Transaction, who: Person, chat_id: int, title: str) -> tuple[Group, list[str]]:
    """The bot was added to a group by this person; returns the group and the regions it could belong to.

    A coordinator of one region only has said it all: the group is bound at once.
    """
    known = storage.groups.by_chat(tx, chat_id)
    if who.member is None or not who.member.holds("coordinator"):
        return known or Group(0, chat_id, title, None), []
    group = storage.groups.add(tx, chat_id, title)
    regions = people.coordinated(who.member)
    if group.region is None and len(regions) == 1:
        storage.groups.bind(tx, group.id, regions[0])
        return Group(group.id, chat_id, title, regions[0]), regions
    return group, regions


def choices(tx: Transaction, who: Person, group_id: int) -> tuple[Group, list[str]]:
    """A group and the regions this coordinator could give it to."""
    regions = people.coordinated(people.coordinator(who))
    group = storage.groups.by_id(tx, group_id)
    if group is None:
        raise Refusal(Reason.STALE)
    return group, regions


def bind(tx: Transaction, who: Person, group_id: int, region: str) -> Group:
    """A coordinator of the region says that this group is the region's."""
    people.coordinator(who, region)
    group, _ = choices(tx, who, group_id)
    if group.region is not None and group.region != region:
        people.coordinator(who, group.region)
    storage.groups.bind(tx, group.id, region)
    return Group(group.id, group.chat_id, group.title, region)


def gone(tx: Transaction, chat_id: int) -> None:
    """The bot was taken out: nothing is sent there any more."""
    _leave(tx, chat_id)
    storage.groups.remove(tx, chat_id)
    storage.cards.leave_chat(tx, chat_id)


def moved(tx: Transaction, chat_id: int, new_chat_id: int) -> None:
    """The group became a supergroup with a new id; its old cards cannot be edited any more."""
    _leave(tx, chat_id)
    storage.groups.move(tx, chat_id, new_chat_id)
    storage.cards.leave_chat(tx, chat_id)


def _leave(tx: Transaction, chat_id: int) -> None:
    """What stands there can be neither answered nor removed any more."""
    group = storage.groups.by_chat(tx, chat_id)
    if group is not None:
        storage.posts.leave(tx, group.id)
