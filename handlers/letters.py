"""Letters: how each kind of notice reads when it is delivered, in its reader's language and on their clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import storage.cards
import storage.groups
import storage.mutes
import storage.topics
from handlers import home, meeting_card
from handlers.context import House
from handlers.rules import (
    delays,
    doors,
    groups,
    hosting,
    inbox,
    meetings,
    nudges,
    pins,
    recipients,
    reports,
    retention,
)
from handlers.rules.recipients import Recipient
from handlers.rules.reminders import KINDS, SHORTLY
from handlers.rules.themes import DANGER, THEMES
from handlers.screen import Button, Screen, say
from handlers.speech import Speech, speech
from storage.cards import Card
from storage.database import Transaction
from storage.notices import Notice
from storage.vault import Thread

MUST_ARRIVE = frozenset({"report.new", "report.late", SHORTLY})  # sent again when nobody knows whether it arrived


@dataclass(frozen=True)
class Letter:
    """A screen for a chat; `card` names the thing it shows, if it is to be kept true."""

    chat_id: int
    screen: Screen
    card: str | None = None
    thread: int | None = None
    quiet: bool = False  # no phone sounds
    pin: bool = False


Writer = Callable[[Transaction, str, Recipient, Speech, datetime], Screen | None]


def compose(tx: Transaction, notice: Notice, house: House, now: datetime) -> Letter | None:
    """The letter of a notice; None when it makes no sense any more, or has nobody to go to."""
    recipient = recipients.find(tx, notice.recipient)
    if recipient is None:
        return None
    screen = WRITERS[notice.kind](tx, notice.about, recipient, _speech(recipient, house), now)
    if screen is None:
        return None
    if recipient.member is not None:
        return Letter(recipient.chat_id, screen, notice.about if notice.kind == "meeting.card" else None)
    return Letter(
        recipient.chat_id,
        screen,
        notice.about if notice.kind in CARDS else None,
        thread=storage.topics.thread(tx, int(notice.recipient.partition(":")[2]), "news"),
        quiet=notice.kind != "meeting.card",
        pin=notice.kind == pins.CARD,
    )


def renew(tx: Transaction, card: Card, house: House) -> Letter | None:
    """What a posted card should show now; None when there is nothing to keep true."""
    recipient = recipients.find(tx, card.recipient)
    if recipient is None or recipient.chat_id != card.chat_id:
        return None
    write = WRITERS[CARDS_ABOUT[card.about.partition(":")[0]]]
    screen = write(tx, card.about, recipient, _speech(recipient, house), house.now())
    return None if screen is None else Letter(card.chat_id, screen, card.about)


def _speech(recipient: Recipient, house: House) -> Speech:
    return speech(recipient.member.language if recipient.member else house.language)


def _meeting_card(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    seen = meetings.seen_by(tx, about, recipient.member)
    return None if seen is None else meeting_card.card(t, seen, group=recipient.member is None)


def _reminder(kind: str) -> Writer:
    def write(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
        seen = meetings.seen_by(tx, about, recipient.member)
        if seen is None or meetings.start(seen.meeting) <= now or seen.answer == "no":
            return None
        text = say(
            t,
            f"reminder.{kind}",
            title=seen.meeting.title,
            when=meeting_card.moment(t, seen.meeting, seen.zone),
            place=seen.meeting.place or t("meeting.no_place"),
        )
        # Whoever said yes may still have to say no: plans change, and the others count on it.
        other = [word for word in ("yes", "no") if word != seen.answer]
        opened = [Button(t("reminder.button.open"), f"m:o:{seen.meeting.id}")]
        return Screen(text, [meeting_card.answers(t, seen.meeting.id, *other), opened])

    return write


def _news(tx: Transaction, _about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    if recipient.member is None or not (threads := inbox.news(tx, recipient.member)):
        return None
    themes = ", ".join(sorted({t(THEMES[thread.theme].key) for thread in threads}))
    return _to_open(t, t.count("inbox.news", len(threads), themes=themes), threads)


def _to_open(t: Speech, text: str, threads: list[Thread]) -> Screen:
    level = max(thread.level for thread in threads)
    if level in reports.PRESSING:
        text += "\n" + t("inbox.danger" if level == DANGER else "inbox.pressing")
    return _opening(t, text)


def _opening(t: Speech, text: str) -> Screen:
    """With the button that opens the messages received."""
    return Screen(text, [[Button(t("inbox.button.open"), "b:list", style="primary")]])


def _late(tx: Transaction, _about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    if recipient.member is None or not (threads := inbox.news(tx, recipient.member)):
        return None
    return _to_open(t, t.count("inbox.late", len(threads)), threads)


def _unanswered(tx: Transaction, _about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found = [] if recipient.member is None else inbox.shown(tx, recipient.member)
    number = sum(delays.unanswered(thread, now) for thread in found)
    if not number:
        return None
    text = t.count("inbox.unanswered", number)
    return _opening(t, text)


def _ending(tx: Transaction, _about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found = [] if recipient.member is None else inbox.shown(tx, recipient.member)
    days = [retention.erased_on(thread) for thread in found if retention.ends_soon(thread, now)]
    if not days:
        return None
    text = t.count("inbox.ending", len(days), day=t.day(min(days)))
    return _opening(t, text)


def _weekly(tx: Transaction, _about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    member = recipient.member
    return None if member is None or storage.mutes.muted(tx, member.id, nudges.KIND) else nudge(t)


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
        if (key == "group.lost" and not group.lacks) or (key == "door.asked" and not doors.waiting(tx, group.id)):
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


def _welcome(tx: Transaction, about: str, _recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    names, others = hosting.newcomers(tx, int(about.partition(":")[2]))
    if not names:
        return Screen(t("welcome.strangers")) if others else None
    return Screen(say(t, "welcome.some" if others else "welcome.all", names=", ".join(names)))


def nudge(t: Speech) -> Screen:
    """The weekly word, and the word of an answer to whoever asked for it: one and the same."""
    return Screen(t("nudge.week"), [[Button(t("nudge.button.mute"), "y:off")]])


WRITERS: dict[str, Writer] = {
    "meeting.card": _meeting_card,
    "report.new": _news,
    "report.late": _late,
    "report.unanswered": _unanswered,
    "report.ending": _ending,
    nudges.KIND: _weekly,
    pins.CARD: _next,
    pins.TURN: _turn,
    groups.LOST: _of_group("group.lost", "group.button.see", _to_group),
    doors.ASKED: _of_group("door.asked", "door.button.see", _to_queue),
    doors.STAYS: _of_group("door.stays", "group.button.see", _to_group),
    hosting.WELCOME: _welcome,
    doors.OPEN: _open,
    doors.LEFT: _left,
    **{kind: _reminder(kind) for kind in KINDS},
}
CARDS_ABOUT = {"meeting": "meeting.card", "next": pins.CARD}  # what each card shows, by the first word of its name
CARDS = frozenset(CARDS_ABOUT.values())
