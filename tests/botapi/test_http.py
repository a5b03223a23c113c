"""The HTTP face: addresses, ways to send parameters, uploads and downloads, Telegram's refusals."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.demo.botapi.attachments import PIXEL
from bot.demo.telegram_web import routes
from tests.botapi.scene import TOKEN, Scene


@pytest.fixture
async def client(scene: Scene) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=routes(scene.telegram))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://simulated/bot{TOKEN}/") as client:
        yield client


async def test_every_way_of_sending_parameters_works(scene: Scene, client: httpx.AsyncClient) -> None:
    values: dict[str, Any] = {"chat_id": scene.awa.id, "text": "Bonjour"}
    answers = [
        await client.get("sendMessage", params=values),
        await client.post("sendMessage", json=values),
        await client.post("sendMessage", data=values),
        await client.post("sendMessage", params={"text": "Bonjour"}, data={"chat_id": values["chat_id"]}),
        await client.post("sendMessage", files={name: (None, str(value)) for name, value in values.items()}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [answer.json()["result"]["text"] for answer in answers] == ["Bonjour"] * 5


async def test_a_file_goes_up_and_comes_down(scene: Scene, client: httpx.AsyncClient) -> None:
    content = bytes(range(256)) * 10
    for name, field in (("document", {}), ("elsewhere", {"document": "attach://elsewhere"})):
        files = {name: ("réunion.ics", content, "text/calendar")}
        sent = await client.post("sendDocument", data={"chat_id": str(scene.awa.id)} | field, files=files)
        document = sent.json()["result"]["document"]
        assert (document["file_name"], document["mime_type"], document["file_size"]) == (
            "réunion.ics",
            "text/calendar",
            2560,
        )
        found = (await client.get("getFile", params={"file_id": document["file_id"]})).json()["result"]
        down = await client.get(f"http://simulated/file/bot{TOKEN}/{found['file_path']}")
        assert down.content == content
    again = await client.post("sendDocument", json={"chat_id": scene.awa.id, "document": document["file_id"]})
    assert again.json()["result"]["document"] == document


async def test_refusals_come_with_their_status(scene: Scene, client: httpx.AsyncClient) -> None:
    answer = await client.get("http://simulated/bot1:wrong/getMe")
    assert (answer.status_code, answer.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    answer = await client.get("flyToTheMoon")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")
    scene.telegram.flood(5)
    answer = await client.post("sendMessage", json={"chat_id": scene.awa.id, "text": "x"})
    assert answer.status_code == 429
    assert answer.json()["parameters"] == {"retry_after": 5}
    answer = await client.post("sendMessage", content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["description"]) == (400, "Bad Request: can't parse JSON object")
    answer = await client.get("http://simulated/file/bot1:wrong/documents/file_0.ics")
    assert answer.status_code == 401
    answer = await client.get(f"http://simulated/file/bot{TOKEN}/documents/file_0.ics")
    assert answer.status_code == 404


async def test_a_photo_is_fetched_at_its_path(scene: Scene, client: httpx.AsyncClient) -> None:
    scene.telegram.send_media(scene.awa.id, "photo")
    update = (await scene.updates())[-1]
    answer = await client.get("getFile", params={"file_id": update["message"]["photo"][-1]["file_id"]})
    path = answer.json()["result"]["file_path"]
    assert (await client.get(f"http://simulated/file/bot{TOKEN}/{path}")).content == PIXEL


async def test_a_photo_must_be_a_picture(scene: Scene, client: httpx.AsyncClient) -> None:
    files = {"photo": ("photo.png", b"not a picture", "image/png")}
    answer = await client.post("sendPhoto", data={"chat_id": str(scene.awa.id)}, files=files)
    assert answer.json()["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
