"""Meetings as a calendar file (iCalendar, RFC 5545), to be opened by any calendar or subscribed to."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import icalendar

from handlers.rules import civil

_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE | re.ASCII)
_DAY = timedelta(1)
_QUARTER = timedelta(minutes=15)
_YEAR = timedelta(366)
REFRESH = timedelta(hours=4)  # how often a calendar that subscribes should look again


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar is told.

    The same `uid` with a higher `sequence` replaces what the calendar had. `wall` is naive, in the IANA zone
    `zone`; `stamped_at` is aware; `place` is an address, a link or both, and may be empty. `busy` is whether its
    hours are taken.
    """

    uid: str
    sequence: int
    title: str
    wall: datetime
    zone: str
    minutes: int
    place: str
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    stamped_at: datetime
    busy: bool = True


def file(events: Sequence[Event], name: str = "") -> bytes:
    """A calendar with these events and the rules of their zones, so that it needs nothing else to be read.

    A calendar to subscribe to has a `name`. Where everything is cancelled the file says so: it takes away.
    """
    gone = bool(events) and not name and all(event.status == "CANCELLED" for event in events)
    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//Entrepairs//Entrepairs//FR")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "CANCEL" if gone else "PUBLISH")
    if name:
        for key in ("NAME", "X-WR-CALNAME"):  # of the standard, and of the many who read the older one
            calendar.add(key, _clean(name))
        for key in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
            calendar.add(key, REFRESH, {"VALUE": "DURATION"})
    for zone in sorted({event.zone for event in events}):
        calendar.add_component(_zone(zone, [event.wall for event in events if event.zone == zone]))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _zone(zone: str, walls: Sequence[datetime]) -> icalendar.Timezone:
    """The rules of the clock a year around the events; every change since 1970 would be a long file."""
    clock = ZoneInfo(zone)
    component = icalendar.Timezone()
    component.add("TZID", zone)
    first = (civil.instant(min(walls), zone) - _YEAR).replace(minute=0, second=0, microsecond=0)
    component.add_component(_observance(first, first, clock))
    for day in _changing(first, (max(walls) - min(walls) + 2 * _YEAR) // _DAY, _DAY, clock):
        for before in _changing(day, _DAY // _QUARTER, _QUARTER, clock):
            component.add_component(_observance(before, before + _QUARTER, clock))
    return component


def _changing(first: datetime, count: int, step: timedelta, clock: ZoneInfo) -> Iterator[datetime]:
    """The steps, of `count` from `first`, during which the clock changes."""
    instants = [first + number * step for number in range(count + 1)]
    offsets = [instant.astimezone(clock).utcoffset() for instant in instants]
    return (instants[number] for number in range(count) if offsets[number] != offsets[number + 1])


def _observance(before: datetime, after: datetime, clock: ZoneInfo) -> icalendar.Component:
    """The offset in force from `after`; its DTSTART is told on the clock as it ran before."""
    old, new = before.astimezone(clock), after.astimezone(clock)
    component = icalendar.TimezoneDaylight() if new.dst() else icalendar.TimezoneStandard()
    component.add("DTSTART", (after + (old.utcoffset() or timedelta())).replace(tzinfo=None))
    component.add("TZOFFSETFROM", old.utcoffset())
    component.add("TZOFFSETTO", new.utcoffset())
    component.add("TZNAME", new.tzname())
    return component


def _component(event: Event) -> icalendar.Event:
    starts = civil.instant(event.wall, event.zone)
    component = icalendar.Event()
    component.add("UID", event.uid)
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTAMP", event.stamped_at.astimezone(UTC))
    component.add("DTSTART", starts.astimezone(ZoneInfo(event.zone)))
    # In UTC: an end in the hour that autumn shows twice cannot be told on the clock of the zone.
    component.add("DTEND", starts + timedelta(minutes=event.minutes))
    component.add("SUMMARY", _clean(event.title))
    component.add("STATUS", event.status)
    component.add("TRANSP", "OPAQUE" if event.busy else "TRANSPARENT")
    # Calendars are often shared with an employer: being in this community is nobody's business.
    component.add("CLASS", "PRIVATE")
    if place := _clean(event.place):
        component.add("LOCATION", place)
    if link := _LINK.search(place):
        component.add("URL", link.group().rstrip(".,;:)»"))
    return component


def _clean(text: str) -> str:
    """Without what the format forbids in a text: control characters other than the end of a line."""
    lines = "\n".join(text.splitlines())
    return "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))
