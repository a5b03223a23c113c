"""The demo's clock: it runs like the machine's, some hours or days ahead."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.program import utc_now

ZONE = "Europe/Paris"
CURTAIN = time(17, 40)  # « une heure plus tard » then passes the evening's slot


@dataclass
class Clock:
    """Callable as the program wants it; `ahead` is kept with the phones."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """The simulated instant, aware UTC."""
        return utc_now() + self.ahead

    def put(self, moment: datetime) -> None:
        """Make it this moment now."""
        self.ahead = moment - utc_now()


def curtain() -> datetime:
    """Today at the hour when the story begins, where it is told."""
    here = utc_now().astimezone(ZoneInfo(ZONE))
    return datetime.combine(here.date(), CURTAIN, here.tzinfo).astimezone(UTC)
