"""A year of meetings in three zones, read back by three readers: each hour is what the clocks there show."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from handlers.rules.calendar import file
from tests.rules.test_calendar import EVENT, logical_lines

ZONES = ("Europe/Paris", "Indian/Reunion", "America/Guadeloupe")
# Every week over both changes of the clock, and the two nights of the changes themselves.
WALLS = [datetime.fromisoformat("2026-09-07 18:30") + week * timedelta(weeks=1) for week in range(34)]
WALLS += [datetime.fromisoformat(f"{day} 00:30") for day in ("2026-10-25", "2027-03-28")]
EVENTS = [
    replace(EVENT, uid=f"{number}-{zone[-4:]}", wall=wall, zone=zone, title=f"Réunion n° {number} 🌿 – « été »")
    for zone in ZONES
    for number, wall in enumerate(WALLS)
]
EXPECTED = {event.uid: event.wall.replace(tzinfo=ZoneInfo(event.zone)).astimezone(UTC) for event in EVENTS}
FEED = file(EVENTS, "Pairs en lien")
# The settings of a real client of calendars: one calendar in a folder, one zone on its clock.
KHAL = """[calendars]
[[own]]
path = {folder}/own
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = own
"""


def test_one_reader_finds_every_instant() -> None:
    calendar = icalendar.Calendar.from_ical(FEED)
    events = calendar.walk("VEVENT")
    assert {str(one["UID"]): one.decoded("DTSTART").astimezone(UTC) for one in events} == EXPECTED
    assert sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")) == sorted(ZONES)
    assert str(calendar["X-WR-CALNAME"]) == "Pairs en lien"


def test_another_reader_finds_them_by_the_rules_in_the_file_alone() -> None:
    calendar = vobject.readOne(FEED.decode())
    found = {one.uid.value: one for one in calendar.vevent_list}
    assert {uid: one.dtstart.value.astimezone(UTC) for uid, one in found.items()} == EXPECTED
    assert {one.dtend.value - one.dtstart.value for one in found.values()} == {timedelta(minutes=150)}
    assert {uid: one.summary.value for uid, one in found.items()} == {event.uid: event.title for event in EVENTS}


def test_its_lines_are_short_and_end_as_they_must() -> None:
    lines = logical_lines(FEED)
    assert [line for line in lines if line.startswith("SUMMARY:")] == [f"SUMMARY:{event.title}" for event in EVENTS]
    assert lines.count("BEGIN:VTIMEZONE") == 3
    assert {"METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT4H"} <= set(lines)


def test_a_file_of_cancelled_dates_only_takes_away() -> None:
    gone = [replace(event, status="CANCELLED", busy=False) for event in EVENTS[:2]]
    for events, name, method in ((gone, "", "CANCEL"), ([*gone, EVENTS[2]], "", "PUBLISH"), (gone, "x", "PUBLISH")):
        calendar = vobject.readOne(file(events, name).decode())
        assert calendar.method.value == method
        assert [one.status.value for one in calendar.vevent_list][:2] == ["CANCELLED"] * 2
        assert calendar.vevent_list[0].transp.value == "TRANSPARENT"


def test_nothing_to_come_is_a_calendar_too() -> None:
    assert icalendar.Calendar.from_ical(file([], "Pairs")).walk("VEVENT") == []


@pytest.mark.slow
def test_a_real_client_takes_the_file_in_and_a_later_one_replaces_it(tmp_path: Path) -> None:
    zone = "Indian/Reunion"
    (tmp_path / "config").write_text(KHAL.format(folder=tmp_path, zone=zone), "utf-8")
    (tmp_path / "own").mkdir()
    some = EVENTS[::7]
    _take_in(tmp_path, file(some))
    told = {event.uid: f"{_on_clock(EXPECTED[event.uid], zone)} CONFIRMED" for event in some}
    assert _shown(tmp_path) == told
    moved = replace(some[0], sequence=3, wall=some[0].wall + timedelta(hours=1))
    gone = replace(some[1], sequence=3, status="CANCELLED")
    _take_in(tmp_path, file([moved, gone]))
    told[moved.uid] = f"{_on_clock(EXPECTED[moved.uid] + timedelta(hours=1), zone)} CONFIRMED"
    told[gone.uid] = f"{_on_clock(EXPECTED[gone.uid], zone)} CANCELLED"
    assert _shown(tmp_path) == told


def _on_clock(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def _take_in(folder: Path, content: bytes) -> None:
    (folder / "new.ics").write_bytes(content)
    _khal(folder, "import", "--batch", str(folder / "new.ics"))


def _shown(folder: Path) -> dict[str, str]:
    form = "{uid} {start-long} {status}"
    lines = _khal(folder, "list", "--notstarted", "--day-format", "", "--format", form)
    return {uid: rest.strip() for uid, _, rest in (line.partition(" ") for line in lines)}


def _khal(folder: Path, command: str, *given: str) -> list[str]:
    period = ("2026-09-01", "2027-06-30") if command == "list" else ()
    done = subprocess.run(
        [sys.executable, "-m", "khal", "-c", str(folder / "config"), command, *given, *period],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return [line for line in done.stdout.splitlines() if line.strip()]
