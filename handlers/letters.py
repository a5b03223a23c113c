"""Letters: how each kind of notice reads when it is delivered, in its reader's language and on their clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import storage.mutes
from handlers import meeting_card, question_card
from handlers.context import House
from handlers.rules import delays, inbox, meetings, nudges, questions, recipients, reports, retention
from handlers.rules.recipients import Recipient
from handlers.rules.reminders import KINDS, SHORTLY
from handlers.rules.themes import DANGER, THEMES
from handlers.screen import Button, Screen, say
from handlers.speech import Speech, speech
from storage.cards import Card
from storage.database import Transaction
from storage.notices import Notice
from storage.vault import Thread

# Sent again when nobody knows whether it arrived.
MUST_ARRIVE = frozenset({"report.new", "report.late", SHORTLY, questions.KIND})


@dataclass(frozen=True)
class Letter:
    """A screen for a chat; `card` names the thing it shows, if it is to be kept true.

    `topic` and `replies_to` are the place in the chat; `opens` is a button whose address lacks the bot's own.
    """

    chat_id: int
    screen: Screen
    card: str | None = None
    topic: int | None = None
    replies_to: int | None = None
    opens: Button | None = None

    def shown(self, username: str) -> Screen:
        """The screen with its last button, when it is known whose bot it opens."""
        if self.opens is None:
            return self.screen
        address = f"https://t.me/{username}?start={self.opens.url}"
        return replace(self.screen, rows=[*self.screen.rows, [replace(self.opens, url=address)]])


Writer = Callable[[Transaction, str, Recipient, Speech, datetime], Screen | None]


def compose(tx: Transaction, notice: Notice, house: House, now: datetime) -> Letter | None:
    """The letter of a notice; None when it makes no sense any more, or has nobody to go to."""
    recipient = recipients.find(tx, notice.recipient)
    if recipient is None:
        return None
    if notice.kind == questions.KIND:
        return _question(tx, notice, house)
    screen = WRITERS[notice.kind](tx, notice.about, recipient, _speech(recipient, house), now)
    if screen is None:
        return None
    return Letter(recipient.chat_id, screen, notice.about if notice.kind == "meeting.card" else None)


def _question(tx: Transaction, notice: Notice, house: House) -> Letter | None:
    """A question to the peers, or an answer below its question; in the language of the group."""
    found = questions.ready(tx, notice.about, int(notice.recipient.partition(":")[2]))
    if found is None:
        return None
    body, group, answered = found
    chat_id, topic = questions.where(group)
    t = speech(house.language)
    screen = Screen(question_card.posted(t, body.name, body.text, answer=answered is not None))
    if answered is not None:
        return Letter(chat_id, screen, topic=topic, replies_to=answered.message_id)
    return Letter(chat_id, screen, topic=topic, opens=question_card.opening(t, notice.about))


def arrived(tx: Transaction, notice: Notice, message_id: int) -> None:
    """What follows from its being there."""
    if notice.kind == questions.KIND:
        questions.posted(tx, notice.about, int(notice.recipient.partition(":")[2]), message_id)


def renew(tx: Transaction, card: Card, house: House) -> Letter | None:
    """What a posted card should show now; None when there is nothing to keep true."""
    recipient = recipients.find(tx, card.recipient)
    if recipient is None or recipient.chat_id != card.chat_id:
        return None
    screen = _meeting_card(tx, card.about, recipient, _speech(recipient, house), house.now())
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
    **{kind: _reminder(kind) for kind in KINDS},
}
