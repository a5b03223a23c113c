"""Letters to groups and about them: the pinned card, the welcome, and what happens at the door."""

from collections.abc import Callable
from datetime import datetime

import storage.cards
import storage.groups
from handlers import home, meeting_card
from handlers.rules import doors, groups, hosting, pins
from handlers.rules.recipients import Recipient
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.database import Transaction

Writer = Callable[[Transaction, str, Recipient, Speech, datetime], Screen | None]


def _next(tx: Transaction, about: str, _recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found = pins.of_group(tx, about, now)
    return None if found is None else meeting_card.next_card(t, found[1])


def _turn(tx: Transaction, about: str, _recipient: Recipient, _t: Speech, _now: datetime) -> Screen | None:
    """A meeting begins: nothing is said, the pinned card shows the next one."""
    storage.cards.outdate(tx, about)
    return None


def _of_group(key: str, button: str, opens: Callable[[int], str]) -> Writer:
    """A word to coordinators about a group, without its name: that comes with a tap."""

    def write(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
        group = storage.groups.by_id(tx, int(about.partition(":")[2]))
        if group is None or recipient.member is None or not recipient.member.holds("coordinator", group.region):
            return None
        if (key == "group.lost" and not group.lacks) or (key == "door.asked" and not groups.waiting(tx, group.id)):
            return None
        return Screen(t(key), [[Button(t(button), opens(group.id))]])

    return write


def _to_group(group_id: int) -> str:
    return f"g:o:{group_id}"


def _to_queue(group_id: int) -> str:
    return f"u:list:{group_id}"


def _left(tx: Transaction, about: str, _recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    group = storage.groups.by_id(tx, int(about.partition(":")[2]))
    if group is None or group.region is None:
        return None
    return Screen(say(t, "door.left", title=group.title, region=t.region(group.region)))


def _open(tx: Transaction, about: str, _recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    group = storage.groups.by_id(tx, int(about.partition(":")[2]))
    return None if group is None else Screen(say(t, "door.open", title=group.title), [[home.below(t)]])


def _listed(t: Speech, names: list[str]) -> str:
    """« Awa, Luc et Zoé »."""
    *first, last = names
    return t("welcome.and", first=", ".join(first), last=last) if first else last


def _welcome(tx: Transaction, about: str, _recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    names, others = hosting.newcomers(tx, int(about.partition(":")[2]))
    if not names:
        return Screen(t("welcome.strangers")) if others else None
    return Screen(say(t, "welcome.some" if others else "welcome.all", names=_listed(t, names)))


WRITERS: dict[str, Writer] = {
    pins.CARD: _next,
    pins.TURN: _turn,
    groups.LOST: _of_group("group.lost", "group.button.see", _to_group),
    doors.ASKED: _of_group("door.asked", "door.button.see", _to_queue),
    doors.STAYS: _of_group("door.stays", "group.button.see", _to_group),
    hosting.WELCOME: _welcome,
    doors.OPEN: _open,
    doors.LEFT: _left,
}
