"""What a free text is for: the name of someone who is joining, a field that was asked for, or nothing yet."""

import storage.invitations
import storage.questions
from handlers.rules import joining
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction


def purpose(tx: Transaction, who: Person) -> str:
    """`name`, `field` or `free`; refuses strangers, who have nothing to write here yet."""
    if who.member is not None:
        return "field" if storage.questions.open_for(tx, who.member.id) else "free"
    under_way = storage.invitations.joining(tx, who.telegram_id)
    if under_way is None:
        raise Refusal(Reason.MEMBERS_ONLY)
    if joining.step(under_way) not in ("name", "region"):
        raise Refusal(Reason.STALE)
    return "name"


def forget(tx: Transaction, who: Person) -> bool:
    """Ask nothing any more; returns whether something was asked."""
    if who.member is None or storage.questions.open_for(tx, who.member.id) is None:
        return False
    storage.questions.forget(tx, who.member.id)
    return True
