"""A question to the peers of a region, or an answer to one: signed at once, without a name at the next slot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import storage.census
import storage.groups
import storage.notices
import storage.posts
import storage.questions
from handlers.rules import civil, giveaways, people, slots
from handlers.rules.giveaways import Giveaway
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL, region
from storage.database import Transaction
from storage.groups import Group
from storage.keys import KeyLost
from storage.members import Member
from storage.notices import NewNotice
from storage.posts import Post
from storage.questions import Question
from storage.sealing import Tampered, question_id
from storage.trouble import Trouble

KIND = "peers.post"
LONGEST = 3500  # characters of a text: it must fit on its card, with what is said above it
KEPT = timedelta(days=7)  # a text that cannot be posted
FEW = 5  # members of a region: among fewer, a text without a name points at one of them
UNDER_WAY = ("waiting", "sending")


@dataclass(frozen=True)
class Place:
    """Where it is posted: a group of a region, and the question it answers, if it is an answer."""

    group: Group
    box: str
    answered: Post | None = None


@dataclass(frozen=True)
class Draft:
    """What is on the writer's card: nothing of it is kept before it is sent. `to`: see `place`."""

    token: bytes
    to: int | str
    signed: bool
    text: str


@dataclass(frozen=True)
class Prospect:
    """What sending would mean: where it appears, as whose, what gives somebody away, whether they are few there."""

    place: Place
    member: Member
    giveaways: tuple[Giveaway, ...]
    few: bool


def asker(tx: Transaction, who: Person) -> Member:
    """Members may ask; reads only."""
    del tx
    return people.member(who)


def groups(tx: Transaction, who: Person) -> list[Group]:
    """The groups a member may ask: those of their region, and those of the nation; refuses when there is none."""
    found = groups_of(tx, people.peer(who))
    if not found:
        raise Refusal(Reason.NO_GROUP)
    return found


def groups_of(tx: Transaction, member: Member) -> list[Group]:
    """The same, or none."""
    if not member.roles:
        return []
    return [group for code in dict.fromkeys((member.region, NATIONAL)) for group in storage.groups.of_region(tx, code)]


def place(tx: Transaction, who: Person, to: int | str) -> Place:
    """The place a member may write to: a group by its number, or the question with this id, to answer it."""
    member = people.peer(who)
    answered = _question(tx, to) if isinstance(to, str) else None
    group = storage.groups.by_id(tx, answered.group_id if answered else int(to))
    if group is None or group.region is None:
        raise Refusal(Reason.NO_GROUP)
    if group.region not in (member.region, NATIONAL) and not people.belongs(member, group.region):
        raise Refusal(Reason.OTHER_REGION)
    return Place(group, group.region, answered)


def _question(tx: Transaction, about: str) -> Post:
    found = storage.posts.find(tx, about)
    if found is None:
        raise Refusal(Reason.QUESTION_GONE)
    return found


def gone(tx: Transaction, who: Person, about: str) -> None:
    """Telegram says that the message of a question is not there any more."""
    people.member(who)
    storage.posts.forget(tx, about)


def check_length(text: str) -> None:
    """Refuse a text that would not fit on a card."""
    if len(text) > LONGEST:
        raise Refusal(Reason.TEXT_TOO_LONG, most=LONGEST)


def prospect(tx: Transaction, who: Person, to: int | str, text: str, *, signed: bool) -> Prospect:
    """Where a text would appear, and what in it could make somebody known who does not sign."""
    found, member = place(tx, who, to), people.member(who)
    if signed:
        return Prospect(found, member, (), few=False)
    names = storage.census.first_names(tx)
    few = found.box != NATIONAL and storage.census.reachable(tx).get(found.box, 0) < FEW
    return Prospect(found, member, giveaways.find(text, member.first_name, names), few)


def submit(tx: Transaction, who: Person, draft: Draft, now: datetime) -> Place:
    """Into the vault, sealed; on its way at once if it is signed. The same token again changes nothing."""
    found, member = place(tx, who, draft.to), people.member(who)
    check_length(draft.text)
    key = question_id(draft.token)
    if storage.notices.states(tx, KIND, key.hex()):  # on its way already, or there
        return found
    today = civil.today(now, region(found.box).zone)
    about = found.answered.about if found.answered else ""
    name = member.first_name if draft.signed else ""
    body = Question(found.group.id, found.group.chat_id, found.box, about, name, draft.text)
    storage.questions.add(tx, key, found.box, today, today + KEPT, body)
    if draft.signed:
        storage.notices.add(tx, [_notice(key, found.group, now, 0)])
    return found


def _notice(key: bytes, group: Group, due_at: datetime, nth: int) -> NewNotice:
    return NewNotice(KIND, key.hex(), str(nth), f"group:{group.id}", due_at, storage.notices.ANSWER)


def announce(tx: Transaction, boxes: Collection[str], now: datetime) -> None:
    """At their slot: have what waits posted, in the order of its random ids; what failed is tried once more.

    A notice exists from the slot on, never before: its row has no other time.
    """
    for key in storage.questions.waiting(tx, boxes):
        states = storage.notices.states(tx, KIND, key.hex())
        if "sent" in states:  # the program died between the two commits
            storage.questions.erase(tx, key)
        elif not any(state in UNDER_WAY for state in states):
            _try(tx, key, now, len(states))


def _try(tx: Transaction, key: bytes, now: datetime, nth: int) -> None:
    try:
        body = storage.questions.read(tx, key)
    except (KeyLost, Tampered, Trouble):  # what else the slot has to announce must not wait for this
        return
    if body is None or (body.answers and storage.posts.find(tx, body.answers) is None):
        storage.questions.erase(tx, key)  # an answer to what was removed
    elif (group := _group(tx, body)) is not None:
        slot = slots.last_slot(now, region(group.region or NATIONAL).zone)
        storage.notices.add(tx, [_notice(key, group, slot, nth)])


def _group(tx: Transaction, body: Question) -> Group | None:
    """The group it was written for, which the bot may have left and come back to; nobody else may read it instead."""
    found = storage.groups.by_id(tx, body.group) or storage.groups.by_chat(tx, body.chat)
    return found if found is not None and found.region == body.region else None


def ready(tx: Transaction, about: str, group_id: int) -> tuple[Question, Group, Post | None] | None:
    """What is to be posted in a group, and the question it answers; None when there is nothing (any more)."""
    body, group = storage.questions.read(tx, bytes.fromhex(about)), storage.groups.by_id(tx, group_id)
    if body is None or group is None or group.region != body.region:
        return None
    answered = storage.posts.find(tx, body.answers) if body.answers else None
    return None if body.answers and answered is None else (body, group, answered)


def posted(tx: Transaction, about: str, group_id: int, message_id: int) -> None:
    """It stands in the group: its text is kept no longer."""
    body = storage.questions.read(tx, bytes.fromhex(about))
    storage.posts.add(tx, Post(about, group_id, message_id, (body.answers or None) if body else None))
    storage.questions.erase(tx, bytes.fromhex(about))


def forget(tx: Transaction, now: datetime) -> int:
    """Forget what could not be posted within a week; returns how many."""
    return storage.questions.forget(tx, now.date())


def appears(box: str, now: datetime) -> str:
    """When what waits appears: this morning, this evening, or tomorrow morning."""
    here = civil.wall(now, region(box).zone).time()
    morning, evening = slots.SLOTS
    return "morning" if here < morning else "evening" if here < evening else "tomorrow"
