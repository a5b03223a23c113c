"""The living card of a meeting, the same in groups and in private, and its calendar file."""

from datetime import datetime

from handlers import home
from handlers.rules import calendar
from handlers.rules.meetings import View, start
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.meetings import Meeting


def card(t: Speech, seen: View, *, group: bool = False) -> Screen:
    """What, when on the reader's clock, where, who comes in numbers, and the three answers."""
    meeting = seen.meeting
    text = say(
        t,
        "meeting.card",
        title=meeting.title,
        when=moment(t, meeting, seen.zone),
        length=t.duration(meeting.minutes),
        place=meeting.place or t("meeting.no_place"),
        region=t.region(meeting.region),
        headcount=_headcount(t, seen.headcount),
    )
    if not group and seen.answer is not None:
        text += "\n" + say(t, "meeting.your_answer", answer=t(f"meeting.answer.{seen.answer.word}"))
    rows = [answers(t, meeting.id, "yes"), answers(t, meeting.id, "maybe", "no")]
    if not group:
        rows.append([Button(t("meeting.button.calendar"), f"m:ics:{meeting.id}"), home.below(t)])
    return Screen(text, rows)


def next_card(t: Speech, meeting: Meeting | None) -> Screen:
    """The next meeting of a group, on the meeting's own clock; or that there is none."""
    if meeting is None:
        return Screen(say(t, "next.none"))
    place, when = meeting.place or t("meeting.no_place"), moment(t, meeting, meeting.zone)
    return Screen(say(t, "next.card", title=meeting.title, when=when, place=place))


def answers(t: Speech, meeting_id: int, *words: str) -> list[Button]:
    """A row of answers to tap."""
    return [Button(t(f"meeting.answer.{word}"), f"m:a:{word}:{meeting_id}") for word in words]


def moment(t: Speech, meeting: Meeting, zone: str) -> str:
    """When it is, on the reader's clock; the meeting's own hour too where the clocks differ."""
    return t.moment_for(start(meeting), meeting.zone, zone)


def _headcount(t: Speech, headcount: dict[str, int]) -> str:
    coming, perhaps = headcount.get("yes", 0), headcount.get("maybe", 0)
    said = [t.count("meeting.coming", coming)] if coming else []
    if perhaps:
        said.append(t.count("meeting.perhaps", perhaps))
    return ", ".join(said) or t("meeting.nobody_yet")


def calendar_file(seen: View, now: datetime) -> bytes:
    """The meeting for a calendar; the same meeting is the same event, a change raises its sequence."""
    meeting = seen.meeting
    if meeting.wall is None:
        raise Refusal(Reason.MEETING_GONE)
    return calendar.invitation(
        calendar.Event(
            uid=f"{meeting.uid}@entrepairs",
            sequence=meeting.sequence,
            title=meeting.title,
            wall=meeting.wall,
            zone=meeting.zone,
            minutes=meeting.minutes,
            place=meeting.place or "",
            status="CONFIRMED",
            stamped_at=now,
        )
    )
