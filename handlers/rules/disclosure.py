"""The checker: what everybody could work out of published figures, knowing the rules."""

from handlers.rules.extent import Key, Span, Table
from handlers.rules.suppression import Published, bounds

FEWEST_VALUES = 2  # that a hidden cell must leave open


def possible(published: Published) -> dict[Key, Span]:
    """The values that each hidden cell has in the tables that fit what is published.

    A total counts as known to its step, which is what who knows the rules makes of the multiple of 5 on the screen.
    Raises extent.Impossible when no table fits: that was not published by these rules.
    """
    table = Table(bounds(published))
    return {cell: table.extent(cell) for cell in published.hidden}


def disclosed(published: Published) -> list[Key]:
    """The hidden cells of which somebody could find the value; nothing may be published that has one."""
    return [cell for cell, span in possible(published).items() if span.count < FEWEST_VALUES]
