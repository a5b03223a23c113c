"""Tables of counts for the tests of figures, and all that could stand behind what is published of one."""

from collections.abc import Iterator

from hypothesis import strategies as st

from handlers.rules.extent import ALL, Key
from handlers.rules.suppression import Published, suppress

Counts = dict[Key, int]
Shape = tuple[tuple[str, ...], tuple[str, ...]]

few, more, many = st.integers(0, 4), st.integers(5, 9), st.integers(10, 60)


def shape(rows: int, columns: int) -> Shape:
    """The names of so many rows and columns."""
    return tuple(f"r{n}" for n in range(rows)), tuple(f"c{n}" for n in range(columns))


def counts(*rows: tuple[int, ...]) -> Counts:
    """A table as it is written."""
    return {(f"r{r}", f"c{c}"): count for r, row in enumerate(rows) for c, count in enumerate(row)}


@st.composite
def tables(draw: st.DrawFn, most_rows: int = 5, most_columns: int = 6) -> tuple[Counts, Shape]:
    """Any table: mostly under 5, mostly above, or mixed."""
    rows, columns = shape(draw(st.integers(1, most_rows)), draw(st.integers(3, most_columns)))
    cell = draw(st.sampled_from([few, few | more, few | more | many, st.just(0) | more, st.sampled_from([0, 4, 5, 7])]))
    return {(row, column): draw(cell) for row in rows for column in columns}, (rows, columns)


def total(table: Counts, key: Key) -> int:
    """The sum of the cells that a total is of."""
    return sum(n for cell, n in table.items() if all(part in (ALL, own) for part, own in zip(key, cell, strict=True)))


def behind(published: Published) -> Iterator[Counts]:
    """Every table of which exactly this is published: all are tried whose sum is right."""
    whole, shown = published.totals[ALL, ALL], sum(published.cells.values())
    for rest in range(whole.low - shown, whole.high - shown + 1):
        for values in _parted(rest, len(published.hidden)):
            table = {**published.cells, **dict(zip(published.hidden, values, strict=True))}
            if suppress(table, published.rows, published.columns) == published:
                yield table


def _parted(number: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts < 2:
        yield from [(number,)] if parts else []
        return
    for first in range(number + 1):
        yield from ((first, *rest) for rest in _parted(number - first, parts - 1))
