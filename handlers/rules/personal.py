"""Personal data: everything that is kept of a person, for themselves and nobody else."""

from dataclasses import dataclass
from datetime import datetime

import storage.groups
import storage.journal
import storage.meetings
import storage.mutes
import storage.notices
import storage.requests
from handlers.rules.people import Person
from storage.database import Transaction
from storage.journal import Entry
from storage.meetings import Meeting


@dataclass(frozen=True)
class Kept:
    """What the community database holds of a person. Of reports it holds nothing, so nothing can be here."""

    who: Person
    answers: list[tuple[Meeting, str]]
    prepared: list[Meeting]
    muted: list[str]
    journal: list[Entry]  # what they did, and what was done to them
    requests: list[tuple[str, str]]  # the groups they asked to come into: title, state
    told: list[tuple[str, str, datetime]]  # what the bot said or will say: kind, state, when


def kept(tx: Transaction, who: Person) -> Kept:
    """All of it, of a member or of somebody on the way in; of a stranger there is nothing."""
    asked = [(_title(tx, request.group_id), request.state) for request in storage.requests.of(tx, who.telegram_id)]
    if who.member is None:
        return Kept(who, [], [], [], [], asked, [])
    number = who.member.id
    return Kept(
        who,
        answers=storage.meetings.answered(tx, number),
        prepared=storage.meetings.of(tx, number),
        muted=storage.mutes.of(tx, number),
        journal=storage.journal.about(tx, number),
        requests=asked,
        told=storage.notices.to(tx, f"member:{number}"),
    )


def _title(tx: Transaction, group_id: int) -> str:
    group = storage.groups.by_id(tx, group_id)
    return "" if group is None else group.title
