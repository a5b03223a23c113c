"""Messages of the bot that must not stay: known in memory only, deleted after their time, best effort."""

from datetime import datetime, timedelta
from typing import NoReturn

CARD_LASTS = timedelta(hours=24)  # a writer's card that was neither sent nor cancelled
VIEW_LASTS = timedelta(minutes=30)  # what somebody reads and does not own

Place = tuple[int, int]  # a chat and a message


class Fleeting:
    """Where such messages are and until when; a restart forgets them, nothing is ever written of them."""

    __slots__ = ("_beside", "_until")

    def __init__(self) -> None:
        self._until: dict[Place, datetime] = {}
        self._beside: dict[Place, int] = {}

    def __repr__(self) -> str:
        return "<Fleeting>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("fleeting messages are not for keeping")

    def add(self, chat_id: int, message_id: int, until: datetime, beside: int | None = None) -> None:
        """This message goes at `until`, or sooner with the one it stands `beside`."""
        self._until[chat_id, message_id] = until
        if beside is not None:
            self._beside[chat_id, message_id] = beside

    def beside(self, chat_id: int, message_id: int) -> list[int]:
        """What goes with this message."""
        return [one for (chat, one), other in self._beside.items() if (chat, other) == (chat_id, message_id)]

    def follow(self, chat_id: int, message_id: int, new: int) -> None:
        """Another message takes the place of this one, if it is to go."""
        place = (chat_id, message_id)
        if place in self._until:
            self.add(chat_id, new, self._until[place], self._beside.get(place))

    def keep(self, chat_id: int, message_id: int) -> None:
        """This message may stay after all, or is gone already."""
        self._until.pop((chat_id, message_id), None)
        self._beside.pop((chat_id, message_id), None)

    def next_due(self) -> datetime | None:
        """When the next one goes."""
        return min(self._until.values(), default=None)

    def take_due(self, now: datetime) -> list[Place]:
        """The messages whose time has come, each once."""
        due = [place for place, until in self._until.items() if until <= now]
        for place in due:
            self.keep(*place)
        return due
