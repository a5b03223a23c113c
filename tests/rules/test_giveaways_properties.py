"""Whatever is written, the search ends, says only what is there, once, and takes steps in proportion to the text."""

import sys
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import giveaways_addresses as addresses
from handlers.rules.giveaways import Kind, find
from handlers.rules.giveaways_plain import Found

NAMES = ["Luc", "Marie-Claire", "Noël", "Ælfric", "d’Artagnan", "Ōtani", "A"]
HOUSES = ["L’Œuvre des Pairs", "Relais 38"]
TROUBLE = "@.-_/:+()'’ \u00a0\u200b\u0301\ud800\0\n0123456789aluceœßﬁ½٣Ⅷ㎏"
texts = st.text(st.sampled_from(TROUBLE), max_size=80) | st.text(max_size=80)
names = st.lists(st.text(max_size=20), max_size=5)
MANY = 150_000  # letters: a pattern that takes a step for each pair of them would not come to an end


@given(texts, st.text(max_size=20), names, names)
def test_any_text_any_names(text: str, own: str, others: list[str], houses: list[str]) -> None:
    found = find(text, own, others, houses)
    assert all(giveaway.words and giveaway.words in text for giveaway in found)
    assert len(set(found)) == len(found)
    assert found == find(text, own, others, houses)


@given(texts)
def test_a_text_without_names_or_addresses_is_left_alone(text: str) -> None:
    assert {giveaway.kind for giveaway in find(text)} <= {Kind.PHONE, Kind.EMAIL, Kind.HANDLE, Kind.LINK}
    letters = "".join(letter for letter in text if letter.isalpha() or letter == " ")
    assert find(letters) == ()


def _bare(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


WRITINGS = [
    str,
    str.upper,
    str.lower,
    str.title,
    _bare,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: name.replace("-", " ").replace("’", "'"),
    lambda name: name.replace("Æ", "Ae").replace("Œ", "OE"),
]


@given(
    st.sampled_from([*NAMES[:-1], *HOUSES]),
    st.sampled_from(WRITINGS),
    st.sampled_from(["", "d’", "Avec ", "(", "« ", "qu'", "\n"]),
    st.sampled_from(["", ".", ", oui", " »", "\u200b", "…", " 14h30"]),
)
def test_a_name_is_found_in_every_writing(name: str, writing: Any, before: str, after: str) -> None:
    text = before + writing(name) + after
    (giveaway,) = find(text, names=NAMES, organisations=HOUSES)
    assert giveaway.words.rstrip("\u200b") == writing(name)
    assert giveaway.kind == (Kind.NAME if name in NAMES else Kind.ORGANISATION)
    assert not giveaway.soft or name in ("Noël", *HOUSES)


@given(st.sampled_from(["Luc", "Awa", "Zoë"]), st.sampled_from("abeiéz1"), st.sampled_from("abeiéz1"))
def test_a_name_inside_a_word_is_none(name: str, before: str, after: str) -> None:
    for word in (before + name, name + after, before + name + after):
        assert find(f"un {word} là", names=[name]) == ()


REPEATED = {
    "dots": "a.",
    "one word": "a",
    "at signs": "@",
    "accounts": "@aaa",
    "almost an e-mail": "a.a+",
    "e-mails": "a@a.",
    "links": "http://",
    "links of one letter": "www.a ",
    "hyphens": "-",
    "figures": "0",
    "figures apart": "0 ",
    "numbers": "06 12 34 56 7 ",
    "plus signs": "+33",
    "slashes": "01/",
    "brackets": "(0)",
    "half a name": "Marie ",
    "accents": "e\u0301",
    "ligatures": "㎏",
}


def long(kind: str, length: int) -> str:
    return REPEATED[kind] * (length // len(REPEATED[kind]))


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPEATED)
@pytest.mark.parametrize("look", [addresses.links, addresses.emails, addresses.domains, addresses.handles])
def test_a_long_text_comes_to_its_end(look: Callable[[str], Iterator[Found]], kind: str) -> None:
    deque(look(long(kind, MANY)), maxlen=0)


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPEATED)
def test_twice_the_text_takes_twice_the_steps(kind: str) -> None:
    assert _steps(long(kind, 1200)) <= 2.2 * _steps(long(kind, 600))


def _steps(text: str) -> int:
    """How many lines of the program are run for a text."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        find(text, "Luc", NAMES, HOUSES)
    finally:
        sys.settrace(before)
    return steps
