"""The web server's end: open requests have a moment, then they are cut, and nothing of it is an error."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import web
from bot.demo.telegram import Telegram
from bot.demo.telegram_web import routes
from bot.program import utc_now


def served(answer: Callable[[Request], Awaitable[Response]]) -> web.WebServer:
    return web.WebServer(Starlette(routes=[Route("/", answer)]), "127.0.0.1", 0)


@asynccontextmanager
async def asked(server: web.WebServer, path: str = "/") -> AsyncIterator[asyncio.Task[httpx.Response]]:
    """One request that the server has begun to answer."""
    await server.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
        answer = asyncio.create_task(client.get(path))
        await asyncio.sleep(0.3)
        assert not answer.done()
        yield answer


async def test_what_is_nearly_done_is_finished(caplog: pytest.LogCaptureFixture) -> None:
    async def soon(_: Request) -> Response:
        await asyncio.sleep(0.8)
        return PlainTextResponse("done")

    server = served(soon)
    async with asked(server) as answer:
        await server.stop()
        assert (await answer).text == "done"
    assert caplog.records == []


async def test_what_goes_on_is_cut_with_a_503(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def never(_: Request) -> Response:
        await asyncio.Event().wait()
        return Response()

    monkeypatch.setattr(web, "GRACE", 0.5)
    server = served(never)
    async with asked(server) as answer:
        before = time.monotonic()
        await server.stop()
        assert time.monotonic() - before < 2
        assert (await answer).status_code == 503
    assert caplog.records == []


async def test_a_long_poll_ends_with_its_client(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram("123456:left", utc_now)
    server = web.WebServer(Starlette(routes=routes(telegram)), "127.0.0.1", 0)
    async with asked(server, "/bot123456:left/getUpdates?timeout=50") as answer:
        answer.cancel()
    before = time.monotonic()
    await server.stop()
    assert time.monotonic() - before < 1.5
    assert caplog.records == []
