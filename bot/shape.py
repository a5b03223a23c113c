"""The shape of an update: the fields that the program relies on, with the types that Telegram promises.

Nobody checks this for us: python-telegram-bot hands on whatever it is given, and an account that is a list, or a
private chat with somebody else, would be met deep inside a use case. What does not fit is skipped as unreadable.
"""

from collections.abc import Mapping
from typing import Any

MOST = 2**52  # Telegram's numbers have fewer bits
CHATS = ("private", "group", "supergroup", "channel")


def _number(value: Any) -> bool:
    return type(value) is int and abs(value) < MOST


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _kind(value: Any) -> bool:
    return value in CHATS if isinstance(value, str) else False


# A name with « ! » must be there; the others may be missing. A list holds things of one shape.
USER = {"id!": _number, "is_bot!": _flag, "first_name!": _text, "language_code": _text}
CHAT = {"id!": _number, "type!": _kind, "title": _text}
ENTITY = {"type!": _text, "offset!": _number, "length!": _number, "url": _text, "unix_time": _number}
MESSAGE: dict[str, Any] = {
    "message_id!": _number,
    "date!": _number,
    "chat!": CHAT,
    "from": USER,
    "text": _text,
    "entities": [ENTITY],
    "reply_markup": {"inline_keyboard!": [[{"text!": _text, "callback_data": _text}]]},
    "migrate_to_chat_id": _number,
    "new_chat_members": [USER],
}
MESSAGE["reply_to_message"] = MESSAGE
MEMBER = {"status!": _text, "user!": USER}
UPDATE = {
    "update_id!": _number,
    "message": MESSAGE,
    "edited_message": MESSAGE,
    "callback_query": {"id!": _text, "from!": USER, "data": _text, "message!": MESSAGE},
    "my_chat_member": {
        "chat!": CHAT,
        "from!": USER,
        "date!": _number,
        "old_chat_member!": MEMBER,
        "new_chat_member!": MEMBER,
    },
    "chat_member": {
        "chat!": CHAT,
        "from!": USER,
        "date!": _number,
        "old_chat_member!": MEMBER,
        "new_chat_member!": MEMBER,
    },
    "chat_join_request": {"chat!": CHAT, "from!": USER, "user_chat_id!": _number, "date!": _number},
}


def fits(update: Any) -> bool:
    """Whether everything the program looks at is what it takes it for."""
    return _fits(update, UPDATE) and all(_own(part) for part in update.values() if isinstance(part, dict))


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, dict):
        return isinstance(value, Mapping) and all(_has(value, name, inner) for name, inner in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(one, shape[0]) for one in value)
    fine: bool = shape(value)
    return fine


def _has(value: Mapping[str, Any], name: str, inner: Any) -> bool:
    plain = name.rstrip("!")
    return _fits(value[plain], inner) if plain in value else plain == name


def _own(part: Mapping[str, Any]) -> bool:
    """Somebody does it, and a private chat is theirs."""
    chat, person = part.get("message", part).get("chat") or {}, part.get("from") or {}
    return "id" in person and (chat.get("type") != "private" or chat["id"] == person["id"])
