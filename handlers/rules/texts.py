"""What a free text is for: the name of someone who is joining, a field that was asked for, or nothing yet."""

import storage.questions
from handlers.rules import joining, people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction


def purpose(tx: Transaction, who: Person) -> str:
    """`name`, `field`, `free`, or `step` for whoever is joining and was not asked to write; refuses strangers."""
    if who.member is not None:
        return "field" if storage.questions.open_for(tx, who.member.id) else "free"
    if who.joining is None:
        raise Refusal(Reason.MEMBERS_ONLY)
    return "name" if joining.step(who.joining) in ("name", "region") else "step"


def come_home(tx: Transaction, who: Person) -> None:
    """Whatever was asked is left where it was, and whoever had blocked the bot is back."""
    people.come_back(tx, who)
    forget(tx, who)


def forget(tx: Transaction, who: Person) -> None:
    """Ask nothing any more."""
    if who.member is not None:
        storage.questions.forget(tx, who.member.id)
