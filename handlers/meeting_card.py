"""The living card of a meeting, the same in groups and in private, and its calendar file."""

from datetime import datetime
from html import escape

from handlers import home
from handlers.rules import attendance, recurrence
from handlers.rules.civil import instant
from handlers.rules.meetings import ANSWERS, SEAT, View, start, worded
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.meetings import Meeting


def card(t: Speech, seen: View, now: datetime, *, group: bool = False) -> Screen:
    """What, when on the reader's clock, where, who comes in numbers, and the three answers until it begins."""
    meeting = seen.meeting
    if meeting.state == "cancelled":
        return _cancelled(t, seen)
    over = attendance.over(meeting, now)
    said = [_headcount(t, seen)] if not over else [t.count("meeting.came", seen.came)] if seen.came else []
    if not group:
        said += _after(t, seen) if over else _own(t, seen)
    lines = [*_facts(t, seen, over=over), *(["", *said] if said else [])]
    begun = attendance.began(meeting, now)
    rows = [] if begun else [answers(t, meeting.id, "yes"), answers(t, meeting.id, "maybe", "no")]
    if not group:
        rows += _ways_on(t, seen, now, begun=begun)
    return Screen("\n".join(lines), rows)


def _ways_on(t: Speech, seen: View, now: datetime, *, begun: bool) -> list[list[Button]]:
    """What one may do in private: before, on the day, after."""
    meeting, rows = seen.meeting, []
    if attendance.is_the_day(meeting, now) and seen.expected:
        rows.append([Button(t("meeting.button.late"), f"ag:late:{meeting.id}")])
    if begun and attendance.may_say(meeting, now):
        key = "meeting.button.not_there" if seen.there else "meeting.button.there"
        rows.append([Button(t(key), f"ag:me:{int(not seen.there)}:{meeting.id}")])
    if worded(meeting):
        agenda = [Button(t("meeting.button.agenda"), f"ag:o:{meeting.id}")]
        rows.append([*agenda, Button(t("meeting.button.minutes"), f"ac:o:{meeting.id}")] if begun else agenda)
    if meeting.series_id is not None and not begun:
        rows.append([Button(t("meeting.button.series"), f"m:all:{meeting.id}")])
    if seen.leads:
        rows.append([Button(t("meeting.button.lead"), f"mc:open:{meeting.id}")])
    file = [] if begun else [Button(t("meeting.button.calendar"), f"m:ics:{meeting.id}")]
    return [*rows, [*file, home.below(t)]]


def _facts(t: Speech, seen: View, *, over: bool) -> list[str]:
    meeting = seen.meeting
    lines = [f"<b>{escape(meeting.title)}</b>", *_moments(t, seen)[-1 if over else 0 :]]
    if (rhythm := _rhythm(t, seen.series)) is not None:
        lines.append(t("meeting.rhythm", rhythm=rhythm))
    lines += [
        t("meeting.length", length=t.duration(meeting.minutes)),
        *_places(t, meeting)[-1 if over else 0 :],
        t.regions(seen.regions),
    ]
    if seen.facilitator is not None:
        lines.append(say(t, "meeting.facilitator", name=seen.facilitator))
    if meeting.note:
        lines += ["", escape(meeting.note)]
    return lines


def _rhythm(t: Speech, series: Meeting | None) -> str | None:
    """How often it comes back, as long as it does."""
    if series is None or series.state != "series" or series.rhythm is None:
        return None
    return t.rhythm(recurrence.from_rrule(series.rhythm))


def _moments(t: Speech, seen: View) -> list[str]:
    """When, as a date that Telegram can turn into a phone's own hour; what was announced before is struck through."""
    meeting, when = seen.meeting, escape(moment(t, seen.meeting, seen.zone))
    now = f'<tg-time unix="{int(start(meeting).timestamp())}">{when}</tg-time>'
    if meeting.former_wall is None or meeting.former_wall == meeting.wall:
        return [now]
    return [f"<s>{escape(_before(t, meeting, seen.zone))}</s>", now]


def _places(t: Speech, meeting: Meeting) -> list[str]:
    place = say(t, "meeting.place", place=where(t, meeting))
    if meeting.former_place is None or meeting.former_place == meeting.place:
        return [place]
    return [f"<s>{escape(meeting.former_place)}</s>", place]


def where(t: Speech, meeting: Meeting) -> str:
    """Its place; online where it has a link and no place; or that it is still open."""
    return meeting.place or t("meeting.online" if meeting.link else "meeting.no_place")


def _headcount(t: Speech, seen: View) -> str:
    found, meeting = seen.headcount, seen.meeting
    coming = found.get("yes", 0) + len(seen.company)
    said = [t.count("meeting.coming", coming)] if coming else []
    if found.get("maybe"):
        said.append(t.count("meeting.perhaps", found["maybe"]))
    if found.get("waiting"):
        said.append(t.count("meeting.waiting", found["waiting"]))
    line = ", ".join(said) or t("meeting.nobody_yet")
    if meeting.capacity is not None:
        line += "\n" + t.count("meeting.seats", meeting.capacity)
    if found.get("unsure"):
        line += "\n" + t.count("meeting.unsure", found["unsure"])
    return line


def _own(t: Speech, seen: View) -> list[str]:
    """What concerns this reader alone: who comes, their own answer, how to get in once they come."""
    names = (*seen.names, *seen.company) if seen.leads else seen.names  # a guest has chosen nothing
    lines = [say(t, "meeting.names", names=", ".join(names))] if names else []
    said = seen.answer
    if said is not None and said.waiting is not None:
        lines.append(t("meeting.you_wait"))
    elif said is not None:
        lines.append(t("meeting.your_answer", answer=t(f"meeting.answer.{said.word}")))
        if said.unsure:
            lines.append(t("meeting.still"))
    lines += _after(t, seen)
    if seen.comes or seen.leads:
        lines += _inside(t, seen.meeting)
    return lines


def _after(t: Speech, seen: View) -> list[str]:
    """Of what was answered nothing matters once it is over but whether one came."""
    return [t("meeting.you_were_there")] if seen.there else []


def _inside(t: Speech, meeting: Meeting) -> list[str]:
    """How to get in: for those who come."""
    written = ("link", meeting.link), ("access", meeting.access)
    return [say(t, f"meeting.{name}", text=text) for name, text in written if text]


def inside(t: Speech, meeting: Meeting) -> str:
    """The same below a text."""
    return "".join(f"\n{line}" for line in _inside(t, meeting))


def _cancelled(t: Speech, seen: View) -> Screen:
    return Screen("\n".join([f"<b>{t('meeting.called_off')}</b>", *_struck(t, seen)]), [])


def _as_it_is(t: Speech, seen: View, news: str) -> list[str]:
    """What, when, where; of a date that moved how often, which says whether those after it moved too."""
    rhythm = None if news == SEAT else _rhythm(t, seen.series)
    often = [] if rhythm is None else [t("meeting.rhythm", rhythm=rhythm)]
    return [escape(seen.meeting.title), *_moments(t, seen), *often, *_places(t, seen.meeting)]


def _struck(t: Speech, seen: View) -> list[str]:
    """What does not take place, and when it would have."""
    facts = (seen.meeting.title, moment(t, seen.meeting, seen.zone))
    return [f"<s>{escape(fact)}</s>" for fact in facts]


def next_card(t: Speech, meeting: Meeting | None) -> Screen:
    """The next meeting of a group, on the meeting's own clock; or that there is none."""
    if meeting is None:
        return Screen(say(t, "next.none"))
    place, when = where(t, meeting), moment(t, meeting, meeting.zone)
    return Screen(say(t, "next.card", title=meeting.title, when=when, place=place))


def whole_series(t: Speech, seen: View, chosen: str = "", kept: int = 0) -> Screen:
    """One answer for every date to come of a series, next year’s included, but the `kept` ones answered otherwise."""
    meeting = seen.meeting
    text = say(t, "meeting.whole_series", title=meeting.title, rhythm=_rhythm(t, seen.series) or "")
    if chosen:
        text += "\n\n" + say(t, "meeting.whole_answered", answer=t(f"meeting.answer.{chosen}"))
    if kept:
        text += "\n" + t.count("meeting.whole_kept", kept)
    rows = [[Button(t(f"meeting.answer.{word}"), f"m:each:{word}:{meeting.id}")] for word in ANSWERS]
    if chosen == "yes":
        rows.append([Button(t("meeting.button.calendar"), f"cf:all:{meeting.id}")])
    return Screen(text, [*rows, [Button(t("button.back"), f"m:o:{meeting.id}")]])


def answers(t: Speech, meeting_id: int, *words: str) -> list[Button]:
    """A row of answers to tap."""
    return [Button(t(f"meeting.answer.{word}"), f"m:a:{word}:{meeting_id}") for word in words]


def moment(t: Speech, meeting: Meeting, zone: str) -> str:
    """When it is, on the reader's clock; the meeting's own hour too where the clocks differ."""
    return t.moment_for(start(meeting), meeting.zone, zone)


def _before(t: Speech, meeting: Meeting, zone: str) -> str:
    """When it was to be before the last change of its hour, on the reader's clock."""
    was = start(meeting) if meeting.former_wall is None else instant(meeting.former_wall, meeting.zone)
    return t.moment_for(was, meeting.zone, zone)


def news(t: Speech, seen: View, key: str, *, group: bool) -> Screen:
    """One short word: the meeting moved, was cancelled, has a seat free; who comes is asked again."""
    meeting = seen.meeting
    cancelled = meeting.state == "cancelled"
    facts = _struck(t, seen) if cancelled else _as_it_is(t, seen, key)
    text = f"<b>{t(key)}</b>\n\n" + "\n".join(facts)
    if group:
        return Screen(text)
    file = _calendar(t, seen, key)
    if cancelled:
        return Screen(text, file)
    opened = [Button(t("reminder.button.open"), f"m:o:{meeting.id}")]
    if key == SEAT:  # whoever waited may have made other plans
        return Screen(text, [answers(t, meeting.id, "no"), *file, opened])
    if seen.answer is None or not seen.answer.unsure:
        return Screen(text, [*file, opened])
    asked = [answers(t, meeting.id, "yes"), answers(t, meeting.id, "maybe", "no")]
    return Screen(f"{text}\n\n{t('meeting.still')}", [*asked, *file, opened])


def _calendar(t: Speech, seen: View, news: str) -> list[list[Button]]:
    """What whoever said yes may have in their calendar, as it is now."""
    if seen.answer is None or seen.answer.word != "yes":
        return []
    changed = "feed.button.remove" if seen.meeting.state == "cancelled" else "feed.button.update"
    key = "meeting.button.calendar" if news == SEAT else changed
    return [[Button(t(key), f"cf:one:{seen.meeting.id}")]]
