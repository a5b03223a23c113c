"""Quarters: three months each, over when they are over on every clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import quarters
from handlers.rules.civil import wall
from handlers.rules.quarters import Quarter
from handlers.rules.regions import BOXES, region

moments = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_every_day_is_in_one_of_the_months_of_its_quarter(day: date) -> None:
    found = quarters.of(day)
    assert f"{day:%Y-%m}" in found.months
    assert found == quarters.of_month(f"{day:%Y-%m}") == quarters.read(str(found))


@given(moments)
def test_a_closed_quarter_gets_no_more_reports_from_any_box(now: datetime) -> None:
    closed = quarters.last_closed(now)
    assert all(f"{wall(now, region(box).zone):%Y-%m}" > closed.months[-1] for box in BOXES)
    later = quarters.last_closed(now + timedelta(days=92))
    assert closed < later
    assert str(closed) < str(later)


def test_a_quarter_is_over_when_it_is_over_in_the_west() -> None:
    new_year = datetime(2026, 12, 31, 23, tzinfo=UTC)  # in Paris
    assert quarters.last_closed(new_year) == Quarter(2026, 3)
    assert quarters.last_closed(new_year + timedelta(hours=4, minutes=59)) == Quarter(2026, 3)
    assert quarters.last_closed(new_year + timedelta(hours=5)) == Quarter(2026, 4)


@pytest.mark.parametrize("code", ["", "2026", "2026-Q0", "2026-Q5", "2026-Q01", "26-Q", "2026-Q1 ", "x-Q1"])
def test_what_is_no_quarter_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"not the code|invalid literal"):
        quarters.read(code)
