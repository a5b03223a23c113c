"""What comes from Telegram: each update once at a time per person, acknowledged only when it is finished."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from random import SystemRandom
from typing import Any, TypeVar
from urllib.parse import urlencode
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest

from bot import hush, shape
from bot.log import incident
from storage.trouble import Trouble

MEMORY = 10_000  # finished updates whose numbers are kept in memory
AT_ONCE = 256  # updates in hand at the same time
POLL_SECONDS = 25
LAST_CALL_SECONDS = 1.5
CANCEL_SECONDS = 1.0  # what a cancelled update may take to let go
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0

T = TypeVar("T")
_log = structlog.stdlib.get_logger("bot.intake")
_random = SystemRandom()


class NotNow(Exception):
    """Raised by `handle` when nothing was kept of an update and it has to come again (database away)."""


class Intake:
    """Polls, and takes what the webhook brings; counts unreadable updates (`skipped`) and errors (`failed`).

    `deadline`: seconds for one update. `grace`: seconds that `stop` leaves to what is in hand.
    `memory`: how many finished updates are known again when they come twice.
    """

    def __init__(
        self,
        bot: Bot,
        handle: Callable[[Update], Awaitable[None]],
        request: BaseRequest,
        *,
        deadline: float = 60,
        grace: float = 7,
        memory: int = MEMORY,
        allowed_updates: Sequence[str],
    ) -> None:
        self._bot, self._handle, self._request = bot, handle, request
        self._deadline, self._grace = deadline, grace
        self._allowed = json.dumps(list(allowed_updates))
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._in_hand: set[asyncio.Task[bool]] = set()
        self._stopping, self._at_rest = asyncio.Event(), asyncio.Event()
        self._at_rest.set()
        self._memory, self._finished = memory, dict[int, None]()
        self._offset = self._confirmed = 0
        self._failures = 0
        self.skipped = self.failed = 0

    async def run(self) -> None:
        """Poll until `stop`. Raises Trouble when Telegram refuses the token or another program polls."""
        self._at_rest.clear()
        try:
            while not self._stopping.is_set():
                await self._round()
            await self._last_call()
        finally:
            self._at_rest.set()

    async def stop(self) -> None:
        """Finish what is in hand, cancel what takes longer than the grace, and confirm what was finished."""
        self._stopping.set()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=self._grace)
        for task in self._in_hand:
            task.cancel()
        try:
            async with asyncio.timeout(CANCEL_SECONDS + LAST_CALL_SECONDS):
                await self._at_rest.wait()
        except TimeoutError:
            _log.warning("an update does not let go; left to the next start", in_hand=len(self._in_hand))

    async def take(self, raw: Sequence[Any]) -> set[int]:
        """Handle these updates; returns the ids of those that were not finished and must come again."""
        if self._stopping.is_set():
            return set(_ids(raw))
        held_up: set[Hashable] = set()
        tasks: dict[asyncio.Task[bool], int] = {}
        for each in raw:
            if (known := self._parsed(each)) is not None:
                update, person = known
                tasks[asyncio.create_task(self._in_turn(update, person, held_up))] = update.update_id
        for task in tasks:
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        if tasks:
            await asyncio.wait(tasks)
        return {number for task, number in tasks.items() if task.cancelled() or not task.result()}

    def _parsed(self, raw: Any) -> tuple[Update, Hashable] | None:
        try:
            if not shape.fits(raw):
                raise TypeError("an update of another shape")
            update = Update.de_json(raw, self._bot)
            return update, _person(update)
        except Exception as error:  # whatever is wrong with it, the others must not wait
            self.skipped += 1
            # its text could quote the update
            with hush.acting():
                _log.warning("an update could not be read", error=type(error).__name__, skipped=self.skipped)
            return None

    async def _in_turn(self, update: Update, person: Hashable, held_up: set[Hashable]) -> bool:
        """Whether the update is finished, well or badly; False: it must come again. In a task of its own."""
        hush.act()
        turn = self._turns.setdefault(person, asyncio.Lock())
        async with turn, self._room:
            if person in held_up:
                return False
            if update.update_id in self._finished:
                return True
            try:
                async with asyncio.timeout(self._deadline):
                    await self._handle(update)
            except NotNow:
                held_up.add(person)  # later ones of this person would overtake it
                return False
            except asyncio.CancelledError as error:
                if _is_cancelled():
                    raise
                self._fail(error)
            except Exception as error:
                self._fail(error)
            self._remember(update.update_id)
            return True

    def _remember(self, number: int) -> None:
        """In memory only: use cases bear a repeated update, but a person should not see a question twice."""
        self._finished[number] = None
        while len(self._finished) > self._memory:
            del self._finished[next(iter(self._finished))]

    def _fail(self, error: BaseException) -> None:
        self.failed += 1
        incident(error)

    async def _round(self) -> None:
        try:
            batch = await self._unless_stopping(self._ask(100, POLL_SECONDS))
        except Conflict as error:
            raise Trouble(_conflict(error)) from None
        except InvalidToken:
            raise Trouble("Telegram refuses telegram.token: ask BotFather for the current one.") from None
        except (TelegramError, KeyError) as error:  # KeyError: an answer without a result
            await self._pause(type(error).__name__)
            return
        if not batch:
            self._failures = 0
            return
        left = await self.take(batch)
        ids = _ids(batch)
        if ids:
            self._offset = min(left) if left else max(ids) + 1
        if left or not ids:
            with hush.acting():
                await self._pause("updates that must come again" if ids else "updates without a number")
        else:
            self._failures = 0

    async def _ask(self, limit: int, seconds: int) -> list[Any]:
        asked = {"offset": self._offset, "limit": limit, "timeout": seconds, "allowed_updates": self._allowed}
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        answer = await self._request.post(url, read_timeout=seconds + 10)
        if not isinstance(answer, list):
            raise NetworkError("Invalid server response")
        self._confirmed = asked["offset"] if isinstance(asked["offset"], int) else 0
        return answer

    async def _last_call(self) -> None:
        """Asking with an offset is how finished updates are confirmed; what this brings is not looked at."""
        if self._offset == self._confirmed:
            return
        try:
            async with asyncio.timeout(LAST_CALL_SECONDS):
                await self._ask(1, 0)
        except (TelegramError, TimeoutError) as error:
            _log.warning("finished updates could not be confirmed", error=type(error).__name__)

    async def _pause(self, why: str) -> None:
        seconds = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE) * _random.uniform(0.5, 1)
        self._failures = min(self._failures + 1, 16)
        _log.warning("no updates for now", why=why, seconds=round(seconds, 1))
        await self._unless_stopping(asyncio.sleep(seconds))

    async def _unless_stopping(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result, or None when `stop` comes first."""
        task, stop = asyncio.ensure_future(work), asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            task.cancel()
            stop.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)


def _is_cancelled() -> bool:
    """Whether somebody cancels this very task, rather than something that it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _person(update: Update) -> Hashable:
    if update.effective_user is not None:
        return update.effective_user.id
    if update.effective_chat is not None:
        return update.effective_chat.id
    return "nobody", update.update_id


def _ids(raw: Sequence[Any]) -> list[int]:
    numbers = (each.get("update_id") for each in raw if isinstance(each, dict))
    return [number for number in numbers if isinstance(number, int)]


def _conflict(error: Conflict) -> str:
    if "webhook" in str(error).lower():
        return "A webhook is set for this bot: remove it, or set telegram.mode to webhook."
    return "Another program polls with the same telegram.token: stop it first."
