"""A web server inside the process: no signal handlers, no access log, one sentence when it cannot bind."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from storage.trouble import Trouble

GRACE = 2  # seconds that open requests have at the end


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM belongs to the program, which stops its parts in order."""
        yield


class WebServer:
    """Serves one application on host:port; port 0 takes a free one, shown by `port` after `start`."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self.host, self.port = host, port
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
        self._server = _Server(config)
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; raises Trouble when the address is taken or not ours."""
        listening = _bind(self.host, self.port)
        self.port = listening.getsockname()[1]
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]), name="web")
        while not self._server.started:
            await asyncio.sleep(0.005)
            if self._serving.done():
                await self._serving
                raise Trouble(f"The web server on {self.host}:{self.port} did not start.")

    async def stop(self) -> None:
        """Take no more requests, leave the open ones a moment, close."""
        if self._serving is not None:
            self._server.should_exit = True
            await self._serving
            self._serving = None


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = error.strerror or "no such address"
    except OverflowError:
        why = "a port is at most 65535"
    raise Trouble(f"Cannot listen on {host}:{port}: {why}.")
