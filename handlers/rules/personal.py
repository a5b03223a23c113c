"""Personal data: everything that is kept of a person, for themselves and nobody else."""

from dataclasses import dataclass
from datetime import datetime

import storage.invitations
import storage.journal
import storage.meetings
import storage.mutes
import storage.notices
from handlers.rules.people import Person
from storage.database import Transaction
from storage.invitations import Invitation
from storage.journal import Entry
from storage.meetings import Meeting
from storage.members import Member


@dataclass(frozen=True)
class Kept:
    """What the community database holds of a person. Of reports it holds nothing, so nothing can be here."""

    who: Person
    member: Member | None  # who left is one too, until they are erased
    answers: list[tuple[Meeting, str]]
    prepared: list[Meeting]
    muted: list[str]
    inviting: Invitation | None  # the invitation they are preparing
    journal: list[Entry]  # what they did, and what was done to them
    told: list[tuple[str, str, datetime]]  # what the bot said or will say: kind, state, when


def kept(tx: Transaction, who: Person) -> Kept:
    """All of it, of a member or of somebody on the way in; of a stranger there is nothing."""
    found = who.member or who.gone
    if found is None:
        return Kept(who, None, [], [], [], None, [], [])
    number = found.id
    return Kept(
        who,
        found,
        answers=storage.meetings.answered(tx, number),
        prepared=storage.meetings.of(tx, number),
        inviting=storage.invitations.draft(tx, number),
        muted=storage.mutes.of(tx, number),
        journal=storage.journal.about(tx, number),
        told=storage.notices.to(tx, f"member:{number}"),
    )
