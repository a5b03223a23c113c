"""The code on paper: read as it was written and as people copy it; a slip finds nothing; a PIN is half of it."""

from typing import TypeVar

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handlers.rules import codes

codes_of_bytes = st.binary(min_size=16, max_size=16)
SPACES = ["", " ", "-", "\u00a0", "\n", " – ", "\u2011", "\u2212", "\u200b", "—"]
LOOKALIKES = {"0": "0Oo", "1": "1IiLl"}
T = TypeVar("T")


def each_of(choice: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """A choice for each character of a code."""
    return st.lists(choice, min_size=codes.LENGTH, max_size=codes.LENGTH)


@given(codes_of_bytes)
def test_what_is_written_is_read(code: bytes) -> None:
    written = codes.write(code)
    assert codes.read(written) == code
    groups = written.split("-")
    assert tuple(map(len, groups)) == codes.GROUPS
    assert sum(map(len, groups)) == codes.LENGTH == 26
    assert set(written) <= {*codes.ALPHABET, "-"}


@given(codes_of_bytes, each_of(st.sampled_from(SPACES)), each_of(st.integers(0, 4)))
def test_it_is_read_however_it_is_copied(code: bytes, spaces: list[str], hands: list[int]) -> None:
    writings = [LOOKALIKES.get(letter, letter + letter.lower()) for letter in codes.write(code).replace("-", "")]
    copied = "".join(
        space + letters[hand % len(letters)] for space, letters, hand in zip(spaces, writings, hands, strict=True)
    )
    assert codes.read(f" {copied}\n") == code


@given(codes_of_bytes, st.integers(0, 25), st.sampled_from(codes.ALPHABET))
def test_a_slip_is_never_read_as_the_same_code(code: bytes, place: int, letter: str) -> None:
    letters = list(codes.write(code).replace("-", ""))
    same = letters[place] == letter
    letters[place] = letter
    assert (codes.read("".join(letters)) == code) == same


@given(codes_of_bytes, st.integers(0, 24))
def test_two_characters_exchanged_are_another_code(code: bytes, place: int) -> None:
    letters = list(codes.write(code).replace("-", ""))
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    assert (codes.read("".join(letters)) == code) == (letters[place] == letters[place + 1])


@given(codes_of_bytes)
def test_too_short_and_too_long_are_no_codes(code: bytes) -> None:
    written = codes.write(code)
    for wrong in (written[1:], written[:-1], f"{written}0", f"0{written}", f"{written[:-1]}U", f"{written[:-1]}*"):
        assert codes.read(wrong) is None


@given(st.text())
@example("J’en ai assez, je veux partir.")
@example("ß" * 13)
@example("٣" * 26)
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = codes.read(text)
    assert code is None or codes.read(codes.write(code)) == code


@given(st.text(codes.ALPHABET, min_size=26, max_size=26))
def test_the_two_bits_to_spare_are_zero(letters: str) -> None:
    code = codes.read(letters)
    assert (code is None) == (letters[0] not in "01234567")
    assert code is None or codes.write(code).replace("-", "") == letters


@pytest.mark.parametrize("wrong", [b"", b"x" * 15, b"x" * 17])
def test_a_code_has_sixteen_bytes(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        codes.write(wrong)


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("1234", "1234"),
        (" 12 34-56 ", "123456"),
        ("٣٣٣٣", "3333"),
        ("Été à la mer !", "ete a la mer"),
        ("L’ÉTÉ\u00a0chaud", "l ete chaud"),
        ("l'été  chaud", "l ete chaud"),
        ("mot2passe", "mot2passe"),
        ("1" * 12, "1" * 12),
        ("123", None),
        ("1" * 13, None),
        ("a", None),
        ("a b c", None),
        ("a" * 65, None),
        ("", None),
        ("!!!!!!", None),
    ],
)
def test_pins(text: str, pin: str | None) -> None:
    assert codes.pin(text) == pin


@given(st.text(max_size=80))
def test_a_pin_is_the_same_however_it_is_written(text: str) -> None:
    pin = codes.pin(text)
    if pin is not None:
        assert {codes.pin(each) for each in (pin, pin.upper(), f" {text}!", text.lower())} == {pin}


@pytest.mark.slow
@settings(max_examples=2)
@given(codes_of_bytes)
def test_the_pin_is_half_of_the_token(code: bytes) -> None:
    assert codes.token(code) == code
    tokens = {codes.token(code), codes.token(code, "1234"), codes.token(code, "1235")}
    assert len(tokens) == 3
    assert codes.token(code, codes.pin("12 34")) in tokens


@given(codes_of_bytes)
def test_a_written_code_is_never_taken_for_a_message(code: bytes) -> None:
    written = codes.write(code)
    assume(any(letter.isdigit() for letter in written))  # all but one in sixteen thousand
    for text in (written, written.lower(), f"  {written} 4321", "\n".join([written[:15], written[15:]])):
        assert codes.is_meant(text)


@pytest.mark.parametrize("text", ["", "Je suis seule", "14h-16h-18h", "2026-11-22", "cela-fait-trois"])
def test_no_sentence_is_taken_for_a_code(text: str) -> None:
    assert not codes.is_meant(text)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 25), st.sampled_from(["-", " ", ""]))
def test_a_code_with_a_slip_is_still_taken_for_one(code: bytes, slip: int, between: str) -> None:
    groups = codes.write(code).split("-")
    mixed = (any(map(str.isdigit, group)) and any(map(str.isalpha, group)) for group in groups)
    assume(sum(mixed) > 3)
    letters = between.join(groups)
    place = [place for place, letter in enumerate(letters) if letter.isalnum()][slip]
    assert codes.is_tried(letters[:place] + letters[place + 1 :])
    assert codes.is_tried(f"{letters[:place]}U{letters[place + 1 :]} lilas 47")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Depuis 3 mois, je suis seule",
        "jeudi 12 juin 14h30",
        "06 12 34 56 78",
        "Elle m’a dit 2 fois non",
        "Le patron ne me laisse pas parler",
        "En 2024 et 2025 mon chef m’a insultée chaque semaine",
        "Depuis 2019 puis 2023, rien n’a changé",
        "Hier 14h30 et 16h45 encore",
        "3919 et 3114 occupés",
        "Service 12A étage 3B1 et 2C4",
    ],
)
def test_words_are_no_try_at_a_code(text: str) -> None:
    assert not codes.is_tried(text)


@given(codes_of_bytes, st.sampled_from([1, 2, 3]))
def test_a_code_is_tried_in_whatever_groups(code: bytes, size: int) -> None:
    letters = codes.write(code).replace("-", "")
    assert codes.is_tried(" ".join(letters[at : at + size] for at in range(0, len(letters), size)) + " lilas 47")


@pytest.mark.parametrize(
    ("text", "may"), [("4711", True), ("Été à la mer !", True), ("J’ai peur de lui ce soir", False)]
)
def test_a_sentence_is_not_taken_for_a_pin(text: str, may: bool) -> None:
    assert codes.may_be_pin(text) is may
