"""What the simulated Telegram knows; message bodies are replaced, never changed in place."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]

PRESENT = ("creator", "administrator", "member")
ADMINISTRATORS = ("creator", "administrator")


@dataclass(frozen=True)
class Person:
    """Somebody with a phone."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "fr"

    def user(self) -> JSON:
        """The Bot API's User."""
        optional = {"last_name": self.last_name, "username": self.username}
        given = {name: value for name, value in optional.items() if value is not None}
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        } | given


@dataclass
class Member:
    """One user in a group; `rights` are for administrators, `permissions` and `until` for the restricted."""

    user: JSON
    status: str
    rights: frozenset[str] = frozenset()
    permissions: JSON | None = None
    until: int = 0
    inside: bool = True
    since: int = 0

    @property
    def present(self) -> bool:
        return self.status in PRESENT or (self.status == "restricted" and self.inside)


@dataclass
class Message:
    """One message; `body` is what the Bot API says of it, `markup` a keyboard that it does not repeat."""

    body: JSON
    markup: JSON | None = None
    deleted: bool = False
    reactions: dict[int, list[JSON]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.body["message_id"])


@dataclass
class Topic:
    """One forum topic, named after the id of the message that opened it."""

    id: int
    name: str
    icon_color: int
    closed: bool = False
    icon: str | None = None


@dataclass
class Link:
    """One invite link."""

    url: str
    creator: JSON
    name: str | None = None
    by_request: bool = False
    expires: int | None = None
    limit: int | None = None
    used: int = 0
    revoked: bool = False
    primary: bool = False


@dataclass(frozen=True)
class Knock:
    """A request to join that waits for an answer."""

    at: int
    link: Link | None


@dataclass
class Chat:
    """A conversation: with one person (`person`), in a group or in a supergroup."""

    id: int
    kind: str
    title: str = ""
    person: Person | None = None
    forum: bool = False
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    knocks: dict[int, Knock] = field(default_factory=dict)
    last_read: dict[int, int] = field(default_factory=dict)
    next_message: int = 1

    def chat(self) -> JSON:
        """The Bot API's Chat."""
        if self.person is None:
            forum = {"is_forum": True} if self.forum else {}
            return {"id": self.id, "type": self.kind, "title": self.title} | forum
        user = self.person.user()
        names = {name: user[name] for name in ("first_name", "last_name", "username") if name in user}
        return {"id": self.id, "type": self.kind} | names

    def there(self, message_id: int) -> Message | None:
        """The message, unless it never was or was deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def standing(self, body: JSON) -> JSON:
        """A message as Telegram tells it now: what it answers is left out once that is deleted."""
        answered = body.get("reply_to_message")
        if answered is None or self.there(answered["message_id"]) is not None:
            return body
        return {name: value for name, value in body.items() if name != "reply_to_message"}

    def present(self, user_id: int) -> bool:
        """Whether somebody sees this chat."""
        member = self.members.get(user_id)
        return self.id == user_id or (member is not None and member.present)

    def runs(self, user_id: int) -> bool:
        """Whether somebody is owner or administrator here."""
        member = self.members.get(user_id)
        return member is not None and member.status in ADMINISTRATORS
