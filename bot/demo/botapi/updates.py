"""Updates on their way to the bot: kept 24 hours, fetched by long poll or pushed to a webhook."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.demo.botapi.errors import ApiError

RETENTION = timedelta(hours=24)
LONGEST_POLL_SECONDS = 50
ASKED_FOR_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Signal:
    """Wakes every coroutine that waits for the next change."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def __reduce__(self) -> tuple[type["Signal"], tuple[()]]:
        return Signal, ()  # who waits does not outlive the process; everything else of a world may be kept

    def fire(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, seconds: float) -> bool:
        """True when fired within `seconds` of real time."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True


@dataclass
class Update:
    """One update in the inbox; `deliveries` counts how often the bot was given it."""

    update_id: int
    kind: str
    payload: dict[str, Any]
    at: datetime
    deliveries: int = 0

    def body(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.payload}


@dataclass
class Webhook:
    """Where updates are pushed to; no url means that the bot fetches them."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    error: str = ""
    error_at: int = 0


@dataclass
class Queue:
    """The bot's inbox at Telegram; `times` is how often an update is delivered before it can be confirmed."""

    now: Callable[[], datetime]
    next_id: int
    waiting: list[Update] = field(default_factory=list)
    allowed: tuple[str, ...] = ()
    webhook: Webhook = field(default_factory=Webhook)
    times: int = 1
    signal: Signal = field(default_factory=Signal)
    _turn: int = 0

    def put(self, kind: str, payload: dict[str, Any]) -> None:
        """Adds an update, unless the bot did not ask for its kind."""
        if kind in self.allowed or (not self.allowed and kind not in ASKED_FOR_ONLY):
            self.waiting.append(Update(self.next_id, kind, payload, self.now()))
            self.next_id += 1
            self.signal.fire()

    def kept(self) -> list[Update]:
        """The updates not yet confirmed; those older than 24 hours are gone."""
        oldest = self.now() - RETENTION
        self.waiting = [update for update in self.waiting if update.at > oldest]
        return self.waiting

    def confirm(self, before: int) -> None:
        """Forgets what the bot was given; a negative number keeps only that many of the newest."""
        if before < 0:
            self.waiting = self.waiting[before:]
        else:
            self.waiting = [u for u in self.waiting if u.update_id >= before or u.deliveries < self._due(u)]

    def _due(self, update: Update) -> int:
        """How often it has to be delivered: a bot may skip what it was never given."""
        return self.times if update.deliveries else 0

    def settle(self, update: Update) -> None:
        """Notes that the webhook took the update once more."""
        update.deliveries += 1
        if update.deliveries >= self.times and update in self.waiting:
            self.waiting.remove(update)

    async def poll(
        self, offset: int, limit: int, seconds: float, allowed: Sequence[str] | None
    ) -> list[dict[str, Any]]:
        """getUpdates: waits that long in real time; raises ApiError 409 beside a webhook or a newer poll."""
        if self.webhook.url:
            raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook first")
        if allowed is not None:
            self.allowed = tuple(allowed)
        self._turn += 1
        turn = self._turn
        self.signal.fire()
        self.confirm(offset)
        await self._filled(turn, min(seconds, LONGEST_POLL_SECONDS))
        batch = self.kept()[: min(max(limit, 1), 100)]
        for update in batch:
            update.deliveries += 1
        return [update.body() for update in batch]

    async def _filled(self, turn: int, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self.kept() and loop.time() < until:
            await self.signal.wait(until - loop.time())
            if turn != self._turn:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            if self.webhook.url:
                raise conflict("terminated by setWebhook request")


def conflict(description: str) -> ApiError:
    """A 409, worded as Telegram does."""
    return ApiError(409, f"Conflict: {description}")
