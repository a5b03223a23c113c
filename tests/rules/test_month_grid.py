"""The month to choose a day from: each day once, below its weekday, and none that cannot be chosen."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import civil
from handlers.rules.dates import FARTHEST
from handlers.rules.month_grid import HOURS, MOST, grid, hours
from handlers.rules.refusal import Reason
from tests.rules.cast import DAY, refused
from tests.rules.test_dates_properties import ZONES

days = st.dates(date(2000, 1, 1), date(2190, 12, 31))


@given(wanted=days, today=days)
def test_each_day_that_can_be_chosen_is_there_once_below_its_weekday(wanted: date, today: date) -> None:
    found = grid(wanted, today)
    places = [(column, day) for week in found.weeks for column, day in enumerate(week) if day]
    assert all(column == day.weekday() for column, day in places)
    month = [found.first + DAY * ahead for ahead in range(31)]
    open_days = [day for day in month if day.month == found.first.month and today <= day <= today + FARTHEST]
    assert [day for _, day in places] == open_days != []
    assert {len(week) for week in found.weeks} == {7}
    assert all(any(week) for week in found.weeks)


@given(wanted=days, today=days)
def test_the_month_is_the_one_wanted_or_the_nearest_and_turning_goes_through_all_of_them(
    wanted: date, today: date
) -> None:
    found, last = grid(wanted, today), today + FARTHEST
    assert found.first == min(max(wanted, today), last).replace(day=1)
    assert (found.before is None) == (found.first == today.replace(day=1))
    assert (found.after is None) == (found.first == last.replace(day=1))
    if found.after:
        assert grid(found.after, today).before == found.first
    if found.before:
        assert grid(found.before, today).after == found.first


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    ahead=st.integers(0, 700),
    known=st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), max_size=8),  # noqa: DTZ001 - civil
    zone=st.sampled_from(ZONES),
)
def test_the_hours_of_a_day_are_to_come_in_order_and_begin_with_the_known_ones(
    now: datetime, ahead: int, known: list[datetime], zone: str
) -> None:
    day = civil.today(now, zone) + DAY * ahead
    found = hours(day, now, zone, [None, *known])
    assert found == sorted(set(found))
    assert len(found) <= MOST
    assert all(wall.date() == day and civil.instant(wall, zone) > now for wall in found)
    if ahead > 1:
        named = dict.fromkeys([*(one.time() for one in known), *HOURS])
        assert {wall.time() for wall in found} == set(list(named)[:MOST])


def test_a_day_gone_by_is_refused_on_the_clocks_of_its_zone() -> None:
    now = datetime(2026, 5, 26, 22, 30, tzinfo=UTC)  # past midnight in Paris, not yet in Guadeloupe
    assert refused(lambda: hours(date(2026, 5, 26), now, "Europe/Paris")) == Reason.DATE_PAST
    assert hours(date(2026, 5, 26), now, "America/Guadeloupe") == []
    assert hours(date(2026, 5, 27), now - timedelta(hours=9), "America/Guadeloupe")
