"""The charter's file: read whole, or refused with one sentence, by `check` too."""

from pathlib import Path

import pytest

from bot import charter
from bot.sections import Community
from handlers.speech import LANGUAGES
from storage.trouble import Trouble

WHOLE = 'version = "2"\n[fr]\ntext = "un"\nchanges = "neuf"\n[en]\ntext = "one"\nchanges = "new"\n'
# what stands in the file -> what the sentence must say
REFUSED = {
    "version = ": "is not valid TOML",
    WHOLE.replace('version = "2"', ""): 'needs version = "…"',
    WHOLE.replace('"2"', '"a version: 2"'): 'needs version = "…"',
    WHOLE.replace('"2"', "2"): 'needs version = "…"',
    WHOLE.replace('text = "one"', ""): "needs text in [en]",
    WHOLE.replace('"one"', '"  "'): "needs text in [en]",
    WHOLE.replace('"one"', "1"): "text in [en] must be text",
    WHOLE.replace('changes = "neuf"', ""): "changes is missing in [fr]",
    WHOLE.replace('"un"', f'"{"x" * 3501}"'): "text in [fr] is longer than 3500",
    WHOLE.replace('"new"', f'"{"🙂" * 201}"'): "changes in [en] is longer than 400",
    'version = "2"\nfr = 1': "text in [fr] must be text",
}


@pytest.mark.parametrize("text", REFUSED, ids=list(REFUSED.values()))
def test_what_is_not_whole_is_refused_with_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "charter.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Trouble) as refused:
        charter.load(file)
    assert REFUSED[text] in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read: No such file"):
        charter.load(tmp_path / "nowhere.toml")


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "charter.toml"
    file.write_text(WHOLE, "utf-8")
    found = charter.load(file)
    assert (found.version, found.texts["fr"], found.changes["en"]) == ("2", "un", "new")
    file.write_text(WHOLE.replace('changes = "neuf"', "").replace('changes = "new"', ""), "utf-8")
    assert charter.load(file).changes == {"fr": "", "en": ""}


@pytest.mark.parametrize("given", [None, ""])
def test_without_a_file_the_programs_own_charter_is_used(given: str | None) -> None:
    named = Community(contact="contact@example.org", charter=given).charter
    assert named is None
    assert set(charter.load(named).texts) == set(LANGUAGES)
