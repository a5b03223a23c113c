"""The transport against a real HTTP server on the loopback: what it sends, what its errors are and hide."""

import asyncio
import contextlib
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.transport import AiohttpRequest, NotSent, Timeouts

TOKEN = "123456:AAAA-secret_part-BBBB"
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    url: str = ""
    answer: Answer | None = None
    requests: list[web.Request] = field(default_factory=list)
    fields: list[dict[str, object]] = field(default_factory=list)
    files: list[tuple[str | None, bytes]] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        given: dict[str, object] = {**await request.post()}
        for value in given.values():
            if isinstance(value, web.FileField):
                self.files.append((value.filename, value.file.read()))
        self.fields.append(given)
        if self.answer is not None:
            return await self.answer(request)
        return web.json_response({"ok": True, "result": MESSAGE})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    served = Server()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", served.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield served
    await runner.cleanup()


@contextlib.asynccontextmanager
async def bot_at(url: str, timeouts: Timeouts | None = None) -> AsyncIterator[Bot]:
    request = AiohttpRequest(limit=4, timeouts=timeouts)
    await request.initialize()
    await request.initialize()  # python-telegram-bot may do it twice
    yield Bot(TOKEN, f"{url}/bot", f"{url}/file/bot", request=request, get_updates_request=request)
    await request.shutdown()
    await request.shutdown()


async def test_parameters_arrive_and_the_connection_is_kept(server: Server) -> None:
    async with bot_at(server.url) as bot:
        for _ in range(3):
            message = await bot.send_message(5, "Réunion & pairs = 14 h 30", disable_notification=True)
    assert message.chat.id == 5
    assert server.fields[0] == {
        "chat_id": "5",
        "text": "Réunion & pairs = 14 h 30",
        "disable_notification": "true",
    }
    peers = {request.transport.get_extra_info("peername") for request in server.requests if request.transport}
    assert len(peers) <= 1


async def test_files_arrive_with_their_name_and_type(server: Server) -> None:
    calendar = InputFile(b"BEGIN:VCALENDAR", filename='réunion "de" pairs.ics')
    async with bot_at(server.url) as bot:
        await bot.send_document(5, calendar, caption="Réunion")
    assert server.files == [('réunion "de" pairs.ics', b"BEGIN:VCALENDAR")]
    assert server.fields[0]["caption"] == "Réunion"


async def test_a_download(server: Server) -> None:
    async def file(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\x00\xff")

    server.answer = file
    request = AiohttpRequest()
    async with request:
        assert await request.retrieve(f"{server.url}/file") == b"\x00\xff"


async def test_a_photo_goes_and_comes_back(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    photo, path = b"\xff\xd8 a photo", "photos/file_1.jpg"

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getFile"):
            return web.json_response({"ok": True, "result": {"file_id": "1", "file_unique_id": "1", "file_path": path}})
        if request.path == f"/file/bot{TOKEN}/{path}":
            return web.Response(body=photo)
        return web.json_response({"ok": True, "result": MESSAGE})

    server.answer = answer
    async with bot_at(server.url) as bot:
        await bot.send_photo(5, photo, filename="image.jpg")
        file = await bot.get_file("1")
        assert await file.download_as_bytearray() == photo
        server.answer = refusing(404, f"no /file/bot{TOKEN}/{path}")
        with pytest.raises(TelegramError) as caught:
            await file.download_as_bytearray()
    assert server.files == [("image.jpg", photo)]
    assert_silent(caught.value, caplog)


def refusing(status: int, body: str, kind: str = "application/json") -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type=kind)

    return answer


@pytest.mark.parametrize(
    ("status", "body", "error", "said"),
    [
        (401, '{"ok":false,"description":"Unauthorized"}', InvalidToken, "Unauthorized"),
        (400, '{"ok":false,"description":"Bad Request: chat not found"}', BadRequest, "Chat not found"),
        (429, '{"ok":false,"parameters":{"retry_after":7}}', RetryAfter, "Flood control"),
        (502, f"<html>no answer from /bot{TOKEN}/</html>", NetworkError, "Bad Gateway"),
        (500, f'["{TOKEN}"]', NetworkError, "Internal Server Error"),
        (302, TOKEN, NetworkError, "Found"),
        (200, f"<html>sign in to reach /bot{TOKEN}/</html>", TelegramError, "Invalid server response"),
        (200, '{"ok":true}', TelegramError, "Invalid server response"),
    ],
)
async def test_answers_that_are_errors(
    server: Server,
    status: int,
    body: str,
    error: type[Exception],
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.answer = refusing(status, body)
    caplog.set_level(logging.INFO)
    async with bot_at(server.url) as bot:
        with pytest.raises(error) as caught:
            await bot.send_message(5, "x")
    assert said in str(caught.value)
    assert_silent(caught.value, caplog)


def assert_silent(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the error, nor its traceback with all causes, nor the log shows the token."""
    assert TOKEN not in repr(error)
    assert TOKEN not in "".join(traceback.format_exception(error))
    assert TOKEN not in caplog.text


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


async def vanish(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def test_no_answer_in_time(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = hang
    async with bot_at(server.url) as bot:
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(5, "x", read_timeout=0.05)
    assert not isinstance(caught.value, NotSent)
    assert_silent(caught.value, caplog)


async def test_a_connection_lost_half_way(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = vanish
    async with bot_at(server.url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(5, "x")
    assert not isinstance(caught.value, NotSent)
    assert_silent(caught.value, caplog)


async def test_no_free_connection_in_time_means_nothing_was_sent(server: Server) -> None:
    server.answer = hang
    given = Timeouts(connect=0.05, pool=0.05, read=0.4)
    async with bot_at(server.url, given) as bot:
        sends = [bot.send_message(5, "x") for _ in range(5)]
        errors = await asyncio.gather(*sends, return_exceptions=True)
    assert [isinstance(error, NotSent) for error in errors].count(True) == 1
    assert all(isinstance(error, TimedOut) for error in errors)


async def test_nobody_listens(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with bot_at(f"http://127.0.0.1:{port}") as bot:
        with pytest.raises(NotSent) as caught:
            await bot.get_me()
    assert_silent(caught.value, caplog)


@pytest.mark.parametrize("url", ["http://[", "ftp://127.0.0.1", "http://127.0.0.1:99999", "nothing"])
async def test_an_impossible_address(url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with bot_at(url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert_silent(caught.value, caplog)


async def test_a_transport_that_is_not_open_says_so() -> None:
    with pytest.raises(NetworkError, match="not open"):
        await AiohttpRequest().post("http://127.0.0.1:1/")
