"""Taps on buttons: what the bot is told, how long and how often it may answer."""

from tests.botapi.scene import Scene

YES = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes"}]]}


async def test_a_tap_carries_the_whole_message(scene: Scene) -> None:
    sent = await scene.send(reply_markup=YES)
    scene.clock.forward(hours=72)
    scene.telegram.tap(scene.awa.id, scene.awa.id, sent["message_id"], "yes")
    [update] = await scene.updates()
    assert update["callback_query"]["message"] == sent
    assert update["callback_query"]["data"] == "yes"


async def test_a_tap_on_a_deleted_message_says_only_which_it_was(scene: Scene) -> None:
    sent = await scene.send(reply_markup=YES)
    await scene.telegram.call("deleteMessage", {"chat_id": scene.awa.id, "message_id": sent["message_id"]})
    scene.telegram.tap(scene.awa.id, scene.awa.id, sent["message_id"], "forged by another app")
    [update] = await scene.updates()
    gone = {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}
    assert update["callback_query"]["message"] == gone


async def test_a_tap_is_answered_once_and_within_150_seconds(scene: Scene) -> None:
    sent = await scene.send(reply_markup=YES)
    first = scene.telegram.tap(scene.awa.id, scene.awa.id, sent["message_id"], "yes")
    assert scene.telegram.callback_answer(first) is None
    scene.clock.forward(seconds=150)
    await scene.telegram.call("answerCallbackQuery", {"callback_query_id": first, "text": "Noté", "show_alert": True})
    assert scene.telegram.callback_answer(first) == {"text": "Noté", "show_alert": True}
    assert scene.telegram.view(scene.awa.id)["toast"] == {"id": first, "text": "Noté", "alert": True}
    late = scene.telegram.tap(scene.awa.id, scene.awa.id, sent["message_id"], "yes")
    scene.clock.forward(seconds=151)
    for wrong in (first, late, "12345"):
        error = await scene.refused("answerCallbackQuery", callback_query_id=wrong)
        assert error.description == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )


async def test_an_answer_has_200_characters_at_most(scene: Scene) -> None:
    sent = await scene.send(reply_markup=YES)
    tap = scene.telegram.tap(scene.awa.id, scene.awa.id, sent["message_id"], "yes")
    error = await scene.refused("answerCallbackQuery", callback_query_id=tap, text="é" * 201)
    assert error.description == "Bad Request: MESSAGE_TOO_LONG"
    await scene.telegram.call("answerCallbackQuery", {"callback_query_id": tap, "text": "é" * 200})
