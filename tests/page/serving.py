"""The page on a free loopback port: alone, in a thread of the test, or with the whole demo in its process."""

import re
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.demo.desk import Desk
from bot.demo.page import routes
from tests import forked
from tests.page.small_stage import SmallStage

START_SECONDS = 10.0
STOP_SECONDS = 15.0


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    stage: SmallStage = app.state.stage
    await stage.open()
    yield
    await stage.close()


@contextmanager
def serving(stage: SmallStage) -> Iterator[str]:
    """Serves the page alone and gives its address; the stage's bot lives as long."""
    app = Starlette(lifespan=_life)
    app.state.stage = stage
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=3))
    app.router.routes += routes(Desk(stage, lambda: server.should_exit))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


@contextmanager
def playing(folder: Path) -> Iterator[str]:
    """The demo in a process of its own, ended by SIGTERM; gives its address."""
    with began(folder) as (process, address):
        yield address
        process.terminate()
        process.join(STOP_SECONDS)
        assert process.exitcode == 0


@contextmanager
def began(folder: Path) -> Iterator[tuple[ForkServerProcess, str]]:
    """The demo on this folder and its address; killed unless it has ended. Its words are beside the folder."""
    said = beside(folder)
    said.unlink(missing_ok=True)
    process = forked.begun(said, "bot", "demo", "--port", "0", "--no-browser", "--data", str(folder))
    try:
        yield process, _address(process, said)
    finally:
        process.kill()
        process.join()


def beside(folder: Path) -> Path:
    """Where the demo on this folder says what it says."""
    return folder.with_name(f"{folder.name}.said")


def _address(process: ForkServerProcess, said: Path) -> str:
    until = time.monotonic() + START_SECONDS
    while not (found := re.search(r"http://\S+/", said.read_text("utf-8") if said.exists() else "")):
        assert process.is_alive(), said.read_text("utf-8")
        assert time.monotonic() < until, "the demo did not start"
        time.sleep(0.01)
    return found.group()
