"""The HTTP face behind a real server: long poll over sockets, connections that break before and after the effect."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette

from bot.demo.telegram_web import routes
from tests.botapi.scene import TOKEN, Scene

pytestmark = pytest.mark.slow


@pytest.fixture
async def url(scene: Scene) -> AsyncIterator[str]:
    app = Starlette(routes=routes(scene.telegram))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/bot{TOKEN}/"
        server.should_exit = True
        await running


async def test_a_long_poll_waits_over_a_socket(scene: Scene, url: str) -> None:
    async with aiohttp.ClientSession(url) as session:
        poll = asyncio.create_task(session.post("getUpdates", json={"timeout": 20}))
        await asyncio.sleep(0.2)
        scene.telegram.say(scene.awa.id, "réveil")
        answer = await asyncio.wait_for(poll, 5)
        assert (await answer.json())["result"][0]["message"]["text"] == "réveil"


@pytest.mark.parametrize(("kind", "effects"), [("cut", 0), ("lost", 1)])
async def test_a_connection_breaks(scene: Scene, url: str, kind: str, effects: int) -> None:
    scene.telegram.fault(kind, method="sendMessage")  # type: ignore[arg-type]
    async with aiohttp.ClientSession(url) as session:
        with pytest.raises(aiohttp.ClientError):
            async with session.post("sendMessage", json={"chat_id": scene.awa.id, "text": "x"}) as answer:
                await answer.read()
    assert len(scene.telegram.journal) == effects
