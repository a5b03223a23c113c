"""What is published of a table: nothing under 5, no lone hidden cell, totals in steps, and decided in the open."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.rules.disclosure import possible
from handlers.rules.extent import ALL, Span
from handlers.rules.suppression import FEWEST, LEFT, about, step, suppress
from tests.examples import fewer
from tests.rules.tables import Counts, Shape, behind, counts, shape, tables, total

WHOLE = (ALL, ALL)


@given(tables())
def test_what_is_shown_is_right_and_never_under_five(drawn: tuple[Counts, Shape]) -> None:
    table, named = drawn
    found = suppress(table, *named)
    assert all(count == table[cell] >= FEWEST for cell, count in found.cells.items())
    assert all(found.totals[key].low <= total(table, key) <= found.totals[key].high for key in found.totals)
    for key, span in found.totals.items():
        shown = about(span)
        assert shown is None or (shown >= FEWEST and shown % 5 == 0 and abs(shown - total(table, key)) <= 4)


@given(tables())
def test_a_row_hides_no_cell_or_several_and_nothing_without_need(drawn: tuple[Counts, Shape]) -> None:
    table, (rows, columns) = drawn
    found = suppress(table, rows, columns)
    for row in rows:
        hidden = [column for cell_row, column in found.hidden if cell_row == row]
        few = [column for column in columns if table[row, column] < FEWEST]
        assert len(hidden) == max(len(few), 2 * bool(few))
        assert set(few) <= set(hidden)


def test_the_next_of_the_list_goes_with_a_lone_one_whatever_is_in_it() -> None:
    for other in (5, 60):
        found = suppress(counts((9, 4, other), (3, 8, 9), (9, other, 0)), *shape(3, 3))
        assert found.hidden == [("r0", "c1"), ("r0", "c2"), ("r1", "c0"), ("r1", "c1"), ("r2", "c0"), ("r2", "c2")]


def test_nobody_and_few_look_the_same() -> None:
    nobody, few = suppress({}, *shape(3, 5)), suppress({("r1", "c1"): 3, ("r0", "c2"): 1}, *shape(3, 5))
    assert nobody == few
    assert nobody.cells == {}
    assert {about(span) for span in nobody.totals.values()} == {None}


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_step_leaves_three_values_or_all(one: int, two: int, three: int) -> None:
    low, here, high = sorted((one, two, three))
    possible_values = Span(low, high)
    found = step(here, possible_values)
    assert low <= found.low <= here <= found.high <= high
    assert found == possible_values or found.count >= LEFT
    assert all(step(other, possible_values) == found for other in range(found.low, found.high + 1))


@pytest.mark.parametrize(
    ("here", "low", "high", "expected"),
    [
        (0, 0, 100, (0, 4)),
        (6, 0, 100, (5, 7)),
        (12, 0, 100, (8, 12)),
        (13, 0, 100, (13, 17)),
        (12, 12, 60, (12, 17)),  # the nearest multiple alone would say that all the rest is nought
        (48, 0, 48, (43, 48)),  # or that it is all fours
        (21, 20, 24, (20, 24)),  # a lone hidden cell: the total says nothing about it
        (7, 7, 7, (7, 7)),
    ],
)
def test_steps_are_around_multiples_of_five_and_wider_at_the_ends(
    here: int, low: int, high: int, expected: tuple[int, int]
) -> None:
    assert step(here, Span(low, high)) == Span(*expected)


@fewer(2)
@given(tables(most_rows=3, most_columns=3))
def test_who_knows_the_rules_knows_no_more_than_the_bounds(drawn: tuple[Counts, Shape]) -> None:
    """All the tables of which the same is published, found by publishing each, leave what the checker says."""
    table, named = drawn
    found = suppress(table, *named)
    assume(1 <= len(found.hidden) <= 3)
    assume(found.totals[WHOLE].high - sum(found.cells.values()) <= 20)
    tables_behind = list(behind(found))
    assert table in tables_behind
    for cell, span in possible(found).items():
        assert {other[cell] for other in tables_behind} == set(range(span.low, span.high + 1))


@pytest.mark.slow  # thousands of tables are published
@pytest.mark.parametrize(
    "table",
    [
        counts((1, 2, 9), (0, 3, 9)),
        counts((4, 4, 12), (9, 6, 7)),
        counts((0, 0, 5), (3, 9, 9)),
        counts((0, 5, 7), (7, 0, 5)),
        counts((0, 0, 0), (6, 9, 8)),
        counts((4, 4, 4), (6, 9, 8)),
        counts((3, 5, 20), (20, 20, 20)),
    ],
)
def test_the_same_in_tables_that_are_hard_to_keep(table: Counts) -> None:
    found = suppress(table, *shape(2, 3))
    tables_behind = list(behind(found))
    for cell, span in possible(found).items():
        assert {other[cell] for other in tables_behind} == set(range(span.low, span.high + 1))


def test_two_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="two columns"):
        suppress({}, *shape(3, 2))
