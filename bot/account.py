"""The bot's account at Telegram: met with its token, let go of at the end."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import BaseRequest

from bot.sections import Telegram
from storage.trouble import Trouble


@dataclass(frozen=True)
class Account:
    """A bot that Telegram knows; updates are fetched through a connection of their own."""

    bot: ExtBot[None]
    updates: BaseRequest


@asynccontextmanager
async def opened(
    telegram: Telegram, request: Callable[[], BaseRequest], replies: BaseRateLimiter[None] | None = None
) -> AsyncIterator[Account]:
    """Meet Telegram; raises Trouble when the token is wrong or the server cannot be reached."""
    calls, updates = request(), request()
    bot = addressed(telegram, calls, updates, replies)
    try:
        with speaking():
            await bot.initialize()
        yield Account(bot, updates)
    finally:
        await bot.shutdown()
        for connection in (calls, updates):
            await connection.shutdown()


def addressed(
    telegram: Telegram, calls: BaseRequest, updates: BaseRequest, replies: BaseRateLimiter[None] | None = None
) -> ExtBot[None]:
    """The bot of these settings; nothing is asked of Telegram yet."""
    return ExtBot(
        telegram.token.get_secret_value(),
        base_url=telegram.base_url,
        base_file_url=telegram.base_file_url,
        request=calls,
        get_updates_request=updates,
        rate_limiter=replies,
    )


@contextmanager
def speaking() -> Iterator[None]:
    """What Telegram refuses while the program starts is the operator's to mend; no cause, it may quote the token."""
    try:
        yield
    except InvalidToken:
        raise Trouble("Telegram does not know this token: check telegram.token.") from None
    except NetworkError:
        raise Trouble("The Bot API server cannot be reached: check telegram.api_url and the network.") from None
    except TelegramError as error:
        raise Trouble(f"The Bot API server refuses to begin ({type(error).__name__}): check telegram.*.") from None
