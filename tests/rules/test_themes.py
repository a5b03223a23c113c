"""The themes of a difficulty and the levels each allows."""

import pytest

from handlers.rules.themes import DANGER, LEVELS, THEMES, level_key
from handlers.speech import LANGUAGES, keys, placeholders, speech


def test_the_screens_show_thirteen_themes_the_last_being_other() -> None:
    assert len(THEMES) == 13
    assert next(iter(THEMES)) == "isolement"
    assert list(THEMES)[-1] == "autre"
    assert all(code == theme.code for code, theme in THEMES.items())


def test_grave_themes_never_start_at_the_lowest_level() -> None:
    levels = {code: theme.levels for code, theme in THEMES.items()}
    assert {code for code, allowed in levels.items() if allowed == (1, 2, 3)} == {
        "sante",
        "violence",
        "ethique",
    }
    assert {code for code, allowed in levels.items() if allowed == LEVELS} == set(THEMES) - {
        "sante",
        "violence",
        "ethique",
    }
    assert all(DANGER in allowed for allowed in levels.values())


def test_two_themes_name_the_legal_ways_to_raise_an_alert() -> None:
    told = {code: theme.notices for code, theme in THEMES.items() if theme.notices}
    assert told == {"violence": ("report.legal_alert",), "ethique": ("report.legal_alert",)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_written_and_complete(language: str) -> None:
    wanted = {theme.key for theme in THEMES.values()} | {level_key(level) for level in LEVELS}
    assert wanted <= keys(language)
    assert not any(placeholders(language)[key] for key in wanted)
    assert len({speech(language)(key) for key in wanted}) == len(wanted)


def test_a_theme_fits_in_a_button_with_other_things() -> None:
    assert max(len(code) for code in THEMES) <= 16
