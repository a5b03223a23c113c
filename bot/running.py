"""From start to SIGTERM: one program, stopped in order whatever ends it."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, Protocol

import structlog

from bot import log

STOP_SECONDS = 10.0  # what is in flight has this long
SIGNALS = (signal.SIGTERM, signal.SIGINT)

_log = structlog.stdlib.get_logger("bot.running")


class Startable(Protocol):
    """What `bot.program.Program` is to us."""

    async def start(self) -> None: ...
    async def wait(self) -> None: ...
    async def stop(self) -> None: ...


async def live(program: Startable) -> None:
    """Start, wait for a signal or for the program to end by itself, stop. Raises what ended it."""
    loop = asyncio.get_running_loop()
    log.catch_strays(loop)
    asked = asyncio.Event()
    for number in SIGNALS:
        loop.add_signal_handler(number, asked.set)
    try:
        if await _before(asked, program.start()):
            await _until(asked, program)
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


async def _until(asked: asyncio.Event, program: Startable) -> None:
    try:
        await _before(asked, program.wait())
    finally:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await program.stop()
        except TimeoutError:
            _log.warning("stopped without waiting any longer", seconds=STOP_SECONDS)


async def _before(asked: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work ended, with its error if it had one, before somebody asked to stop."""
    working, asking = asyncio.ensure_future(work), asyncio.ensure_future(asked.wait())
    try:
        await asyncio.wait({working, asking}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        for task in (working, asking):
            task.cancel()
        await asyncio.gather(working, asking, return_exceptions=True)
