"""The webhook behind a real server: who may knock, how much, and when it answers 200."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from telegram import Bot, Update

from bot.intake import Intake, NotNow
from bot.sections import Telegram
from bot.web import WebServer
from bot.webhook import announce, door
from storage.trouble import Trouble
from tests.edge.inbox import TOKEN, Inbox, intake, until, update

SECRET = "a-long-random-word"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Door:
    """The served webhook and what came through it; `open` lets handlers finish."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.begun: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.away = False
        self.state: dict[str, Any] = {"status": "ok", "version": "0.1.0", "database": True}
        self.intake: Intake = intake(Inbox(), self.handle)

    async def handle(self, given: Update) -> None:
        self.begun.append(given.update_id)
        if self.away:
            raise NotNow
        await self.open.wait()
        self.done.append(given.update_id)

    async def health(self) -> dict[str, Any]:
        return self.state


def telegram(**given: Any) -> Telegram:
    return Telegram(
        token=SecretStr(TOKEN),
        mode="webhook",
        webhook_url="https://bot.example.org/telegram",
        webhook_secret=SecretStr(SECRET),
        listen="127.0.0.1:0",
        **given,
    )


@pytest.fixture
async def served() -> Door:
    return Door()


@pytest.fixture
async def session(served: Door) -> AsyncIterator[aiohttp.ClientSession]:
    server = door(telegram(), served.intake, served.health)
    assert server is not None
    await server.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
        yield client
    await server.stop()


async def post(session: aiohttp.ClientSession, body: Any, headers: Any = HEADERS, path: str = "/telegram") -> int:
    async with session.post(path, data=body, headers=headers) as answer:
        return answer.status


async def test_an_update_is_answered_when_it_is_finished(served: Door, session: aiohttp.ClientSession) -> None:
    served.open.clear()
    posting = asyncio.create_task(post(session, json.dumps(update(1))))
    await until(lambda: served.begun == [1])
    await asyncio.sleep(0.05)
    assert not posting.done()
    served.open.set()
    assert await posting == 200
    assert served.done == [1]


async def test_without_the_secret_nothing_enters(served: Door, session: aiohttp.ClientSession) -> None:
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"X-Other": SECRET}):
        assert await post(session, json.dumps(update(1)), headers) == 403
    assert served.begun == []


async def test_other_doors_are_closed(served: Door, session: aiohttp.ClientSession) -> None:
    assert await post(session, json.dumps(update(1)), path="/elsewhere") == 404
    async with session.get("/telegram", headers=HEADERS) as answer:
        assert answer.status == 405
    assert served.begun == []


async def test_what_is_no_update_is_refused(served: Door, session: aiohttp.ClientSession) -> None:
    for body in (b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000):
        assert await post(session, body) == 400
    assert served.begun == []


async def test_an_unreadable_update_is_accepted_and_skipped(served: Door, session: aiohttp.ClientSession) -> None:
    assert await post(session, json.dumps({"update_id": 1, "message": "?"})) == 200
    assert served.intake.skipped == 1


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b" " * 65_536


async def test_more_than_a_mebibyte_is_too_much(session: aiohttp.ClientSession) -> None:
    assert await post(session, b" " * (2**20 + 1)) == 413
    for count in (17, 200):
        # the server may hang up on who goes on talking
        with contextlib.suppress(aiohttp.ClientConnectionError):
            assert await post(session, chunks(count)) == 413
    assert await post(session, json.dumps(update(2))) == 200


async def test_a_body_in_pieces_up_to_the_limit_is_read(session: aiohttp.ClientSession) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for letter in json.dumps(update(3)):
            yield letter.encode()

    assert await post(session, pieces()) == 200


async def test_one_person_stays_in_order_over_many_connections(served: Door, session: aiohttp.ClientSession) -> None:
    served.open.clear()
    posting = []
    for number in range(1, 9):
        posting.append(asyncio.create_task(post(session, json.dumps(update(number, person=1)))))
        await asyncio.sleep(0.02)
    await until(lambda: served.begun == [1])
    served.open.set()
    assert await asyncio.gather(*posting) == [200] * 8
    assert served.done == list(range(1, 9))


async def test_what_is_not_finished_is_brought_again(served: Door, session: aiohttp.ClientSession) -> None:
    served.away = True
    assert await post(session, json.dumps(update(1))) == 503
    served.away = False
    await served.intake.stop()
    assert await post(session, json.dumps(update(2))) == 503
    assert served.done == []


async def test_health(served: Door, session: aiohttp.ClientSession) -> None:
    async with session.get("/health") as answer:
        assert (answer.status, await answer.json()) == (200, served.state)
    served.state = {"status": "bad", "database": False}
    async with session.get("/health") as answer:
        assert (answer.status, await answer.json()) == (503, served.state)


async def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for host, number in (("127.0.0.1", port), ("192.0.2.1", 80), ("127.0.0.1", 99999)):
            with pytest.raises(Trouble, match=rf"^Cannot listen on {host}:{number}: .+\.$"):
                await WebServer(nothing, host, number).start()


async def nothing(*_: Any) -> None:
    """An application that is never asked."""


async def test_without_listen_nothing_is_served() -> None:
    assert door(Telegram(token=SecretStr(TOKEN)), Door().intake, Door().health) is None


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_telegram_is_told_how_to_reach_us(mode: str, tmp_path: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []

    class Ear(Inbox):
        async def do_request(self, url: str, method: str, request_data: Any = None, *_: Any, **__: Any) -> Any:
            calls.append((url.rpartition("/")[2], request_data.parameters))
            return 200, b'{"ok": true, "result": true}'

    known = telegram().model_copy(update={"mode": mode})
    await announce(Bot(TOKEN, request=Ear(), get_updates_request=Ear()), known, ["message"])
    ((method, given),) = calls
    if mode == "polling":
        assert (method, given) == ("deleteWebhook", {})
    else:
        wanted = {"url": known.webhook_url, "secret_token": SECRET, "allowed_updates": ["message"]}
        assert (method, given) == ("setWebhook", wanted)
