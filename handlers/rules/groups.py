"""Groups: whose a group is, what the bot may do there, and that it stays silent where nobody asked it to host."""

from dataclasses import dataclass
from datetime import datetime

import storage.cards
import storage.groups
import storage.notices
import storage.posts
import storage.requests
import storage.topics
from handlers.rules import acts, people, pins
from handlers.rules.civil import day_start
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import BOXES
from storage.database import Transaction
from storage.groups import Group
from storage.notices import NewNotice

LOST = "group.rights"
PURPOSES = ("news", "talk", "files")  # the topics of a forum, in the order in which they are made
# What the bot needs: to be administrator, delete messages, invite, remove people, pin; in a forum, make topics.
RIGHTS = "adirp"
OF_FORUM = "t"


@dataclass(frozen=True)
class View:
    """A group as its coordinators see it."""

    group: Group
    topics: dict[str, int]
    waiting: int  # how many ask to come in


def welcome(tx: Transaction, who: Person, chat_id: int, title: str, now: datetime) -> tuple[Group, list[str]]:
    """The bot was added to a group by this person; returns the group and the regions it could belong to.

    A coordinator of one region only has said it all: the group is bound at once.
    """
    known = storage.groups.by_chat(tx, chat_id)
    if who.member is None or not who.member.holds("coordinator"):
        return known or Group(0, chat_id, title, None), []
    group = storage.groups.add(tx, chat_id, title)
    regions = people.coordinated(who.member)
    if group.region is None and len(regions) == 1:
        return bind(tx, who, group.id, regions[0], now), regions
    return group, regions


def choices(tx: Transaction, who: Person, group_id: int) -> tuple[Group, list[str]]:
    """A group and the regions this coordinator could give it to; refuses the group of a region that is not theirs."""
    regions = people.coordinated(people.coordinator(who))
    group = storage.groups.by_id(tx, group_id)
    if group is None:
        raise Refusal(Reason.STALE)
    people.coordinator(who, group.region)
    return group, regions


def bind(tx: Transaction, who: Person, group_id: int, code: str, now: datetime) -> Group:
    """A coordinator of the region says that this group is the region's."""
    actor = people.coordinator(who, code)
    group, _ = choices(tx, who, group_id)
    if group.region != code:
        storage.groups.bind(tx, group.id, code)
        acts.record(tx, "bound", code, now, actor=actor.id)
    found, _ = choices(tx, who, group_id)
    pins.keep(tx, found, now)
    return found


def see(tx: Transaction, chat_id: int, *, forum: bool, lacks: str, now: datetime) -> Group | None:
    """What the bot may do in a group was looked at; its coordinators are told, once, of a right it lost."""
    group = storage.groups.by_chat(tx, chat_id)
    if group is None:
        return None
    storage.groups.see(tx, group.id, forum=forum, lacks=lacks)
    if group.region is not None and group.lacks is not None and set(lacks) - set(group.lacks):
        tell = people.coordinators_of(tx, group.region)
        storage.notices.add(tx, [_lost(group, number, now) for number in tell])
    seen = storage.groups.by_id(tx, group.id)
    if seen is not None and seen.region is not None:
        pins.keep(tx, seen, now)
    return seen


def _lost(group: Group, number: int, now: datetime) -> NewNotice:
    day = f"{now:%Y-%m-%d}"
    return NewNotice(LOST, f"group:{group.id}", day, f"member:{number}", day_start(now), storage.notices.ANSWER)


def own(tx: Transaction, who: Person, group_id: int) -> Group:
    """A group this coordinator acts for; refuses others."""
    group, _ = choices(tx, who, group_id)
    if group.region is None:
        raise Refusal(Reason.STALE)
    return group


def look(tx: Transaction, who: Person, group_id: int) -> View:
    """All there is to see of a group."""
    group = own(tx, who, group_id)
    return View(group, storage.topics.of(tx, group_id), waiting(tx, group_id))


def waiting(tx: Transaction, group_id: int) -> int:
    """How many ask to come in."""
    return len(storage.requests.waiting(tx, group_id))


def hosted(tx: Transaction, who: Person) -> list[Group]:
    """The groups of a coordinator's regions."""
    return storage.groups.of_regions(tx, people.coordinated(people.coordinator(who)))


def open_to(tx: Transaction, who: Person) -> list[Group]:
    """The groups with a door that a member may come in by."""
    found = people.member(who)
    every = storage.groups.of_regions(tx, BOXES)
    return [group for group in every if group.door and people.belongs(found, group.region or "")]


def part(tx: Transaction, who: Person, group_id: int, now: datetime) -> Group | None:
    """A coordinator says that the group is theirs no more; repeated, the bot leaves once more, if it has not yet."""
    actor = people.coordinator(who)
    group = storage.groups.by_id(tx, group_id)
    if group is not None and group.region is not None:
        people.coordinator(who, group.region)
        storage.groups.bind(tx, group.id, None)
        acts.record(tx, "unbound", group.region, now, actor=actor.id)
    return group


def gone(tx: Transaction, who: Person | None, chat_id: int, now: datetime) -> None:
    """The bot was taken out: nothing is sent there any more, and whoever waited at the door waits no longer."""
    group = storage.groups.by_chat(tx, chat_id)
    if group is not None and group.region is not None:
        actor = who.member.id if who is not None and who.member is not None else None
        acts.record(tx, "lost" if actor is None else "unbound", group.region, now, actor=actor)
    _leave(tx, chat_id)
    storage.groups.remove(tx, chat_id)
    storage.cards.leave_chat(tx, chat_id)


def moved(tx: Transaction, chat_id: int, new_chat_id: int, now: datetime) -> Group | None:
    """The group became a supergroup with a new id; its old cards cannot be edited, nor its link followed, any more."""
    _leave(tx, chat_id)
    storage.groups.move(tx, chat_id, new_chat_id)
    storage.cards.leave_chat(tx, chat_id)
    group = storage.groups.by_chat(tx, new_chat_id)
    if group is not None and group.region is not None:
        pins.keep(tx, group, now)
    return group


def _leave(tx: Transaction, chat_id: int) -> None:
    """What stands there can be neither answered nor removed any more."""
    group = storage.groups.by_chat(tx, chat_id)
    if group is not None:
        storage.posts.leave(tx, group.id)
