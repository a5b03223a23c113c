"""Moderation: who hears of a message that somebody pointed out, what they may do about it, and that it is written once.

No message of a group is kept, and no row says who pointed one out: the card in a coordinator's chat carries it all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

import storage.groups
import storage.journal
import storage.members
import storage.posts
from handlers.rules import acts, people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL
from storage.database import Transaction
from storage.groups import Group
from storage.members import Member
from storage.posts import Post

MUTE = timedelta(hours=24)
KINDS = ("removed", "muted", "warned", "banned")  # what is done, as in the journal


@dataclass(frozen=True)
class Case:
    """A message of a group and its author's account; 0 for one that is nobody's: a bot's, a channel's."""

    group: int
    message: int
    author: int = 0


@dataclass(frozen=True)
class Known:
    """A case as it stands: its group, what was done, its author if they are a member; of a question, its answers."""

    group: Group
    done: frozenset[str]
    member: Member | None
    answers: tuple[int, ...]  # messages that the bot posted below it


def responsible(tx: Transaction, who: Person, chat_id: int, author: int) -> tuple[Group, list[list[Member]]]:
    """The group, and who may be told: its region's coordinators, then the nation's; never the author of the message."""
    del who
    group = storage.groups.by_chat(tx, chat_id)
    if group is None or group.region is None:
        raise Refusal(Reason.NOBODY_TOLD)
    tiers = [_coordinators(tx, code, author) for code in dict.fromkeys((group.region, NATIONAL))]
    return group, tiers


def _coordinators(tx: Transaction, code: str, author: int) -> list[Member]:
    found = storage.members.several(tx, storage.members.holders(tx, ["coordinator"], [code]))
    return [member for member in found if member.state == "active" and member.telegram_id != author]


def look(tx: Transaction, who: Person, case: Case) -> Known:
    """The case as it stands, for a coordinator of the group's region at this very moment."""
    people.coordinator(who)
    group = storage.groups.by_id(tx, case.group)
    if group is None or group.region is None:
        raise Refusal(Reason.GROUP_REFUSES)
    people.coordinator(who, group.region)
    return _known(tx, group, case)


def _known(tx: Transaction, group: Group, case: Case) -> Known:
    done = storage.journal.done(tx, [_source(group, case, kind) for kind in KINDS])
    kinds = frozenset(kind for kind in KINDS if _source(group, case, kind) in done)
    member = storage.members.by_telegram(tx, case.author) if case.author else None
    return Known(group, kinds, member, tuple(post.message_id for post in _answers(tx, case)))


def _answers(tx: Transaction, case: Case) -> list[Post]:
    post = storage.posts.at(tx, case.group, case.message)
    return [] if post is None else storage.posts.answering(tx, post.about)


def _source(group: Group, case: Case, kind: str) -> str:
    """What makes an act the same when it is asked for twice, or by two people."""
    return blake2b(f"{group.chat_id}/{case.message}/{kind}".encode(), digest_size=16, person=b"moderation").hexdigest()


def did(tx: Transaction, who: Person, case: Case, kind: str, now: datetime) -> Known:
    """It is done: into the journal, once; of a question that was removed, nothing can be answered any more."""
    known, actor = look(tx, who, case), people.member(who)
    code = known.group.region or NATIONAL
    member = known.member.id if known.member else None
    acts.record(tx, kind, code, now, actor=actor.id, member=member, source=_source(known.group, case, kind))
    if kind == "removed" and (post := storage.posts.at(tx, case.group, case.message)) is not None:
        for gone in (post, *_answers(tx, case)):
            storage.posts.forget(tx, gone.about)
    return _known(tx, known.group, case)


def own_post(tx: Transaction, who: Person, chat_id: int, message_id: int) -> Case:
    """The question or answer that a coordinator of the region wants to remove; refuses every other message."""
    group = storage.groups.by_chat(tx, chat_id)
    case = Case(group.id if group else 0, message_id)
    known = look(tx, who, case)
    if storage.posts.at(tx, case.group, message_id) is None and "removed" not in known.done:
        raise Refusal(Reason.NOT_A_POST)
    return case
