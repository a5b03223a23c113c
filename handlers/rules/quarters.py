"""Quarters of a year, and when one is over for everybody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.rules.civil import wall
from handlers.rules.regions import BOXES, region


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        """Its code, such as "2026-Q4"; codes sort as the quarters do."""
        return f"{self.year}-Q{self.number}"

    @property
    def months(self) -> tuple[str, str, str]:
        """Its months, such as "2026-10"."""
        first = 3 * self.number - 2
        return (self._month(first), self._month(first + 1), self._month(first + 2))

    def _month(self, month: int) -> str:
        return f"{self.year}-{month:02}"


def read(code: str) -> Quarter:
    """The quarter of a code such as "2026-Q4"; ValueError for anything else."""
    year, _, number = code.partition("-Q")
    found = Quarter(int(year), int(number))
    if str(found) != code or not 1 <= found.number <= 4:
        raise ValueError("not the code of a quarter")
    return found


def of_month(month: str) -> Quarter:
    """The quarter of a month such as "2026-11"."""
    return of(date.fromisoformat(f"{month}-01"))


def of(day: date) -> Quarter:
    """The quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def last_closed(now: datetime) -> Quarter:
    """The latest quarter whose last month is over on the clock of every box."""
    earliest = min(wall(now, region(box).zone).date() for box in BOXES)
    return of(date.fromisoformat(f"{of(earliest).months[0]}-01") - timedelta(days=1))
