"""Civil time: what a clock on a wall shows, and the instant it means in a zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def instant(wall: datetime, zone: str) -> datetime:
    """The aware UTC instant of a naive wall time in an IANA zone.

    A time the spring change skips moves forward by what was skipped (02:30 → 03:30); of a time the autumn
    change shows twice, the first is meant. ZoneInfoNotFoundError (a KeyError) for an unknown zone.
    """
    # fold=0 reads a skipped time with the offset before the gap, which lands after it: forward, as wanted.
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def day_start(now: datetime) -> datetime:
    """Midnight UTC of the day of `now`: what is due at once is written so, as a finer time would tell of its cause."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def wall(instant: datetime, zone: str) -> datetime:
    """The naive time that clocks of `zone` show at an aware instant."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def today(now: datetime, zone: str) -> date:
    """The day that clocks of `zone` show."""
    return wall(now, zone).date()
