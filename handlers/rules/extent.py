"""How far each number of a table can go while all its numbers and sums stay within their bounds: exactly, by flows.

A table with bounds on its cells, on the sums of its rows and columns and on the sum of all is a network in which
whatever enters a place leaves it: the whole comes in, parts into rows, each row into cells, cells join into columns,
columns into the whole again. In such a network every whole number between the least and the most is reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ALL = "all"
MOST = 10**6  # for want of a bound: more than a quarter can bring
Key = tuple[str, str]  # row and column; ALL in place of one for its sum, of both for the sum of all


@dataclass(frozen=True, slots=True)
class Span:
    """The whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.high - self.low + 1


class Impossible(Exception):
    """No table has all its numbers within these bounds."""


@dataclass(eq=False, slots=True)
class _Arc:
    tail: Key
    head: Key
    low: int
    high: int
    flow: int = 0

    def room(self, forward: bool) -> int:
        """By how much the flow may still go up, or down."""
        return self.high - self.flow if forward else self.flow - self.low


_Step = tuple[_Arc, bool, Key]  # along an arc or against it, and where that leads
_WHOLE, _GATHERED = ("whole", ""), ("gathered", "")


class Table:
    """The tables of numbers from 0 up that fit these bounds; one of them at a time."""

    def __init__(self, bounds: Mapping[Key, Span]) -> None:
        """`bounds` of every cell, row, column and of the sum of all; raises Impossible."""
        self._arcs = {key: _arc(key, span) for key, span in bounds.items()}
        self._steps: dict[Key, list[_Step]] = {}
        for arc in self._arcs.values():
            self._steps.setdefault(arc.tail, []).append((arc, True, arc.head))
            self._steps.setdefault(arc.head, []).append((arc, False, arc.tail))
        for arc in self._arcs.values():
            self._bring_within(arc)

    def narrow(self, key: Key, span: Span) -> None:
        """From here on this number is within `span`; raises Impossible."""
        arc = self._arcs[key]
        arc.low, arc.high = span.low, span.high
        self._bring_within(arc)

    def extent(self, key: Key) -> Span:
        """The least and the most this number is in any of the tables; all between are possible too."""
        arc = self._arcs[key]
        self._push(arc, True, arc.high)
        high = arc.flow
        self._push(arc, False, arc.low)
        return Span(arc.flow, high)

    def _bring_within(self, arc: _Arc) -> None:
        self._push(arc, True, arc.low)
        self._push(arc, False, arc.high)
        if arc.flow not in range(arc.low, arc.high + 1):
            raise Impossible

    def _push(self, arc: _Arc, up: bool, goal: int) -> None:
        """Bring a flow up or down to `goal`, or as near to it as the others can give way."""
        while (wanted := goal - arc.flow if up else arc.flow - goal) > 0:
            around = self._around(arc, up)
            if not around:
                return
            most = min(wanted, *(step.room(forward) for step, forward, _ in around))
            arc.flow += most if up else -most
            for step, forward, _ in around:
                step.flow += most if forward else -most

    def _around(self, arc: _Arc, up: bool) -> list[_Step]:
        """The shortest way by which what more goes through an arc, or less, comes back; none: empty."""
        start, end = (arc.head, arc.tail) if up else (arc.tail, arc.head)
        came: dict[Key, tuple[Key, _Step]] = {}
        waiting = [start]
        for here in waiting:
            for taken in self._steps[here]:
                step, forward, there = taken
                # `room`, written out: nearly all the time of the figures goes by here
                if there in came or step is arc or (step.flow >= step.high if forward else step.flow <= step.low):
                    continue
                came[there] = here, taken
                if there == end:
                    return _back(came, start, end)
                waiting.append(there)
        return []


def _back(came: Mapping[Key, tuple[Key, _Step]], start: Key, end: Key) -> list[_Step]:
    way, place = list[_Step](), end
    while place != start:
        place, taken = came[place]
        way.append(taken)
    return way


def _arc(key: Key, span: Span) -> _Arc:
    row, column = key
    match row == ALL, column == ALL:
        case True, True:
            return _Arc(_GATHERED, _WHOLE, span.low, span.high)
        case False, True:
            return _Arc(_WHOLE, ("row", row), span.low, span.high)
        case True, False:
            return _Arc(("column", column), _GATHERED, span.low, span.high)
        case _:
            return _Arc(("row", row), ("column", column), span.low, span.high)
