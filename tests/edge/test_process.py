"""The real command in a process of its own, against the simulated Telegram over HTTP."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.demo.telegram import Telegram
from bot.demo.telegram_web import routes
from bot.web import WebServer

pytestmark = pytest.mark.slow
TOKEN = "123456:AAAA-secret_part-BBBB"
PROJECT = Path(__file__).parents[2]


class Machine:
    """A folder with a configuration, a Telegram on the loopback, and the processes started here."""

    def __init__(self, folder: Path, port: int, telegram: Telegram) -> None:
        self.folder, self.telegram = folder, telegram
        self.processes: list[asyncio.subprocess.Process] = []
        (folder / "token").write_text(TOKEN)
        (folder / "token").chmod(0o600)
        (folder / "config.toml").write_text(
            f'[telegram]\ntoken_file = "token"\napi_url = "http://127.0.0.1:{port}"\n'
            '[community]\ncontact = "contact@example.org"\n'
        )

    async def begin(self, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(PROJECT), "NO_COLOR": "1"} | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self.processes.append(process)
        return process

    async def end(self, process: asyncio.subprocess.Process) -> tuple[int | None, list[str], list[str]]:
        """Exit code, lines of stdout and of stderr, of which none may show the token or a traceback."""
        async with asyncio.timeout(30):
            out, err = await process.communicate()
        said = out.decode() + err.decode()
        assert TOKEN not in said
        assert "Traceback" not in said
        return process.returncode, out.decode().splitlines(), err.decode().splitlines()

    async def listening(self) -> None:
        """Wait until a bot polls."""
        async with asyncio.timeout(20):
            while self.telegram.world.queue._turn == 0:  # nobody tells when a poll comes
                await asyncio.sleep(0.05)


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    telegram = Telegram(TOKEN, lambda: datetime.now(UTC))
    web = WebServer(Starlette(routes=routes(telegram)), "127.0.0.1", 0)
    await web.start()
    known = Machine(tmp_path, web.port, telegram)
    yield known
    for process in known.processes:
        if process.returncode is None:
            process.kill()
            await process.wait()
    await web.stop()


async def test_run_answers_keeps_a_second_one_away_and_stops_on_sigterm(machine: Machine) -> None:
    running = await machine.begin("run")
    await machine.listening()
    second = await machine.begin("run")
    awa = machine.telegram.person("Awa")
    machine.telegram.start(awa.id)
    async with asyncio.timeout(10):
        while len(machine.telegram.visible(awa.id, awa.id)) < 2:  # the bot answers when it can
            await asyncio.sleep(0.05)
    code, out, err = await machine.end(second)
    assert (code, out, len(err)) == (2, [], 1)
    assert "already runs" in err[0]
    before = time.monotonic()
    running.send_signal(signal.SIGTERM)
    code, out, _ = await machine.end(running)
    assert (code, out) == (0, [])
    assert time.monotonic() - before < 10
    assert machine.telegram.pending == 0


async def test_a_wrong_token_is_one_line(machine: Machine) -> None:
    wrong = await machine.begin("run", ENTREPAIRS_TELEGRAM__TOKEN="123456:wrong")
    code, out, err = await machine.end(wrong)
    assert (code, out, len(err)) == (2, [], 1)
    assert "telegram.token" in err[0]


async def test_invite_prints_one_link(machine: Machine) -> None:
    invited = await machine.begin("invite", "--role", "coordinator", "--region", "FR-ARA")
    code, out, err = await machine.end(invited)
    assert (code, err, len(out)) == (0, [], 1)
    assert out[0].startswith("https://t.me/entrepairs_bot?start=")
