"""When the times of a supervisor are: those of one offer or of a pattern, and which of them overlap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from handlers.rules import holidays, recurrence
from handlers.rules.civil import instant
from handlers.rules.recurrence import Rhythm


class Repeated(Protocol):
    """What is offered once (`every` 0), or every so many weeks from a civil time on, for so many minutes."""

    @property
    def wall(self) -> datetime: ...
    @property
    def every(self) -> int: ...
    @property
    def minutes(self) -> int: ...
    @property
    def last_day(self) -> date: ...


@dataclass(frozen=True)
class Span:
    """A time: as civil time, as an instant, and how many minutes it lasts."""

    wall: datetime
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def overlaps(self, other: "Span") -> bool:
        """Whether both go on at once; two that begin together are the same time."""
        if self.starts_at == other.starts_at:
            return False
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def walls(like: Repeated, until: date) -> Iterator[datetime]:
    """The civil times that are offered up to and with a day."""
    if not like.every:
        return iter([like.wall])
    return recurrence.occurrences(Rhythm(like.every, like.wall.weekday()), like.wall, until)


def holiday(day: date, code: str) -> bool:
    """Whether a pattern leaves this day out in a region: it is a public holiday."""
    return holidays.public(day, code) is not None


def spans(like: Repeated, zone: str, code: str, now: datetime, until: date | None = None) -> list[Span]:
    """The times to come, until a day if one is given; of a pattern without public holidays."""
    last = like.last_day if until is None else min(like.last_day, until)
    found = (Span(wall, instant(wall, zone), like.minutes) for wall in walls(like, last))
    return [one for one in found if one.starts_at > now and not (like.every and holiday(one.wall.date(), code))]


def clash(wanted: Iterable[Span], there: Iterable[Span]) -> Span | None:
    """The first of those there that one of the wanted overlaps."""
    new = list(wanted)
    found = (one for one in there if any(one.overlaps(other) for other in new))
    return min(found, key=lambda one: one.starts_at, default=None)
