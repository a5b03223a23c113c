"""Letters of words to many: what each reader gets, and the card that tells its author how far it has come."""

from datetime import datetime

from handlers import word_card
from handlers.letters_groups import Writer
from handlers.rules import deliveries, words
from handlers.rules.recipients import Recipient
from handlers.screen import Screen
from handlers.speech import Speech
from storage.database import Transaction


def _word(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    found = deliveries.to_read(tx, about, recipient.member)
    return None if found is None else word_card.read(t, found, group=recipient.member is None)


def _card(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    found = deliveries.followed(tx, about, recipient.member)
    return None if found is None else word_card.report(t, found)


WRITERS: dict[str, Writer] = {words.KIND: _word, words.CARD: _card}
