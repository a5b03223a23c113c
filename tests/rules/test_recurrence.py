"""Rhythms: every date on its weekday and rank, their text read back, every hour as the clocks of the zone show it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import civil
from handlers.rules.dates_months import ranked
from handlers.rules.recurrence import LAST, QUARTER, Rhythm, from_rrule, occurrences, ranks, rhythms, to_rrule

HOUR, DAY, TWO_YEARS = timedelta(hours=1), timedelta(1), timedelta(731)
PARIS, REUNION, GUADELOUPE = "Europe/Paris", "Indian/Reunion", "America/Guadeloupe"

days = st.dates(date(2020, 1, 1), date(2090, 12, 31))
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weekly = st.builds(Rhythm, st.integers(1, 12), st.integers(0, 6))
monthly = st.builds(Rhythm, st.integers(1, QUARTER), st.integers(0, 6), st.sampled_from((1, 2, 3, 4, LAST)))
every = weekly | monthly


def _first(rhythm: Rhythm, day: date) -> date:
    """The first day from this one on that the rhythm may begin with, day by day."""
    while not rhythm.fits(day):
        day += DAY
    return day


def _walked(rhythm: Rhythm, first: date, until: date) -> list[date]:
    """The dates of a series without any library: from week to week, those in the months and of the rank wanted."""
    # 1, 2 and 3 months each make a year, so that the months tell without their year.
    weeks = (until - first).days // 7 + 1
    found = [first + DAY * 7 * week for week in range(weeks)]
    if rhythm.rank is None:
        return found[:: rhythm.every]
    return [day for day in found if rhythm.rank in ranks(day) and (day.month - first.month) % rhythm.every == 0]


@settings(deadline=None)
@given(every, days, hours)
def test_a_series_begins_with_its_first_date_and_keeps_day_rank_and_hour(rhythm: Rhythm, day: date, at: time) -> None:
    first = datetime.combine(_first(rhythm, day), at)
    walls = list(occurrences(rhythm, first, first.date() + TWO_YEARS))
    assert walls[0] == first
    assert all(earlier < later for earlier, later in pairwise(walls))
    assert {wall.time() for wall in walls} == {at}
    assert [wall.date() for wall in walls] == _walked(rhythm, first.date(), first.date() + TWO_YEARS)


@settings(deadline=None)
@given(every, days, hours)
def test_the_last_day_belongs_to_the_series_and_the_next_does_not(rhythm: Rhythm, day: date, at: time) -> None:
    first = datetime.combine(_first(rhythm, day), at)
    *_, last = occurrences(rhythm, first, first.date() + TWO_YEARS)
    assert list(occurrences(rhythm, first, last.date()))[-1] == last
    assert last not in occurrences(rhythm, first, last.date() - DAY)


@given(every)
def test_a_rhythm_is_written_and_read_back(rhythm: Rhythm) -> None:
    assert from_rrule(to_rrule(rhythm)) == rhythm


@pytest.mark.parametrize(
    ("rhythm", "text"),
    [
        (Rhythm(1, 3), "FREQ=WEEKLY;BYDAY=TH"),
        (Rhythm(2, 0), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        (Rhythm(1, 3, 1), "FREQ=MONTHLY;BYDAY=1TH"),
        (Rhythm(1, 4, LAST), "FREQ=MONTHLY;BYDAY=-1FR"),
        (Rhythm(QUARTER, 1, 2), "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU"),
    ],
)
def test_the_text_is_that_of_rfc_5545(rhythm: Rhythm, text: str) -> None:
    assert to_rrule(rhythm) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1TH",
        "FREQ=WEEKLY;BYDAY=TH,FR",
        "FREQ=WEEKLY;BYDAY=TH;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TH",
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH",
        "FREQ=WEEKLY;INTERVAL=13;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=5TH",
        "FREQ=MONTHLY;INTERVAL=4;BYDAY=1TH",
        "BYDAY=TH;FREQ=WEEKLY",
        "RRULE:FREQ=WEEKLY;BYDAY=TH",
        "FREQ=WEEKLY;BYDAY=TH\n",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rhythm"):
        from_rrule(text)


@given(st.text(max_size=40))
def test_no_text_is_taken_for_a_rhythm_by_chance(text: str) -> None:
    with pytest.raises(ValueError, match="rhythm"):
        from_rrule(text)


@pytest.mark.parametrize(
    ("every", "weekday", "rank"),
    [(0, 1, None), (13, 1, None), (1, 7, None), (4, 1, 1), (0, 1, 1), (1, 1, 5), (1, 1, -1)],
)
def test_there_is_no_other_rhythm(every: int, weekday: int, rank: int | None) -> None:
    with pytest.raises(ValueError, match="no such rhythm"):
        Rhythm(every, weekday, rank)


def test_a_first_date_beside_the_rhythm_is_refused() -> None:
    with pytest.raises(ValueError, match="is not on"):
        occurrences(Rhythm(1, 3, 1), datetime.combine(date(2026, 12, 10), time(14)), date(2027, 12, 31))


@given(days, hours)
def test_what_is_proposed_begins_on_the_day(day: date, at: time) -> None:
    proposed = rhythms(datetime.combine(day, at))
    assert proposed == rhythms(day)
    assert len(set(proposed)) == len(proposed) in (4, 5)
    assert all(rhythm.fits(day) for rhythm in proposed)


@pytest.mark.parametrize(
    ("day", "monthly", "quarterly"),
    [
        (date(2026, 12, 3), (1,), 1),  # a first Thursday
        (date(2026, 11, 26), (4, LAST), 4),
        (date(2026, 12, 24), (4,), 4),
        (date(2026, 12, 31), (LAST,), LAST),  # a fifth
    ],
)
def test_the_rhythms_proposed(day: date, monthly: tuple[int, ...], quarterly: int) -> None:
    months = [Rhythm(1, 3, rank) for rank in monthly]
    assert rhythms(day) == (Rhythm(1, 3), Rhythm(2, 3), *months, Rhythm(QUARTER, 3, quarterly))


@given(days)
def test_ranks_are_what_the_calendar_says(day: date) -> None:
    assert set(ranks(day)) == {rank for rank in range(5) if ranked(day.year, day.month, day.weekday(), rank) == day}
    assert ranks(day)


# Two years that hold four changes of the clock in Paris; the offsets from UTC are written by hand.
@pytest.mark.parametrize(("zone", "summer", "winter"), [(PARIS, 2, 1), (REUNION, 4, 4), (GUADELOUPE, -4, -4)])
@pytest.mark.parametrize("rhythm", [Rhythm(1, 6), Rhythm(2, 3), Rhythm(1, 3, 1), Rhythm(1, 6, LAST), Rhythm(3, 1, 2)])
@pytest.mark.parametrize("at", [time(14, 30), time(2, 30), time(23, 45)])
def test_two_years_across_the_changes_of_the_clock(
    rhythm: Rhythm, at: time, zone: str, summer: int, winter: int
) -> None:
    first = datetime.combine(_first(rhythm, date(2026, 11, 25)), at)
    for wall in occurrences(rhythm, first, first.date() + TWO_YEARS):
        lived = wall + HOUR if zone == PARIS and _is_skipped(wall) else wall
        instant = civil.instant(wall, zone)
        assert instant == lived.replace(tzinfo=UTC) - HOUR * (summer if _is_summer(lived) else winter)
        assert instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == lived


def _is_skipped(wall: datetime) -> bool:
    return wall.date() == ranked(wall.year, 3, 6, LAST) and wall.hour == 2


def _is_summer(wall: datetime) -> bool:
    """Summer time in the European Union: from 2:00 on the last Sunday of March to 3:00 on that of October."""
    begin = datetime.combine(ranked(wall.year, 3, 6, LAST), time(2))
    end = datetime.combine(ranked(wall.year, 10, 6, LAST), time(3))
    return begin <= wall < end
