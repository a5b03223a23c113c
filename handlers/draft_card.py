"""The card of a meeting in preparation: what will be announced, what is asked for, what announcing it does."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers import home
from handlers.rules.civil import wall
from handlers.rules.drafts import Impact
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.meetings import Meeting

CHIP = "%Y%m%d%H%M"
FRIDAY = 4
USUAL_HOUR = 14  # most peer meetings take an afternoon


def card(t: Speech, meeting: Meeting) -> Screen:
    """Everything that will be announced, and what is still open."""
    key = meeting.id
    rows = [
        [
            Button(t("draft.button.title"), f"d:ask:title:{key}"),
            Button(t("draft.button.when"), f"d:ask:when:{key}"),
        ],
        [
            Button(t("draft.button.place"), f"d:ask:place:{key}"),
            Button(t("draft.button.region"), f"d:where:{key}:0"),
        ],
        [Button(t("draft.button.publish"), f"d:sure:{key}", style="success")],
        [Button(t("draft.button.discard"), f"d:drop:{key}", style="danger"), home.back(t)],
    ]
    return Screen(say(t, "draft.card", **_facts(t, meeting)), rows)


def _facts(t: Speech, meeting: Meeting) -> dict[str, str]:
    return {
        "title": meeting.title,
        "when": t.wall(meeting.wall) if meeting.wall else t("draft.open"),
        "length": t.duration(meeting.minutes),
        "place": meeting.place or t("draft.open_place"),
        "region": t.region(meeting.region),
    }


def asking(t: Speech, meeting: Meeting, lead: str, moments: Iterable[datetime] = ()) -> Screen:
    """The card while a field is asked for below; `moments` can be tapped instead of written."""
    rows = [[Button(t.wall(at), f"d:at:{at:{CHIP}}:{meeting.id}")] for at in moments]
    return Screen(lead, [*rows, [Button(t("button.back"), f"d:show:{meeting.id}")]])


def usual(meeting: Meeting, now: datetime) -> list[datetime]:
    """The same weekday in two, three and four weeks, at the usual hour."""
    today = wall(now, meeting.zone).replace(hour=USUAL_HOUR, minute=0, second=0, microsecond=0)
    weekday = today - timedelta(days=max(0, today.weekday() - FRIDAY))  # a weekend day becomes its Friday
    return [weekday + timedelta(weeks=weeks) for weeks in (2, 3, 4)]


def confirmation(t: Speech, impact: Impact) -> Screen:
    """What will be announced and to how many; the safe choice comes first."""
    meeting = impact.meeting
    lines = [say(t, "draft.sure", **_facts(t, meeting)), "", t.count("draft.people", impact.people)]
    if impact.groups:
        lines.append(t.count("draft.groups", impact.groups))
    if meeting.place is None:
        lines.append(t("draft.placeless"))
    announce = "draft.button.sure" if meeting.place else "draft.button.sure_placeless"
    rows = [
        [Button(t("draft.button.not_yet"), f"d:show:{meeting.id}")],
        [Button(t(announce), f"d:publish:{meeting.id}", style="success")],
    ]
    return Screen("\n".join(lines), rows)
