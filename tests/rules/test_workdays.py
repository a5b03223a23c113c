"""Working days: no week-end, no public holiday of the region; delays counted in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import workdays
from handlers.rules.regions import BOXES, NATIONAL
from handlers.rules.workdays import Delay

DAY = timedelta(days=1)
# Around New Year, Easter, May and the abolition days there is more to get wrong.
days = st.dates(date(2024, 1, 1), date(2040, 12, 31)) | st.dates(date(2026, 12, 18), date(2027, 1, 6))
boxes = st.sampled_from(BOXES)
counts = st.integers(0, 30)


@given(days, counts.filter(bool), boxes)
def test_the_day_reached_is_a_working_day_that_many_after(day: date, count: int, box: str) -> None:
    reached = workdays.add(day, count, box)
    assert workdays.is_workday(reached, box)
    assert workdays.between(day, reached, box) == count
    assert workdays.between(day, reached - DAY, box) == count - 1


@given(days, counts, counts, boxes)
def test_adding_goes_on_from_where_it_was(day: date, first: int, second: int, box: str) -> None:
    assert workdays.add(workdays.add(day, first, box), second, box) == workdays.add(day, first + second, box)
    assert workdays.add(day, first, box) <= workdays.add(day, first + 1, box) - DAY
    assert workdays.add(day, 0, box) == day


@given(days, counts, counts, boxes)
def test_what_is_between_adds_up(day: date, one: int, other: int, box: str) -> None:
    middle, end = day + one * DAY, day + (one + other) * DAY
    whole = workdays.between(day, middle, box) + workdays.between(middle, end, box)
    assert workdays.between(day, end, box) == whole <= (end - day).days
    assert workdays.between(end, day, box) == 0


@given(days, boxes)
def test_a_week_has_five_working_days_but_for_its_holidays(day: date, box: str) -> None:
    week = [day + count * DAY for count in range(7)]
    working = [each for each in week if workdays.is_workday(each, box)]
    assert all(each.weekday() < 5 for each in working)
    assert 2 <= len(working) <= 5
    assert {each for each in week if workdays.is_workday(each, NATIONAL)} >= set(working)


@given(days, st.integers(1, 10), boxes)
def test_a_delay_is_half_over_then_over(came: date, count: int, box: str) -> None:
    due = workdays.add(came, count, box)
    delay = workdays.delay(came, due, box)
    assert came < delay.reminder <= due < delay.escalation
    assert workdays.between(came, delay.reminder, box) == -(-count // 2)
    assert workdays.between(came, delay.escalation, box) == count + 1


@given(days, boxes)
def test_danger_waits_for_no_working_day(came: date, box: str) -> None:
    assert workdays.delay(came, came, box) == Delay(came, came + DAY)


@pytest.mark.parametrize(
    ("day", "at_work"),
    [
        (date(2026, 4, 6), []),  # Easter Monday
        (date(2026, 5, 1), []),
        (date(2026, 5, 8), []),
        (date(2026, 5, 14), []),  # Ascension
        (date(2026, 5, 25), []),  # Whit Monday
        (date(2026, 7, 14), []),
        (date(2026, 11, 11), []),
        (date(2026, 12, 25), []),
    ],
)
def test_nobody_works_on_a_national_holiday(day: date, at_work: list[str]) -> None:
    assert [box for box in BOXES if workdays.is_workday(day, box)] == at_work


@pytest.mark.parametrize(
    ("day", "resting"),
    [
        (date(2026, 4, 27), ["FR-976"]),  # abolition of slavery, each on its day
        (date(2026, 5, 22), ["FR-972"]),
        (date(2026, 5, 27), ["FR-971"]),
        (date(2026, 6, 10), ["FR-973"]),
        (date(2027, 12, 20), ["FR-974"]),
        (date(2026, 7, 21), ["FR-971", "FR-972"]),  # Victor Schœlcher
        (date(2026, 4, 3), ["FR-971"]),  # Good Friday; in Alsace and Moselle too, which are not all of Grand Est
        (date(2028, 12, 26), []),  # the same
        (date(2026, 11, 10), []),
    ],
)
def test_overseas_has_days_of_its_own(day: date, resting: list[str]) -> None:
    assert [box for box in BOXES if not workdays.is_workday(day, box)] == resting


def test_an_example_over_christmas() -> None:
    thursday = date(2026, 12, 24)
    assert workdays.add(thursday, 1, "FR-ARA") == date(2026, 12, 28)
    assert workdays.add(thursday, 7, "FR-ARA") == date(2027, 1, 6)
    assert workdays.delay(thursday, date(2026, 12, 29), "FR-ARA") == Delay(date(2026, 12, 28), date(2026, 12, 30))


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(KeyError):
        workdays.is_workday(date(2026, 5, 4), "FR-XXX")
    with pytest.raises(ValueError, match="islice"):
        workdays.add(date(2026, 5, 4), -2, "FR-ARA")
