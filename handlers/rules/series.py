"""A meeting that is repeated: its dates are made a year ahead, each announced in its turn, the end asked about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import storage.answers
import storage.meetings
import storage.notices
from handlers.rules import announcing, civil, holidays, people, recurrence
from handlers.rules.civil import day_start, instant
from handlers.rules.meetings import about, start, to_come, write
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.meetings import Meeting
from storage.notices import NewNotice

AHEAD = timedelta(days=365)  # dates are made this far ahead
SAVE_THE_DATE = timedelta(days=14)  # before a date, unless the one before it is nearer
MORNING = time(10)  # civil hour at which a date is announced
RENEW = "series.renew"


def begin(tx: Transaction, draft: Meeting, now: datetime) -> Meeting:
    """Make a series of a draft with a rhythm; returns its first date, not announced yet."""
    made = storage.meetings.change(tx, draft.id, state="series", card=None, question=None)
    extend(tx, made, now)
    return first(tx, made.id, now)


def first(tx: Transaction, series_id: int, now: datetime) -> Meeting:
    """The next date of a series; refuses where there is none any more."""
    found = next(iter(to_come(tx, series_id, now)), None)
    if found is None:
        raise Refusal(Reason.MEETING_GONE)
    return found


def slot(found: Meeting) -> date:
    """The day the rhythm gave a date of a series, wherever it was moved to."""
    assert found.slot is not None, "a date of a series has a slot"  # noqa: S101 - states an invariant
    return found.slot


def hour(series: Meeting) -> time:
    """The civil hour of a series."""
    assert series.wall is not None, "a series has a first date"  # noqa: S101 - states an invariant
    return series.wall.time()


def extend(tx: Transaction, series: Meeting, now: datetime) -> list[Meeting]:
    """Make the dates of the year to come that are not there yet; returns them."""
    assert series.wall is not None, "a series has a first date"  # noqa: S101 - states an invariant
    assert series.rhythm is not None, "and a rhythm"  # noqa: S101 - same
    there = {found.slot for found in storage.meetings.dates(tx, series.id)}
    until = min(series.last_day or date.max, (now + AHEAD).date())
    made, before = [], None
    for wall in recurrence.occurrences(recurrence.from_rrule(series.rhythm), series.wall, until):
        if instant(wall, series.zone) <= now or skipped(series, wall.date()):
            continue
        if wall.date() not in there:
            storage.meetings.add(tx, _date(series, wall, before))
            made.append(wall.date())
        before = wall
    if not made:
        return []
    new = [found for found in storage.meetings.dates(tx, series.id) if found.slot in made]
    for member_id, word in storage.answers.stood(tx, series.id).items():
        for found in new:
            write(tx, found, member_id, word, now)
    return new


def pauses(draft: Meeting) -> Iterator[holidays.Pause]:
    """The dates of its first year, or until its end, that fall on holidays; not where nothing is known of them."""
    if draft.rhythm is None or draft.wall is None:
        return
    until = min(draft.last_day or date.max, draft.wall.date() + AHEAD)
    days = [wall.date() for wall in recurrence.occurrences(recurrence.from_rrule(draft.rhythm), draft.wall, until)]
    for pause in holidays.pauses(days, draft.region):
        if pause.public is not None or pause.school not in (None, holidays.UNKNOWN):
            yield pause


def skipped(series: Meeting, day: date) -> bool:
    """Whether the series does not take place on this day; where the school calendar is unknown, it does."""
    public = series.skips in ("public", "both") and holidays.public(day, series.region) is not None
    school = holidays.school(day, series.region) if series.skips in ("school", "both") else None
    return public or school not in (None, holidays.UNKNOWN)


def _date(series: Meeting, wall: datetime, before: datetime | None) -> Meeting:
    """One date of a series; it is announced two weeks ahead, or the day after the one before if that is later."""
    announced = wall.date() - SAVE_THE_DATE
    if before is not None:
        announced = max(announced, before.date() + timedelta(days=1))
    return replace(
        series,
        uid=f"{series.uid[:32]}-{wall:%y%m%d}",
        sequence=0,
        state="published",
        wall=wall,
        starts_at=instant(wall, series.zone),
        rhythm=None,
        last_day=None,
        skips=None,
        series_id=series.id,
        slot=wall.date(),
        announce_at=instant(datetime.combine(announced, MORNING), series.zone),
        former_wall=None,
        former_place=None,
    )


def sweep(tx: Transaction, now: datetime) -> None:
    """Make the dates of the year to come, announce those whose turn has come, ask whether to go on."""
    for series in storage.meetings.series(tx):
        extend(tx, series, now)
        _ask_to_renew(tx, series, now)


def announce_due(tx: Transaction, now: datetime) -> None:
    """Announce the dates whose turn has come; what began meanwhile is not announced any more."""
    for found in storage.meetings.untold(tx, now):
        if start(found) > now:
            announcing.announce(tx, found, None, now, again=True)
        else:
            storage.meetings.change(tx, found.id, announce_at=None)


def _ask_to_renew(tx: Transaction, series: Meeting, now: datetime) -> None:
    """Before its last date: its coordinators are asked once whether the series goes on."""
    if series.last_day is None:
        return
    coming = [found for found in storage.meetings.dates(tx, series.id) if found.state == "published"]
    if not coming or not now < start(coming[-1]) <= now + SAVE_THE_DATE:
        return
    rows = (
        NewNotice(
            RENEW,
            about(series.id),
            f"{series.last_day}",
            f"member:{number}",
            day_start(now),
            storage.notices.REMINDER,
            start(coming[-1]),
        )
        for number in people.coordinators_of(tx, series.region)
    )
    storage.notices.add(tx, rows)


def ending(tx: Transaction, about_series: str) -> Meeting | None:
    """The series a question is about, if it still goes on to a last day."""
    found = storage.meetings.by_id(tx, int(about_series.partition(":")[2]))
    return found if found is not None and found.state == "series" else None


def final(tx: Transaction, series: Meeting, now: datetime) -> date | None:
    """The day of the last date that is still to take place, wherever it was moved to."""
    days = [civil.wall(start(found), found.zone).date() for found in to_come(tx, series.id, now)]
    return days[-1] if days else None


def let_end(tx: Transaction, who: Person, series_id: int, now: datetime) -> tuple[Meeting, date | None]:
    """The series, nothing changes, and its last date; None where somebody let it go on meanwhile."""
    found = storage.meetings.by_id(tx, series_id)
    day = None if found is None else final(tx, found, now)
    if found is None or day is None:
        raise Refusal(Reason.MEETING_GONE)
    people.coordinator(who, found.region)
    return found, day if _ends(found, now) else None


def _ends(series: Meeting, now: datetime) -> bool:
    """Whether its last day is near."""
    return series.last_day is not None and series.last_day - civil.today(now, series.zone) < SAVE_THE_DATE * 2


def renew(tx: Transaction, who: Person, series_id: int, now: datetime) -> Meeting:
    """Let the series go on for a year after its last day; again: nothing changes while that year lasts."""
    found = storage.meetings.by_id(tx, series_id)
    if found is None or found.state != "series" or found.last_day is None:
        raise Refusal(Reason.MEETING_GONE)
    people.coordinator(who, found.region)
    if _ends(found, now):
        found = storage.meetings.change(tx, found.id, last_day=found.last_day + AHEAD)
        extend(tx, found, now)
    return found
