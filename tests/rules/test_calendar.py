"""The calendar file, parsed back by a library and by a reader of our own that knows the hard rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import civil
from handlers.rules.calendar import Event, file
from handlers.rules.regions import REGIONS

ZONES = sorted({region.zone for region in REGIONS.values()} | {"Australia/Lord_Howe"})
EVENT = Event(
    uid="meeting-7@entrepairs",
    sequence=2,
    title="Réunion de pairs, « à Lyon » ; 2ᵉ",
    wall=datetime.fromisoformat("2027-06-12 14:30"),
    zone="Europe/Paris",
    minutes=150,
    place="12, rue des Lilas ; salle \\ B, ou https://visio.example/abc?x=1&y=2.",
    status="CONFIRMED",
    stamped_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
)
# Nights when the clocks of Paris change, both ways, and one when they do not.
WALLS = [f"{day} {hour}" for day in ("2026-10-25", "2027-03-28", "2027-06-12") for hour in ("00:30", "02:30", "03:30")]


def test_a_calendar_reads_what_was_written() -> None:
    calendar = icalendar.Calendar.from_ical(file([EVENT]))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert str(event["UID"]) == EVENT.uid
    assert event["SEQUENCE"] == 2
    assert str(event["SUMMARY"]) == EVENT.title
    assert str(event["LOCATION"]) == EVENT.place
    assert str(event["URL"]) == "https://visio.example/abc?x=1&y=2"
    assert event["STATUS"] == "CONFIRMED"
    assert event["CLASS"] == "PRIVATE"
    assert event.decoded("DTSTAMP") == EVENT.stamped_at
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=150)


def test_the_start_is_told_on_the_clock_of_the_zone() -> None:
    lines = logical_lines(file([EVENT]))
    assert "DTSTART;TZID=Europe/Paris:20270612T143000" in lines
    assert "DTEND:20270612T150000Z" in lines
    assert "TZID:Europe/Paris" in lines


def test_a_cancellation_replaces_the_same_event() -> None:
    cancelled = logical_lines(file([replace(EVENT, status="CANCELLED", sequence=3)]))
    assert {"STATUS:CANCELLED", "SEQUENCE:3", f"UID:{EVENT.uid}"} <= set(cancelled)


def test_empty_fields_are_left_out() -> None:
    names = {line.partition(":")[0] for line in logical_lines(file([replace(EVENT, place="")]))}
    assert not names & {"LOCATION", "URL"}


def test_the_same_event_gives_the_same_file() -> None:
    assert file([EVENT]) == file([EVENT])


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("wall", WALLS)
def test_the_file_alone_tells_the_right_instant(zone: str, wall: str) -> None:
    event = replace(EVENT, zone=zone, wall=datetime.fromisoformat(wall))
    starts = civil.instant(event.wall, zone)
    lines = logical_lines(file([event]))
    local = starts.astimezone(ZoneInfo(zone))
    assert f"DTSTART;TZID={zone}:{local:%Y%m%dT%H%M%S}" in lines
    assert f"DTEND:{starts + timedelta(minutes=150):%Y%m%dT%H%M%SZ}" in lines
    assert _offset(lines, local.replace(tzinfo=None)) == local.utcoffset()


@settings(deadline=None)
@given(text=st.text(max_size=300), zone=st.sampled_from(ZONES))
def test_no_text_breaks_the_format(text: str, zone: str) -> None:
    event = replace(EVENT, title=text, place=text, zone=zone)
    made = file([event])
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert [line for line in logical_lines(made) if line.startswith(("BEGIN:VE", "ATTENDEE", "ORGANIZER"))] == [
        "BEGIN:VEVENT"
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_link_cannot_smuggle_a_line_in(end: str) -> None:
    made = file([replace(EVENT, place=f"https://a.example/{end}ATTENDEE:mailto:x@a.example", title=f"a{end}b")])
    assert not any(line.startswith("ATTENDEE") for line in logical_lines(made))


@pytest.mark.parametrize(
    ("place", "link"),
    [
        ("https://visio.example/a", "https://visio.example/a"),
        ("chez Inès (http://a.example/b) ou ici", "http://a.example/b"),
    ],
)
def test_the_link_of_a_place_can_be_opened_from_the_calendar(place: str, link: str) -> None:
    assert f"URL:{link}" in logical_lines(file([replace(EVENT, place=place)]))


def test_a_place_without_a_link_has_none() -> None:
    lines = logical_lines(file([replace(EVENT, place="demandez à Inès")]))
    assert not [line for line in lines if line.startswith("URL")]


def logical_lines(file: bytes) -> list[str]:
    """The logical lines of a file, once its physical ones are checked: CRLF, 75 octets, valid UTF-8."""
    physical = file.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in physical)
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()
    return file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def _offset(lines: list[str], wall: datetime) -> timedelta:
    """The offset from UTC that the file's own time zone gives a wall time: the last change before it."""
    changes: list[tuple[datetime, timedelta]] = []
    for number, line in enumerate(lines):
        if line in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
            said = dict(part.split(":", 1) for part in lines[number + 1 : number + 5])
            changes.append((datetime.fromisoformat(said["DTSTART"]), _parsed(said["TZOFFSETTO"])))
    return max(change for change in changes if change[0] <= wall)[1]


def _parsed(offset: str) -> timedelta:
    size = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return -size if offset[0] == "-" else size
