"""The one object under all faces of the simulated Telegram: clock, counters, chats, journal."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.demo.botapi.errors import ApiError, bad, forbidden
from bot.demo.botapi.state import JSON, Chat, Message, Person
from bot.demo.botapi.updates import Queue, Signal


@dataclass(frozen=True)
class Stored:
    """A file at Telegram; `path` is its address under `/file/bot<token>/`."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes


@dataclass
class Query:
    """One tap on a button; `answer` is what the bot said to it."""

    id: str
    person: Person
    chat_id: int
    message_id: int
    at: datetime
    answer: JSON | None = None


@dataclass(frozen=True)
class Effect:
    """Something that the bot did; `message` is the message as it then was, for calls that have one."""

    method: str
    chat_id: int | None
    message: JSON | None
    at: datetime
    parameters: JSON


class World:
    """State, and what every method needs; numbers depend on the seed alone, time on `now` alone."""

    def __init__(self, token: str, now: Callable[[], datetime], username: str, name: str, seed: int) -> None:
        self.token, self.now, self.seed = token, now, seed
        head = token.split(":")[0]
        self.bot: JSON = {
            "id": int(head) if head.isdigit() else self.number("bot"),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Stored] = {}
        self.queries: dict[str, Query] = {}
        self.polls: dict[str, tuple[int, int]] = {}
        self.votes: dict[str, dict[int, list[int]]] = {}
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.toasts: dict[int, JSON] = {}
        self.journal: list[Effect] = []
        self.queue = Queue(now, next_id=self.number("update") % 900_000_000 + 1)
        self.revision = 0
        self.changed = Signal()
        self._made = 0
        self._next_message = 1

    def stamp(self) -> int:
        """Now, in Unix seconds."""
        return int(self.now().timestamp())

    def number(self, about: str) -> int:
        """A ten-digit number that is the same in every world of this seed."""
        return int.from_bytes(sha256(f"{self.seed}/{about}".encode()).digest()[:6]) % 8_999_999_999 + 1_000_000_000

    def code(self, about: str) -> str:
        """A new opaque string of 32 characters, such as a file id."""
        self._made += 1
        digest = sha256(f"{self.seed}/{about}/{self._made}".encode()).digest()
        return base64.urlsafe_b64encode(digest[:24]).decode()

    def touch(self) -> None:
        """Something that a phone shows has changed."""
        self.revision += 1
        self.changed.fire()

    def message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; all private chats and small groups of a bot share one counter."""
        if chat.kind == "supergroup":
            chat.next_message += 1
            return chat.next_message - 1
        self._next_message += 1
        return self._next_message - 1

    def write(self, chat: Chat, sender: JSON, content: JSON, markup: JSON | None = None) -> Message:
        """Puts a message into a chat; the caller has checked that its sender may."""
        head = {
            "message_id": self.message_id(chat),
            "from": sender,
            "chat": chat.chat(),
            "date": self.stamp(),
        }
        message = Message(head | content, markup)
        chat.messages[message.id] = message
        if sender["id"] != self.bot["id"]:
            chat.last_read[sender["id"]] = message.id
        self.touch()
        return message

    def chat(self, chat_id: int | str) -> Chat:
        """A chat that the bot knows and is in; raises ApiError 400, 403, or 400 with `migrate_to_chat_id`."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not (chat.person or self.bot["id"] in chat.members):
            raise bad("chat not found")
        if chat.migrated_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, text, migrate_to_chat_id=chat.migrated_to)
        if not chat.person and not chat.present(self.bot["id"]):
            kicked = chat.members[self.bot["id"]].status == "kicked"
            where = f"the {'group' if chat.kind == 'group' else 'supergroup'} chat"
            raise forbidden(f"bot was kicked from {where}" if kicked else f"bot is not a member of {where}")
        return chat

    def open_chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to; raises ApiError as `chat` does, and 403 for a person who bars it."""
        chat = self.chat(chat_id)
        if chat.person and chat.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.person and not chat.started and not self._knocked(chat.person.id):
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def _knocked(self, person_id: int) -> bool:
        """For 5 minutes after a request to join, the bot may write to whoever asked."""
        knocks = [chat.knocks[person_id] for chat in self.chats.values() if person_id in chat.knocks]
        return any(self.stamp() - knock.at <= 300 for knock in knocks)

    def need(self, chat: Chat, right: str, refusal: str) -> None:
        """Raises ApiError 400 unless the bot has an administrator's `right` in this group."""
        if chat.person is None and right not in chat.members[self.bot["id"]].rights:
            raise bad(refusal)

    def member_count(self, chat: Chat) -> int:
        """People and bots in a chat."""
        return 2 if chat.person else sum(member.present for member in chat.members.values())
