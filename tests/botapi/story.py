"""One long story that makes the simulation emit every kind of object, each with its documented type."""

from typing import Any

from bot.demo.botapi.attachments import PIXEL
from bot.demo.botapi.parameters import Upload
from tests.botapi.scene import Scene

Emitted = list[tuple[str, Any]]
KINDS = [
    "voice",
    "photo",
    "document",
    "location",
    "contact",
    "sticker",
    "video",
    "video_note",
    "audio",
    "text",
]
ALL_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "poll",
    "poll_answer",
    "message_reaction",
]
KEYBOARD = {"inline_keyboard": [[{"text": "Oui", "callback_data": "yes", "style": "success"}]]}


def objects(emitted: Emitted) -> list[tuple[str, Any]]:
    """Single objects with their types, arrays taken apart."""
    taken = []
    for kind, value in emitted:
        items = value if kind.startswith("Array of ") else [value]
        taken += [(kind.removeprefix("Array of "), item) for item in items]
    return [(kind, item) for kind, item in taken if kind not in ("Boolean", "Integer", "String")]


class Story:
    """Calls methods and keeps each result with its documented type."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.telegram, self.emitted = scene, scene.telegram, Emitted()

    async def call(self, kind: str, method: str, files: dict[str, Upload] | None = None, **values: object) -> Any:
        result = await self.telegram.call(method, values, files)
        self.emitted.append((kind, result))
        return result

    async def updates(self) -> None:
        self.emitted += [("Update", update) for update in await self.scene.updates()]


async def everything(scene: Scene) -> Emitted:
    """All types of updates and results, in one world."""
    story = Story(scene)
    await scene.telegram.call("getUpdates", {"allowed_updates": ALL_UPDATES})
    for chapter in (_messages, _media, _groups, _links, _topics, _polls, _settings):
        await chapter(story)
        await story.updates()
    return story.emitted


async def _messages(story: Story) -> None:
    awa, telegram = story.scene.awa.id, story.telegram
    said = telegram.say(awa, "Bonjour https://example.org @entrepairs_bot")
    asked = await story.call(
        "Message",
        "sendMessage",
        chat_id=awa,
        text='<b>Oui</b> <tg-time unix="1780000000" format="wDT">demain</tg-time> <a href="https://a.fr">a</a>',
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        protect_content=True,
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": said, "quote": "Bonjour"},
    )
    telegram.tap(awa, awa, asked["message_id"], "yes")
    telegram.say(awa, "réponse", reply_to=asked["message_id"])
    telegram.edit(awa, None, said, "Bonsoir")
    telegram.react(awa, None, said, "👍")
    await story.call(
        "Message",
        "editMessageText",
        chat_id=awa,
        message_id=asked["message_id"],
        text="Non",
        reply_markup=KEYBOARD,
    )
    await story.call("Message", "editMessageReplyMarkup", chat_id=awa, message_id=asked["message_id"])
    await story.call("Boolean", "pinChatMessage", chat_id=awa, message_id=asked["message_id"])
    await story.call("Boolean", "sendChatAction", chat_id=awa, action="typing")
    await story.call("ChatFullInfo", "getChat", chat_id=awa)
    await story.call("ChatMember", "getChatMember", chat_id=awa, user_id=awa)
    await story.call("Boolean", "deleteMessage", chat_id=awa, message_id=asked["message_id"])
    telegram.tap(awa, awa, asked["message_id"], "gone")
    telegram.block(awa)
    telegram.start(awa)


async def _media(story: Story) -> None:
    awa = story.scene.awa.id
    for kind in KINDS:
        story.telegram.send_media(awa, kind, caption="vu" if kind == "text" else None, forwarded=kind == "text")
    story.telegram.send_media(awa, "photo", album="9")
    for name, extra in (("document", {}), ("photo", {"has_spoiler": True})):
        files = {name: Upload("réunion.ics", PIXEL, "text/calendar")}
        method = f"send{name.capitalize()}"
        body = await story.call("Message", method, files, chat_id=awa, caption="<i>vu</i>", parse_mode="HTML", **extra)
        content = body["photo"][0] if name == "photo" else body["document"]
        await story.call("File", "getFile", file_id=content["file_id"])


async def _groups(story: Story) -> None:
    scene, telegram, group = story.scene, story.telegram, story.scene.group
    luc, zoe = scene.luc.id, scene.stranger.id
    telegram.join(zoe, group)
    telegram.leave(zoe, group)
    await story.call("Boolean", "restrictChatMember", chat_id=group, user_id=luc, permissions={"can_send_polls": True})
    await story.call("ChatMember", "getChatMember", chat_id=group, user_id=luc)
    await story.call(
        "Boolean", "banChatMember", chat_id=group, user_id=luc, until_date=scene.telegram.world.stamp() + 99
    )
    await story.call("ChatMember", "getChatMember", chat_id=group, user_id=luc)
    await story.call("Boolean", "unbanChatMember", chat_id=group, user_id=luc)
    await story.call("Array of ChatMember", "getChatAdministrators", chat_id=group, return_bots=True)
    await story.call("Integer", "getChatMemberCount", chat_id=group)
    await story.call("ChatFullInfo", "getChat", chat_id=group)
    small = telegram.group("Petit", owner=scene.ines.id, members=[luc], supergroup=False)
    telegram.add_bot(scene.ines.id, small, administrator=False)
    large = telegram.migrate(small)
    telegram.remove_bot(scene.ines.id, large)
    telegram.add_bot(scene.ines.id, large)
    await story.call("Boolean", "leaveChat", chat_id=large)


async def _links(story: Story) -> None:
    group, zoe = story.scene.group, story.scene.stranger.id
    later = story.telegram.world.stamp() + 3600
    link = await story.call("ChatInviteLink", "createChatInviteLink", chat_id=group, member_limit=1, expire_date=later)
    story.telegram.join(zoe, link["invite_link"])
    story.telegram.leave(zoe, group)
    asking = await story.call(
        "ChatInviteLink", "createChatInviteLink", chat_id=group, name="Sur demande", creates_join_request=True
    )
    story.telegram.join(zoe, asking["invite_link"])
    await story.call("Boolean", "approveChatJoinRequest", chat_id=group, user_id=zoe)
    await story.call("String", "exportChatInviteLink", chat_id=group)
    await story.call("ChatInviteLink", "revokeChatInviteLink", chat_id=group, invite_link=asking["invite_link"])


async def _topics(story: Story) -> None:
    ines = story.scene.ines.id
    forum = story.telegram.group("Forum", owner=ines, forum=True)
    story.telegram.add_bot(ines, forum)
    topic = await story.call("ForumTopic", "createForumTopic", chat_id=forum, name="Réunions")
    place = {"chat_id": forum, "message_thread_id": topic["message_thread_id"]}
    await story.call("Message", "sendMessage", text="Ici", **place)
    story.telegram.say(ines, "là", forum, topic=topic["message_thread_id"])
    await story.call("Boolean", "editForumTopic", name="Dates", **place)
    await story.call("Boolean", "closeForumTopic", **place)
    await story.call("Boolean", "reopenForumTopic", **place)
    await story.call("Boolean", "deleteForumTopic", **place)


async def _polls(story: Story) -> None:
    group, options = story.scene.group, [{"text": "mardi"}, {"text": "jeudi"}]
    asked = await story.call(
        "Message",
        "sendPoll",
        chat_id=group,
        question="Quand ?",
        options=options,
        is_anonymous=False,
        open_period=60,
    )
    story.telegram.vote(story.scene.ines.id, group, asked["message_id"], [1])
    await story.call("Poll", "stopPoll", chat_id=group, message_id=asked["message_id"])
    quiz: dict[str, Any] = {
        "type": "quiz",
        "correct_option_ids": [0],
        "explanation": "<b>car</b>",
        "explanation_parse_mode": "HTML",
    }
    await story.call("Message", "sendPoll", chat_id=group, question="Quand ?", options=options, **quiz)


async def _settings(story: Story) -> None:
    commands = [{"command": "aide", "description": "De l'aide"}]
    await story.call("User", "getMe")
    await story.call("Boolean", "setMyCommands", commands=commands, scope={"type": "default"}, language_code="fr")
    await story.call("Array of BotCommand", "getMyCommands", language_code="fr")
    await story.call("Boolean", "deleteMyCommands", language_code="fr")
    await story.call("WebhookInfo", "getWebhookInfo")
    await story.call("Boolean", "setWebhook", url="https://example.org/hook", secret_token="x", ip_address="127.0.0.1")
    story.telegram.world.queue.webhook.error = "Connection refused"
    await story.call("WebhookInfo", "getWebhookInfo")
    await story.call("Boolean", "deleteWebhook")
