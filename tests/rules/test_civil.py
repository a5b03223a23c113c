"""Civil time against the real changes of the clock in every region."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import civil
from handlers.rules.regions import REGIONS

PARIS = "Europe/Paris"
ZONES = sorted({region.zone for region in REGIONS.values()} | {"America/New_York", "Australia/Lord_Howe"})
MINUTE = timedelta(minutes=1)
# Days on which Paris, New York or Lord Howe Island change their clocks, and an ordinary one.
DAYS = [
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2027, 3, 14),
    date(2027, 3, 28),
    date(2027, 4, 4),
    date(2027, 6, 1),
]

zones = st.sampled_from(ZONES)
instants = st.datetimes(
    min_value=datetime.combine(date(2000, 1, 1), time()),
    max_value=datetime.combine(date(2060, 1, 1), time()),
    timezones=st.just(UTC),
)
walls = instants.map(lambda instant: instant.replace(tzinfo=None))
close_to_changes = st.builds(
    lambda day, minutes: datetime.combine(day, time()) + minutes * MINUTE,
    st.sampled_from(DAYS),
    st.integers(min_value=-60, max_value=6 * 60),
)


def test_a_skipped_hour_moves_forward() -> None:
    skipped = _wall("2027-03-28 02:30")
    assert civil.instant(skipped, PARIS) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert civil.wall(civil.instant(skipped, PARIS), PARIS) == _wall("2027-03-28 03:30")


def test_of_an_hour_shown_twice_the_first_is_meant() -> None:
    assert civil.instant(_wall("2026-10-25 02:30"), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_overseas_clocks_never_change_but_their_distance_to_paris_does() -> None:
    summer, winter = _wall("2027-07-01 14:00"), _wall("2027-12-01 14:00")
    distances = [civil.instant(wall, PARIS) - civil.instant(wall, "Indian/Reunion") for wall in (summer, winter)]
    assert distances == [timedelta(hours=2), timedelta(hours=3)]


def test_a_wall_time_marked_as_the_second_one_is_still_the_first() -> None:
    wall = _wall("2026-10-25 02:30")
    assert civil.instant(wall.replace(fold=1), PARIS) == civil.instant(wall, PARIS)


def test_an_unknown_zone_is_said() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        civil.instant(_wall("2027-03-28 12:00"), "Europe/Nowhere")


@settings(deadline=None)
@given(wall=walls | close_to_changes, zone=zones)
def test_an_existing_wall_time_is_lived_as_written_and_a_skipped_one_later(wall: datetime, zone: str) -> None:
    lived = civil.wall(civil.instant(wall, zone), zone)
    skipped = _gap(wall, zone)
    assert lived == wall + skipped
    assert lived.tzinfo is None
    assert lived.fold == 0


@settings(deadline=None)
@given(wall=walls | close_to_changes, zone=zones)
def test_no_earlier_instant_shows_the_same_wall_time(wall: datetime, zone: str) -> None:
    instant = civil.instant(wall, zone)
    assert instant.tzinfo is UTC
    for hours in (0.5, 1, 2):
        assert civil.wall(instant - timedelta(hours=hours), zone) != civil.wall(instant, zone)


@settings(deadline=None)
@given(instant=instants, zone=zones)
def test_an_instant_comes_back_unless_its_wall_time_was_shown_before(instant: datetime, zone: str) -> None:
    back = civil.instant(civil.wall(instant, zone), zone)
    second_showing = instant.astimezone(ZoneInfo(zone)).fold == 1
    assert back < instant if second_showing else back == instant


@settings(deadline=None)
@given(instant=instants, zone=zones)
def test_clocks_show_what_the_zone_database_says(instant: datetime, zone: str) -> None:
    offset = instant.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    assert civil.wall(instant, zone) == instant.replace(tzinfo=None) + offset


def _gap(wall: datetime, zone: str) -> timedelta:
    """How much time the change of clock around a wall time skips, when it skips that time; else nothing."""
    before, after = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    assert before is not None
    assert after is not None
    return max(after - before, timedelta())


def _wall(text: str) -> datetime:
    return datetime.fromisoformat(text)
