"""What an engine says: its figure, the bound it has to keep, and what is beyond it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One build under one engine; it leaks what is in `leaks`."""

    size: str
    figure: str
    bound: str
    leaks: frozenset[str]
