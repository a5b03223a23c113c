"""The bot's messages: text, documents and photos, with what they answer and where in a forum they go."""

from typing import Any

from bot.demo.botapi import files, keyboards
from bot.demo.botapi.entities import cut, formatted, units
from bot.demo.botapi.errors import bad
from bot.demo.botapi.parameters import Upload, Values
from bot.demo.botapi.state import JSON, Chat
from bot.demo.botapi.world import Stored, World

ACTIONS = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
]


def text_of(values: Values) -> JSON:
    """The fields `text` and `entities` of a message; raises ApiError 400."""
    text, entities = formatted(values["text"], values.get("parse_mode"), values.get("entities"))
    if not text:
        raise bad("message text is empty" if not values["text"] else "text must be non-empty")
    if len(text) > 4096:
        raise bad("message is too long")
    preview = {name: values[name] for name in ("link_preview_options",) if name in values}
    return {"text": text} | ({"entities": entities} if entities else {}) | preview


def caption_of(values: Values) -> JSON:
    """The fields `caption` and `caption_entities` of a message; raises ApiError 400."""
    parts = values.get("caption", ""), values.get("parse_mode"), values.get("caption_entities")
    text, entities = formatted(*parts)
    if len(text) > 1024:
        raise bad("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def post(world: World, values: Values, content: JSON) -> JSON:
    """Puts the bot's message into the chat and returns it; raises ApiError 400 or 403."""
    chat = world.open_chat(values["chat_id"])
    shown, hidden = keyboards.split(values.get("reply_markup"))
    extra = _thread(world, chat, values) | _reply(chat, values) | shown
    if values.get("protect_content"):
        extra["has_protected_content"] = True
    return world.write(chat, world.bot, content | extra, hidden).body


def _thread(world: World, chat: Chat, values: Values) -> JSON:
    thread = values.get("message_thread_id")
    if thread is None or (chat.forum and thread == 1):
        return {}
    topic = chat.topics.get(thread)
    if not chat.forum or topic is None:
        raise bad("message thread not found")
    if topic.closed and "can_manage_topics" not in chat.members[world.bot["id"]].rights:
        raise bad("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(chat: Chat, values: Values) -> JSON:
    wanted = values.get("reply_parameters")
    if wanted is None:
        return {}
    if wanted.get("chat_id", chat.id) != chat.id:
        raise bad("reply_parameters.chat_id of another chat is not simulated")
    message = chat.there(wanted["message_id"])
    if message is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    return {"reply_to_message": unnested(message.body)} | _quote(message.body, wanted)


def _quote(body: JSON, wanted: JSON) -> JSON:
    if not wanted.get("quote"):
        return {}
    text, entities = formatted(wanted["quote"], wanted.get("quote_parse_mode"), wanted.get("quote_entities"))
    whole = str(body.get("text") or body.get("caption") or "")
    if text not in whole:
        raise bad("QUOTE_TEXT_INVALID")
    position = units(whole[: whole.index(text)])
    marks = {"entities": entities} if entities else {}
    return {"quote": {"text": cut(whole, position, units(text)), "position": position, "is_manual": True} | marks}


def unnested(body: JSON) -> JSON:
    """A message as it stands inside another one: without the message that it answers itself."""
    return {name: value for name, value in body.items() if name not in ("reply_to_message", "pinned_message")}


def send_message(world: World, values: Values) -> JSON:
    world.open_chat(values["chat_id"])
    return post(world, values, text_of(values))


def send_document(world: World, values: Values) -> JSON:
    world.open_chat(values["chat_id"])
    stored = _stored(world, values["document"], "documents", files.UPLOAD_LIMIT)
    return post(world, values, {"document": files.document(stored)} | caption_of(values))


def send_photo(world: World, values: Values) -> JSON:
    world.open_chat(values["chat_id"])
    stored = _stored(world, values["photo"], "photos", files.PHOTO_LIMIT)
    content: JSON = {"photo": files.photo(stored)} | caption_of(values)
    shown = {"has_spoiler": "has_media_spoiler", "show_caption_above_media": "show_caption_above_media"}
    return post(world, values, content | {field: True for name, field in shown.items() if values.get(name)})


def _stored(world: World, given: Any, folder: str, limit: int) -> Stored:
    if isinstance(given, Upload):
        return files.keep(world, given, folder, limit)
    if given not in world.files:
        raise bad("wrong file identifier/HTTP URL specified")
    return world.files[given]


def send_chat_action(world: World, values: Values) -> bool:
    world.open_chat(values["chat_id"])
    if values["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    _thread(world, world.open_chat(values["chat_id"]), values)
    return True
