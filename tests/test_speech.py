"""The two languages: their sentences, their typography, their dates."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import speech as speaking
from handlers.rules.holidays import UNKNOWN, Pause
from handlers.rules.recurrence import LAST, Rhythm
from handlers.speech import LANGUAGES, NBSP, THIN, Speech, keys, placeholders, speech

FR, EN = speech("fr"), speech("en")
SENTENCES = Path(speaking.__file__).parent / "sentences"
SUMMER = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def test_both_languages_say_the_same_things_about_the_same_values() -> None:
    assert keys("fr") == keys("en")
    assert placeholders("fr") == placeholders("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_each_key_once_and_no_blank_sentence(language: str) -> None:
    written = re.findall(r'^msgid "(.+)"$', (SENTENCES / f"{language}.po").read_text("utf-8"), re.MULTILINE)
    assert len(written) == len(set(written))
    assert set(written) == keys(language)


def test_french_has_unbreakable_spaces_and_no_straight_apostrophe() -> None:
    for key in keys("fr"):
        for form in FR.sentences[key]:
            bare = re.sub(r"\{[^{}]*\}|https?://\S+", "", form)
            assert not re.search(r" [:;?!»]|« |\w'\w", bare), key


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quand ? Où : « ici » !", f"Quand{THIN}? Où{NBSP}: «{NBSP}ici{NBSP}»{THIN}!"),
        ("« {title} » ; {place} !", f"«{NBSP}{{title}}{NBSP}»{THIN}; {{place}}{THIN}!"),
        ("à 14:30, {at:%H : %M}", "à 14:30, {at:%H : %M}"),
        ("https://a.fr/?q=1;r !", f"https://a.fr/?q=1;r{THIN}!"),
        ("de 9 h à 14 h 30, 5 min", f"de 9{NBSP}h à 14{NBSP}h{NBSP}30, 5{NBSP}min"),
        ("{count} min et 12 hivers", f"{{count}}{NBSP}min et 12 hivers"),
        ("Sans signe.", "Sans signe."),
    ],
)
def test_typed_french_becomes_printed_french(typed: str, shown: str) -> None:
    assert speaking._french(typed) == shown
    assert speaking._french(shown) == shown


@settings(deadline=None)
@given(st.text(alphabet="a1h {}«»:;?!./", max_size=40))
def test_typography_changes_nothing_but_spaces(typed: str) -> None:
    printed = speaking._french(typed)
    assert printed.replace(NBSP, " ").replace(THIN, " ") == typed


def test_substituted_values_are_left_as_they_are() -> None:
    spoken = Speech("fr", MappingProxyType({"said": ("« {text} »",)}))
    assert spoken("said", text="a : b {x}") == "« a : b {x} »"


def test_a_missing_key_or_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        FR("no.such.sentence")
    with pytest.raises(KeyError):
        FR("moment.elsewhere", city="Paris")


def test_counting_follows_each_language() -> None:
    sentences = MappingProxyType({"answers": ("{number} réponse{sign}", "{number} réponses{sign}")})
    said = {
        language: [Speech(language, sentences).count("answers", number, sign=".") for number in (0, 1, 2)]
        for language in LANGUAGES
    }
    assert said == {
        "fr": ["0 réponse.", "1 réponse.", "2 réponses."],
        "en": ["0 réponses.", "1 réponse.", "2 réponses."],
    }
    with pytest.raises(KeyError):
        Speech("fr", sentences)("answers")
    with pytest.raises(KeyError):
        FR.count("region.national", 2)


@pytest.mark.parametrize(("tag", "spoken"), [("fr-CA", "fr"), ("en_GB", "en"), ("EN", "en"), ("pt", "fr"), ("", "fr")])
def test_a_language_the_house_does_not_speak_is_answered_in_french(tag: str, spoken: str) -> None:
    assert speech(tag).language == spoken


def test_a_moment_has_its_weekday_and_a_clock_of_24_hours() -> None:
    assert _plain(FR.moment(SUMMER, "Europe/Paris")) == "mercredi 1er juillet 2026, 14 h 30"
    assert EN.moment(SUMMER, "Europe/Paris") == "Wednesday 1 July 2026, 14:30"
    assert _plain(FR.day(date(2026, 6, 12))) == "vendredi 12 juin 2026"
    assert EN.day(date(2026, 12, 21)) == "Monday 21 December 2026"


def test_hours_and_durations() -> None:
    hours = [time(9), time(14, 5), time(0), time(0, 30)]
    assert [_plain(FR.hour(hour)) for hour in hours] == ["9 h", "14 h 05", "0 h", "0 h 30"]
    assert [EN.hour(hour) for hour in hours] == ["09:00", "14:05", "00:00", "00:30"]
    assert [_plain(FR.duration(minutes)) for minutes in (45, 60, 150, 65)] == [
        "45 min",
        "1 h",
        "2 h 30",
        "1 h 05",
    ]
    assert [_plain(EN.duration(minutes)) for minutes in (45, 60, 150)] == ["45 min", "1 h", "2 h 30 min"]


def test_a_month_is_named() -> None:
    assert (FR.month("2026-11"), EN.month("2026-11")) == ("novembre 2026", "November 2026")


def test_a_quarter_is_named() -> None:
    assert (FR.quarter("2026-Q1"), EN.quarter("2026-Q4")) == ("1er trimestre 2026", "4th quarter 2026")


def test_the_hour_of_the_event_is_added_when_the_clocks_differ() -> None:
    in_reunion = FR.moment_for(SUMMER, "Europe/Paris", "Indian/Reunion")
    assert _plain(in_reunion) == "mercredi 1er juillet 2026, 16 h 30 (heure de Paris : 14 h 30)"
    assert EN.moment_for(SUMMER, "Europe/Paris", "Indian/Reunion") == (
        "Wednesday 1 July 2026, 16:30 (Paris time: 14:30)"
    )


def test_the_day_of_the_event_is_added_when_it_differs_too() -> None:
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert EN.moment_for(night, "America/Cayenne", "Europe/Paris") == (
        "Thursday 2 July 2026, 01:30 (Cayenne time: Wednesday 1 July 2026, 20:30)"
    )


def test_equal_clocks_are_not_told_apart() -> None:
    assert FR.moment_for(SUMMER, "America/Martinique", "America/Guadeloupe") == FR.moment(SUMMER, "America/Guadeloupe")


def test_a_region_has_its_name() -> None:
    assert [FR.region(code) for code in ("FR-ARA", "national")] == ["Auvergne-Rhône-Alpes", "France entière"]
    with pytest.raises(KeyError):
        FR.region("FR-XYZ")


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("rhythm", "french", "english"),
    [
        (Rhythm(1, 1), "chaque semaine, le mardi", "every week on Tuesday"),
        (Rhythm(2, 1), "tous les 15 jours, le mardi", "every two weeks on Tuesday"),
        (Rhythm(6, 0), "toutes les 6 semaines, le lundi", "every 6 weeks on Monday"),
        (Rhythm(1, 3, 1), "chaque 1er jeudi du mois", "every month on the first Thursday"),
        (Rhythm(1, 4, LAST), "chaque dernier vendredi du mois", "every month on the last Friday"),
        (Rhythm(2, 6, 4), "tous les 2 mois, le 4e dimanche", "every 2 months on the fourth Sunday"),
        (Rhythm(3, 1, 2), "tous les 3 mois, le 2e mardi", "every 3 months on the second Tuesday"),
    ],
)
def test_rhythms_as_people_say_them(rhythm: Rhythm, french: str, english: str) -> None:
    assert (FR.rhythm(rhythm), EN.rhythm(rhythm)) == (french, english)


def test_why_a_series_may_pause() -> None:
    ascension = date(2027, 5, 6)
    assert FR.pause(Pause(ascension, "Ascension", "ascension")) == (
        f"jeudi 6 mai 2027{NBSP}: Ascension, pont de l’Ascension"
    )
    assert EN.pause(Pause(ascension, None, "mai")) == "Thursday 6 May 2027: May school holidays"
    assert EN.pause(Pause(ascension, None, UNKNOWN)) == "Thursday 6 May 2027: school calendar unknown on this date"


@pytest.mark.parametrize(
    ("monday", "fr", "en"),
    [
        (date(2026, 6, 1), "1er–7 juin", "1–7 Jun"),
        (date(2026, 6, 29), "29 juin–5 juil.", "29 Jun–5 Jul"),
        (date(2026, 10, 26), "26 oct.–1er nov.", "26 Oct–1 Nov"),
    ],
)
def test_a_week_goes_from_its_monday_to_its_sunday(monday: date, fr: str, en: str) -> None:
    assert (speech("fr").week(monday), speech("en").week(monday)) == (fr, en)
