"""Letters about meetings: the card itself, its reminders, what became of it, the day after."""

from datetime import datetime

from handlers import meeting_card
from handlers.letters_groups import Writer
from handlers.rules import actions, announcing, attendance, meetings, series
from handlers.rules.meetings import View
from handlers.rules.recipients import Recipient
from handlers.rules.reminders import AFTER, KINDS, SHORTLY, SOON
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.database import Transaction


def _meeting_card(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    seen = meetings.seen_by(tx, about, recipient.member, meetings.KNOWN)
    return None if seen is None else meeting_card.card(t, seen, now, group=recipient.member is None)


def _news_of_meeting(key: str) -> Writer:
    def write(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
        seen = meetings.seen_by(tx, about, recipient.member, meetings.KNOWN)
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
            place=meeting_card.where(t, seen.meeting),
        )
        if kind in (SHORTLY, SOON) and seen.comes:
            text += meeting_card.inside(t, seen.meeting)
        # Whoever said yes may still have to say no: plans change, and the others count on it.
        other = [word for word in ("yes", "no") if seen.answer is None or word != seen.answer.word]
        opened = [Button(t("reminder.button.open"), f"m:o:{seen.meeting.id}")]
        if kind == SHORTLY:
            opened.insert(0, Button(t("reminder.button.again"), f"m:soon:{seen.meeting.id}"))
        rows = [meeting_card.answers(t, seen.meeting.id, *other), opened]
        if kind in (SHORTLY, SOON) and seen.expected:
            rows.insert(1, [Button(t("meeting.button.late"), f"ag:late:{seen.meeting.id}")])
        return Screen(text, rows)

    return write


def _after(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """The day after: thanks to those who said they would come, and the next date."""
    seen = meetings.seen_by(tx, about, recipient.member)
    if seen is None or recipient.member is None or not seen.comes:
        return None
    text, rows = say(t, "reminder.meeting.after", title=seen.meeting.title), list[list[Button]]()
    if not seen.there:
        rows.append([Button(t("meeting.button.there"), f"ag:me:1:{seen.meeting.id}")])
    following = meetings.following(tx, seen.meeting, now)
    if following is not None:
        when = meeting_card.moment(t, following, seen.zone)
        text += "\n\n" + say(t, "reminder.next", title=following.title, when=when)
        rows.append([Button(t("reminder.button.next"), f"m:o:{following.id}")])
    return Screen(text, rows)


def _useful(seen: View) -> bool:
    """Who said no, or waits for a seat, is not reminded."""
    return seen.answer is None or (seen.answer.word != "no" and seen.answer.waiting is None)


def _renew(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """A series comes to its end: does it go on?"""
    found = None if recipient.member is None else series.ending(tx, about)
    last = None if found is None else series.final(tx, found, now)
    if found is None or last is None:
        return None
    text = say(t, "series.renew", title=found.title, day=t.day(last))
    rows = [
        [Button(t("series.button.more"), f"m:more:{found.id}")],
        [Button(t("series.button.end"), f"m:end:{found.id}")],
    ]
    return Screen(text, rows)


def _late(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """Who arrives later, for who runs the meeting; nothing to do about it."""
    found = attendance.latecomer(tx, about)
    if found is None or recipient.member is None or not meetings.leads(recipient.member, found[0]):
        return None
    return Screen(say(t, "attendance.late", name=found[1].first_name, title=found[0].title))


def _shared(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """The minutes are there; what they say comes with a tap."""
    seen = meetings.seen_by(tx, about, recipient.member)
    if seen is None:
        return None
    return Screen(t("minutes.notice"), [[Button(t("minutes.button.read"), f"ac:o:{seen.meeting.id}")]])


def _to_do(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """Before a meeting: what is still to be done."""
    seen = meetings.seen_by(tx, about, recipient.member)
    if seen is None or recipient.member is None:
        return None
    left = actions.to_do(tx, seen.meeting, recipient.member, now)
    if not left or not actions.is_near(seen.meeting, now):
        return None
    opened = [Button(t("agenda.button.carried"), f"ac:left:{seen.meeting.id}")]
    return Screen(t.count("minutes.due.lead" if seen.leads else "minutes.due.own", left), [opened])


WRITERS: dict[str, Writer] = {
    announcing.CARD: _meeting_card,
    **{key: _news_of_meeting(key) for key in (announcing.MOVED, announcing.CANCELLED, meetings.SEAT)},
    series.RENEW: _renew,
    **{kind: _reminder(kind) for kind in KINDS},
    AFTER: _after,
    attendance.LATE: _late,
    actions.SHARED: _shared,
    actions.DUE: _to_do,
}
