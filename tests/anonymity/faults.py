"""Faults at every await: a program whose handling of one update breaks wherever it waits for something."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from telegram import Update
from telegram.error import BadRequest, NetworkError

from bot.demo.telegram_request import SimulatedRequest
from storage.trouble import Away
from tests.anonymity.leaks import replaced
from tests.dialogues.stage import Stage

Handle = Callable[[Update], Awaitable[None]]
F = TypeVar("F", bound="Faults")


class Boom(RuntimeError):
    """A bug."""


KINDS: tuple[type[Exception], ...] = (Boom, NetworkError, BadRequest, TimeoutError, Away)


class Faults:
    """Counts the awaits of all updates; at the ordered one, throws."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._error: Exception | None = None
        self._at = -1
        self.awaits = 0

    def order(self, at: int, error: Exception) -> None:
        """Break at the await of this number, counted from now on."""
        self.awaits, self._at, self._error = 0, at, error

    @property
    def thrown(self) -> bool:
        """Whether it came to the ordered await."""
        return self._error is None

    async def handle(self, update: Update) -> None:
        """In place of the program's own."""
        self.passed()
        await _Driven(self._handle(update), self)

    def passed(self) -> None:
        """Between two awaits: what was waited for is done, nothing of what comes next has begun."""

    def due(self) -> Exception | None:
        """The error to throw at this await, once."""
        self.awaits += 1
        if self.awaits - 1 != self._at:
            return None
        error, self._error = self._error, None
        return error


class _Driven:
    """An awaitable that is gone through step by step."""

    def __init__(self, work: Awaitable[None], faults: Faults) -> None:
        self._work, self._faults = work, faults

    def __await__(self) -> Generator[Any, Any, None]:
        steps = self._work.__await__()
        step: Callable[[], Any] = lambda: next(steps)  # noqa: E731 - what to do next changes below
        while True:
            try:
                waited = step()
            except StopIteration:
                return
            if (error := self._faults.due()) is not None:
                step = _thrower(steps, error)
                continue
            try:
                yield waited
            except BaseException as broken:
                step = _thrower(steps, broken)
            else:
                self._faults.passed()
                step = lambda: next(steps)  # noqa: E731 - as above


def _thrower(steps: Generator[Any, Any, None], error: BaseException) -> Callable[[], Any]:
    return lambda: steps.throw(error)


@contextmanager
def breaking(stage: Stage, kind: Callable[[Handle], F]) -> Iterator[F]:
    """The program of this stage breaks on order; calls to Telegram are awaited before and after they happen."""
    answer, intake = SimulatedRequest._answer, stage.program.intake
    faults = kind(intake._handle)

    async def slowly(self: SimulatedRequest, url: str, data: Any) -> tuple[int, bytes]:
        await asyncio.sleep(0)
        answered = await answer(self, url, data)
        await asyncio.sleep(0)
        return answered

    with replaced(SimulatedRequest, "_answer", slowly), replaced(intake, "_handle", faults.handle):
        yield faults
