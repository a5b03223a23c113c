"""Who a notice is for: a member in their private chat, or a group; nobody any more when they are gone."""

from dataclasses import dataclass

import storage.groups
import storage.members
from storage.database import Transaction
from storage.members import Member

INBOX = "inbox"  # what a notice to a supervisor is about: all that waits in their boxes


@dataclass(frozen=True)
class Recipient:
    """A chat that something is sent to; no member means a group."""

    chat_id: int
    member: Member | None


def find(tx: Transaction, name: str) -> Recipient | None:
    """The recipient `member:1` or `group:1`; None when they left, blocked the bot or took it out."""
    kind, _, number = name.partition(":")
    if kind == "group":
        group = storage.groups.by_id(tx, int(number))
        return None if group is None else Recipient(group.chat_id, None)
    member = storage.members.by_id(tx, int(number))
    if member is None or member.state != "active":
        return None
    return Recipient(member.telegram_id, member)


def unreachable(tx: Transaction, chat_id: int) -> None:
    """Telegram says that nothing reaches this chat: a member who blocked the bot, a group without it."""
    storage.members.set_state(tx, chat_id, "unreachable")
    storage.groups.remove(tx, chat_id)
