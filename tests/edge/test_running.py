"""From start to SIGTERM, with a program that only notes what is asked of it."""

import asyncio
import os
import signal
import time

import pytest

from bot import running
from storage.trouble import Trouble


class Noted:
    """A program that starts at once and goes on for ever, unless told otherwise."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.start_takes = self.stop_takes = 0.0
        self.fails: Exception | None = None

    async def start(self) -> None:
        self.calls.append("start")
        await asyncio.sleep(self.start_takes)
        self.calls.append("started")

    async def wait(self) -> None:
        if self.fails is not None:
            raise self.fails
        await asyncio.Event().wait()

    async def stop(self) -> None:
        self.calls.append("stop")
        await asyncio.sleep(self.stop_takes)
        self.calls.append("stopped")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_in_order(number: int) -> None:
    noted = Noted()
    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), number)
    await running.live(noted)
    assert noted.calls == ["start", "started", "stop", "stopped"]


async def test_a_signal_during_the_start_ends_it() -> None:
    noted = Noted()
    noted.start_takes = 30
    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
    await running.live(noted)
    assert noted.calls == ["start"]


async def test_what_ends_the_program_is_raised_after_an_orderly_stop() -> None:
    noted = Noted()
    noted.fails = Trouble("Another program polls.")
    with pytest.raises(Trouble, match="Another"):
        await running.live(noted)
    assert noted.calls == ["start", "started", "stop", "stopped"]


async def test_a_stop_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "STOP_SECONDS", 0.05)
    noted = Noted()
    noted.stop_takes = 30
    asyncio.get_running_loop().call_later(0.02, os.kill, os.getpid(), signal.SIGTERM)
    before = time.monotonic()
    await running.live(noted)
    assert time.monotonic() - before < 2
