"""The door of calendars behind a real server: what it says, and what it says nothing of."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from pydantic import SecretStr

from bot.feed import route
from bot.redact import redact
from bot.sections import Telegram
from bot.webhook import door
from tests.edge.inbox import TOKEN, Inbox, intake

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
KNOWN = "/calendar/known.ics"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async def nothing(_: object) -> None:
        raise AssertionError("no update")

    async def health() -> dict[str, object]:
        return {"status": "ok"}

    async def read(token: str) -> bytes | None:
        return CALENDAR if token == "known" else None

    telegram = Telegram(token=SecretStr(TOKEN), listen="127.0.0.1:0")
    server = door(telegram, intake(Inbox(), nothing), health, [route(read)])
    assert server is not None
    await server.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
        yield client
    await server.stop()


async def test_a_calendar_is_given_once_and_not_again_while_it_is_the_same(session: aiohttp.ClientSession) -> None:
    async with session.get(KNOWN) as answer:
        assert (answer.status, await answer.read()) == (200, CALENDAR)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"].startswith("private")
        assert not answer.cookies
        tag = answer.headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}'):
        async with session.get(KNOWN, headers={"If-None-Match": given}) as answer:
            assert (answer.status, await answer.read(), answer.headers["etag"]) == (304, b"", tag)
    async with session.head(KNOWN) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "path", ["/calendar/unknown.ics", "/calendar/.ics", "/calendar/known", "/calendar/a/known.ics"]
)
async def test_what_leads_nowhere_is_not_found(session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(path) as answer:
        assert answer.status == 404
        assert b"known" not in await answer.read()


async def test_nothing_can_be_written_there(session: aiohttp.ClientSession) -> None:
    async with session.post(KNOWN, data=b"x") as answer:
        assert answer.status == 405


def test_an_address_never_reaches_a_log() -> None:
    assert redact("GET https://pairs.example/calendar/AbC-d_e.ics?x=1 failed") == (
        "GET https://pairs.example/calendar/[token] failed"
    )
