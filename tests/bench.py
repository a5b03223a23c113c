"""How many updates a second: python-telegram-bot as it comes = 1, over aiohttp, and our whole program with its commits.

Run it as `python -m tests.bench`. Numbers of one run on one machine compare; those of two runs do not.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest, HTTPXRequest

from bot import log
from bot.demo.telegram import Telegram
from bot.program import utc_now
from bot.transport import AiohttpRequest
from tests.hard import city
from tests.hard.process import TOKEN, Process, served, until_done

PEOPLE, EACH = 240, 4
AT_ONCE = 32
REQUESTS: dict[str, Callable[[], BaseRequest]] = {
    "httpx": lambda: HTTPXRequest(connection_pool_size=AT_ONCE),
    "aiohttp": lambda: AiohttpRequest(),
}


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The least that a bot can do."""
    del context
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def run_echo(client: str, address: str) -> None:
    """The echo bot of every tutorial, with this HTTP client."""
    request = REQUESTS[client]
    builder = Application.builder().token(TOKEN).base_url(f"{address}/bot").concurrent_updates(AT_ONCE)
    application = builder.request(request()).get_updates_request(request()).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


async def rate(telegram: Telegram, process: Process, method: str) -> float:
    """Updates a second, from the first to the last call that each update brings once."""
    before = len(telegram.journal)
    await process.start()
    await until_done(telegram, before + 1)
    start = time.perf_counter()
    while sum(effect.method == method for effect in telegram.journal[before:]) < PEOPLE * EACH:
        await asyncio.sleep(0.02)
    seconds = time.perf_counter() - start
    await process.kill()
    return PEOPLE * EACH / seconds


async def echoed(folder: Path, client: str) -> float:
    """The rate of an echo."""
    telegram = Telegram(TOKEN, utc_now)
    people = [telegram.person("Awa").id for _ in range(PEOPLE)]
    for number in range(EACH):
        for person in people:
            telegram.say(person, f"Bonjour {number}")
    async with served(telegram) as address:
        command = ("tests.bench", client, address)
        return await rate(telegram, Process(folder, address, command), "sendMessage")


async def answered(folder: Path) -> float:
    """The rate of the whole program when members answer a meeting, on SQLite."""
    town = await city.built(folder)
    for number in range(EACH):
        for person in [*town.answering, *town.writing]:
            town.tap(person, "m:a:maybe:" if number % 2 else "m:a:no:")
    async with served(town.telegram) as address:
        return await rate(town.telegram, Process(folder, address), "answerCallbackQuery")


async def compare() -> None:
    """One run of everything."""
    with TemporaryDirectory() as folder:
        places = [Path(folder, name) for name in ("httpx", "aiohttp", "program")]
        for place in places:
            place.mkdir()
        stock = await echoed(places[0], "httpx")
        rates = {
            "python-telegram-bot, httpx, echo": stock,
            "python-telegram-bot, aiohttp, echo": await echoed(places[1], "aiohttp"),
            "entrepairs, meeting answers, SQLite": await answered(places[2]),
        }
    for name, found in rates.items():
        typer.echo(f"{name:<38}{found / stock:6.2f}   ({found:.0f} updates a second)")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        run_echo(sys.argv[1], sys.argv[2])
    else:
        log.configure("WARNING", "console")  # of the program that builds the town
        asyncio.run(compare())
