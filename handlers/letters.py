"""Letters: how each kind of notice reads when it is delivered, in its reader's language and on their clock."""

from dataclasses import dataclass, replace
from datetime import datetime

import storage.topics
from handlers import (
    home,
    letters_groups,
    letters_meetings,
    letters_polls,
    letters_supervision,
    letters_watches,
    letters_words,
    question_card,
)
from handlers.context import House
from handlers.letters_groups import Writer
from handlers.rules import (
    announcing,
    attendance,
    charter,
    delays,
    deliveries,
    hearing,
    inbox,
    nudges,
    openings,
    pins,
    polls,
    questions,
    recipients,
    reports,
    retention,
    roles,
    words,
)
from handlers.rules.recipients import Recipient
from handlers.rules.reminders import SHORTLY
from handlers.rules.themes import DANGER, THEMES
from handlers.screen import Button, Screen, fitted
from handlers.speech import Speech, speech
from storage.cards import Card
from storage.database import Transaction
from storage.members import Member
from storage.notices import Notice
from storage.vault import Thread

# Sent again when nobody knows whether it arrived.
MUST_ARRIVE = frozenset(
    {"report.new", "report.late", SHORTLY, announcing.CANCELLED, questions.KIND, openings.WITHDRAWN, openings.SHORTLY}
)


@dataclass(frozen=True)
class Letter:
    """A screen for a chat; `card` names the thing it shows, if it is to be kept true.

    `thread` and `replies_to` are the place in the chat; `opens` is a button whose address lacks the bot’s own.
    """

    chat_id: int
    screen: Screen
    card: str | None = None
    thread: int | None = None
    quiet: bool = False  # no phone sounds
    pin: bool = False
    replies_to: int | None = None
    opens: Button | None = None

    def shown(self, username: str) -> Screen:
        """The screen with its last button, when it is known whose bot it opens."""
        if self.opens is None:
            return self.screen
        address = f"https://t.me/{username}?start={self.opens.url}"
        return replace(self.screen, rows=[*self.screen.rows, [replace(self.opens, url=address)]])


def write(tx: Transaction, notice: Notice, house: House, now: datetime) -> Letter | datetime | None:
    """The letter of a notice; when it has to wait for the end of its reader's quiet hours, that instant."""
    recipient = _reader(tx, notice, now)
    if recipient is None:
        return None
    if recipient.member is not None:
        later = hearing.waits(tx, recipient.member, notice.kind, notice.about, notice.expires_at, now)
        if later is not None:
            return later
    return _letter(tx, notice, recipient, house, now)


def left_out(tx: Transaction, notice: Notice, now: datetime) -> str:
    """How a notice ends that makes no sense any more or has nobody to go to; of a word its report says why."""
    return deliveries.left_out(tx, notice.about, notice.recipient, now) if notice.kind == words.KIND else "dropped"


def compose(tx: Transaction, notice: Notice, house: House, now: datetime) -> Letter | None:
    """The letter of a notice; None when it makes no sense any more, or has nobody to go to."""
    recipient = _reader(tx, notice, now)
    return None if recipient is None else _letter(tx, notice, recipient, house, now)


def _reader(tx: Transaction, notice: Notice, now: datetime) -> Recipient | None:
    """Who is there to read it and wants to."""
    recipient = recipients.find(tx, notice.recipient)
    if recipient is None or (recipient.member is not None and _unwanted(tx, notice, recipient.member, now)):
        return None
    return recipient


def _letter(tx: Transaction, notice: Notice, recipient: Recipient, house: House, now: datetime) -> Letter | None:
    if notice.kind == questions.KIND:
        return _question(tx, notice, house)
    t = _speech(recipient, house)
    screen = WRITERS[notice.kind](tx, notice.about, recipient, t, now)
    if screen is None:
        return None
    if recipient.member is not None:
        shown = fitted(t, screen)
        card = notice.about if notice.kind in CARDS else None
        return Letter(recipient.chat_id, shown, card, quiet=notice.kind == attendance.LATE)
    return Letter(
        recipient.chat_id,
        screen,
        notice.about if notice.kind in CARDS else None,
        thread=storage.topics.thread(tx, int(notice.recipient.partition(":")[2]), "news"),
        quiet=notice.kind not in ANNOUNCED,
        pin=notice.kind == pins.CARD,
        opens=_opens(tx, notice.about, t),
    )


def _opens(tx: Transaction, about: str, t: Speech) -> Button | None:
    """What leads from a card in a group to the reader's own chat."""
    return letters_polls.opening(tx, about, t) if about.startswith(POLL) else None


def _unwanted(tx: Transaction, notice: Notice, reader: Member, now: datetime) -> bool:
    if not hearing.unwanted(tx, reader, notice.kind, notice.about, now):
        return False
    return notice.kind not in hearing.ALERTS or not inbox.nobody_else(tx, reader)


def _question(tx: Transaction, notice: Notice, house: House) -> Letter | None:
    """A question to the peers, or an answer below its question; in the language of the group."""
    found = questions.ready(tx, notice.about, int(notice.recipient.partition(":")[2]))
    if found is None:
        return None
    body, group, answered = found
    thread = storage.topics.thread(tx, group.id, "talk")
    t = speech(house.language)
    screen = Screen(question_card.posted(t, body.name, body.text, answer=answered is not None))
    if answered is not None:
        return Letter(group.chat_id, screen, thread=thread, replies_to=answered.message_id)
    return Letter(group.chat_id, screen, thread=thread, opens=question_card.opening(t, notice.about))


def arrived(tx: Transaction, notice: Notice, message_id: int) -> None:
    """What follows from its being there."""
    if notice.kind == questions.KIND:
        questions.posted(tx, notice.about, int(notice.recipient.partition(":")[2]), message_id)


def renew(tx: Transaction, card: Card, house: House) -> Letter | None:
    """What a posted card should show now; None when there is nothing to keep true."""
    recipient = recipients.find(tx, card.recipient)
    if recipient is None or recipient.chat_id != card.chat_id:
        return None
    t = _speech(recipient, house)
    screen = WRITERS[CARDS_ABOUT[card.about.partition(":")[0]]](tx, card.about, recipient, t, house.now())
    if screen is None:
        return None
    opens = _opens(tx, card.about, t) if recipient.member is None else None
    return Letter(card.chat_id, fitted(t, screen), card.about, opens=opens)


def _speech(recipient: Recipient, house: House) -> Speech:
    reader = recipient.member
    return speech(reader.language, simple=reader.simple) if reader else speech(house.language)


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


def _weekly(_tx: Transaction, _about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    return None if recipient.member is None else nudge(t)


def _silent(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    if recipient.member is None or not retention.still_silent(tx, recipient.member, about):
        return None
    rows = [[Button(t("leaving.button.stays"), "l:stay")], [Button(t("settings.button.leave"), "l:open")]]
    return Screen(t("leaving.silent"), rows)


def _charter(_tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    member = recipient.member
    if member is None or about == f"{charter.ABOUT}{member.charter}":
        return None
    return Screen(t("agreement.notice"), [[home.new_charter(t)]])


def nudge(t: Speech) -> Screen:
    """The weekly word, and the word of an answer to whoever asked for it: one and the same."""
    return Screen(t("nudge.week"), [[Button(t("nudge.button.mute"), "y:off")]])


def _roles(_tx: Transaction, _about: str, _recipient: Recipient, t: Speech, _now: datetime) -> Screen:
    """Which role it is stands behind the tap, not on a lock screen."""
    return Screen(t("roles.changed"), [[Button(t("roles.button.see"), "e:mine")]])


WRITERS: dict[str, Writer] = {
    "report.new": _news,
    "report.late": _late,
    "report.unanswered": _unanswered,
    "report.ending": _ending,
    nudges.KIND: _weekly,
    retention.SILENCE: _silent,
    roles.GIVEN: _roles,
    roles.TAKEN: _roles,
    charter.KIND: _charter,
    **letters_groups.WRITERS,
    **letters_meetings.WRITERS,
    **letters_polls.WRITERS,
    **letters_supervision.WRITERS,
    **letters_watches.WRITERS,
    **letters_words.WRITERS,
}
ANNOUNCED = (announcing.CARD, polls.CARD)  # in a group too, phones may sound
POLL = polls.about(0)[:-1]
CARDS_ABOUT = {
    "meeting": announcing.CARD,
    "next": pins.CARD,
    "poll": polls.CARD,
    "word": words.CARD,
}  # what each card shows, by the first word of its name
CARDS = frozenset(CARDS_ABOUT.values())
