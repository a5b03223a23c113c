"""Replies: what handlers send goes at once and pushes bulk back; after a flood it comes once more."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.pace import Pace, in_turn

SPEAKING = ("send", "edit", "copy", "forward")  # calls that count as messages begin so
LONGEST = 20.0  # seconds a person is left without a reply because of a flood

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Replies(BaseRateLimiter[None]):
    """Counts in `pace` what is sent outside its turns, and honours one 429 of at most `LONGEST` seconds."""

    def __init__(self, pace: Pace, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._pace, self._sleep = pace, sleep

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Answer:
        """Make the call, which python-telegram-bot hands over here."""
        chat_id = data.get("chat_id")
        if in_turn.get() or not isinstance(chat_id, int) or not endpoint.startswith(SPEAKING):
            return await callback(*args, **kwargs)
        self._pace.note(chat_id)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            seconds = seconds_of(error)
            self._pace.flood(chat_id, seconds)
            if seconds > LONGEST:
                raise
        await self._sleep(seconds)
        self._pace.note(chat_id)
        return await callback(*args, **kwargs)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone; python-telegram-bot gives a number or a timedelta."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
