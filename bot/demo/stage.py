"""The demonstration as its page needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.demo.telegram import Telegram


@dataclass(frozen=True)
class Phone:
    """One phone of the page; `role` is newcomer, peer_worker, supervisor or coordinator, as the scene begins."""

    person_id: int
    name: str
    role: str


class Stage(Protocol):
    """What the demo process offers; `reset` may replace `telegram`, `phones` and `group`."""

    @property
    def telegram(self) -> Telegram: ...

    @property
    def phones(self) -> Sequence[Phone]: ...

    @property
    def group(self) -> int:
        """Chat id of the region's group."""
        ...

    @property
    def language(self) -> str:
        """Language of the page, fr or en."""
        ...

    @property
    def running(self) -> bool:
        """Whether the bot runs, the simulated Telegram always does."""
        ...

    @property
    def zone(self) -> str:
        """IANA zone in which the page shows hours."""
        ...

    async def roles(self) -> Mapping[int, str]:
        """What each person who holds a phone is by now, by person id; a word of `Phone.role`."""
        ...

    def now(self) -> datetime:
        """Simulated time, aware."""
        ...

    async def advance(self, delta: timedelta) -> None:
        """Moves simulated time forward."""
        ...

    async def restart(self) -> None:
        """Stops the bot and starts it again on its data."""
        ...

    async def reset(self) -> None:
        """Puts the opening scene back."""
        ...

    async def speak(self, language: str) -> None:
        """Turns the page to fr or en."""
        ...
