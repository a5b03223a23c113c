"""The in-process face: python-telegram-bot talks to the simulation as to Telegram."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.demo.telegram_request import SimulatedRequest
from tests.botapi.scene import TOKEN, Scene


@pytest.fixture
async def bot(scene: Scene) -> AsyncIterator[Bot]:
    request = SimulatedRequest(scene.telegram, read_timeout=0.5)
    async with Bot(TOKEN, request=request, get_updates_request=SimulatedRequest(scene.telegram)) as bot:
        yield bot


async def test_it_sends_edits_and_answers(scene: Scene, bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="yes")]])
    sent = await bot.send_message(scene.awa.id, "<b>Oui</b> ?", parse_mode="HTML", reply_markup=markup)
    assert sent.text_html == "<b>Oui</b> ?"
    tap = scene.telegram.tap(scene.awa.id, scene.awa.id, sent.message_id, "yes")
    [update] = await bot.get_updates(timeout=1)
    assert update.callback_query is not None
    await update.callback_query.answer("Merci")
    await update.callback_query.edit_message_text("Noté")
    assert scene.telegram.callback_answer(tap) == {"text": "Merci", "show_alert": False}
    await bot.send_message(scene.awa.id, "Votre prénom ?", reply_markup=ForceReply())
    assert [m["text"] for m in scene.telegram.visible(scene.awa.id, scene.awa.id)[1:]] == ["Noté", "Votre prénom ?"]


async def test_it_uploads_and_downloads(scene: Scene, bot: Bot) -> None:
    sent = await bot.send_document(scene.awa.id, b"BEGIN:VCALENDAR", filename="date.ics", caption="La date")
    assert sent.document is not None
    file = await bot.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == b"BEGIN:VCALENDAR"


async def test_refusals_are_its_own_exceptions(scene: Scene, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(42, "x")
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(scene.stranger.id, "x")
    scene.telegram.flood(9, chat_id=scene.awa.id)
    with pytest.raises(RetryAfter, match="Retry in 0:00:09"):
        await bot.send_message(scene.awa.id, "x")
    small = scene.telegram.group("Petit", owner=scene.ines.id, supergroup=False)
    scene.telegram.add_bot(scene.ines.id, small)
    large = scene.telegram.migrate(small)
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(small, "x")
    assert migrated.value.new_chat_id == large
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", request=SimulatedRequest(scene.telegram)).initialize()


async def test_broken_lines_are_its_network_errors(scene: Scene, bot: Bot) -> None:
    for kind, error in (("cut", NetworkError), ("lost", TimedOut), ("hang", TimedOut), ("error", NetworkError)):
        scene.telegram.fault(kind, chat_id=scene.awa.id)  # type: ignore[arg-type]
        with pytest.raises(error):
            await bot.send_message(scene.awa.id, kind)
    assert [m["text"] for m in scene.telegram.visible(scene.awa.id, scene.awa.id)] == ["/start", "lost"]


async def test_it_polls_and_is_told_of_a_second_poller(scene: Scene, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(bot.get_updates(timeout=20))
    with pytest.raises(Conflict):
        await first
    scene.telegram.say(scene.awa.id, "Bonjour")
    [update] = await second
    assert update.message is not None
    assert update.message.text == "Bonjour"
