"""Changing or cancelling announced meetings: one date, the following, or all; half a minute to take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import storage.answers
import storage.cards
import storage.changes
import storage.meetings
import storage.notices
from handlers.rules import announcing, people, pins, shifts
from handlers.rules.civil import instant
from handlers.rules.civil import wall as civil_time
from handlers.rules.fields import Doubt, check, read, settled, words
from handlers.rules.meetings import View, about, audience, led, promote, regions, start, to_come, view
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reminders import KINDS
from storage.changes import Change
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Member

PATIENCE = timedelta(seconds=30)  # until a change is made and told; undone before, nobody ever hears of it
EXTENTS = ("one", "following", "all")
CANCEL = "cancelled"
TOLD = ("wall", "place", "link", "access")  # a change of these is news; of the others the card says enough


@dataclass(frozen=True)
class Impact:
    """What a change would do, for each extent: how many dates it touches; and who would be told of it."""

    meeting: Meeting
    change: Change
    dates: Mapping[str, int]
    people: int
    coming: int
    groups: int
    everyone: int  # told if all dates are chosen, where that is more: one of them is announced, this one not yet
    zone: str  # of who changes it


def lead(tx: Transaction, who: Person, meeting_id: int) -> View:
    """The meeting, for who runs it; a change that was not confirmed is forgotten."""
    found, reader = led(tx, who, meeting_id)
    waiting = storage.changes.of(tx, meeting_id)
    if waiting is not None and waiting.applies_at is None:
        storage.changes.drop(tx, meeting_id)
    return view(tx, found, reader)


def dates(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> tuple[Meeting, list[Meeting], str]:
    """For who runs it: the dates to come of its series, announced or not, in order; and the reader’s zone."""
    found, reader = led(tx, who, meeting_id)
    coming = [] if found.series_id is None else to_come(tx, found.series_id, now)
    return found, coming, people.zone(reader)


def under_way(tx: Transaction, who: Person) -> bool:
    """Whether a change that this person confirmed is about to be made."""
    return who.member is not None and storage.changes.confirmed_by(tx, who.member.id)


def askable(tx: Transaction, who: Person, meeting_id: int, field: str, now: datetime) -> Meeting:
    """The meeting whose field is asked for."""
    check(field)
    return _open(tx, who, meeting_id, now)[0]


def write(
    tx: Transaction,
    who: Person,
    meeting_id: int,
    field: str,
    text: str,
    now: datetime,
    marked: Sequence[datetime] = (),
) -> Impact | Doubt:
    """Prepare a change from what was written; of a date that is not clear yet, what is still to be said of it."""
    found = askable(tx, who, meeting_id, field, now)
    reading = read(field, text, marked, now, found.zone, who.language)
    if reading is None:
        return propose(tx, who, meeting_id, words(field, text), now)
    at = settled(found, reading)
    return at if isinstance(at, Doubt) else propose(tx, who, meeting_id, {"wall": at.isoformat()}, now)


def propose(tx: Transaction, who: Person, meeting_id: int, fields: Mapping[str, Any], now: datetime) -> Impact:
    """Prepare a change; nothing happens before its extent is chosen. One that was chosen before is made first."""
    found, author = _open(tx, who, meeting_id, now)
    if "wall" in fields and instant(datetime.fromisoformat(fields["wall"]), found.zone) <= now:
        raise Refusal(Reason.MEETING_IN_PAST)
    _settle(tx, meeting_id, now)
    found = _again(tx, meeting_id)
    change = Change(meeting_id, "one", dict(fields), author.id, None)
    storage.changes.put(tx, change)
    return _impact(tx, found, author, change, now)


def _open(tx: Transaction, who: Person, meeting_id: int, now: datetime) -> tuple[Meeting, Member]:
    """A meeting to come that this person runs: what is over is never changed."""
    found, author = led(tx, who, meeting_id)
    if start(found) <= now:
        raise Refusal(Reason.MEETING_OVER)
    return found, author


def _settle(tx: Transaction, meeting_id: int, now: datetime) -> None:
    waiting = storage.changes.of(tx, meeting_id)
    if waiting is not None and waiting.applies_at is not None:
        _make(tx, waiting, now)


def _again(tx: Transaction, meeting_id: int) -> Meeting:
    found = storage.meetings.by_id(tx, meeting_id)
    if found is None or found.state != "published":
        raise Refusal(Reason.MEETING_GONE)
    return found


def _impact(tx: Transaction, meeting: Meeting, author: Member, change: Change, now: datetime) -> Impact:
    extents = EXTENTS if meeting.series_id else EXTENTS[:1]
    every = {extent: len(touched(tx, meeting, extent, now)) for extent in extents}
    # « The following » is no choice where it is this date alone, or all of them.
    numbers = {extent: number for extent, number in every.items() if extent == "one" or number > 1}
    if numbers.get("following") == numbers.get("all"):
        numbers.pop("following", None)
    readers = _others(announcing.knowing(tx, meeting), change.author)
    said = storage.answers.everybody(tx, meeting.id)
    coming = sum(answer.word != "no" for answer in said.values())
    known = meeting.announce_at is None
    groups = announcing.groups(tx, meeting) if known else []
    wider = not known and any(one.announce_at is None for one in touched(tx, meeting, "all", now))
    every_one = len(_others(audience(tx, meeting), change.author)) if wider else 0
    return Impact(meeting, change, numbers, len(readers), coming, len(groups), every_one, people.zone(author))


def touched(tx: Transaction, meeting: Meeting, extent: str, now: datetime) -> list[Meeting]:
    """The dates to come that a change of this extent touches, in order."""
    if meeting.series_id is None or extent == "one":
        return [meeting]
    since = start(meeting) if extent == "following" else now
    return [found for found in to_come(tx, meeting.series_id, now) if start(found) >= since]


def confirm(tx: Transaction, who: Person, meeting_id: int, extent: str, now: datetime) -> Impact:
    """Make the change in half a minute; tapped again, nothing changes."""
    found, author = _open(tx, who, meeting_id, now)
    waiting = storage.changes.of(tx, meeting_id)
    if waiting is None or extent not in EXTENTS or (extent != "one" and found.series_id is None):
        raise Refusal(Reason.STALE)
    if waiting.applies_at is None:
        waiting = replace(waiting, extent=extent, applies_at=now + PATIENCE)
        storage.changes.put(tx, waiting)
    return _impact(tx, found, author, waiting, now)


def undo(tx: Transaction, who: Person, meeting_id: int) -> tuple[View, bool]:
    """Take a change back before it was made; returns the meeting as it is, and whether there was something left."""
    found, reader = led(tx, who, meeting_id)
    waiting = storage.changes.of(tx, meeting_id)
    noted = waiting is not None and waiting.applies_at is not None  # what is only being prepared stays
    if noted:
        storage.changes.drop(tx, meeting_id)
    return view(tx, found, reader), noted


def make_due(tx: Transaction, now: datetime) -> None:
    """Make the changes whose half minute is over."""
    for change in storage.changes.due(tx, now):
        _make(tx, change, now)


def _make(tx: Transaction, change: Change, now: datetime) -> None:
    storage.changes.drop(tx, change.meeting_id)
    found = storage.meetings.by_id(tx, change.meeting_id)
    if found is None or found.state != "published" or start(found) <= now:
        return  # it began, or was cancelled with another date, during the half minute
    dates = touched(tx, found, change.extent, now)
    if CANCEL in change.fields:
        _cancel(tx, found, dates, change, now)
    else:
        _change(tx, found, dates, change, now)
    for code in regions(tx, found):
        pins.announced(tx, code, now)


def _others(readers: list[Member], author: int | None) -> list[Member]:
    return [reader for reader in readers if reader.id != author]


def _tell(tx: Transaction, kind: str, meeting: Meeting, readers: list[Member], told: set[int], now: datetime) -> None:
    """Tell those who were not told of this change yet, and the groups if nobody was; `told` grows."""
    shown = announcing.groups(tx, meeting) if meeting.announce_at is None and not told else []
    new = [one for one in readers if one.id not in told]
    announcing.tell(tx, kind, meeting, shown, new, now)
    told.update(one.id for one in new)


def _cancel(tx: Transaction, chosen: Meeting, dates: list[Meeting], change: Change, now: datetime) -> None:
    """Cancel these dates; whoever knew of one is told once, of the first they knew of."""
    told: set[int] = set()
    for meeting in dates:
        readers = _others(announcing.knowing(tx, meeting), change.author)
        storage.notices.suppress(tx, about(meeting.id))
        cancelled = storage.meetings.change(tx, meeting.id, state=CANCEL, sequence=meeting.sequence + 1)
        storage.cards.outdate(tx, about(meeting.id))
        _tell(tx, announcing.CANCELLED, cancelled, readers, told, now)
    if change.extent != "one" and chosen.series_id is not None:
        _end(tx, chosen, change.extent)


def _end(tx: Transaction, chosen: Meeting, extent: str) -> None:
    """No date of the series is made any more from here on."""
    last = date.min if extent == "all" or chosen.slot is None else chosen.slot - timedelta(days=1)
    storage.meetings.change(tx, chosen.series_id or 0, last_day=last, state="ended")


def _coming(tx: Transaction, meeting: Meeting) -> list[Member]:
    """Everybody who knows of it but those who said no or have no seat."""
    said = storage.answers.everybody(tx, meeting.id)
    out = {number for number, answer in said.items() if answer.word == "no" or answer.waiting is not None}
    return [one for one in announcing.knowing(tx, meeting) if one.id not in out]


def _change(tx: Transaction, chosen: Meeting, dates: list[Meeting], change: Change, now: datetime) -> None:
    fields = dict(change.fields)
    walls = _walls(tx, chosen, dates, change.extent, fields.pop("wall", None))
    told: set[int] = set()
    for meeting in dates:
        news = dict(fields)
        if meeting.id in walls:
            news |= _moved(meeting, walls[meeting.id])
        news = {name: value for name, value in news.items() if getattr(meeting, name) != value}
        if not news or ("starts_at" in news and news["starts_at"] <= now):
            continue
        changed = _rewrite(tx, meeting, news, now)
        if any(name in news for name in TOLD):
            readers = announcing.knowing(tx, changed) if "wall" in news else _coming(tx, changed)
            _tell(tx, announcing.MOVED, changed, _others(readers, change.author), told, now)
    if chosen.series_id is not None and change.extent != "one":
        if fields:
            storage.meetings.change(tx, chosen.series_id, **fields)
        for meeting in to_come(tx, chosen.series_id, now):
            storage.cards.outdate(tx, about(meeting.id))  # its rhythm may be another


def _moved(meeting: Meeting, moved: datetime) -> dict[str, Any]:
    """Its new hour; where nobody was told of it yet, they are as long before it as they would have been."""
    news: dict[str, Any] = {"wall": moved, "starts_at": instant(moved, meeting.zone)}
    if meeting.announce_at is not None and meeting.wall is not None:
        told = civil_time(meeting.announce_at, meeting.zone) + (moved.date() - meeting.wall.date())
        news["announce_at"] = instant(told, meeting.zone)
    return news


def _rewrite(tx: Transaction, meeting: Meeting, news: dict[str, Any], now: datetime) -> Meeting:
    """One date, changed: its sequence grows, its former hour and place stay to be shown, its recalls move."""
    known = bool(announcing.knowing(tx, meeting))
    former = {f"former_{name}": getattr(meeting, name) for name in ("wall", "place") if known and name in news}
    changed = storage.meetings.change(tx, meeting.id, sequence=meeting.sequence + 1, **news, **former)
    storage.cards.outdate(tx, about(meeting.id))
    storage.notices.suppress_kinds(tx, about(meeting.id), (*KINDS, announcing.MOVED))
    if "wall" in news:
        storage.answers.doubt(tx, meeting.id)
    if meeting.announce_at is None:
        for reader in _coming(tx, changed):
            storage.notices.add(tx, announcing.recalls(changed, reader, now, again=meeting.series_id is not None))
    promote(tx, changed, now)
    return changed


def _walls(
    tx: Transaction, chosen: Meeting, dates: list[Meeting], extent: str, written: str | None
) -> dict[int, datetime]:
    """The civil time of each date after the change; of a series its rhythm follows."""
    if written is None:
        return {}
    wall = datetime.fromisoformat(written)
    if extent == "one" or chosen.series_id is None or chosen.wall is None:
        return {chosen.id: wall}
    series = storage.meetings.by_id(tx, chosen.series_id)
    assert series is not None, "a date outlives no series"  # noqa: S101 - states an invariant
    return shifts.shift(tx, series, dates, wall - chosen.wall)
