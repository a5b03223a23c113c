"""Reminders: for every zone and every hour, in time, in order, and when a phone may sound."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.civil import instant, wall
from handlers.rules.regions import REGIONS
from handlers.rules.reminders import AFTER, COURTESIES, DAYS_BEFORE, SHORTLY, SUNDAY, Reminder, reminders

ZONES = sorted({region.zone for region in REGIONS.values()})
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
zones = st.sampled_from(ZONES)
changes = [datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2027, 3, 28, 1)]  # noqa: DTZ001 - zoned below
near_changes = st.builds(
    lambda change, days, minutes: change + days * DAY + timedelta(minutes=minutes),
    st.sampled_from(changes),
    st.sampled_from([0, 1, 3, 4, 14, 15]),
    st.integers(-1500, 1500),
)
starts = (st.datetimes(datetime(2025, 1, 1), datetime(2031, 1, 1)) | near_changes).map(  # noqa: DTZ001 - zoned here
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)


def by_kind(starts_at: datetime, zone: str, now: datetime) -> dict[str, Reminder]:
    found = list(reminders(starts_at, 150, zone, now))
    assert len({each.kind for each in found}) == len(found)
    return {each.kind: each for each in found}


@given(starts, zones)
def test_of_a_distant_meeting_each_is_said_once_and_in_order(starts_at: datetime, zone: str) -> None:
    found = by_kind(starts_at, zone, starts_at - 60 * DAY)
    assert list(found) == list(COURTESIES)
    times = [each.due_at for each in found.values()]
    assert times == sorted(times)
    assert all(each.due_at < each.expires_at for each in found.values())
    assert all(each.expires_at <= starts_at for kind, each in found.items() if kind != AFTER)


@given(starts, zones)
def test_the_word_of_the_day_after_comes_within_two_days_while_phones_may_sound(starts_at: datetime, zone: str) -> None:
    due_at = by_kind(starts_at, zone, starts_at - 60 * DAY)[AFTER].due_at
    here = wall(due_at, zone)
    assert DAY <= due_at - starts_at <= 3 * DAY + 3 * HOUR
    assert here.weekday() != SUNDAY
    assert time(8) <= here.time() < time(20)


@given(starts, zones, st.timedeltas(timedelta(), 40 * DAY))
def test_nothing_is_said_late_and_what_is_still_to_come_is_not_lost(
    starts_at: datetime, zone: str, before: timedelta
) -> None:
    now = starts_at - before
    every = reminders(starts_at, 150, zone, starts_at - 60 * DAY)
    assert list(reminders(starts_at, 150, zone, now)) == [each for each in every if each.due_at > now]


@given(starts, zones)
def test_early_ones_come_on_their_day_or_the_saturday_before_while_phones_may_sound(
    starts_at: datetime, zone: str
) -> None:
    found = by_kind(starts_at, zone, starts_at - 60 * DAY)
    for kind, days in DAYS_BEFORE.items():
        here = wall(found[kind].due_at, zone)
        expected = wall(starts_at, zone).date() - days * DAY
        assert here.date() == (expected - DAY if expected.weekday() == SUNDAY else expected)
        assert here.weekday() != SUNDAY
        assert time(8) <= here.time() < time(20)


@given(starts, zones)
def test_the_last_one_breaks_the_night_only_for_what_begins_in_it(starts_at: datetime, zone: str) -> None:
    due_at = by_kind(starts_at, zone, starts_at - 60 * DAY)[SHORTLY].due_at
    here = wall(due_at, zone)
    assert starts_at - 2 * HOUR <= due_at < starts_at
    if due_at != starts_at - 2 * HOUR:
        assert here.time() == time(8)
    if here.time() < time(8):
        assert starts_at <= instant(datetime.combine(here.date(), time(8)), zone)


@pytest.mark.parametrize(
    ("starts_at", "zone", "expected"),
    [
        # Autumn's clock change lies between: the hour on the wall stays.
        ("2026-10-27T14:30", "Europe/Paris", ["2026-10-13T14:30", "2026-10-24T14:30", "2026-10-27T12:30"]),
        # Friday in Lyon, read in Guadeloupe six hours earlier.
        ("2026-06-12T08:30", "America/Guadeloupe", ["2026-05-29T08:30", "2026-06-09T08:30", "2026-06-12T08:00"]),
        # Both early ones fall on nights; J-14 on a Sunday too.
        ("2026-06-14T07:30", "Indian/Mayotte", ["2026-05-30T08:00", "2026-06-11T08:00", "2026-06-14T05:30"]),
        ("2026-06-12T21:00", "Indian/Reunion", ["2026-05-29T19:00", "2026-06-09T19:00", "2026-06-12T19:00"]),
    ],
)
def test_on_the_clock_of_the_reader(starts_at: str, zone: str, expected: list[str]) -> None:
    at = instant(datetime.fromisoformat(starts_at), zone)
    found = by_kind(at, zone, at - 60 * DAY)
    assert [f"{wall(each.due_at, zone):%Y-%m-%dT%H:%M}" for kind, each in found.items() if kind != AFTER] == expected
