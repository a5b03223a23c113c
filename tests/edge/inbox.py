"""A Bot API that only knows getUpdates, for the tests of the intake: its answers can be spoilt at will."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.intake import Intake

TOKEN = "123456:AAAA-secret_part-BBBB"
PEOPLE = 10


def update(number: int, person: int | None = None) -> dict[str, Any]:
    """A message, from one of ten people when nobody is named."""
    who = 500 + (number % PEOPLE if person is None else person)
    chat = {"id": who, "type": "private"}
    user = {"id": who, "is_bot": False, "first_name": "Awa"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": user, "text": str(number)}
    return {"update_id": number, "message": message}


class Inbox(BaseRequest):
    """Keeps updates until an offset confirms them; `spoil` answers instead once for each entry."""

    def __init__(self, *updates: dict[str, Any]) -> None:
        self.kept = list(updates)
        self.polls: list[dict[str, str]] = []
        self.spoil: list[tuple[int, Any] | Exception] = []
        self.arrived = asyncio.Event()

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def bring(self, *updates: dict[str, Any]) -> None:
        self.kept.extend(updates)
        self.arrived.set()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        asked = {key: value[0] for key, value in parse_qs(urlsplit(url).query).items()}
        self.polls.append(asked)
        if self.spoil:
            spoilt = self.spoil.pop(0)
            if isinstance(spoilt, Exception):
                raise spoilt
            return spoilt[0], json.dumps(spoilt[1]).encode()
        offset = int(asked["offset"])
        self.kept = [each for each in self.kept if not isinstance(each, dict) or each["update_id"] >= offset]
        if not self.kept and asked["timeout"] != "0":
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), int(asked["timeout"]))
        return 200, json.dumps({"ok": True, "result": self.kept[: int(asked["limit"])]}).encode()


def unreachable() -> NetworkError:
    return NetworkError("no connection")


def intake(inbox: Inbox, handle: Callable[[Update], Awaitable[None]], **given: Any) -> Intake:
    """An intake on this inbox; nothing else is ever called."""
    bot = Bot(TOKEN, request=inbox, get_updates_request=inbox)
    return Intake(bot, handle, inbox, allowed_updates=["message", "callback_query"], **given)


async def until(true: Callable[[], bool]) -> None:
    """Wait for it, five seconds at most."""
    async with asyncio.timeout(5):
        while not true():  # it looks from outside: nobody tells it
            await asyncio.sleep(0.002)
