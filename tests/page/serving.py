"""The page on a free loopback port: alone, in a thread of the test, or with the whole demo in its process."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.demo.desk import Desk
from bot.demo.page import routes
from tests.page.small_stage import SmallStage

START_SECONDS = 10.0


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
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found, line
        yield found.group()
        process.terminate()
        assert process.wait(timeout=15) == 0
