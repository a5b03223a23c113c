"""The card of a meeting in preparation: what will be announced, what is asked for, what announcing it does."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from handlers import home, meeting_card, month_card
from handlers.month_card import Ways
from handlers.routes import CHIP, DAY
from handlers.rules import month_grid, recurrence
from handlers.rules.civil import wall
from handlers.rules.drafts import Impact
from handlers.rules.fields import Doubt
from handlers.screen import Button, Rows, Screen, say
from handlers.speech import Speech
from storage.meetings import Meeting

FRIDAY = 4
DETAILS = ("link", "access", "note")  # asked for from the second screen
USUAL_HOUR = 14  # most peer meetings take an afternoon


def card(t: Speech, meeting: Meeting) -> Screen:
    """Everything that will be announced, and what is still open."""
    key = meeting.id
    rows = [
        [_pick(t, "kind", key), _ask(t, "title", key)],
        [_ask(t, "when", key), _pick(t, "rhythm", key)],
        [_ask(t, "place", key), Button(t("draft.button.region"), f"d:where:{key}:0")],
        [Button(t("draft.button.more"), f"d:more:{key}")],
        [Button(t("draft.button.publish"), f"d:sure:{key}", style="success")],
        [Button(t("draft.button.discard"), f"d:drop:{key}", style="danger"), home.back(t)],
    ]
    return Screen(f"{t('draft.card')}\n\n{_facts(t, meeting)}", rows)


def more(t: Speech, meeting: Meeting) -> Screen:
    """What a meeting may have besides: for whom, for how long, how one gets in."""
    key = meeting.id
    rows = [
        [_pick(t, "minutes", key), _pick(t, "capacity", key)],
        [_ask(t, "link", key), _ask(t, "access", key)],
        [_pick(t, "facilitator", key), _ask(t, "note", key)],
        [Button(t("draft.button.also"), f"d:also:{key}:0"), _pick(t, "group", key)],
    ]
    if meeting.rhythm is not None:
        rows.append([_pick(t, "end", key), _pick(t, "skips", key)])
    return Screen(f"{t('draft.more')}\n\n{_facts(t, meeting)}", [*rows, [Button(t("button.back"), f"d:show:{key}")]])


def _ask(t: Speech, field: str, key: int) -> Button:
    return Button(t(f"draft.button.{field}"), f"d:ask:{field}:{key}")


def _pick(t: Speech, field: str, key: int) -> Button:
    return Button(t(f"draft.button.{field}"), f"d:pick:{field}:{key}")


def _facts(t: Speech, meeting: Meeting, regions: Collection[str] = ()) -> str:
    """What is chosen so far; what has its usual value is left out, but for what everybody asks for.

    `regions`: every one it is for, where they are known.
    """
    lines = [
        say(t, "draft.fact.kind", text=t(f"meeting.kind.{meeting.kind}")),
        say(t, "draft.fact.title", text=meeting.title),
        say(t, "draft.fact.when", text=t.wall(meeting.wall) if meeting.wall else t("draft.open")),
    ]
    if meeting.rhythm is not None:
        lines.append(say(t, "draft.fact.rhythm", text=t.rhythm(recurrence.from_rrule(meeting.rhythm))))
    if meeting.last_day is not None:
        lines.append(say(t, "draft.fact.end", text=t.day(meeting.last_day)))
    if meeting.skips is not None:
        lines.append(say(t, "draft.fact.skips", text=t(f"draft.skip.{meeting.skips}")))
    lines.append(say(t, "draft.fact.minutes", text=t.duration(meeting.minutes)))
    lines.append(say(t, "draft.fact.place", text=meeting_card.where(t, meeting)))
    lines.append(t.regions(regions or (meeting.region,)))
    if meeting.capacity is not None:
        lines.append(say(t, "draft.fact.capacity", text=str(meeting.capacity)))
    written = (("link", meeting.link), ("access", meeting.access), ("note", meeting.note))
    lines += [say(t, f"draft.fact.{name}", text=text) for name, text in written if text]
    return "\n".join(lines)


def asking(t: Speech, meeting: Meeting, lead: str, rows: Rows = ()) -> Screen:
    """The card while a field is asked for below; in `rows` is what can be tapped instead."""
    return Screen(lead, [*rows, [Button(t("button.back"), f"d:show:{meeting.id}")]])


def dating(t: Speech, meeting: Meeting, lead: str, moments: Iterable[datetime], now: datetime) -> Screen:
    """The card while the date is asked for below: `moments` can be tapped instead, and every other day."""
    found = ways(meeting.id)
    rows = [[Button(t.wall(at), found.hour(at))] for at in moments]
    return asking(t, meeting, lead, [*rows, month_card.opener(t, found, meeting.wall or now)])


def doubtful(t: Speech, found: Doubt, now: datetime) -> Screen:
    """The days or moments that a written date may mean, and every other day."""
    meeting = found.meeting
    if not found.days:
        return dating(t, meeting, t("draft.which_date"), found.candidates, now)
    return asking(t, meeting, t("draft.which_date"), month_card.days(t, ways(meeting.id), found.days))


def hours(t: Speech, meeting: Meeting, day: date, now: datetime) -> Screen:
    """The hours of a day; first the one that the meeting has until now."""
    return month_card.hours(t, meeting, ways(meeting.id), day, month_grid.hours(day, now, meeting.zone, [meeting.wall]))


def ways(key: int) -> Ways:
    """The buttons that lead to a day, to a month, to a date, and from the month back to the question."""
    return Ways(
        day=lambda day: f"d:day:{day:{DAY}}:{key}",
        month=lambda month: f"d:month:{month}:{key}",
        hour=lambda at: f"d:at:{at:{CHIP}}:{key}",
        back=f"d:ask:when:{key}",
    )


def usual(meeting: Meeting, now: datetime) -> list[datetime]:
    """The same weekday in two, three and four weeks, at the usual hour."""
    today = wall(now, meeting.zone).replace(hour=USUAL_HOUR, minute=0, second=0, microsecond=0)
    weekday = today - timedelta(days=max(0, today.weekday() - FRIDAY))  # a weekend day becomes its Friday
    return [weekday + timedelta(weeks=weeks) for weeks in (2, 3, 4)]


def confirmation(t: Speech, impact: Impact) -> Screen:
    """What will be announced and to how many; the safe choice comes first."""
    meeting = impact.meeting
    lines = [t("draft.sure"), "", _facts(t, meeting, impact.regions)]
    if impact.facilitator is not None:
        lines.append(say(t, "draft.fact.facilitator", text=impact.facilitator))
    lines.append("")
    if impact.group is not None:
        lines.append(say(t, "draft.group_only", group=impact.group))
    else:
        lines.append(t.count("draft.people", impact.people))
    if impact.groups and impact.group is None:
        lines.append(t.count("draft.groups", impact.groups))
    placed = meeting.place or meeting.link
    if not placed:
        lines.append(t("draft.placeless"))
    announce = "draft.button.sure" if placed else "draft.button.sure_placeless"
    rows = [
        [Button(t("draft.button.not_yet"), f"d:show:{meeting.id}")],
        [Button(t(announce), f"d:publish:{meeting.id}", style="success")],
    ]
    return Screen("\n".join(lines), rows)
