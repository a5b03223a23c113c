"""Letters of the watch: a week that is one’s own, one that nobody has, a cover asked for, taken or refused."""

from datetime import date, datetime

from handlers import watch_card
from handlers.letters_groups import Writer
from handlers.rules import covers, gaps, hearing, watches
from handlers.rules.recipients import Recipient
from handlers.rules.regions import by_short
from handlers.rules.watches import Week
from handlers.screen import Screen
from handlers.speech import Speech
from storage.database import Transaction


def _week(tx: Transaction, about: str, now: datetime) -> Week | None:
    """The week of a notice as it stands; None when it is over."""
    _, short, day = about.split(":")
    code = by_short(short).code
    monday = date.fromisoformat(day)
    if monday < watches.monday(now, code):
        return None
    [found] = watches.read(tx, code, [monday], now)
    return found


def _gap(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found, reader = _week(tx, about, now), recipient.member
    if found is None or reader is None or found.on_watch is not None or not reader.holds("coordinator", found.region):
        return None
    return watch_card.gap(t, found, watches.monday(now, found.region))


def _yours(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found, reader = _week(tx, about, now), recipient.member
    if found is None or reader is None or found.on_watch is None or found.on_watch.id != reader.id:
        return None
    return watch_card.yours(t, found, watches.monday(now, found.region))


def _asked(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found, reader = _week(tx, about, now), recipient.member
    if found is None or reader is None or found.asked is None or found.asked.id != reader.id:
        return None
    return watch_card.asked(t, found)


def _taken(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found, reader = _week(tx, about, now), recipient.member
    if found is None or reader is None or (found.planned is not None and found.planned.id == reader.id):
        return None
    return watch_card.taken(t, found)


def _declined(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """Still away, and nobody else is asked meanwhile."""
    found, reader = _week(tx, about, now), recipient.member
    if found is None or reader is None or found.planned is None or found.planned.id != reader.id:
        return None
    return watch_card.declined(t, covers.absence(tx, found, now)) if found.away and found.asked is None else None


WRITERS: dict[str, Writer] = {
    gaps.GAP: _gap,
    gaps.YOURS: _yours,
    hearing.ASKED: _asked,
    hearing.TAKEN: _taken,
    hearing.DECLINED: _declined,
}
