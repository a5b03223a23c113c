"""A web server inside the process: no signal handlers, no access log, one sentence when it cannot bind."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storage.trouble import Trouble

GRACE = 2  # seconds that open requests have at the end
KEPT = 75  # seconds a silent connection stays open: longer than clients keep theirs, or a request meets the closing


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM belongs to the program, which stops its parts in order."""
        yield


class _Requests:
    """The requests in course. What is cut at the end gets a 503; uvicorn would log its end as two errors."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._tasks: set[asyncio.Task[object] | None] = set()
        self._closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            await self._app(scope, receive, sent)
        except asyncio.CancelledError:
            if started or not self._closing:
                raise
            await Response(status_code=503)(scope, receive, send)
        finally:
            self._tasks.discard(task)

    def cut(self) -> None:
        """End what is still open."""
        self._closing = True
        for task in self._tasks:
            if task is not None:
                task.cancel()


class WebServer:
    """Serves one application on host:port; port 0 takes a free one, shown by `port` after `start`."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._requests = _Requests(app)
        config = uvicorn.Config(
            self._requests,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE + 1,  # it is never needed
            timeout_keep_alive=KEPT,
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
            await asyncio.wait({self._serving}, timeout=GRACE)
            self._requests.cut()
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
