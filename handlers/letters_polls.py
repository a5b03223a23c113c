"""Letters of date polls: the card, the recalls to the silent and to who decides, what came of it, what was decided."""

from datetime import datetime

import storage.polls
from handlers import outcome_card, poll_card
from handlers.letters_groups import Writer
from handlers.rules import outcomes, polls
from handlers.rules.recipients import Recipient
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.database import Transaction


def _card(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    seen = polls.seen_by(tx, about, recipient.member)
    return None if seen is None else poll_card.card(t, seen, group=recipient.member is None)


def _silent(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    seen = polls.seen_by(tx, about, recipient.member)
    if seen is None or seen.poll.state != "open" or seen.mine:
        return None
    when = poll_card.moment(t, seen, polls.end(seen.poll))
    text = say(t, "poll.silence", title=seen.poll.title, when=when)
    return Screen(text, [[Button(t("poll.button.answer"), f"po:o:{seen.poll.id}")]])


def _closed(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    seen, reader = polls.seen_by(tx, about, recipient.member), recipient.member
    if seen is None or reader is None or not seen.leads or seen.poll.state != "closed":
        return None
    return outcome_card.result(t, outcomes.weigh(tx, seen.poll, reader))


def _undecided(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    seen = polls.seen_by(tx, about, recipient.member)
    if seen is None or not seen.leads or seen.poll.state != "closed":
        return None
    text = say(t, "poll.undecided", title=seen.poll.title)
    return Screen(text, [[Button(t("poll.button.lead"), f"po:lead:{seen.poll.id}")]])


def _decided(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """The meeting’s own card follows, and asks who comes."""
    seen = polls.seen_by(tx, about, recipient.member)
    if seen is None or seen.poll.state not in ("decided", "dropped"):
        return None
    chosen = next((one for one in seen.dates if one.id == seen.poll.chosen), None)
    when = poll_card.moment(t, seen, chosen.starts_at) if chosen else ""
    return Screen(say(t, f"poll.told.{seen.poll.state}", title=seen.poll.title, when=when))


def opening(tx: Transaction, about: str, t: Speech) -> Button | None:
    """What stands below a poll’s card in a group, as long as it can be answered."""
    found = storage.polls.by_id(tx, int(about.partition(":")[2]))
    return None if found is None else poll_card.opening(t, found)


WRITERS: dict[str, Writer] = {
    polls.CARD: _card,
    polls.SILENT: _silent,
    polls.CLOSED: _closed,
    polls.UNDECIDED: _undecided,
    polls.DECIDED: _decided,
}
