"""A small simulated world: a clock to turn, four people, a supergroup that the bot runs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.demo.botapi.errors import ApiError
from bot.demo.botapi.state import Person
from bot.demo.telegram import Telegram

TOKEN = "123456:simulated"


@dataclass
class Clock:
    """Time as the test wants it."""

    at: datetime = field(default_factory=lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **duration: float) -> None:
        self.at += timedelta(**duration)


@dataclass
class Scene:
    """The world of one test; `updates` takes and confirms what waits for the bot."""

    clock: Clock
    telegram: Telegram
    awa: Person
    luc: Person
    ines: Person
    stranger: Person
    group: int

    async def updates(self) -> list[dict[str, Any]]:
        taken: list[dict[str, Any]] = await self.telegram.call("getUpdates", {})
        if taken:
            await self.telegram.call("getUpdates", {"offset": taken[-1]["update_id"] + 1})
        return taken

    async def send(self, text: str = "Bonjour", **more: object) -> dict[str, Any]:
        """A message of the bot, to Awa unless told otherwise."""
        body: dict[str, Any] = await self.telegram.call("sendMessage", {"chat_id": self.awa.id, "text": text} | more)
        return body

    async def refused(self, method: str, **parameters: object) -> ApiError:
        """The refusal that this call meets; fails when it meets none."""
        with pytest.raises(ApiError) as caught:
            await self.telegram.call(method, parameters)
        return caught.value


def made() -> Scene:
    """Awa, Luc and Inès talk with the bot, Inès owns the group, the stranger never wrote."""
    clock = Clock()
    telegram = Telegram(TOKEN, clock)
    awa, luc, ines, stranger = (telegram.person(name) for name in ("Awa", "Luc", "Inès", "Zoé"))
    group = telegram.group("Pairs ARA", owner=ines.id, members=[awa.id, luc.id])
    telegram.add_bot(ines.id, group)
    for person in (awa, luc, ines):
        telegram.start(person.id)
    return Scene(clock, telegram, awa, luc, ines, stranger, group)
