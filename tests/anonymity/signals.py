"""First engine, second part: the program in a process of its own, stopped and killed in the middle of reports."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.demo.telegram import Telegram
from bot.program import utc_now
from bot.stores import open_stores
from tests.anonymity import canaries, walks
from tests.anonymity.measured import Measured
from tests.anonymity.town import COORDINATOR, PEER, SUPERVISOR, Town, enrol, move_in
from tests.hard.process import TOKEN, USUAL, Process, served, settings, until_done

LEAKY = ("tests.anonymity.leaky",)
STEP = 9  # things that the bot does between two strikes, which a report in hand does not survive
PLANTED = canaries.PLANTED - {"photo in shown", "id in members.promise"}
PATIENCE = 300.0  # seconds
KILL, STOP = "kill", "stop"


@dataclass(frozen=True)
class Blows:
    """How many write at once, and what befalls the program meanwhile."""

    writers: int
    strikes: tuple[str, ...]


SMALL = Blows(4, (KILL, STOP))
FULL = Blows(40, (KILL, KILL, STOP) * 2)


async def struck(folder: Path, blows: Blows, *, leaky: bool = False) -> Measured:
    """Everybody reports while the program dies again and again, then the exchange goes on; look into every file."""
    async with _housed(folder, blows, LEAKY if leaky else USUAL) as (town, process):
        reporting = asyncio.gather(*(walks.danger(town, writer) for writer in town.who(PEER)))
        await _strike(town, process, blows.strikes)
        await reporting
        for steps, role in ((walks.answers, SUPERVISOR), (walks.replies, PEER), (walks.announces, COORDINATOR)):
            await steps(town, town.who(role)[0])
        await process.stop()
    secrets = town.secrets(canaries.keys(folder))
    leaks = canaries.scanned([folder], secrets)
    size = f"{blows.writers} reports, {len(blows.strikes)} ends"
    return Measured(size, f"{len(leaks)} found", "none", leaks)


@asynccontextmanager
async def _housed(folder: Path, blows: Blows, command: tuple[str, ...]) -> AsyncIterator[tuple[Town, Process]]:
    telegram = Telegram(TOKEN, utc_now)
    town = Town(telegram, lambda: _taken(telegram), random.Random(1), waits=1000)  # noqa: S311 - repeatable
    move_in(town, blows.writers + 3, zones=1)
    stores = await asyncio.to_thread(open_stores, settings(folder))
    await stores.database.commit(lambda tx: enrol(tx, town))
    await asyncio.to_thread(stores.close)
    async with served(telegram) as address:
        process = Process(folder, address, command)
        await process.start()
        try:
            for one in town.residents:
                await town.say(one.id, "/start")
            yield town, process
        finally:
            await process.kill()


async def _taken(telegram: Telegram) -> None:
    """Wait until every update is taken, however often the program dies on the way."""
    async with asyncio.timeout(PATIENCE):
        while telegram.pending:
            await asyncio.sleep(0.02)


async def _strike(town: Town, process: Process, strikes: tuple[str, ...]) -> None:
    for strike in strikes:
        await until_done(town.telegram, len(town.telegram.journal) + STEP)
        await (process.kill() if strike == KILL else process.stop())
        await process.start()
