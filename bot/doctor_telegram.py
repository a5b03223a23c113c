"""What the doctor asks the Bot API server: who we are, what we may see, who polls, what time it is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from telegram import User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.account import addressed
from bot.finding import Finding, bad, ok, warn
from bot.sections import Telegram
from bot.transport import AiohttpRequest

CLOCK_SECONDS = 30  # a reminder that much early or late is still a reminder
AT_HOME = ("localhost", "127.0.0.1", "::1")


async def examine(telegram: Telegram) -> list[Finding]:
    """The findings, only those that could be had: without an answer, nothing else is asked."""
    findings = list(_in_clear(telegram))
    request = AiohttpRequest(limit=2)
    async with request:
        # not initialized: that would call getMe and fail before we can say why
        bot = addressed(telegram, request, request)
        try:
            findings += [*_rights(await bot.get_me()), *_inbox(telegram, await bot.get_webhook_info())]
        except InvalidToken:
            return [*findings, bad("Telegram refuses telegram.token: ask BotFather for the current one.")]
        except TelegramError as error:
            why = type(error).__name__
            return [*findings, bad(f"The Bot API server does not answer ({why}): check telegram.api_url.")]
    return findings + await _clock(telegram)


def _in_clear(telegram: Telegram) -> Iterator[Finding]:
    address = urlsplit(telegram.api_url)
    if address.scheme == "http" and address.hostname not in AT_HOME:
        yield warn("telegram.api_url is http: the token and all messages travel in clear to that server.")


def _rights(me: User) -> Iterator[Finding]:
    yield ok(f"Telegram knows the bot as {me.name}.")
    if me.can_read_all_group_messages:
        yield bad("The bot may read all group messages: turn privacy mode on with BotFather, /setprivacy.")
    if me.can_join_groups is False:
        yield bad("The bot may not join groups: allow it with BotFather, /setjoingroups.")


def _inbox(telegram: Telegram, info: WebhookInfo) -> Iterator[Finding]:
    if telegram.mode == "polling" and info.url:
        yield bad("A webhook is set for this bot while telegram.mode is polling: remove it, or set webhook.")
    if telegram.mode == "webhook" and info.url and info.url != telegram.webhook_url:
        yield warn("Telegram still calls another address than telegram.webhook_url; the next start changes it.")
    if telegram.mode == "webhook" and info.last_error_date is not None:
        yield warn(f"Telegram could not deliver to the webhook lately, last on {info.last_error_date:%d/%m/%Y}.")


async def _clock(telegram: Telegram) -> list[Finding]:
    """Our clock against the server's; the address asked for holds no token."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(telegram.api_url, allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError):
        return [warn("The server's clock could not be read.")]
    seconds = abs((datetime.now(UTC) - theirs).total_seconds())
    if seconds > CLOCK_SECONDS:
        return [bad(f"This machine's clock is {seconds:.0f} seconds away from Telegram's: set it.")]
    return [ok("The clock is right.")]
