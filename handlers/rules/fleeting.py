"""Messages of the bot that must not stay: known in memory only, deleted after their time, best effort."""

from datetime import datetime, timedelta
from typing import NoReturn

CARD_LASTS = timedelta(hours=24)  # a writer's card that was neither sent nor cancelled
VIEW_LASTS = timedelta(minutes=30)  # what somebody reads and does not own

Place = tuple[int, int]  # a chat and a message


class Fleeting:
    """Where such messages are and until when; a restart forgets them, nothing is ever written of them."""

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until: dict[Place, datetime] = {}

    def __repr__(self) -> str:
        return "<Fleeting>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("fleeting messages are not for keeping")

    def add(self, chat_id: int, message_id: int, until: datetime) -> None:
        """This message goes at `until`."""
        self._until[chat_id, message_id] = until

    def keep(self, chat_id: int, message_id: int) -> None:
        """This message may stay after all, or is gone already."""
        self._until.pop((chat_id, message_id), None)

    def next_due(self) -> datetime | None:
        """When the next one goes."""
        return min(self._until.values(), default=None)

    def take_due(self, now: datetime) -> list[Place]:
        """The messages whose time has come, each once."""
        due = [place for place, until in self._until.items() if until <= now]
        for place in due:
            del self._until[place]
        return due
