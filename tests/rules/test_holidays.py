"""Holidays of the regions: against the calendars as published, and never « none » where nothing is known."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.holidays import NAMES, UNKNOWN, VERIFIED_ON, Pause, pauses, public, school
from handlers.rules.regions import BOXES, NATIONAL, REGIONS
from handlers.speech import LANGUAGES, keys

DAY = timedelta(1)
MAINLAND = ("FR-ARA", "FR-BRE", "FR-IDF")  # one of each zone
UNTOLD = ("FR-971", "FR-972", "FR-973", "FR-976")


@pytest.mark.parametrize(
    ("last_of_school", "back", "name", "code"),
    [
        ("2026-10-16", "2026-11-02", "toussaint", "FR-ARA"),
        ("2026-12-18", "2027-01-04", "noel", "FR-BRE"),
        ("2027-02-12", "2027-03-01", "hiver", "FR-ARA"),
        ("2027-02-19", "2027-03-08", "hiver", "FR-BRE"),
        ("2027-02-05", "2027-02-22", "hiver", "FR-IDF"),
        ("2027-04-09", "2027-04-26", "printemps", "FR-NAQ"),
        ("2027-04-16", "2027-05-03", "printemps", "FR-GES"),
        ("2027-04-02", "2027-04-19", "printemps", "FR-OCC"),
        ("2027-05-05", "2027-05-10", "ascension", "FR-HDF"),
        ("2027-07-02", "2027-09-01", "ete", "FR-PAC"),
        ("2027-10-22", "2027-11-08", "toussaint", "FR-NOR"),
        ("2027-12-17", "2028-01-03", "noel", "FR-PDL"),
        ("2028-02-18", "2028-03-06", "hiver", "FR-BFC"),
        ("2028-02-04", "2028-02-21", "hiver", "FR-CVL"),
        ("2028-02-11", "2028-02-28", "hiver", "FR-IDF"),
        ("2028-04-21", "2028-05-09", "printemps", "FR-ARA"),
        ("2028-04-07", "2028-04-24", "printemps", "FR-BRE"),
        ("2028-04-14", "2028-05-02", "printemps", "FR-OCC"),
        ("2028-05-24", "2028-05-29", "ascension", "FR-IDF"),
        ("2027-02-12", "2027-03-01", "hiver", "FR-20R"),
        ("2026-12-18", "2027-02-01", "ete_austral", "FR-974"),
        ("2027-03-16", "2027-03-30", "mars", "FR-974"),
        ("2027-05-05", "2027-05-19", "mai", "FR-974"),
    ],
)
def test_school_holidays_are_those_published(last_of_school: str, back: str, name: str, code: str) -> None:
    before, after = date.fromisoformat(last_of_school), date.fromisoformat(back)
    assert school(before, code) is None
    assert {school(before + DAY * ahead, code) for ahead in range(1, (after - before).days)} == {name}
    assert school(after, code) is None


@pytest.mark.parametrize("code", UNTOLD)
def test_where_no_calendar_is_known_no_day_is_a_day_of_school(code: str) -> None:
    assert {school(date(2026, 9, 1) + DAY * ahead, code) for ahead in range(700)} == {UNKNOWN}


@pytest.mark.parametrize("code", BOXES)
def test_outside_the_years_known_nothing_is_said(code: str) -> None:
    assert school(date(2026, 7, 1), code) == UNKNOWN
    assert school(date(2028, 9, 4), code) == UNKNOWN
    assert school(VERIFIED_ON, code) in (None, UNKNOWN)


def test_a_region_of_elsewhere_is_unknown() -> None:
    assert school(date(2026, 12, 25), "CH-GE") == UNKNOWN


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.sampled_from(BOXES))
def test_a_day_is_of_school_or_of_a_named_holiday_or_unknown(day: date, code: str) -> None:
    assert school(day, code) in (None, UNKNOWN, *NAMES)


@given(st.dates(date(2026, 9, 1), date(2028, 7, 31)))
def test_of_the_nation_every_mainland_holiday_counts(day: date) -> None:
    here = {school(day, code) for code in MAINLAND} - {None}
    assert school(day, NATIONAL) in (here or {None})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_holiday_has_a_name(language: str) -> None:
    assert {f"school.{name}" for name in (*NAMES, UNKNOWN)} <= keys(language)


def test_public_holidays_are_those_of_the_region() -> None:
    abolition = {code: public(date(2027, 12, 20), code) for code in REGIONS}
    assert {code for code, name in abolition.items() if name} == {"FR-974"}
    assert public(date(2027, 5, 6), NATIONAL) == "Ascension"
    assert public(date(2027, 5, 6), NATIONAL, "en") == "Ascension Day"
    assert public(date(2027, 1, 1), "FR-20R") == "Jour de l’an"
    assert public(date(2027, 4, 6), "FR-ARA") is None
    with pytest.raises(KeyError):
        public(date(2027, 1, 1), "CH-GE")


def test_in_english_public_holidays_have_british_names() -> None:
    days = [date(2026, 1, 1) + DAY * ahead for ahead in range(4 * 366)]
    assert {name for code in REGIONS for day in days if (name := public(day, code, "en"))} == {
        "Abolition of Slavery",
        "All Saints’ Day",
        "Armistice Day",
        "Ascension Day",
        "Assumption Day",
        "Bastille Day",
        "Christmas Day",
        "Easter Monday",
        "Good Friday",
        "Labour Day",
        "Mid-Lent",
        "New Year’s Day",
        "Victor Schœlcher Day",
        "Victory in Europe Day",
        "Whit Monday",
    }


def test_the_dates_of_a_series_that_may_pause() -> None:
    walls = [datetime.combine(date(2026, 12, 10) + DAY * 7 * week, datetime.min.time()) for week in range(5)]
    assert pauses(walls, "FR-ARA") == (
        Pause(date(2026, 12, 24), None, "noel"),
        Pause(date(2026, 12, 31), None, "noel"),
    )
    assert pauses([date(2027, 5, 6), date(2027, 5, 20)], "FR-BRE", "en") == (
        Pause(date(2027, 5, 6), "Ascension Day", "ascension"),
    )


def test_what_is_unknown_is_said_of_every_date() -> None:
    days = [date(2027, 5, 22), date(2027, 5, 24)]
    assert [(pause.day, pause.school) for pause in pauses(days, "FR-972")] == [(day, UNKNOWN) for day in days]
    assert [bool(pause.public) for pause in pauses(days, "FR-972")] == [True, False]
