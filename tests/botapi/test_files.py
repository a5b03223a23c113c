"""Files at Telegram: sizes of pictures, limits, what people send besides text."""

import struct

import pytest

from bot.demo.botapi import files
from bot.demo.botapi.attachments import PIXEL, UNCAPTIONED
from bot.demo.botapi.errors import ApiError
from bot.demo.botapi.parameters import Upload
from tests.botapi.scene import Scene
from tests.botapi.story import KINDS

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03rest"


def test_pictures_tell_their_size() -> None:
    assert files.size(PIXEL) == (1, 1)
    assert files.size(JPEG) == (40, 30)
    for wrong in (b"", b"GIF89a", JPEG[:14], b"\xff\xd8\xff"):
        with pytest.raises(ApiError, match="IMAGE_PROCESS_FAILED"):
            files.size(wrong)


async def test_files_keep_within_limits(scene: Scene) -> None:
    where = {"chat_id": scene.awa.id}
    with pytest.raises(ApiError, match="file must be non-empty"):
        await scene.telegram.call("sendDocument", where, {"document": Upload("vide.txt", b"")})
    with pytest.raises(ApiError, match="Request Entity Too Large") as caught:
        await scene.telegram.call("sendPhoto", where, {"photo": Upload("p.png", PIXEL + bytes(10 * 2**20))})
    assert caught.value.code == 413
    big = Upload("gros.bin", bytes(20 * 2**20 + 1))
    sent = await scene.telegram.call("sendDocument", where, {"document": big})
    error = await scene.refused("getFile", file_id=sent["document"]["file_id"])
    assert error.description == "Bad Request: file is too big"
    assert (await scene.refused("getFile", file_id="unknown")).description == "Bad Request: invalid file_id"
    error = await scene.refused("sendDocument", document="https://example.org/a.pdf", **where)
    assert error.description == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_photos_answer_and_come_together(scene: Scene) -> None:
    asked = await scene.send("Une photo ?")
    for _ in range(2):
        scene.telegram.send_media(scene.awa.id, "photo", reply_to=asked["message_id"], album="9")
    told = [update["message"] for update in await scene.updates()][-2:]
    assert [(one["media_group_id"], one["reply_to_message"]["text"]) for one in told] == [("9", "Une photo ?")] * 2
    path = scene.telegram.visible(scene.awa.id, scene.awa.id)[-1]["photo"]["path"]
    assert scene.telegram.download(path).content == PIXEL


async def test_a_file_says_what_it_is_by_its_name(scene: Scene) -> None:
    scene.telegram.send_media(scene.awa.id, "document", name="mur.png")
    assert (await scene.updates())[-1]["message"]["document"]["mime_type"] == "image/png"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text"])
async def test_people_send_it_and_their_phone_shows_it(scene: Scene, kind: str) -> None:
    caption = None if kind in UNCAPTIONED else "voilà"
    scene.telegram.send_media(scene.awa.id, kind, caption=caption, forwarded=True)
    [update] = await scene.updates()
    assert {kind, "forward_origin"} <= set(update["message"])
    assert update["message"].get("caption") == caption
    shown = scene.telegram.visible(scene.awa.id, scene.awa.id)[-1]
    assert (shown["kind"], shown.get("caption"), shown["forwarded"], shown["outgoing"]) == (kind, caption, True, True)
