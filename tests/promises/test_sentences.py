"""What the bot says: every sentence is used, every sentence used exists, none promises what nobody can keep."""

import ast
import re

import pytest

from handlers.letters import WRITERS
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from handlers.speech import LANGUAGES, NBSP, THIN, keys, speech
from tests.promises.source import CODE, name, nodes, template, templates, texts

DOTTED = re.compile(r"[a-z]+\.[\w.{}\[\]()' ]+")
VALUE = re.compile(r"\{[^{}]*\}")
FORBIDDEN = (
    "100 % anonyme",
    "100 % anonymous",
    "100% anonym",
    "totalement anonyme",
    "completely anonymous",
    "chiffré de bout en bout",
    "chiffrement de bout en bout",
    "end-to-end encrypt",
    "end to end encrypt",
    "aucune trace",
    "no trace",
    "impossible à retrouver",
    "impossible to trace",
    "untraceable",
)
READ = (".po", ".md", ".html", ".js", ".txt")  # by people
WIDEST = 36  # characters of a button that a narrow phone shows whole
# Buttons by their name, or whose label is looked up by a code: themes, levels, roles.
LABELS = re.compile(r"(\w+\.)?button\.|theme\.|level\.|role\.")


def _patterns() -> dict[str, re.Pattern[str]]:
    """What the code asks the catalogues for: whole keys, keys with a value inside, stems that a word ends."""
    known = keys("fr")
    families = {key.partition(".")[0] for key in known}
    found: dict[str, re.Pattern[str]] = {}
    for path, text in templates("handlers", "bot"):
        looks_like_one = DOTTED.fullmatch(text) and text.partition(".")[0] in families and text not in WRITERS
        if looks_like_one or text in known:
            parts = [re.escape(part) for part in VALUE.split(text)]
            found[f"{name(path)}: {text}"] = re.compile(r"\w+".join(parts) + r"(?:\.\w+)?")
    return found


def test_every_sentence_asked_for_exists() -> None:
    known = keys("fr")
    missing = [asked for asked, pattern in _patterns().items() if not any(map(pattern.fullmatch, known))]
    assert missing == []


def test_every_sentence_is_used() -> None:
    patterns = _patterns().values()
    assert [key for key in sorted(keys("fr")) if not any(pattern.fullmatch(key) for pattern in patterns)] == []


def test_every_reason_has_its_sentence_and_no_sentence_lacks_its_reason() -> None:
    said = {key.removeprefix("refusal.") for key in keys("fr") if key.startswith("refusal.")}
    assert said == {*Reason, "bug"}


def test_every_reason_is_given_somewhere() -> None:
    given = {
        node.attr
        for path, node in nodes(*CODE)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Reason"
    }
    assert given == set(Reason.__members__)


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_nobody_is_promised_what_cannot_be_kept(phrase: str) -> None:
    for path in texts():
        if path.suffix in READ:
            assert phrase not in _ordinary(path.read_text("utf-8")).casefold(), name(path)


def _ordinary(text: str) -> str:
    return text.replace(NBSP, " ").replace(THIN, " ")


def _labels() -> set[str]:
    """The keys of everything that is written on a button."""
    written = {
        template(node.args[0].args[0])
        for _, node in nodes("handlers")
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Button"
        and isinstance(node.args[0], ast.Call)
        and node.args[0].args
    } - {None}
    whole = re.compile("|".join(r"\w+".join(map(re.escape, VALUE.split(text))) for text in written if text))
    return {key for key in keys("fr") if whole.fullmatch(key) or LABELS.match(key)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_is_short_and_reads_well_aloud(language: str) -> None:
    said = {key: speech(language)(key) for key in _labels()}
    said.update((code, region.name) for code, region in REGIONS.items())
    assert len(said) > 60
    assert {key: text for key, text in said.items() if len(text) > WIDEST} == {}
    assert {key: text for key, text in said.items() if re.search(r"\w[·•]\w", text)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_cancels_is_told_the_buttons_that_are_really_there(language: str) -> None:
    said = speech(language)
    closing = (
        "button.cancel",
        "button.back",
        "report.button.nothing",
        "leaving.button.stay",
        "moderation.button.nothing",
    )
    assert [key for key in closing if said(key).removeprefix("◀ ") not in said("cancel.done")] == []
