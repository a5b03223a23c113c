"""Coverage to be printed: A4 across, black on white, words in every cell, and nothing told by colour alone."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handlers.rules import coverage_picture
from handlers.rules.coverage_picture import BAR, COLUMNS, HEAD, HEIGHT, MARGIN, NAMES, WIDTH, Cell
from tests.examples import fewer

LEGEND = ["Non montré : moins de 5 personnes.", "La barre : en noir ce qui est sûr."]
NOTHING = Cell("non montré", None)
ACROSS = (WIDTH - 2 * MARGIN - NAMES) // COLUMNS


def drawn(*rows: list[Cell], name: str = "Auvergne-Rhône-Alpes") -> Image.Image:
    months = [f"septembre 20{number + 20}" for number in range(max(map(len, rows)))]
    found = coverage_picture.drawn("Couverture, juin 2025 – mai 2026", months, [(name, row) for row in rows], LEGEND)
    return Image.open(BytesIO(found))


def ink(picture: Image.Image, *box: int) -> int:
    return sum(picture.crop(box).histogram()[:128])  # type: ignore[arg-type]


def cell(place: int) -> tuple[int, int, int, int]:
    """Where the words of a month are in the first row, and below them its bar."""
    left = MARGIN + NAMES + place * ACROSS
    return left + 8, HEAD + 8, left + ACROSS - 8, HEAD + 240 - 8


def test_it_is_a4_across_at_350_dots_and_of_black_and_white() -> None:
    picture = drawn([NOTHING] * 12)
    assert (picture.size, picture.mode) == ((WIDTH, HEIGHT), "L")
    assert round(picture.info["dpi"][0]) == 350
    counts = picture.histogram()
    assert sum(counts[:64]) + sum(counts[192:]) > 0.99 * WIDTH * HEIGHT


def test_every_cell_has_words_and_a_bar_where_something_is_told() -> None:
    picture = drawn([NOTHING, Cell("entre 33 % et 58 %", (33, 58)), Cell("presque tout le monde", (84, 100))])
    bars = []
    for place in range(3):
        left, top, right, bottom = cell(place)
        assert ink(picture, left, top, right, top + 100) > 500
        bars.append(ink(picture, left, bottom - BAR, right, bottom))
    assert bars[0] == 0 < bars[1] < bars[2]
    assert ink(picture, MARGIN, HEAD, MARGIN + NAMES, HEAD + 120) > 500  # the region
    assert ink(picture, MARGIN, HEAD + 250, WIDTH - MARGIN, HEAD + 350) > 1000  # the legend


@pytest.mark.parametrize("regions", [1, 5, 18])
@pytest.mark.parametrize("words", ["entre 33 % et 58 %", "presque tout le monde", "between 33% and 58%"])
def test_all_regions_and_a_year_fit_on_the_page(regions: int, words: str) -> None:
    picture = drawn(*[[Cell(words, (33, 58))] * 12] * regions, name="Provence-Alpes-Côte d’Azur")
    assert ink(picture, 0, HEIGHT - 90, WIDTH, HEIGHT) == 0
    assert ink(picture, 0, 0, MARGIN, HEIGHT) == ink(picture, WIDTH - MARGIN + 8, 0, WIDTH, HEIGHT) == 0


@fewer(10)
@given(st.integers(0, 100), st.integers(0, 100))
def test_any_share_can_be_drawn_and_more_of_it_is_more_ink(one: int, two: int) -> None:
    low, high = sorted((one, two))
    picture = drawn([Cell("x", (low, high)), Cell("x", (high, high))])
    first, second = (ink(picture, *cell(place)) for place in range(2))
    assert first <= second
