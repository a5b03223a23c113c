"""How fast the bot speaks: Telegram's limits for the whole bot, for a chat, for a group."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

from bot.sections import Pace as PaceSettings

MINUTE = 60.0


class Pace:
    """A sliding log of the last sends; `turn` waits until one more is allowed. One slot stays free for replies."""

    def __init__(
        self,
        settings: PaceSettings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._clock, self._sleep = clock, sleep
        self._sent: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    async def turn(self, chat_id: int) -> None:
        """Wait for this chat's turn, then take it."""
        while (wait := self._wait(chat_id)) > 0:
            await self._sleep(wait)
        now = self._clock()
        self._sent.append(now)
        self._chats.setdefault(chat_id, deque()).append(now)

    def _wait(self, chat_id: int) -> float:
        """Seconds until a send to this chat is allowed; 0 now."""
        now, settings = self._clock(), self._settings
        _forget(self._sent, now - settings.window_seconds)
        waits = [0.0]
        if len(self._sent) >= max(1, settings.per_second - 1):
            waits.append(self._sent[0] + settings.window_seconds - now)
        chat = self._chats.get(chat_id)
        if chat:
            _forget(chat, now - MINUTE)
            if not chat:
                del self._chats[chat_id]
            else:
                waits.append(chat[-1] + settings.per_chat_seconds - now)
                if chat_id < 0 and len(chat) >= settings.per_group_minute:
                    waits.append(chat[0] + MINUTE - now)
        return max(waits)


def _forget(log: deque[float], before: float) -> None:
    while log and log[0] <= before:
        log.popleft()
