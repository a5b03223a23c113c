"""The webhook pump: the secret header, retries with growing delay, redelivery, what getWebhookInfo tells."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.demo.telegram_webhook import WebhookPump
from tests.botapi.scene import Scene


@dataclass
class Hook:
    """A bot's webhook that answers with the statuses it is told to, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.taken.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json()))
        self.more.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.taken) < count:
                self.more.clear()
                await self.more.wait()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


@pytest.fixture
async def pump(scene: Scene) -> AsyncIterator[None]:
    task = asyncio.create_task(WebhookPump(scene.telegram, first_delay=0.01).run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.usefixtures("pump")
async def test_updates_are_pushed_with_the_secret(scene: Scene, hook: Hook) -> None:
    scene.telegram.say(scene.awa.id, "avant")
    await scene.telegram.call("setWebhook", {"url": hook.url, "secret_token": "s3cret"})
    scene.telegram.say(scene.awa.id, "après")
    await hook.until(2)
    assert {secret for secret, _ in hook.taken} == {"s3cret"}
    assert sorted(body["message"]["text"] for _, body in hook.taken) == ["après", "avant"]


@pytest.mark.usefixtures("pump")
async def test_a_refused_update_comes_again_until_taken(scene: Scene, hook: Hook) -> None:
    hook.statuses = [500, 404]
    await scene.telegram.call("setWebhook", {"url": hook.url})
    scene.telegram.say(scene.awa.id, "têtu")
    await hook.until(1)
    await asyncio.sleep(0.005)
    info = await scene.telegram.call("getWebhookInfo", {})
    assert info["pending_update_count"] == 1
    await hook.until(3)
    await asyncio.sleep(0.02)
    info = await scene.telegram.call("getWebhookInfo", {})
    assert (info["pending_update_count"], info["url"]) == (0, hook.url)
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


@pytest.mark.usefixtures("pump")
async def test_redelivery_pushes_everything_twice(scene: Scene, hook: Hook) -> None:
    scene.telegram.redeliver = True
    await scene.telegram.call("setWebhook", {"url": hook.url})
    scene.telegram.say(scene.awa.id, "deux fois")
    await hook.until(2)
    await asyncio.sleep(0.02)
    assert [body["message"]["text"] for _, body in hook.taken] == ["deux fois", "deux fois"]
    assert scene.telegram.pending == 0


@pytest.mark.parametrize(
    ("more", "trouble"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"secret_token": "é"}, "secret token contains unallowed characters"),
        ({"max_connections": 0}, "max_connections must be 1-100"),
    ],
)
async def test_bad_webhooks_are_refused(scene: Scene, more: dict[str, Any], trouble: str) -> None:
    error = await scene.refused("setWebhook", **({"url": "https://example.org/hook"} | more))
    assert error.description == f"Bad Request: {trouble}"
