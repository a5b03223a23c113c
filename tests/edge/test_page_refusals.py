"""What the page's server refuses: other sites, names not of this machine, gestures that make no sense."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.demo.desk import Desk
from bot.demo.page import routes
from tests.page.small_stage import SmallStage

HERE = "http://127.0.0.1:8765"


@pytest.fixture
def stage() -> SmallStage:
    return SmallStage()


@pytest.fixture
async def web(stage: SmallStage) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=Starlette(routes=routes(Desk(stage))))
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


def gesture(stage: SmallStage, **changes: object) -> dict[str, Any]:
    awa = stage.phones[0].person_id
    return {"kind": "say", "person": awa, "chat": awa, "text": "Bonjour"} | changes


def heard(stage: SmallStage) -> list[str]:
    awa = stage.phones[0].person_id
    return [message["text"] for message in stage.telegram.visible(awa, awa)]


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/demo/state", "/demo/file/x"])
@pytest.mark.parametrize("host", ["evil.example:8765", "127.0.0.1.evil.example", "[", "", "192.168.1.7:8765"])
async def test_foreign_name_is_refused_everywhere(web: httpx.AsyncClient, path: str, host: str) -> None:
    answer = await web.get(path, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json() == {"error": "this page answers to loopback names only"}


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:1", "[::1]:8765", "LOCALHOST"])
async def test_loopback_names_are_served(web: httpx.AsyncClient, host: str) -> None:
    assert (await web.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8765"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_page_cannot_drive_the_phones(
    web: httpx.AsyncClient, stage: SmallStage, headers: dict[str, str]
) -> None:
    answer = await web.post("/demo/act", json=gesture(stage), headers=headers)
    assert answer.status_code == 403
    assert heard(stage) == []


async def test_a_form_cannot_stand_for_json(web: httpx.AsyncClient, stage: SmallStage) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = await web.post("/demo/act", content=b"{}", headers={"Content-Type": kind})
        assert answer.status_code == 415
    assert (await web.get("/demo/act")).status_code == 405
    assert heard(stage) == []


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "this is not JSON"),
        (b"\xff\xfe", "this is not JSON"),
        (b"[" * 60_000, "this is not JSON"),
        (b"[1]", "send one object"),
        (b'"' + b"a" * 2_100_000 + b'"', "too long"),
        (b"{}", "missing chat, kind, person"),
    ],
)
async def test_what_is_not_a_gesture_is_named(web: httpx.AsyncClient, raw: bytes, reason: str) -> None:
    answer = await web.post("/demo/act", content=raw, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (400, reason)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"kind": "shout"}, 400),
        ({"person": "Awa"}, 400),
        ({"person": True}, 400),
        ({"colour": "red"}, 400),
        ({"text": "  \n"}, 400),
        ({"text": "é" * 4097}, 400),
        ({"dates": [[0, 3, "tomorrow"]]}, 400),
        ({"dates": [[0, 3]]}, 400),
        ({"dates": [[5, 9, 1_780_000_000]]}, 400),
        ({"dates": {"0": 3}}, 400),
        ({"kind": "photo", "data": "a picture?"}, 400),
        ({"kind": "photo", "data": "AAAA"}, 400),
        ({"person": 1}, 409),
        ({"chat": -5}, 409),
        ({"reply_to": 12345}, 409),
        ({"kind": "tap", "message": 999, "data": "x"}, 409),
        ({"kind": "delete", "message": 999}, 409),
        ({"kind": "leave", "chat": 0}, 409),
    ],
)
async def test_impossible_gestures_change_nothing(
    web: httpx.AsyncClient, stage: SmallStage, changes: dict[str, object], status: int
) -> None:
    before = stage.telegram.revision
    answer = await web.post("/demo/act", json=gesture(stage, **changes))
    assert answer.status_code == status
    assert stage.telegram.revision == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("time", {}),
        ("time", {"hours": 0}),
        ("time", {"hours": -1}),
        ("time", {"days": 1.5}),
        ("time", {"days": True}),
        ("time", {"days": 32}),
        ("time", {"hours": 10**30}),
        ("time", {"minutes": 1}),
        ("time", {"hours": 1, "days": 1}),
        ("language", {}),
        ("language", {"language": "de"}),
        ("language", {"language": ["fr"]}),
    ],
)
async def test_controls_take_only_what_they_offer(
    web: httpx.AsyncClient, stage: SmallStage, path: str, body: dict[str, object]
) -> None:
    before = stage.now()
    assert (await web.post(f"/demo/{path}", json=body)).status_code == 400
    assert (stage.now(), stage.language) == (before, "fr")


async def test_every_answer_carries_the_policy(web: httpx.AsyncClient) -> None:
    for path in ("/", "/static/page.js", "/demo/state", "/demo/file/none"):
        headers = (await web.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_files_do_not_lead_out_of_the_folder(web: httpx.AsyncClient) -> None:
    for path in ("/static/../page.py", "/static/%2e%2e/page.py", "/demo/file/../../page.py"):
        assert (await web.get(path)).status_code == 404


async def test_the_long_poll_answers_when_something_happens(web: httpx.AsyncClient, stage: SmallStage) -> None:
    rev = (await web.get("/demo/state")).json()["rev"]
    waiting = asyncio.create_task(web.get("/demo/state", params={"since": rev}))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await web.post("/demo/act", json=gesture(stage))
    state = (await asyncio.wait_for(waiting, 2)).json()
    assert state["rev"] != rev
    assert state["phones"][0]["chats"][0]["messages"][0]["text"] == "Bonjour"
    assert [phone["role"] for phone in state["phones"]] == [
        "peer_worker",
        "peer_worker",
        "supervisor",
        "coordinator",
    ]
