"""Every supported method as python-telegram-bot sends it: its parameters are those that the simulation knows."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)

from bot.demo.botapi.attachments import PIXEL
from bot.demo.telegram_request import SimulatedRequest
from tests.botapi.scene import TOKEN, Scene

MARKUP = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="yes", style="success")]])


@pytest.fixture
async def bot(scene: Scene) -> AsyncIterator[Bot]:
    request = SimulatedRequest(scene.telegram)
    async with Bot(TOKEN, request=request, get_updates_request=SimulatedRequest(scene.telegram)) as bot:
        yield bot


async def test_messages(scene: Scene, bot: Bot) -> None:
    awa = scene.awa.id
    time = MessageEntity(MessageEntity.DATE_TIME, 0, 6, unix_time=scene.clock(), date_time_format="wDT")
    preview = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(awa, "demain", entities=[time], link_preview_options=preview, protect_content=True)
    assert sent.entities[0].unix_time == scene.clock()
    photo = await bot.send_photo(awa, PIXEL, caption="vue", reply_parameters=ReplyParameters(sent.message_id))
    assert (photo.photo[0].width, photo.reply_to_message) == (1, sent)
    await bot.edit_message_text("après-demain", awa, sent.message_id, reply_markup=MARKUP)
    await bot.edit_message_reply_markup(awa, sent.message_id)
    await bot.pin_chat_message(awa, sent.message_id, disable_notification=True)
    await bot.unpin_chat_message(awa, sent.message_id)
    await bot.set_message_reaction(awa, sent.message_id, "👍")
    assert scene.telegram.visible(awa, awa)[1]["reactions"] == ["👍"]
    await bot.send_chat_action(awa, "typing")
    file = await bot.get_file(photo.photo[-1].file_id)
    assert await file.download_as_bytearray() == PIXEL
    await bot.delete_message(awa, photo.message_id)
    await bot.delete_messages(awa, [sent.message_id])


async def test_groups(scene: Scene, bot: Bot) -> None:
    group, luc = scene.group, scene.luc.id
    await bot.restrict_chat_member(group, luc, ChatPermissions.no_permissions(), until_date=scene.clock())
    await bot.restrict_chat_member(group, luc, ChatPermissions.all_permissions())
    await bot.ban_chat_member(group, luc, revoke_messages=True)
    await bot.unban_chat_member(group, luc, only_if_banned=True)
    link = await bot.create_chat_invite_link(group, name="Atelier", creates_join_request=True)
    scene.telegram.join(luc, link.invite_link)
    await bot.approve_chat_join_request(group, luc)
    await bot.revoke_chat_invite_link(group, link)
    assert (await bot.export_chat_invite_link(group)).startswith("https://t.me/+")
    assert (await bot.get_chat(group)).title == "Pairs ARA"
    assert (await bot.get_chat_member(group, luc)).status == "member"
    assert await bot.get_chat_member_count(group) == 4
    assert len(await bot.get_chat_administrators(group)) == 2
    assert await bot.leave_chat(group)


async def test_topics_and_polls(scene: Scene, bot: Bot) -> None:
    forum = scene.telegram.group("Forum", owner=scene.ines.id, forum=True)
    scene.telegram.add_bot(scene.ines.id, forum)
    topic = await bot.create_forum_topic(forum, "Dates", icon_color=7322096)
    thread = topic.message_thread_id
    options: list[str | InputPollOption] = ["mardi", InputPollOption("jeudi")]
    asked = await bot.send_poll(forum, "Quand ?", options, is_anonymous=False, message_thread_id=thread)
    assert asked.poll is not None
    assert (await bot.stop_poll(forum, asked.message_id)).is_closed
    await bot.edit_forum_topic(forum, thread, name="Réunions")
    await bot.close_forum_topic(forum, thread)
    await bot.reopen_forum_topic(forum, thread)
    assert await bot.delete_forum_topic(forum, thread)


async def test_settings(scene: Scene, bot: Bot) -> None:
    scope = BotCommandScopeChat(scene.awa.id)
    await bot.set_my_commands([BotCommand("aide", "De l'aide")], scope, "fr")
    assert (await bot.get_my_commands(scope, "fr"))[0].command == "aide"
    await bot.delete_my_commands(scope, "fr")
    await bot.set_my_name("Entre pairs")
    await bot.set_my_description("Un lieu entre pairs", "fr")
    await bot.set_my_short_description("Entre pairs")
    assert (await bot.get_me()).first_name == "Entre pairs"
    assert scene.telegram.view(scene.awa.id)["chats"][0]["description"] == "Un lieu entre pairs"
    await bot.set_webhook("https://example.org/hook", secret_token="s", allowed_updates=["message"])
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)
    assert await bot.delete_webhook(drop_pending_updates=True)
