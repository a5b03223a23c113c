"""The bot's messages: sending, answering, editing, deleting, pinning, each as strict as Telegram."""

from typing import Any

import pytest

from tests.botapi.scene import Scene

YES = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes"}]]}


async def test_private_chats_share_one_counter_and_supergroups_have_their_own(scene: Scene) -> None:
    one, two = await scene.send(), await scene.send(chat_id=scene.luc.id)
    assert two["message_id"] == one["message_id"] + 1
    in_group = await scene.send(chat_id=scene.group)
    assert in_group["message_id"] == 3


async def test_who_never_wrote_blocked_or_does_not_exist_is_refused(scene: Scene) -> None:
    error = await scene.refused("sendMessage", chat_id=scene.stranger.id, text="x")
    assert (error.code, error.description) == (403, "Forbidden: bot can't initiate conversation with a user")
    scene.telegram.block(scene.awa.id)
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x")
    assert (error.code, error.description) == (403, "Forbidden: bot was blocked by the user")
    for nobody in (42, "@nobody"):
        error = await scene.refused("sendMessage", chat_id=nobody, text="x")
        assert (error.code, error.description) == (400, "Bad Request: chat not found")
    scene.telegram.start(scene.awa.id)
    await scene.send()


async def test_an_answer_holds_the_message_answered_but_no_deeper(scene: Scene) -> None:
    first = await scene.send("un", reply_markup=YES)
    number = scene.telegram.say(scene.awa.id, "deux", reply_to=first["message_id"])
    third = await scene.send("trois", reply_parameters={"message_id": number})
    [update] = await scene.updates()
    assert update["message"]["reply_to_message"]["reply_markup"] == YES
    assert third["reply_to_message"]["text"] == "deux"
    assert "reply_to_message" not in third["reply_to_message"]


async def test_an_answer_to_nothing_is_refused_unless_allowed(scene: Scene) -> None:
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x", reply_parameters={"message_id": 999})
    assert error.description == "Bad Request: message to be replied not found"
    sent = await scene.send(reply_parameters={"message_id": 999, "allow_sending_without_reply": True})
    assert "reply_to_message" not in sent


@pytest.mark.parametrize(
    ("markup", "trouble"),
    [
        ([[{"text": "x", "callback_data": "é" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": " ", "callback_data": "a"}]], "Text must be non-empty"),
        ([[{"text": "x"}]], "Text buttons are unallowed"),
        ([[{"text": "x", "url": "ftp://x"}]], "Wrong HTTP URL"),
        ([[{"text": "x", "callback_data": "a", "style": "loud"}]], "invalid button style"),
        ([[{"text": "x", "callback_data": "a"}] * 9], "too many buttons in a row"),
        ([[{"text": "x", "callback_data": "a"}] * 8] * 13, "reply markup is too long"),
    ],
)
async def test_keyboards_keep_within_limits(scene: Scene, markup: list[Any], trouble: str) -> None:
    await scene.send(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "é" * 32}]]})
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x", reply_markup={"inline_keyboard": markup})
    assert trouble in error.description


async def test_editing_replaces_text_and_keyboard(scene: Scene) -> None:
    sent = await scene.send(reply_markup=YES)
    where = {"chat_id": scene.awa.id, "message_id": sent["message_id"]}
    error = await scene.refused("editMessageText", text="Bonjour", reply_markup=YES, **where)
    assert error.description.startswith("Bad Request: message is not modified: specified new message content")
    edited = await scene.telegram.call("editMessageText", {"text": "Bonsoir"} | where)
    assert edited["text"] == "Bonsoir"
    assert "reply_markup" not in edited
    assert "edit_date" in edited
    error = await scene.refused("editMessageReplyMarkup", **where)
    assert error.description.startswith("Bad Request: message is not modified")


async def test_only_ones_own_text_can_be_edited(scene: Scene) -> None:
    number = scene.telegram.say(scene.awa.id, "à moi")
    asking = await scene.send(reply_markup={"force_reply": True})
    gone = await scene.send()
    await scene.telegram.call("deleteMessage", {"chat_id": scene.awa.id, "message_id": gone["message_id"]})
    for wanted, trouble in (
        (number, "message can't be edited"),
        (asking["message_id"], "message can't be edited"),
        (gone["message_id"], "message to edit not found"),
        (999, "message to edit not found"),
    ):
        error = await scene.refused("editMessageText", chat_id=scene.awa.id, message_id=wanted, text="x")
        assert error.description == f"Bad Request: {trouble}"


async def test_messages_can_be_deleted_within_48_hours(scene: Scene) -> None:
    theirs = scene.telegram.say(scene.awa.id, "brouillon")
    scene.clock.forward(hours=47)
    mine = (await scene.send())["message_id"]
    await scene.telegram.call("deleteMessages", {"chat_id": scene.awa.id, "message_ids": [theirs, 999]})
    error = await scene.refused("deleteMessage", chat_id=scene.awa.id, message_id=theirs)
    assert error.description == "Bad Request: message to delete not found"
    scene.clock.forward(hours=49)
    error = await scene.refused("deleteMessage", chat_id=scene.awa.id, message_id=mine)
    assert error.description == "Bad Request: message can't be deleted for everyone"
    assert theirs not in [m["message_id"] for m in scene.telegram.visible(scene.awa.id, scene.awa.id)]


async def test_a_reply_to_what_was_deleted_is_refused(scene: Scene) -> None:
    number = scene.telegram.say(scene.awa.id, "brouillon")
    scene.telegram.delete(scene.awa.id, None, number)
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x", reply_parameters={"message_id": number})
    assert error.description == "Bad Request: message to be replied not found"


async def test_pins_are_said_in_the_chat_and_follow_deletion(scene: Scene) -> None:
    number = (await scene.send(chat_id=scene.group))["message_id"]
    await scene.telegram.call("pinChatMessage", {"chat_id": scene.group, "message_id": number})
    chat = await scene.telegram.call("getChat", {"chat_id": scene.group})
    assert chat["pinned_message"]["message_id"] == number
    assert scene.telegram.visible(scene.awa.id, scene.group)[-1]["service"] == "Entrepairs a épinglé un message"
    await scene.telegram.call("deleteMessage", {"chat_id": scene.group, "message_id": number})
    error = await scene.refused("unpinChatMessage", chat_id=scene.group)
    assert error.description == "Bad Request: message to unpin not found"


async def test_the_journal_keeps_what_the_bot_did_in_order(scene: Scene) -> None:
    sent = await scene.send()
    await scene.telegram.call("getMe", {})
    await scene.telegram.call(
        "editMessageText", {"chat_id": scene.awa.id, "message_id": sent["message_id"], "text": "Bonsoir"}
    )
    first, second = scene.telegram.journal
    assert (first.method, first.chat_id, first.at) == ("sendMessage", scene.awa.id, scene.clock())
    assert first.message is not None
    assert second.message is not None
    assert (first.message["text"], second.message["text"]) == ("Bonjour", "Bonsoir")
