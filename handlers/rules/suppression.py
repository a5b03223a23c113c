"""What may be published of a table of counts: a cell under 5 is hidden, and no total gives a hidden one away.

Everything that is decided here beyond the first rule is decided from what is already published, never from what is
hidden. So the choice itself tells nothing, and who knows all the rules knows no more than the published bounds.

1. A cell under 5 is hidden, a nought too: that nobody wrote is also said of somebody.
2. A row never has one hidden cell only: the next one of the list is hidden with it, whatever is in it.
3. Totals are given one after the other, the whole first, then the columns, then the rows. All the values a total can
   have beside what is published already are cut into steps around the multiples of 5, and the step it is in is
   published. A step that would leave fewer than 3 of these values is joined to its neighbour.

Why no hidden cell is ever down to one value: let y be the next total, and w(y) by how much a cell can still vary once
y is known. These tables are flows in a network, so w is a whole number where y is one, concave and never negative. A
step of 3 holds a y that is neither the least nor the most. If w ≥ 1 there, the cell keeps two values. If w = 0 there,
w = 0 everywhere: the cell goes up or down with y all along, or it would be known already, and the step leaves it 3.
(Where there are too few values for two steps, the total is in the only one, and tells nothing.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.rules.extent import ALL, MOST, Key, Span, Table

FEWEST = 5  # reports in a cell, or in a total, that is shown
STEP = 5  # totals are multiples of it
LEFT = 3  # values that a total always leaves open: with two, a lone hidden cell could be halved
_HIDDEN = Span(0, FEWEST - 1)
_ANY = Span(0, MOST)


@dataclass(frozen=True)
class Published:
    """What is told of a table: the cells that are shown, and between which numbers each total is."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, int]
    totals: Mapping[Key, Span]

    @property
    def hidden(self) -> list[Key]:
        """The cells that are not shown."""
        return [(row, column) for row in self.rows for column in self.columns if (row, column) not in self.cells]


def suppress(counts: Mapping[Key, int], rows: Sequence[str], columns: Sequence[str]) -> Published:
    """What may be published of these counts of cells (0 where there is none); at least three columns."""
    if len(columns) < 3:
        raise ValueError("with two columns, the second hidden one would tell which was the first")
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    cells = {key: table[key] for row in rows for key in _shown(table, row, columns)}
    shown = Published(tuple(rows), tuple(columns), cells, {})
    known, totals = Table(bounds(shown)), {}
    for key in _sums(rows, columns):
        totals[key] = step(_total(table, key), known.extent(key))
        known.narrow(key, totals[key])
    return replace(shown, totals=totals)


def _sums(rows: Sequence[str], columns: Sequence[str]) -> list[Key]:
    return [(ALL, ALL), *((ALL, column) for column in columns), *((row, ALL) for row in rows)]


def _shown(table: Mapping[Key, int], row: str, columns: Sequence[str]) -> list[Key]:
    hidden = [column for column in columns if table[row, column] < FEWEST]
    if len(hidden) == 1:
        hidden.append(_next(columns, hidden[0]))
    return [(row, column) for column in columns if column not in hidden]


def _next(columns: Sequence[str], column: str) -> str:
    return columns[(columns.index(column) + 1) % len(columns)]


def _total(table: Mapping[Key, int], total: Key) -> int:
    row, column = total
    return sum(count for cell, count in table.items() if row in (ALL, cell[0]) and column in (ALL, cell[1]))


def step(total: int, possible: Span) -> Span:
    """The step a total is in, cut out of the values it could have; steps begin at 5, 8, 13, 18 and so on."""
    starts = [
        start
        for start in (FEWEST, *range(FEWEST + LEFT, total + 2 * STEP + LEFT, STEP))
        if possible.low + LEFT <= start <= possible.high + 1 - LEFT
    ]
    low = max((start for start in starts if start <= total), default=possible.low)
    high = min((start for start in starts if start > total), default=possible.high + 1) - 1
    return Span(low, high)


def about(total: Span) -> int | None:
    """The multiple of 5 that is shown for a total; None when it may be under 5."""
    return None if total.low < FEWEST else (total.low + total.high + STEP) // (2 * STEP) * STEP


def bounds(published: Published) -> dict[Key, Span]:
    """Between which numbers each cell and total is, for who knows what is published, and the rules: neither less nor
    more, for every table within them is published in the same way.
    """
    sums = dict.fromkeys(_sums(published.rows, published.columns), _ANY)
    cells = {key: Span(count, count) for key, count in published.cells.items()}
    hidden = {key: span for row in published.rows for key, span in _of_hidden(published, row)}
    return sums | cells | hidden | dict(published.totals)


def _of_hidden(published: Published, row: str) -> list[tuple[Key, Span]]:
    """Of two neighbours alone the first is under 5, and the second may be hidden for its sake."""
    hidden = [column for column in published.columns if (row, column) not in published.cells]
    spared = {b for a in hidden for b in hidden if len(hidden) == 2 and b == _next(published.columns, a)}
    return [((row, column), _ANY if column in spared else _HIDDEN) for column in hidden]
