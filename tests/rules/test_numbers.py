"""The numbers shown to someone in difficulty, and how long they may be trusted."""

from datetime import timedelta

import pytest

from handlers.rules import numbers
from handlers.rules.themes import THEMES
from handlers.speech import LANGUAGES, keys


def test_danger_shows_the_emergency_numbers_in_their_order() -> None:
    assert [number.digits for number in numbers.for_danger()] == ["15", "17", "18", "112", "114", "3114"]


@pytest.mark.parametrize(
    ("theme", "shown"),
    [
        ("sante", ["3114", "0 805 23 23 36", ""]),
        ("violence", ["17", "114", "3919", ""]),
        ("stigmatisation", ["3928"]),
        ("ethique", ["3133", "119"]),
        ("place", []),
        ("unheard of", []),
    ],
)
def test_a_theme_shows_its_numbers(theme: str, shown: list[str]) -> None:
    assert [number.digits for number in numbers.for_theme(theme)] == shown


def test_numbers_are_shown_beside_real_themes_only() -> None:
    shown = {number.code for theme in THEMES for number in numbers.for_theme(theme)}
    shown |= {number.code for number in numbers.for_danger()}
    assert shown <= set(numbers.NUMBERS)
    assert {theme.code for theme in THEMES.values() if theme.numbers} == {
        "sante",
        "violence",
        "stigmatisation",
        "ethique",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_says_who_answers_and_when(language: str) -> None:
    said = {key for number in numbers.NUMBERS.values() for key in (number.key, number.hours)}
    assert said <= keys(language)


def test_a_number_checked_earlier_than_the_list_is_named_at_once() -> None:
    assert [number.code for number in numbers.unchecked(numbers.VERIFIED_ON)] == ["3928"]
    last_good_day = numbers.VERIFIED_ON + timedelta(180)
    assert len(numbers.unchecked(last_good_day)) == 1
    assert len(numbers.unchecked(last_good_day + timedelta(1))) == len(numbers.NUMBERS)
