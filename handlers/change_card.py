"""Running an announced meeting: what can be changed, what a change would do, that it is noted."""

from datetime import datetime

from handlers import meeting_card, month_card
from handlers.month_card import Ways
from handlers.routes import CHIP, DAY
from handlers.rules import attendance
from handlers.rules.changes import CANCEL, EXTENTS, Impact
from handlers.rules.civil import instant, wall
from handlers.rules.fields import Doubt
from handlers.rules.meetings import View, start, worded
from handlers.screen import Button, Rows, Screen, pairs, say, turns
from handlers.speech import Speech
from storage.meetings import Meeting

PAGE = 8  # dates
FIELDS = ("when", "place", "title", "link", "access", "note")


def lead(t: Speech, seen: View, now: datetime) -> Screen:
    """What whoever runs a meeting can do about it; once it has begun nothing is changed any more."""
    key, begun = seen.meeting.id, attendance.began(seen.meeting, now)
    asks = [] if begun else [Button(t(f"draft.button.{field}"), f"mc:ask:{field}:{key}") for field in FIELDS]
    rows = pairs(asks)
    written = [Button(t("meeting.button.minutes"), f"ac:o:{key}")] if worded(seen.meeting) else []
    rows.append([*written, Button(t("attendance.button"), f"ag:who:0:{key}")])
    rows.append([Button(t("guests.button"), f"ag:guests:{key}")])
    if seen.meeting.series_id is not None:
        rows.append([Button(t("change.button.dates"), f"mc:dates:0:{key}")])
    if not begun:
        rows.append([Button(t("change.button.cancel"), f"mc:off:{key}", style="danger")])
    rows.append([Button(t("button.back"), f"m:o:{key}")])
    when = meeting_card.moment(t, seen.meeting, seen.zone)
    said = say(t, "change.lead", title=seen.meeting.title, when=when)
    if begun:
        return Screen(said, rows)
    # The hour that is written is that of the meeting, wherever who runs it lives.
    elsewhere = when != t.wall(wall(start(seen.meeting), seen.meeting.zone))
    clock = " " + t("change.clock", city=t.city(seen.meeting.zone)) if elsewhere else ""
    return Screen(f"{said}\n\n{t('change.what')}{clock}", rows)


def dates(t: Speech, meeting: Meeting, coming: list[Meeting], zone: str, page: int) -> Screen:
    """The dates to come of a series, those included that nobody was told of yet: each opens what can be done."""
    shown = coming[page * PAGE : (page + 1) * PAGE]
    rows = [[Button(meeting_card.moment(t, one, zone), f"mc:o:{one.id}")] for one in shown]
    before, after, more = t("directory.button.before"), t("directory.button.more"), len(coming) > (page + 1) * PAGE
    rows += turns(before, after, page, lambda other: f"mc:dates:{other}:{meeting.id}", more=more)
    key = "change.dates" if coming else "change.dates.none"
    return Screen(say(t, key, title=meeting.title), [*rows, [Button(t("button.back"), f"mc:o:{meeting.id}")]])


def dating(t: Speech, meeting: Meeting, lead: str, question: int = 0, rows: Rows = ()) -> Screen:
    """While the date is asked for: what can be tapped instead, and the month; a `question` below goes with it."""
    found = ways(meeting.id, question)
    shown = [*rows, month_card.opener(t, found, meeting.wall or start(meeting))]
    return Screen(lead, [*shown, [Button(t("button.back"), f"mc:back:{meeting.id}:{question}")]])


def doubtful(t: Speech, found: Doubt) -> Screen:
    """The days or moments that a written date may mean, and every other day."""
    there = ways(found.meeting.id)
    rows = [[Button(t.wall(at), there.hour(at))] for at in found.candidates] or month_card.days(t, there, found.days)
    return dating(t, found.meeting, say(t, "change.which"), rows=rows)


def ways(key: int, question: int = 0) -> Ways:
    """The buttons that lead to a day, to a month, to a date, and back; a question that is open goes away with them."""
    return Ways(
        day=lambda day: f"mc:day:{day:{DAY}}:{key}",
        month=lambda month: f"mc:month:{month}:{key}:{question}",
        hour=lambda at: f"mc:at:{at:{CHIP}}:{key}:{question}",
        back=f"mc:o:{key}",
    )


def impact(t: Speech, found: Impact) -> Screen:
    """What would change and for how many; the safe choice comes first."""
    meeting, fields = found.meeting, found.change.fields
    cancels = CANCEL in fields
    lines = [say(t, "change.cancel" if cancels else "change.sure", title=meeting.title), ""]
    lines += [] if cancels else [*_differences(t, meeting, fields, found.zone), ""]
    lines.append(t.count("change.people", found.people))
    if found.coming:
        lines.append(t.count("change.coming", found.coming))
    if found.groups:
        lines.append(t.count("change.groups", found.groups))
    if found.everyone:
        lines.append(t.count("change.everyone", found.everyone))
    rows = [[Button(t("change.button.keep"), f"mc:keep:{meeting.id}")]]
    for extent in EXTENTS:
        if extent in found.dates:
            key = f"change.extent.{extent}" if len(found.dates) > 1 else f"change.only.{'off' if cancels else 'on'}"
            style = "danger" if cancels else "success" if len(found.dates) == 1 else None
            rows.append([Button(t.count(key, found.dates[extent]), f"mc:sure:{extent}:{meeting.id}", style=style)])
    return Screen("\n".join(lines), rows)


def _differences(t: Speech, meeting: Meeting, fields: object, zone: str) -> list[str]:
    """Old and new, a line each; hours on the clock of who changes them, the meeting’s own in brackets."""
    assert isinstance(fields, dict), "as it was written"  # noqa: S101 - of a column of JSON
    found = []
    for name, value in fields.items():
        before, after = getattr(meeting, name), value
        if name == "wall":
            moments = (instant(at, meeting.zone) for at in (before, datetime.fromisoformat(value)))
            before, after = (t.moment_for(at, meeting.zone, zone) for at in moments)
        found.append(say(t, "change.difference", before=str(before or t("meeting.no_place")), after=str(after)))
    return found


def noted(t: Speech, found: Impact) -> Screen:
    """What is made in half a minute, and can be taken back until then."""
    meeting, fields, count = found.meeting, found.change.fields, found.dates.get(found.change.extent, 1)
    lines = [t("change.noted.off")] if CANCEL in fields else _differences(t, meeting, fields, found.zone)
    lines += [t.count("change.noted.dates", count)] if count > 1 else []
    rows = [
        [Button(t("change.button.undo"), f"mc:undo:{meeting.id}", style="danger")],
        [Button(t("reminder.button.open"), f"m:o:{meeting.id}")],
    ]
    said = say(t, "change.noted", title=meeting.title)
    return Screen("\n".join([said, "", *lines, "", t("change.noted.until")]), rows)
