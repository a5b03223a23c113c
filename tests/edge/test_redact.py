"""The redactor: whatever surrounds them, tokens, ids, names and links do not come out."""

import json
import string

from hypothesis import given
from hypothesis import strategies as st

from bot import redact

WORDS = st.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=30, max_size=40)
NAMES = st.text(alphabet=string.ascii_lowercase + string.digits + "_", min_size=5, max_size=32)
IDS = st.integers(min_value=100_000, max_value=2**53)
# what may stand before and after: anything that is not itself the word looked for
CALM = st.characters(exclude_categories=["Cs"], exclude_characters="z0123456789")
AROUND = st.text(alphabet=CALM, max_size=40)


@given(before=AROUND, number=st.integers(1000, 10**11), end=WORDS, after=AROUND)
def test_no_token_comes_out(before: str, number: int, end: str, after: str) -> None:
    word = f"zq{end}"
    for text in (
        f"{number}:{word}",
        f"https://api.telegram.org/bot{number}:{word}/getMe",
        f"{number}%3A{word}",
    ):
        assert word not in redact.redact(f"{before} {text} {after}")


@given(before=AROUND, number=IDS, after=AROUND)
def test_no_id_comes_out(before: str, number: int, after: str) -> None:
    for text in (f"{before}{number}{after}", f"chat -100{number}", f"{{'id': {number}}}"):
        assert str(number) not in redact.redact(text)


@given(before=AROUND, name=NAMES, after=AROUND)
def test_no_username_and_no_link_comes_out(before: str, name: str, after: str) -> None:
    marked = f"zq{name}"
    for text in (
        f"@{marked}",
        f"https://t.me/{marked}",
        f"t.me/aBot?start={marked}",
        f"tg://resolve?x={marked}",
    ):
        assert marked not in redact.redact(f"{before} {text} {after}")


@given(payload=NAMES)
def test_no_start_payload_comes_out(payload: str) -> None:
    marked = f"zq{payload}"
    for text in (f"/start {marked}", f"/start@our_bot {marked}", f"https://x.example/?start={marked}"):
        assert marked not in redact.redact(text)


@given(text=st.text())
def test_redacting_twice_changes_nothing_and_one_line_stays_one_line(text: str) -> None:
    once = redact.redact(text)
    assert redact.redact(once) == once
    assert len(once.splitlines()) <= 1


VALUES = st.recursive(
    st.none() | st.booleans() | IDS | st.floats(allow_nan=False) | st.text(),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=3),
    max_leaves=10,
)


@given(value=VALUES, number=IDS)
def test_values_of_any_shape_are_cleaned_and_stay_json(value: object, number: int) -> None:
    cleaned = json.dumps(redact.clean({"given": value, "id": number, "ids": [number], str(number): 1}))
    assert str(number) not in cleaned
    assert isinstance(json.loads(cleaned), dict)


def test_what_is_harmless_stays_readable() -> None:
    said = "meeting 12 moved, 14:30:00, place handlers/rules/meetings.py:120, 30 sends in 1.04 s"
    assert redact.redact(said) == said
    assert redact.redact("postgresql+psycopg://bot:s3cret@db/main") == "postgresql+psycopg://[secret] db/main"


def test_a_secret_once_told_is_hidden_everywhere() -> None:
    redact.hide("correct-horse", "no")
    assert redact.redact("the correct-horse knows") == "the [secret] knows"
    assert redact.redact("no battery") == "no battery"
