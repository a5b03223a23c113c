"""Telephone numbers however they are grouped, and the figures of a difficulty that are none."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.giveaways import find
from handlers.rules.numbers import NUMBERS

# As on keyboards of France: spaces that break and that do not, dots, hyphens of all lengths.
SEPARATORS = [" ", ".", "-", "\u00a0", "\u202f", "\u2011", " - ", "/", "·", "–", ""]
GROUPINGS = [(2, 2, 2, 2, 2), (4, 2, 2, 2), (4, 3, 3), (4, 6), (1, 3, 2, 2, 2), (1, 3, 3, 3), (10,), (1,) * 10]
figures = st.integers(0, 10**8 - 1).map("{:08}".format)
nationals = st.builds("0{}{}".format, st.integers(1, 9), figures).filter(
    lambda number: number not in {known.digits.replace(" ", "") for known in NUMBERS.values()}
)
around = st.sampled_from(["", " ", "Le ", "tél. ", "(", "Luc ", "à 14h30 "])
then = st.sampled_from(["", ".", " merci", ")", ", ou demain", " ou 15", "\n12"])


def grouped(number: str, grouping: tuple[int, ...], separator: str) -> str:
    pieces, at = [], 0
    for length in grouping:
        pieces.append(number[at : at + length])
        at += length
    return separator.join(pieces)


def phones(text: str) -> list[str]:
    return [giveaway.words for giveaway in find(text) if giveaway.kind == "phone"]


@given(nationals, st.sampled_from(GROUPINGS), st.sampled_from(SEPARATORS), around, then)
def test_french_numbers(number: str, grouping: tuple[int, ...], separator: str, before: str, after: str) -> None:
    written = grouped(number, grouping, separator)
    assert phones(before + written + after) == [written]


@given(nationals, st.sampled_from(["+33 ", "+33", "0033 ", "00 33 ", "+33 (0)", "+33(0) ", "+33."]), around, then)
def test_french_numbers_from_abroad(number: str, prefix: str, before: str, after: str) -> None:
    written = prefix + grouped(number[1:], (1, 2, 2, 2, 2), " ")
    assert phones(before + written + after) == [written]


@given(
    st.sampled_from(["+", "00"]),
    st.integers(40, 998).filter(lambda code: code % 100 != 33 and not str(code).startswith("33")),
    figures,
    around,
)
def test_foreign_numbers(prefix: str, code: int, number: str, before: str) -> None:
    written = f"{prefix}{code} {grouped(number, (2, 2, 4), ' ')}"
    assert phones(before + written + " svp") == [written]


@given(nationals, st.lists(st.sampled_from(GROUPINGS), min_size=2, max_size=5))
def test_one_number_however_often_written_is_told_once(number: str, groupings: list[tuple[int, ...]]) -> None:
    writings = [grouped(number, grouping, " ") for grouping in groupings]
    assert phones(", ".join(writings)) == writings[:1]
    assert len(phones(f"{writings[0]} ou +33 {number[1:]} ou 33{number[1:]}")) == 1


@given(nationals, nationals)
def test_two_numbers_side_by_side(one: str, other: str) -> None:
    assert phones(f"{one} / {other}") == list(dict.fromkeys([one, other]))


@given(st.sampled_from(["{} {}h{:02}", "{} à {:02}:{:02}", "{} {} h {:02}", "{} de {}h à {}h"]), st.dates(), st.times())
def test_days_and_hours_are_no_numbers(form: str, day: date, hour: time) -> None:
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%d/%m", "%d %m %Y"):
        assert phones(form.format(day.strftime(pattern), hour.hour, hour.minute)) == []
    assert phones(f"du {day:%d/%m/%Y} au {day:%d/%m/%Y}, les {day:%d/%m} {day:%d/%m} {day:%d/%m}") == []


@given(
    st.integers(0, 10**9),
    st.sampled_from(["€", " €", " euros", "€ par an", "\u202f€"]),
    st.sampled_from(["", "+", "-"]),
)
def test_money_is_no_number(amount: int, unit: str, sign: str) -> None:
    written = f"{amount:,}".replace(",", " ")
    assert phones(f"{sign}{written}{unit}, {sign}{amount}{unit}, {sign}{amount},50{unit}") == []


@pytest.mark.parametrize("number", [number.digits for number in NUMBERS.values() if number.digits])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_numbers_the_bot_shows_are_no_giveaways(number: str, separator: str) -> None:
    assert phones(f"j’ai appelé le {number.replace(' ', separator)} hier") == []
    assert phones(f"+33 {number.lstrip('0')}") == []


@pytest.mark.parametrize(
    "text",
    [
        "15, 17, 18 ou 112",
        "le 3114 et le 3919",
        "38000 Grenoble",
        "en 2024-2025",
        "0,123456789",
    ],
)
def test_other_figures_are_no_numbers(text: str) -> None:
    assert phones(text) == []
