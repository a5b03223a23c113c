"""What the engines found, as a table for people."""

from dataclasses import dataclass

from tests.anonymity.measured import Measured

HEAD = ("engine", "size", "figure", "bound", "control's figure", "verdict")


@dataclass(frozen=True)
class Row:
    """One engine: the program, the control build, and what was planted in that."""

    engine: str
    program: Measured
    control: Measured
    planted: frozenset[str]

    @property
    def missed(self) -> frozenset[str]:
        """Leaks of the control that the engine did not see: it is broken."""
        return self.planted - self.control.leaks


def failed(row: Row) -> bool:
    """Whether the program leaks, or nobody can say."""
    return bool(row.program.leaks or row.missed)


def written(rows: list[Row]) -> str:
    """The table, and below it what leaks or was missed."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    table.insert(1, "  ".join("-" * width for width in widths))
    leaking = [f"{row.engine} leaks: {leak}" for row in rows for leak in sorted(row.program.leaks)]
    missing = [f"{row.engine} does not see: {leak}" for row in rows for leak in sorted(row.missed)]
    return "\n".join([*table, *leaking, *missing, ""])


def _cells(row: Row) -> tuple[str, ...]:
    verdict = "broken" if row.missed else "leaks" if row.program.leaks else "kept"
    return (row.engine, row.program.size, row.program.figure, row.program.bound, row.control.figure, verdict)
