"""Letters about meetings: the card itself, its reminders, what became of it, the day after."""

from datetime import datetime

from handlers import meeting_card
from handlers.letters_groups import Writer
from handlers.rules import announcing, meetings, series
from handlers.rules.meetings import View
from handlers.rules.recipients import Recipient
from handlers.rules.reminders import AFTER, KINDS, SHORTLY, SOON
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.database import Transaction


def _meeting_card(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    seen = meetings.shown_to(tx, about, recipient.member)
    return None if seen is None else meeting_card.card(t, seen, group=recipient.member is None)


def _news_of_meeting(key: str) -> Writer:
    def write(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
        seen = meetings.shown_to(tx, about, recipient.member)
        if seen is None or (key == meetings.SEAT and not seen.comes):
            return None
        return meeting_card.news(t, seen, key, group=recipient.member is None)

    return write


def _reminder(kind: str) -> Writer:
    def write(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
        seen = meetings.seen_by(tx, about, recipient.member)
        if seen is None or meetings.start(seen.meeting) <= now or not _useful(seen):
            return None
        text = say(
            t,
            f"reminder.{kind}",
            title=seen.meeting.title,
            when=meeting_card.moment(t, seen.meeting, seen.zone),
            place=seen.meeting.place or t("meeting.no_place"),
        )
        if kind in (SHORTLY, SOON) and seen.comes:
            text += meeting_card.inside(t, seen.meeting)
        # Whoever said yes may still have to say no: plans change, and the others count on it.
        other = [word for word in ("yes", "no") if seen.answer is None or word != seen.answer.word]
        opened = [Button(t("reminder.button.open"), f"m:o:{seen.meeting.id}")]
        if kind == SHORTLY:
            opened.insert(0, Button(t("reminder.button.again"), f"m:soon:{seen.meeting.id}"))
        return Screen(text, [meeting_card.answers(t, seen.meeting.id, *other), opened])

    return write


def _after(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """The day after: thanks to those who said they would come, and the next date."""
    seen = meetings.seen_by(tx, about, recipient.member)
    if seen is None or recipient.member is None or not seen.comes:
        return None
    text, rows = say(t, "reminder.meeting.after", title=seen.meeting.title), []
    following = meetings.following(tx, seen.meeting, now)
    if following is not None:
        when = meeting_card.moment(t, following, seen.zone)
        text += "\n\n" + say(t, "reminder.next", title=following.title, when=when)
        rows.append([Button(t("reminder.button.next"), f"m:o:{following.id}")])
    return Screen(text, rows)


def _useful(seen: View) -> bool:
    """Who said no, or waits for a seat, is not reminded."""
    return seen.answer is None or (seen.answer.word != "no" and seen.answer.waiting is None)


def _renew(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """A series comes to its end: does it go on?"""
    found = None if recipient.member is None else series.ending(tx, about)
    if found is None or found.last_day is None:
        return None
    text = say(t, "series.renew", title=found.title, day=t.day(found.last_day))
    rows = [[Button(t("series.button.renew"), f"m:more:{found.id}")], [Button(t("series.button.end"), "m:list")]]
    return Screen(text, rows)


WRITERS: dict[str, Writer] = {
    announcing.CARD: _meeting_card,
    **{key: _news_of_meeting(key) for key in (announcing.MOVED, announcing.CANCELLED, meetings.SEAT)},
    series.RENEW: _renew,
    **{kind: _reminder(kind) for kind in KINDS},
    AFTER: _after,
}
