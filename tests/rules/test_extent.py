"""How far a number of a table can go: the same as by trying every table."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.extent import ALL, MOST, Impossible, Key, Span, Table
from tests.rules.tables import Counts, counts, shape, total

ROWS, COLUMNS = shape(2, 3)
CELLS = [(row, column) for row in ROWS for column in COLUMNS]
TOTALS = [(ALL, ALL), *((ALL, column) for column in COLUMNS), *((row, ALL) for row in ROWS)]


def spans(most: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, most), st.integers(0, most)).map(lambda ends: Span(min(ends), max(ends)))


bounds_of_all = st.fixed_dictionaries(
    {**dict.fromkeys(CELLS, spans(2)), **dict.fromkeys(TOTALS, spans(6) | st.just(Span(0, 12)))}
)


def every_table(bounds: dict[Key, Span]) -> list[Counts]:
    """All the tables that fit, found without any thought."""
    ranges = [range(bounds[cell].low, bounds[cell].high + 1) for cell in CELLS]
    tables = (dict(zip(CELLS, values, strict=True)) for values in product(*ranges))
    return [table for table in tables if all(_within(total(table, key), bounds[key]) for key in TOTALS)]


def _within(number: int, span: Span) -> bool:
    return span.low <= number <= span.high


@given(bounds_of_all)
def test_as_by_trying_every_table(bounds: dict[Key, Span]) -> None:
    tables = every_table(bounds)
    if not tables:
        with pytest.raises(Impossible):
            Table(bounds)
        return
    found = Table(bounds)
    for key in (*CELLS, *TOTALS):
        values = {total(table, key) for table in tables}
        assert found.extent(key) == Span(min(values), max(values))
        assert len(values) == found.extent(key).count  # none in between is left out


def test_without_bounds_anything_goes() -> None:
    table = Table(dict.fromkeys([*CELLS, *TOTALS], Span(0, MOST)))
    assert {table.extent(key) for key in (*CELLS, *TOTALS)} == {Span(0, MOST)}


def test_sums_that_are_known_leave_a_square_open() -> None:
    table = counts((1, 1, 0), (1, 1, 5))
    bounds = {key: Span(total(table, key), total(table, key)) for key in TOTALS}
    bounds |= {key: Span(0, 4) for key in CELLS} | {("r1", "c2"): Span(5, 5), ("r0", "c2"): Span(0, 4)}
    found = Table(bounds)
    assert found.extent(("r0", "c0")) == Span(0, 2)
    assert found.extent(("r0", "c2")) == Span(0, 0)
