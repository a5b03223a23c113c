"""Who asked to be told of an answer: known in memory only, 14 days at most, told some time later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

KEPT = timedelta(days=14)
SOONEST, LATEST = 10, 90  # minutes between an answer and the word of it, so that one does not point at the other


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to tell, and in which language."""

    chat_id: int
    language: str


class Pushes:
    """The wishes by thread; a restart forgets them, nothing is ever written of them."""

    __slots__ = ("_due", "_later", "_wishes")

    def __init__(self) -> None:
        self._wishes: dict[bytes, tuple[Wish, datetime]] = {}
        self._due: dict[bytes, datetime] = {}
        self._later: list[tuple[datetime, Wish]] = []

    def __repr__(self) -> str:
        return "<Pushes>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("wishes are not for keeping")

    def ask(self, thread_id: bytes, wish: Wish, now: datetime) -> None:
        """Tell this person of the next answer."""
        self._wishes[thread_id] = (wish, now + KEPT)

    def drop(self, thread_id: bytes) -> None:
        """Tell nobody after all."""
        self._wishes.pop(thread_id, None)
        self._due.pop(thread_id, None)

    def answered(self, thread_id: bytes, draw: int, now: datetime) -> None:
        """There is an answer; `draw` is any random number, which chooses the delay."""
        if thread_id in self._wishes and thread_id not in self._due:
            self._due[thread_id] = now + timedelta(minutes=SOONEST + draw % (LATEST - SOONEST + 1))

    def put_off(self, wish: Wish, until: datetime) -> None:
        """They are to be told when their quiet hours end; of what, is not known any more."""
        self._later.append((until, wish))

    def next_due(self) -> datetime | None:
        """When the next person is to be told."""
        return min((*self._due.values(), *(at for at, _ in self._later)), default=None)

    def take_due(self, now: datetime) -> list[Wish]:
        """Whom to tell now, each once; wishes that are too old are forgotten."""
        self._wishes = {thread: kept for thread, kept in self._wishes.items() if kept[1] > now}
        due = [thread for thread, at in self._due.items() if at <= now]
        told = [self._wishes.pop(thread)[0] for thread in due if thread in self._wishes]
        for thread in due:
            del self._due[thread]
        told += [wish for at, wish in self._later if at <= now]
        self._later = [(at, wish) for at, wish in self._later if at > now]
        return told
