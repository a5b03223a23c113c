"""Whatever way a coming moment is written, it is read back; whatever else is written, nothing breaks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import civil
from handlers.rules.dates import NeedsHour, NotADate, Past, Read, Unclear, read
from handlers.rules.dates_words import MONTHS, WEEKDAYS
from handlers.rules.regions import REGIONS
from handlers.speech import speech

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
READINGS = (Read, NeedsHour, Past, Unclear, NotADate)
ZONES = sorted({region.zone for region in REGIONS.values()})
LITTLE_WORDS = "le à h : / - 12 14h 30 2027 1er dans en huit prochain du mois midi pm"
WORDS = sorted({*MONTHS, *WEEKDAYS, *LITTLE_WORDS.split()})

minutes_ahead = st.integers(min_value=24 * 60, max_value=729 * 24 * 60)
walls = minutes_ahead.map(lambda minutes: datetime.combine(date(2026, 11, 25), time()) + timedelta(minutes=minutes))
languages = st.sampled_from(("fr", "en"))
zones = st.sampled_from(ZONES)

FORMATS = {
    "fr": (
        "{wall:%d/%m/%Y} à {wall.hour}h{wall:%M}",
        "{wall:%d/%m/%y} {wall.hour} h {wall:%M}",
        "{wall.hour}h{wall:%M} le {wall:%d-%m-%Y}",
        "{wall:%d.%m.%Y} {wall:%H:%M}",
        "{wall:%Y-%m-%d %H:%M}",
        "{wall:%Y-%m-%dT%H:%M:%S}",
        "{day} à {wall.hour} heures {wall:%M}",
        "LE {day}   {wall:%H:%M}",
    ),
    "en": (
        "{wall:%Y-%m-%d %H:%M}",
        "{wall:%B} {wall.day}, {wall.year} at {wall:%I:%M %p}",
        "{wall:%d %b %Y} {wall:%I.%M%p}",
        "{wall:%H:%M} on {day}",
        "{wall:%A} the {wall.day}th of {wall:%B} {wall.year}, {wall:%H:%M}",
    ),
}


@settings(deadline=None)
@given(wall=walls, language=languages, zone=zones)
def test_what_the_bot_says_is_read_back(wall: datetime, language: str, zone: str) -> None:
    assert read(speech(language).wall(wall), NOW, zone, language) == Read(_lived(wall, zone))


@pytest.mark.parametrize(("language", "form"), [(name, form) for name in FORMATS for form in FORMATS[name]])
@settings(deadline=None)
@given(wall=walls, zone=zones)
def test_every_way_of_writing_is_read_back(language: str, form: str, wall: datetime, zone: str) -> None:
    text = form.format(wall=wall, day=speech(language).day(wall))
    assert read(text, NOW, zone, language) == Read(_lived(wall, zone))


@settings(deadline=None)
@given(wall=walls, zone=zones)
def test_without_a_year_the_next_such_day_is_meant(wall: datetime, zone: str) -> None:
    reading = read(f"{wall.day}/{wall.month} {wall:%H:%M}", NOW, zone)
    assert isinstance(reading, Read | Past | Unclear)
    if isinstance(reading, Read):
        assert civil.instant(reading.wall, zone) > NOW
        assert reading.wall.date() <= wall.date()


@settings(deadline=None)
@given(text=st.text(max_size=130), language=languages)
def test_no_text_breaks_the_reading(text: str, language: str) -> None:
    assert isinstance(read(text, NOW, "Europe/Paris", language), READINGS)


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=9), language=languages, zone=zones)
def test_no_heap_of_date_words_breaks_the_reading(words: list[str], language: str, zone: str) -> None:
    for text in (" ".join(words), "".join(words)):
        reading = read(text, NOW, zone, language)
        assert isinstance(reading, READINGS)
        assert isinstance(read(text, NOW, zone, language, date(2026, 12, 1)), READINGS)
        if isinstance(reading, Read):
            assert civil.instant(reading.wall, zone) > NOW


def _lived(wall: datetime, zone: str) -> datetime:
    """The hour as it is lived: one skipped by the spring change is an hour later."""
    return civil.wall(civil.instant(wall, zone), zone)
