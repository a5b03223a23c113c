"""The page's own words, read from its files: French spaces, and the same sentences in both languages."""

import re
from pathlib import Path

import pytest

from bot.demo.page import STATIC

SCRIPTS = sorted(STATIC.glob("*.js"))
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
SPACED = re.compile(r"\s[:;?!»]|«.|\d\sh\s\d")  # only French has a space there
UNBROKEN = re.compile(r"\u00a0[:»]|«\u00a0|\u202f[;?!]|\d\u00a0h\u00a0\d")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_french_sign_never_begins_a_line(script: Path) -> None:
    sentences = STRING.findall(script.read_text("utf-8"))
    spaces = [found for sentence in sentences for found in SPACED.findall(sentence)]
    assert [space for space in spaces if not UNBROKEN.match(space)] == []


def test_every_sentence_of_the_page_is_in_both_languages() -> None:
    words = (STATIC / "words.js").read_text("utf-8")
    french, english = (re.findall(r"^  (\w+): ", block, re.M) for block in words.split("};")[:2])
    assert french == english
    steps = (STATIC / "steps.js").read_text("utf-8")
    assert steps.count("\n    fr: [") == steps.count("\n    en: [") == steps.count("\n    phone: ")
