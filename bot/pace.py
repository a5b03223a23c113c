"""How fast the bot speaks: Telegram's limits for the whole bot, for a chat, for a group; and its floods."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

from bot.sections import Pace as PaceSettings

MINUTE = 60.0  # seconds; the longest time any limit looks back
PATIENCE = 3.0  # seconds that the first in line waits
SAME_TIME = 1.0  # seconds within which floods in two chats are one flood everywhere
TICK = 0.001  # seconds; shorter sleeps could round to none at all

in_turn: ContextVar[bool] = ContextVar("in_turn", default=False)
"""Whether what is sent here has waited for its turn; everything else is a reply."""


class NotYet(Exception):
    """There will be no turn for `seconds`: better come back than wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Pace:
    """A sliding log of what was sent. Bulk goes in `turn`s, evenly spaced; one slot stays free for replies.

    Times are seconds of `clock`, which must never go back.
    """

    def __init__(
        self,
        settings: PaceSettings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._clock, self._sleep = clock, sleep
        self._slots = max(1, settings.per_second - 1)
        self._gap = settings.window_seconds / self._slots
        self._window: deque[float] = deque()
        self._minute: deque[tuple[float, int]] = deque()
        self._chats: dict[int, deque[float]] = {}  # the same minute, chat by chat
        self._silent: dict[int, float] = {}  # until when
        self._told: dict[int, float] = {}  # when the last who came too early was told to come
        self._all_silent = self._last_turn = float("-inf")
        self._floods: list[tuple[float, int]] = []
        self._line = asyncio.Lock()

    @property
    def at_once(self) -> int:
        """How many turns come within a tenth of a second: more need not be prepared."""
        return max(1, int(0.1 / self._gap))

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait in line, then send inside; raises NotYet when this chat, or the whole bot, has to be left alone."""
        self._refuse(chat_id)
        async with self._line:
            await self._pass_line()
            self._refuse(chat_id)
            self.note(chat_id)
            self._last_turn = self._clock()
        token = in_turn.set(True)
        try:
            yield
        finally:
            in_turn.reset(token)

    async def ready(self) -> None:
        """Wait until the next turn is free and nobody stands in line; raises NotYet when that is too far away."""
        async with self._line:
            await self._pass_line()

    def note(self, chat_id: int) -> None:
        """Something leaves for this chat now, in turn or not."""
        self._forget()
        now = self._clock()
        self._window.append(now)
        self._minute.append((now, chat_id))
        self._chats.setdefault(chat_id, deque()).append(now)

    def flood(self, chat_id: int, seconds: float) -> None:
        """Telegram answered 429: this chat is left alone; every chat, when another one was refused just before."""
        now = self._clock()
        until = now + seconds
        self._silent = {chat: end for chat, end in self._silent.items() if end > now}
        self._silent[chat_id] = max(until, self._silent.get(chat_id, until))
        self._floods = [(at, chat) for at, chat in self._floods if now - at <= SAME_TIME]
        if any(chat != chat_id for _, chat in self._floods):
            self._all_silent = max(until, self._all_silent)
        self._floods.append((now, chat_id))

    def _refuse(self, chat_id: int) -> None:
        """Who waits for one chat must not stand in the way of the others; each is told a time of their own."""
        if (seconds := self._chat_wait(chat_id)) <= 0:
            return
        now = self._clock()
        self._told = {chat: at for chat, at in self._told.items() if at > now}
        self._told[chat_id] = max(now + seconds, self._told.get(chat_id, now) + self._settings.per_chat_seconds)
        raise NotYet(self._told[chat_id] - now)

    async def _pass_line(self) -> None:
        until = self._clock() + PATIENCE
        while (seconds := self._bulk_wait()) > 0:
            if self._clock() + seconds > until:
                raise NotYet(seconds)
            await self._sleep(max(seconds, TICK))

    def _bulk_wait(self) -> float:
        """Seconds until the bot may speak at all."""
        self._forget()
        now, window = self._clock(), self._window
        waits = [0.0, self._all_silent - now, self._last_turn + self._gap - now]
        if len(window) >= self._slots:
            waits.append(window[-self._slots] + self._settings.window_seconds - now)
        return max(waits)

    def _chat_wait(self, chat_id: int) -> float:
        """Seconds until the bot may speak in this chat."""
        self._forget()
        now, settings = self._clock(), self._settings
        waits = [0.0, self._silent.get(chat_id, now) - now]
        if sent := self._chats.get(chat_id):
            waits.append(sent[-1] + settings.per_chat_seconds - now)
            if chat_id < 0 and len(sent) >= settings.per_group_minute:
                waits.append(sent[-settings.per_group_minute] + MINUTE - now)
        return max(waits)

    def _forget(self) -> None:
        """Nothing older than a minute is remembered, of any chat."""
        now = self._clock()
        while self._window and self._window[0] <= now - self._settings.window_seconds:
            self._window.popleft()
        while self._minute and self._minute[0][0] <= now - MINUTE:
            _, chat_id = self._minute.popleft()
            self._chats[chat_id].popleft()
            if not self._chats[chat_id]:
                del self._chats[chat_id]
