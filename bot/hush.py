"""What is logged while somebody acts waits for the next slot: a line must not tell when they did.

Whoever writes a report makes an update, and whatever is logged on its account would be timed by it; the journal of
the machine adds a time of its own to each line it gets. So such lines wait in memory, and come out together, in any
order, with the time at which they come out. A kill loses them. What the program says of itself is said at once.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from random import SystemRandom
from typing import Any, TextIO

MOST = 1000  # lines that wait; what is beyond is only counted
WORKERS = "database-"  # their threads know no context, and work for everybody

_acting: ContextVar[bool] = ContextVar("acting", default=False)


def act() -> None:
    """From here on this task works for somebody."""
    _acting.set(True)


@contextmanager
def acting() -> Iterator[None]:
    """What is said inside is said on somebody's account."""
    before = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(before)


def release() -> None:
    """Say what has waited."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Speaker):
            handler.speak()


class Speaker(logging.StreamHandler[TextIO]):
    """Writes lines to a stream; `said` gives the fields of a record without time, fit to be kept."""

    def __init__(
        self, stream: TextIO, said: Callable[[logging.LogRecord], Mapping[str, Any]], *, waits: bool = True
    ) -> None:
        super().__init__(stream)
        self._said, self._waits = said, waits
        self._waiting: list[tuple[str, int, dict[str, Any]]] = []
        self._beyond = 0
        self._door = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, or keep it for later."""
        if self._waits and (_acting.get() or str(record.threadName).startswith(WORKERS)):
            self._keep(record.name, record.levelno, {**self._said(record), "held": True})
        else:
            super().emit(record)

    def _keep(self, name: str, level: int, said: dict[str, Any]) -> None:
        with self._door:
            if len(self._waiting) < MOST:
                self._waiting.append((name, level, said))
            else:
                self._beyond += 1

    def speak(self) -> None:
        """Write what was kept, in any order; the time on it is that of now."""
        with self._door:
            waiting, self._waiting = self._waiting, []
            beyond, self._beyond = self._beyond, 0
        SystemRandom().shuffle(waiting)
        if beyond:
            waiting.append((__name__, logging.WARNING, {"event": "more lines than could be kept", "lines": beyond}))
        for name, level, said in waiting:
            super().emit(logging.LogRecord(name, level, "", 0, said, (), None))

    def close(self) -> None:
        """At the end of the program."""
        self.speak()
        super().close()
