"""Slots: two a day on each clock, each given out once, whenever the program looks."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import slots
from handlers.rules.civil import wall
from handlers.rules.regions import NATIONAL, REGIONS, region
from tests.examples import fewer
from tests.storage.pair import Pair

ZONES = sorted({region.zone for region in REGIONS.values()})
CODES = [*REGIONS, NATIONAL]
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
zones = st.sampled_from(ZONES)
near_changes = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.integers(-2000, 2000),
)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)) | near_changes  # noqa: DTZ001
on_slots = st.builds(slots.last_slot, moments, zones)  # the very second of a slot


@given(moments | on_slots, zones)
def test_the_last_slot_is_the_nearest_behind(now: datetime, zone: str) -> None:
    last = slots.last_slot(now, zone)
    assert last <= now < last + 15 * HOUR
    assert wall(last, zone).time() in slots.SLOTS
    assert slots.last_slot(last, zone) == last
    assert slots.last_slot(last - SECOND, zone) < last


@given(moments | on_slots)
def test_the_next_slot_is_the_first_to_come_in_any_zone(now: datetime) -> None:
    coming = slots.next_slot(now)
    assert now < coming <= now + 11 * HOUR
    assert coming in {slots.last_slot(coming, zone) for zone in ZONES}
    assert all(slots.last_slot(coming - SECOND, zone) == slots.last_slot(now, zone) for zone in ZONES)


@given(moments, zones, moments)
def test_a_night_ends_at_seven_and_a_day_changes_nothing(now: datetime, zone: str, otherwise: datetime) -> None:
    found, here = slots.after_quiet_hours(now, zone, otherwise), wall(now, zone)
    if time(7) <= here.time() < time(21):
        assert found is otherwise
    else:
        assert now < found <= now + 11 * HOUR
        assert wall(found, zone).time() == time(7)


@fewer(3)
@given(moments, st.lists(st.timedeltas(-2 * HOUR, 30 * HOUR) | st.just(300 * HOUR), max_size=12))
def test_each_slot_is_given_once_however_irregularly_one_looks(
    pair: Pair, now: datetime, waits: list[timedelta]
) -> None:
    worked = {code: slots.last_slot(now, region(code).zone) for code in CODES}
    with pair.rehearse() as tx:
        assert slots.take_due(tx, now) == []
        for wait in waits:
            now += wait
            last = {code: slots.last_slot(now, region(code).zone) for code in CODES}
            due = {code for code in CODES if last[code] > worked[code]}
            given = slots.take_due(tx, now)
            assert len(given) == len(set(given))
            assert set(given) == due
            assert slots.take_due(tx, now) == []
            worked |= {code: last[code] for code in due}


def test_every_slot_of_a_week_reaches_every_box(pair: Pair) -> None:
    now, given = datetime(2026, 10, 22, tzinfo=UTC), dict.fromkeys(CODES, 0)  # over the autumn change
    end = now + timedelta(days=7)
    with pair.rehearse() as tx:
        slots.take_due(tx, now)
        while (now := slots.next_slot(now)) <= end:
            for code in slots.take_due(tx, now):
                given[code] += 1
    assert set(given.values()) == {14}
