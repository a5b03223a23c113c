"""Telegram's limits, kept in every window of a time that is only imagined."""

import asyncio
import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Coroutine
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import MINUTE, NotYet, Pace
from bot.sections import Pace as PaceSettings

USUAL = PaceSettings()
NEARLY = 1e-6  # seconds that rounding may take


class Time:
    """Seconds that pass only when everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), future))
        await future

    async def run(self, *work: Coroutine[Any, Any, None]) -> None:
        """Let time pass until the work is done."""
        tasks = [asyncio.ensure_future(each) for each in work]
        while not all(task.done() for task in tasks):
            for _ in range(5):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, future = heapq.heappop(self._sleepers)
                future.set_result(None)
        await asyncio.gather(*tasks)


class Log:
    """What was sent when, in turn and as replies."""

    def __init__(self, given: PaceSettings) -> None:
        self.time = Time()
        self.pace = Pace(given, lambda: self.time.now, self.time.sleep)
        self.turns: list[tuple[float, int]] = []
        self.replies: list[tuple[float, int]] = []

    async def bulk(self, chat_id: int, at: float) -> None:
        """Send as the courier does: come back when it is not yet time."""
        await self.time.sleep(at)
        while True:
            try:
                async with self.pace.turn(chat_id):
                    self.turns.append((self.time.now, chat_id))
                    return
            except NotYet as error:
                await self.time.sleep(error.seconds + 0.001)

    async def reply(self, chat_id: int, at: float) -> None:
        await self.time.sleep(at)
        self.pace.note(chat_id)
        self.replies.append((self.time.now, chat_id))

    @property
    def all(self) -> list[tuple[float, int]]:
        return sorted(self.turns + self.replies)


sends = st.lists(st.tuples(st.integers(-3, 12).filter(bool), st.floats(0, 30)), max_size=60)
few_replies = st.lists(st.tuples(st.integers(-3, 12).filter(bool), st.floats(0, 30)), max_size=12)
paces = st.builds(
    PaceSettings,
    per_second=st.integers(1, 12),
    window_seconds=st.floats(0.2, 3),
    per_chat_seconds=st.floats(0, 2),
    per_group_minute=st.integers(1, 20),
)


def played(given: PaceSettings, bulk: list[tuple[int, float]], replies: list[tuple[int, float]]) -> Log:
    """Everything sent, in imagined time."""

    async def play() -> Log:
        log = Log(given)
        await log.time.run(*(log.bulk(*each) for each in bulk), *(log.reply(*each) for each in replies))
        return log

    return asyncio.run(play())


def before(times: list[float], now: float, seconds: float) -> int:
    """How many lie in the window that ends now, now included."""
    return bisect_right(times, now) - bisect_right(times, now - seconds + NEARLY)


@settings(max_examples=25, deadline=None)
@given(paces, sends)
def test_no_window_holds_more_than_allowed(given: PaceSettings, bulk: list[tuple[int, float]]) -> None:
    log = played(given, bulk, [])
    times = [at for at, _ in log.all]
    assert len(times) == len(bulk)
    most = max(1, given.per_second - 1)
    assert all(before(times, at, given.window_seconds) <= most for at in times)


@settings(max_examples=25, deadline=None)
@given(paces, sends, few_replies)
def test_replies_go_at_once_and_push_bulk_back(
    given: PaceSettings, bulk: list[tuple[int, float]], replies: list[tuple[int, float]]
) -> None:
    log = played(given, bulk, replies)
    assert sorted(log.replies) == sorted((at, chat) for chat, at in replies)
    times = [at for at, _ in log.all]
    most = max(1, given.per_second - 1)
    assert len(log.turns) == len(bulk)
    replied = {at for at, _ in log.replies}
    assert all(before(times, at, given.window_seconds) <= most for at, _ in log.turns if at not in replied)


@settings(max_examples=25, deadline=None)
@given(paces, sends, few_replies)
def test_each_chat_has_its_own_limits(
    given: PaceSettings, bulk: list[tuple[int, float]], replies: list[tuple[int, float]]
) -> None:
    log = played(given, bulk, replies)
    chats = defaultdict(list)
    for at, chat_id in log.all:
        chats[chat_id].append(at)
    replied = set(log.replies)
    for at, chat_id in log.turns:
        if (at, chat_id) in replied:
            continue  # the reply came in the very same instant, after the turn
        if given.per_chat_seconds > NEARLY:
            assert before(chats[chat_id], at, given.per_chat_seconds) == 1
        if chat_id < 0:
            assert before(chats[chat_id], at, MINUTE) <= given.per_group_minute


def test_bulk_is_evenly_spaced() -> None:
    log = played(USUAL, [(chat, 0) for chat in range(1, 101)], [])
    times = [at for at, _ in log.all]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps) == pytest.approx(1.04 / 29, abs=0.002)
    assert max(gaps) == pytest.approx(1.04 / 29, abs=0.002)


def test_a_minute_later_no_chat_is_remembered() -> None:
    log = played(USUAL, [(chat, 0) for chat in range(1, 200)], [(1000, 5)])
    log.pace.flood(7, 5)
    log.time.now += MINUTE
    log.pace.flood(8, 5)
    log.pace.note(1)
    held = [value for value in vars(log.pace).values() if isinstance(value, (dict, list)) or hasattr(value, "popleft")]
    assert sum(map(len, held)) < 10


async def refused(pace: Pace, chat_id: int) -> bool:
    try:
        async with pace.turn(chat_id):
            return False
    except NotYet:
        return True


async def test_a_flood_in_one_chat_is_this_chats_only() -> None:
    log = Log(PaceSettings(per_second=1000, per_chat_seconds=0))
    log.pace.flood(1, 30)
    assert await refused(log.pace, 1)
    log.time.now = 2
    assert not await refused(log.pace, 2)
    log.pace.flood(1, 3)
    log.time.now = 29
    assert await refused(log.pace, 1), "the longer of two waits holds"
    log.time.now = 30.1
    assert not await refused(log.pace, 1)


async def test_floods_in_two_chats_at_once_are_everywhere() -> None:
    log = Log(PaceSettings(per_second=1000, per_chat_seconds=0))
    log.pace.flood(1, 30)
    log.time.now = 0.9
    log.pace.flood(2, 20)
    assert await refused(log.pace, 3)
    with pytest.raises(NotYet) as caught:
        await log.pace.ready()
    assert caught.value.seconds == pytest.approx(20)
    log.time.now = 21
    assert not await refused(log.pace, 3)
    assert await refused(log.pace, 1)
