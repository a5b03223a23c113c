"""Troubles that a test orders: floods, errors, hanging calls, lost answers, broken connections."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from bot.demo.botapi.errors import ApiError, Cut

Kind = Literal["flood", "error", "hang", "lost", "cut"]


@dataclass
class Fault:
    """One trouble; `times` None lasts until cleared, a flood until `until` by the simulated clock."""

    kind: Kind
    method: str | None
    chat_id: int | None
    times: int | None
    code: int
    description: str
    seconds: float
    until: datetime | None = None

    def concerns(self, method: str, chat_id: object) -> bool:
        if self.method is None and method == "getUpdates":
            return False
        return self.method in (None, method) and self.chat_id in (None, chat_id)


@dataclass
class Faults:
    """The troubles in force, first come first served."""

    now: Callable[[], datetime]
    ordered: list[Fault] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def flood(self, retry_after: int, method: str | None, chat_id: int | None) -> None:
        until = self.now() + timedelta(seconds=retry_after)
        self.ordered.append(Fault("flood", method, chat_id, None, 429, "Too Many Requests", 0, until))

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The trouble that this call meets, counted down."""
        self.ordered = [f for f in self.ordered if f.until is None or f.until > self.now()]
        fault = next((f for f in self.ordered if f.concerns(method, chat_id)), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.ordered.remove(fault)
        return fault

    async def meet(self, fault: Fault) -> None:
        """What comes before any effect; raises ApiError or Cut, or returns for a lost answer."""
        if fault.until is not None:
            left = max(1, ceil((fault.until - self.now()).total_seconds()))
            raise ApiError(429, f"Too Many Requests: retry after {left}", retry_after=left)
        if fault.kind == "error":
            raise ApiError(fault.code, fault.description)
        if fault.kind == "hang":
            await self._hang(fault.seconds)
        if fault.kind != "lost":
            raise Cut("the connection broke")

    async def _hang(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.released.wait()
        except TimeoutError:
            return  # nobody released it: the connection breaks all the same

    def clear(self) -> None:
        """Ends every trouble; calls that hang break off."""
        self.ordered.clear()
        self.released.set()
        self.released = asyncio.Event()
