"""What the bot does to messages that exist: edits, deletions, pins, reactions, and answers to taps."""

from datetime import timedelta

from bot.demo.botapi import keyboards
from bot.demo.botapi.errors import bad
from bot.demo.botapi.membership import tell
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.sending import text_of, unnested
from bot.demo.botapi.state import JSON, Chat, Message
from bot.demo.botapi.world import World

DELETABLE_SECONDS = 48 * 3600
ANSWERABLE = timedelta(seconds=150)
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
EXPIRED = "query is too old and response timeout expired or query ID is invalid"
NO_PIN = "not enough rights to manage pinned messages in the chat"


def _own(world: World, values: Values) -> Message:
    """The bot's message that `values` name; raises ApiError unless it can be edited."""
    for name in ("chat_id", "message_id"):
        if name not in values:
            raise bad(f"{name} is empty")
    message = world.open_chat(values["chat_id"]).there(values["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message.body["from"]["id"] != world.bot["id"] or message.markup:
        raise bad("message can't be edited")
    return message


def edit_message_text(world: World, values: Values) -> JSON:
    message = _own(world, values)
    if "text" not in values:
        raise bad("message text is empty")
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    content = text_of(values) | keyboards.inline(values.get("reply_markup"))
    kept = _without(message.body, "text", "entities", "link_preview_options", "reply_markup")
    return _replace(world, message, kept | content)


def edit_message_reply_markup(world: World, values: Values) -> JSON:
    message = _own(world, values)
    kept = _without(message.body, "reply_markup")
    return _replace(world, message, kept | keyboards.inline(values.get("reply_markup")))


def _without(body: JSON, *names: str) -> JSON:
    return {name: value for name, value in body.items() if name not in names}


def _replace(world: World, message: Message, body: JSON) -> JSON:
    if body == message.body:
        raise bad(SAME)
    message.body = body | {"edit_date": world.stamp()}
    world.touch()
    return message.body


def delete_message(world: World, values: Values) -> bool:
    chat = world.chat(values["chat_id"])
    message = chat.there(values["message_id"])
    if message is None:
        raise bad("message to delete not found")
    _deletable(world, chat, message)
    _delete(world, chat, message)
    return True


def delete_messages(world: World, values: Values) -> bool:
    chat = world.chat(values["chat_id"])
    if not 1 <= len(values["message_ids"]) <= 100:
        raise bad("message_ids must be 1-100 message identifiers")
    found = [message for number in values["message_ids"] if (message := chat.there(number))]
    for message in found:
        _deletable(world, chat, message)
    for message in found:
        _delete(world, chat, message)
    return True


def _deletable(world: World, chat: Chat, message: Message) -> None:
    if world.stamp() - message.body["date"] > DELETABLE_SECONDS:
        raise bad("message can't be deleted for everyone")
    if message.body["from"]["id"] != world.bot["id"]:
        world.need(chat, "can_delete_messages", "message can't be deleted")


def _delete(world: World, chat: Chat, message: Message) -> None:
    message.deleted = True
    chat.pinned = [number for number in chat.pinned if number != message.id]
    world.touch()


def pin_chat_message(world: World, values: Values) -> bool:
    chat = world.chat(values["chat_id"])
    world.need(chat, "can_pin_messages", NO_PIN)
    message = chat.there(values["message_id"])
    if message is None:
        raise bad("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        tell(world, chat, world.write(chat, world.bot, {"pinned_message": unnested(message.body)}).body)
    return True


def unpin_chat_message(world: World, values: Values) -> bool:
    chat = world.chat(values["chat_id"])
    world.need(chat, "can_pin_messages", NO_PIN)
    wanted = values.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    world.touch()
    return True


def set_message_reaction(world: World, values: Values) -> bool:
    message = world.chat(values["chat_id"]).there(values["message_id"])
    if message is None:
        raise bad("message to react not found")
    reactions = values.get("reaction", [])
    if len(reactions) > 1 or any(reaction["type"] != "emoji" for reaction in reactions):
        raise bad("REACTION_INVALID")
    message.reactions[world.bot["id"]] = reactions
    world.touch()
    return True


def answer_callback_query(world: World, values: Values) -> bool:
    query = world.queries.get(values["callback_query_id"])
    if query is None or query.answer is not None or world.now() - query.at > ANSWERABLE:
        raise bad(EXPIRED)
    text, alert = values.get("text", ""), values.get("show_alert", False)
    query.answer = {"text": text, "show_alert": alert}
    if text:
        world.toasts[query.person.id] = {"id": query.id, "text": text, "alert": alert}
        world.touch()
    return True
