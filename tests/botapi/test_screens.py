"""What people see: menus by scope and language, unread marks, keyboards, service lines, who may do what."""

import asyncio
import json

import pytest

from bot.demo.botapi.errors import Impossible
from bot.demo.botapi.parameters import Upload
from tests.botapi.scene import Scene, made


async def menu(scene: Scene, text: str, **more: object) -> None:
    commands = [{"command": text, "description": text.capitalize()}]
    await scene.telegram.call("setMyCommands", {"commands": commands} | more)


def shown(scene: Scene, person_id: int, chat_id: int) -> list[str]:
    chats = scene.telegram.view(person_id)["chats"]
    return [c["command"] for chat in chats if chat["id"] == chat_id for c in chat["commands"]]


async def test_the_narrowest_menu_wins_then_the_reader_s_language(scene: Scene) -> None:
    john = scene.telegram.person("John", language="en-GB")
    await menu(scene, "default")
    await menu(scene, "aide", scope={"type": "all_private_chats"}, language_code="fr")
    await menu(scene, "help", scope={"type": "all_private_chats"})
    await menu(scene, "mine", scope={"type": "chat", "chat_id": scene.luc.id})
    await menu(scene, "run", scope={"type": "all_chat_administrators"})
    assert shown(scene, scene.awa.id, scene.awa.id) == ["aide"]
    assert shown(scene, john.id, john.id) == ["help"]
    assert shown(scene, scene.luc.id, scene.luc.id) == ["mine"]
    assert shown(scene, scene.ines.id, scene.group) == ["run"]
    assert shown(scene, scene.awa.id, scene.group) == ["default"]
    await scene.telegram.call("deleteMyCommands", {"scope": {"type": "all_private_chats"}, "language_code": "fr"})
    assert shown(scene, scene.awa.id, scene.awa.id) == ["help"]


async def test_bad_commands_are_refused(scene: Scene) -> None:
    for command, trouble in (("Aide!", "BOT_COMMAND_INVALID"), ("aide", "BOT_COMMAND_DESCRIPTION_INVALID")):
        error = await scene.refused("setMyCommands", commands=[{"command": command, "description": ""}])
        assert error.description == f"Bad Request: {trouble}"


async def test_a_phone_shows_messages_as_the_page_needs_them(scene: Scene) -> None:
    awa = scene.awa.id
    sent = await scene.send(
        "<b>Oui</b>",
        parse_mode="HTML",
        protect_content=True,
        reply_parameters={"message_id": 1},
        reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": "danger"}]]},
    )
    await scene.send(reply_markup={"force_reply": True, "input_field_placeholder": "Écrivez"})
    files = {"document": Upload("réunion.ics", b"BEGIN", "text/calendar")}
    await scene.telegram.call("sendDocument", {"chat_id": awa, "caption": "La date"}, files)
    phone = json.loads(json.dumps(scene.telegram.view(awa)))
    chat = phone["chats"][0]
    first, asking, document = chat["messages"][-3:]
    assert (chat["id"], chat["type"], chat["unread"]) == (awa, "private", 3)
    assert first["message_id"] == sent["message_id"]
    assert first["protected"]
    assert first["keyboard"] == [[{"text": "a", "callback_data": "a", "style": "danger"}]]
    assert first["reply_to"] == {"message_id": 1, "name": "Awa", "text": "/start"}
    assert (asking["force_reply"], asking["placeholder"]) == (True, "Écrivez")
    assert document["document"]["file_name"] == "réunion.ics"
    assert scene.telegram.download(document["document"]["path"]).content == b"BEGIN"
    scene.telegram.read(awa, awa)
    assert scene.telegram.view(awa)["chats"][0]["unread"] == 0


async def test_waiting_for_a_change_wakes_with_it(scene: Scene) -> None:
    seen = scene.telegram.revision
    assert await scene.telegram.changed(seen, 0.01) == seen
    waiting = asyncio.create_task(scene.telegram.changed(seen, 5))
    await asyncio.sleep(0.01)
    await scene.send()
    assert await asyncio.wait_for(waiting, 1) > seen


async def test_new_members_of_a_small_group_see_what_comes_after_them(scene: Scene) -> None:
    group = scene.telegram.group("Petit", owner=scene.ines.id, supergroup=False)
    scene.telegram.say(scene.ines.id, "avant", group)
    scene.telegram.join(scene.awa.id, group)
    scene.telegram.say(scene.ines.id, "après", group)
    texts = [m.get("text") or m["service"] for m in scene.telegram.visible(scene.awa.id, group)]
    assert texts == ["Awa a rejoint le groupe", "après"]


async def test_phones_refuse_what_no_app_offers(scene: Scene) -> None:
    telegram, awa = scene.telegram, scene.awa.id
    theirs = (await scene.send())["message_id"]
    for act in (
        lambda: telegram.say(scene.stranger.id, "x", scene.group),
        lambda: telegram.edit(awa, None, theirs, "x"),
        lambda: telegram.tap(awa, awa, 999, "x"),
        lambda: telegram.join(awa, scene.group),
        lambda: telegram.add_bot(awa, scene.group),
        lambda: telegram.send_media(awa, "hologram"),
        lambda: telegram.migrate(scene.group),
    ):
        with pytest.raises(Impossible):
            act()


async def test_the_same_seed_makes_the_same_numbers(scene: Scene) -> None:
    again = made()
    assert (again.awa, again.group) == (scene.awa, scene.group)
