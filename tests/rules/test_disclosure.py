"""The checker finds no value of a hidden cell in what is published, and finds them where less care is taken."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from handlers.rules.disclosure import disclosed, possible
from handlers.rules.extent import ALL, Impossible, Span
from handlers.rules.suppression import FEWEST, Published, suppress
from tests.rules.tables import Counts, Shape, counts, shape, tables, total

Publisher = Callable[[Counts, tuple[str, ...], tuple[str, ...]], Published]
WIDE = shape(19, 13)  # every box and theme there is


def exactly(table: Counts, rows: tuple[str, ...], columns: tuple[str, ...]) -> Published:
    """A leak: cells under 5 are hidden, no second one with them, and the sums are told."""
    found = suppress(table, rows, columns)
    cells = {cell: count for cell, count in table.items() if count >= FEWEST}
    return replace(found, cells=cells, totals={key: Span(total(table, key), total(table, key)) for key in found.totals})


def roundly(table: Counts, rows: tuple[str, ...], columns: tuple[str, ...]) -> Published:
    """A leak: the same, with every sum rounded to the nearest 5, whatever that gives away."""
    found = exactly(table, rows, columns)
    return replace(found, totals={key: _nearest(span.low) for key, span in found.totals.items()})


def _nearest(number: int) -> Span:
    middle = (number + 2) // 5 * 5
    return Span(0, 4) if number < FEWEST else Span(max(middle - 2, FEWEST), middle + 2)


@given(tables())
def test_no_hidden_cell_has_fewer_than_two_values(drawn: tuple[Counts, Shape]) -> None:
    table, named = drawn
    found = suppress(table, *named)
    assert disclosed(found) == []
    assert all(span.low <= table[cell] <= span.high for cell, span in possible(found).items())


@pytest.mark.slow
@pytest.mark.parametrize("most", [1, 4, 6, 12, 40])
def test_nor_in_a_table_of_every_box_and_theme(most: int) -> None:
    lots = random.Random(most)  # noqa: S311
    table = {(row, column): lots.randint(0, most) for row in WIDE[0] for column in WIDE[1]}
    assert disclosed(suppress(table, *WIDE)) == []


@pytest.mark.parametrize(
    ("table", "leak", "found"),
    [
        (counts((9, 3, 8), (9, 9, 9)), exactly, [("r0", "c1")]),  # by subtraction
        (counts((9, 3, 8), (2, 9, 9)), exactly, [("r0", "c1"), ("r1", "c0")]),
        (counts((0, 0, 9), (9, 9, 9)), exactly, [("r0", "c0"), ("r0", "c1")]),
        (counts((4, 4, 4), (9, 9, 9)), exactly, [("r0", "c0"), ("r0", "c1"), ("r0", "c2")]),
        (counts((5, 0, 7), (9, 9, 9)), roundly, [("r0", "c1")]),  # « 10 » is at most 12
        (counts((5, 4, 9), (9, 9, 9)), roundly, [("r0", "c1")]),  # « 20 » is at least 18
    ],
)
def test_a_careless_publisher_is_caught(table: Counts, leak: Publisher, found: list[tuple[str, str]]) -> None:
    named = shape(2, 3)
    assert disclosed(leak(table, *named)) == found
    assert disclosed(suppress(table, *named)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("leak", "share"), [(exactly, 0.9), (roundly, 0.2)])
def test_a_careless_publisher_is_caught_often(leak: Publisher, share: float) -> None:
    lots, named = random.Random(7), shape(3, 4)  # noqa: S311
    drawn = [{(r, c): lots.randint(0, 12) for r in named[0] for c in named[1]} for _ in range(100)]
    caught = [table for table in drawn if disclosed(leak(table, *named))]
    assert len(caught) >= share * len(drawn)


def test_figures_that_no_table_fits_are_not_ours() -> None:
    found = suppress(counts((9, 3, 2), (9, 9, 9)), *shape(2, 3))
    with pytest.raises(Impossible):
        disclosed(replace(found, totals={**found.totals, ("r0", ALL): Span(1, 4)}))
