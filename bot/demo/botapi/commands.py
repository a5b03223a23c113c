"""The bot's menu of commands by scope and language, its name and its descriptions."""

import re
from collections.abc import Callable

from bot.demo.botapi.errors import bad
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.state import JSON, Chat, Person
from bot.demo.botapi.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")


def _key(values: Values) -> tuple[str, str]:
    scope, language = values.get("scope") or {"type": "default"}, values.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    parts = [scope["type"], scope.get("chat_id"), scope.get("user_id")]
    return "/".join(str(part) for part in parts if part is not None), language


def _scoped(world: World, values: Values) -> tuple[str, str]:
    """The key under which a menu is kept; raises ApiError 400 for a chat that the bot does not know."""
    if (chat_id := (values.get("scope") or {}).get("chat_id")) is not None:
        world.chat(chat_id)
    return _key(values)


def set_my_commands(world: World, values: Values) -> bool:
    key, commands = _scoped(world, values), values["commands"]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    commands = [command | {"command": command["command"].removeprefix("/")} for command in commands]
    if not all(COMMAND.fullmatch(command["command"]) for command in commands):
        raise bad("BOT_COMMAND_INVALID")
    if not all(1 <= len(command["description"]) <= 256 for command in commands):
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[key] = commands
    world.touch()
    return True


def get_my_commands(world: World, values: Values) -> list[JSON]:
    return world.commands.get(_scoped(world, values), [])


def delete_my_commands(world: World, values: Values) -> bool:
    world.commands.pop(_scoped(world, values), None)
    world.touch()
    return True


def effective(world: World, chat: Chat, person: Person) -> list[JSON]:
    """The menu this person sees in this chat: the narrowest scope first, their language before none."""
    scopes = [f"chat/{chat.id}", "all_private_chats", "default"]
    if chat.person is None:
        runs = [f"chat_administrators/{chat.id}"], ["all_chat_administrators"]
        above, beside = runs if chat.runs(person.id) else ([], [])
        scopes = [
            f"chat_member/{chat.id}/{person.id}",
            *above,
            f"chat/{chat.id}",
            *beside,
            "all_group_chats",
            "default",
        ]
    for scope in scopes:
        for language in (person.language_code[:2], ""):
            if commands := world.commands.get((scope, language)):
                return commands
    return []


def _profile(name: str) -> Callable[[World, Values], bool]:
    """A method that sets one text of the bot's profile, for one language or (``""``) for all others."""

    def put(world: World, values: Values) -> bool:
        _, language = _key({"language_code": values.get("language_code", "")})
        world.profile[name, language] = values.get(name, "")
        if name == "name" and not language and values.get(name):
            world.bot = world.bot | {"first_name": values[name]}
        world.touch()
        return True

    return put


set_my_name = _profile("name")
set_my_description = _profile("description")
set_my_short_description = _profile("short_description")
