"""The real program in a process of its own, in front of a simulated Telegram that speaks HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette

from bot.demo.telegram import Telegram
from bot.demo.telegram_web import routes
from bot.sections import Community, Database, Pace, Settings, Vault
from bot.sections import Telegram as TelegramSettings
from bot.web import WebServer
from tests import forked

TOKEN = "123456:simulated"
USUAL = ("bot", "run", "--config")
PATIENCE = 60.0  # seconds, on a machine that does other things too

CONFIG = """
[telegram]
token = "{token}"
api_url = "{address}"
[database]
url = "sqlite:///data/community.db"
[vault]
url = "sqlite:///data/vault.db"
keys_dir = "keys"
[community]
name = "Pairs en lien"
contact = "contact@pairs.example"
"""


def settings(folder: Path) -> Settings:
    """The same settings, for a program inside the test."""
    return Settings(
        telegram=TelegramSettings(token=TOKEN),
        database=Database(url=f"sqlite:///{folder}/data/community.db"),
        vault=Vault(url=f"sqlite:///{folder}/data/vault.db", keys_dir=folder / "keys"),
        community=Community(name="Pairs en lien", contact="contact@pairs.example"),
        pace=Pace(per_second=1000, per_chat_seconds=0, per_group_minute=1000),
    )


@asynccontextmanager
async def served(telegram: Telegram) -> AsyncIterator[str]:
    """The address of a Bot API server in front of this Telegram."""
    server = WebServer(Starlette(routes=routes(telegram)), "127.0.0.1", 0)
    await server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        await server.stop()


class Process:
    """`entrepairs run` on the data of a folder; its words go to `log`, its temporary files to `temp`."""

    def __init__(self, folder: Path, address: str, command: tuple[str, ...] = USUAL) -> None:
        self.folder, self._command = folder, command
        self.log, self.temp, self.config = folder / "log", folder / "temp", folder / "config.toml"
        self.temp.mkdir(exist_ok=True)
        self.config.write_text(CONFIG.format(token=TOKEN, address=address), "utf-8")

    async def start(self) -> None:
        """Begin; it is ready some time later."""
        module, *arguments = self._command
        self._process = forked.begun(self.log, module, *arguments, str(self.config), TMPDIR=str(self.temp))

    async def kill(self) -> None:
        """As a power cut does."""
        self._process.kill()
        await self._ended()

    async def stop(self) -> tuple[int, float]:
        """As an operator does; the exit code, and how many seconds it took."""
        start = time.monotonic()
        self._process.terminate()
        return await self._ended(), time.monotonic() - start

    async def _ended(self) -> int:
        await asyncio.to_thread(self._process.join, PATIENCE)
        code = self._process.exitcode
        assert code is not None, "it does not end"
        return code

    def words(self) -> str:
        """What it said so far."""
        return self.log.read_text("utf-8")


async def until_taken(telegram: Telegram) -> None:
    """Wait until the bot has confirmed every update."""
    async with asyncio.timeout(PATIENCE):
        while telegram.pending:
            await asyncio.sleep(0.02)


async def until_done(telegram: Telegram, effects: int) -> None:
    """Wait until the bot has done so many things."""
    seen = telegram.revision
    async with asyncio.timeout(PATIENCE):
        while len(telegram.journal) < effects:
            seen = await telegram.changed(seen, 0.1)
