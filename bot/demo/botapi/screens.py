"""What a person sees: chats, messages, keyboards and menus, ready for the page of phones."""

from bot.demo.botapi.commands import effective
from bot.demo.botapi.entities import cut
from bot.demo.botapi.state import JSON, Chat, Message, Person
from bot.demo.botapi.world import World

SNIPPET = 80
COPIED = [
    "message_id",
    "date",
    "edit_date",
    "text",
    "caption",
    "entities",
    "message_thread_id",
    "voice",
    "audio",
    "video",
    "video_note",
    "sticker",
    "location",
    "contact",
    "poll",
    "link_preview_options",
    "quote",
]
KINDS = [
    "document",
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "sticker",
    "location",
    "contact",
    "poll",
]
SERVICE = {
    "group_chat_created": ("{who} created the group", "{who} a créé le groupe"),
    "supergroup_chat_created": ("{who} created the group", "{who} a créé le groupe"),
    "new_chat_members": ("{whom} joined the group", "{whom} a rejoint le groupe"),
    "left_chat_member": ("{whom} left the group", "{whom} a quitté le groupe"),
    "pinned_message": ("{who} pinned a message", "{who} a épinglé un message"),
    "migrate_to_chat_id": ("The group became a supergroup", "Le groupe est devenu un supergroupe"),
    "migrate_from_chat_id": ("The group became a supergroup", "Le groupe est devenu un supergroupe"),
    "forum_topic_created": ("Topic opened: {topic}", "Sujet ouvert : {topic}"),
    "forum_topic_edited": ("Topic renamed", "Sujet renommé"),
    "forum_topic_closed": ("Topic closed", "Sujet fermé"),
    "forum_topic_reopened": ("Topic reopened", "Sujet rouvert"),
}


def name_of(user: JSON) -> str:
    """First and last name."""
    return " ".join(user[part] for part in ("first_name", "last_name") if user.get(part))


def messages(world: World, person_id: int, chat: Chat) -> list[JSON]:
    """Everything that this person sees in this chat now, oldest first."""
    if not chat.present(person_id):
        return []
    since = chat.members[person_id].since if chat.kind == "group" else 0
    seen = [m for m in chat.messages.values() if not m.deleted and m.id > since]
    return [_message(world, chat, world.people[person_id], message) for message in seen]


def _message(world: World, chat: Chat, person: Person, message: Message) -> JSON:
    body = chat.standing(message.body)
    shown: JSON = {name: body[name] for name in COPIED if name in body}
    if "caption_entities" in body:
        shown["entities"] = body["caption_entities"]
    user = body["from"]
    shown["from"] = {"id": user["id"], "name": name_of(user), "is_bot": user["is_bot"]}
    shown["outgoing"] = user["id"] == person.id
    shown["kind"] = next((kind for kind in KINDS if kind in body), "text")
    shown["protected"] = body.get("has_protected_content", False)
    shown["forwarded"] = "forward_origin" in body
    shown["service"] = _service(body, french=person.language_code.startswith("fr"))
    shown["reactions"] = [reaction["emoji"] for given in message.reactions.values() for reaction in given]
    return shown | _keyboard(message) | _reply(body) | _document(world, body) | _photo(world, body)


def _keyboard(message: Message) -> JSON:
    markup = message.markup or {}
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    return {
        "keyboard": rows,
        "force_reply": markup.get("force_reply", False),
        "placeholder": markup.get("input_field_placeholder"),
        "reply_keyboard": [[button["text"] for button in row] for row in markup.get("keyboard", [])],
    }


def _reply(body: JSON) -> JSON:
    answered = body.get("reply_to_message")
    if answered is None:
        return {"reply_to": None}
    text = answered.get("text") or answered.get("caption") or ""
    head = {"message_id": answered["message_id"], "name": name_of(answered["from"])}
    return {"reply_to": head | {"text": cut(text, 0, SNIPPET)}}


def _document(world: World, body: JSON) -> JSON:
    if "document" not in body:
        return {}
    stored = world.files[body["document"]["file_id"]]
    return {"document": {"file_name": stored.name, "size": len(stored.content), "path": stored.path}}


def _photo(world: World, body: JSON) -> JSON:
    """The largest size, which is the last; a phone shows it at its path."""
    if "photo" not in body:
        return {}
    largest = body["photo"][-1]
    return {"photo": largest | {"path": world.files[largest["file_id"]].path}}


def _service(body: JSON, french: bool) -> str | None:
    kind = next((kind for kind in SERVICE if kind in body), None)
    if kind is None:
        return None
    users = body.get("new_chat_members") or [body.get("left_chat_member") or body["from"]]
    whom = ", ".join(name_of(user) for user in users)
    topic = body.get("forum_topic_created", {}).get("name", "")
    return SERVICE[kind][french].format(who=name_of(body["from"]), whom=whom, topic=topic)


def view(world: World, person: Person) -> JSON:
    """The whole phone, as JSON: the person, the chats with what they hold, the last answer to a tap."""
    mine = [chat for chat in world.chats.values() if chat.present(person.id) and not chat.migrated_to]
    mine.sort(key=lambda chat: chat.kind != "private")
    toast = world.toasts.get(person.id)
    about = {"id": person.id, "name": name_of(person.user()), "language_code": person.language_code}
    return {
        "person": person.user() | about,
        "chats": [_chat(world, person, chat) for chat in mine],
        "toast": toast,
    }


def _chat(world: World, person: Person, chat: Chat) -> JSON:
    shown = messages(world, person.id, chat)
    seen = chat.last_read.get(person.id, 0)
    unread = sum(m["message_id"] > seen and not m["outgoing"] and not m["service"] for m in shown)
    return {
        "id": chat.id,
        "type": chat.kind,
        "title": chat.title or world.bot["first_name"],
        "members": _members(world, person, chat),
        "commands": effective(world, chat, person) if _has_bot(world, chat) else [],
        "pinned": chat.pinned[-1] if chat.pinned else None,
        "unread": unread,
        "description": _description(world, person) if chat.person else "",
        "started": chat.started,
        "blocked": chat.blocked,
        "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()],
        "messages": shown,
    }


def _description(world: World, person: Person) -> str:
    """What an empty chat with the bot shows, in the reader's language before none."""
    languages = person.language_code[:2], ""
    return next((text for language in languages if (text := world.profile.get(("description", language)))), "")


def _has_bot(world: World, chat: Chat) -> bool:
    return chat.person is not None or chat.present(world.bot["id"])


def _members(world: World, person: Person, chat: Chat) -> list[JSON]:
    if chat.person:
        users = [(person.user(), "member"), (world.bot, "member")]
    else:
        users = [(m.user, m.status) for m in chat.members.values() if m.present]
    return [{"id": user["id"], "name": name_of(user), "status": status} for user, status in users]
