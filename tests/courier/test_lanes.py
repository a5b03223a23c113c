"""Who goes first, how fast everything goes, and what a flood everywhere does."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.sections import Pace as PaceSettings
from storage.notices import ALERT, REMINDER
from tests.courier.office import Office, opened

USUAL = PaceSettings()
MANY = 60


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[Office]:
    """Many members, and Telegram's real limits."""
    async with opened(tmp_path, pace=USUAL) as office:
        office.people = await office.members(MANY)
        await office.meeting()
        yield office


def everyone() -> list[str]:
    return [f"member:{number + 1}" for number in range(MANY)]


def sent(office: Office) -> list[int]:
    """The chats written to, in order."""
    return [effect.chat_id for effect in office.telegram.journal if effect.method == "sendMessage" and effect.chat_id]


async def test_an_alert_overtakes_what_waits(crowd: Office) -> None:
    await crowd.say(*everyone())
    for kind in ("meeting.j14", "meeting.j3"):
        await crowd.say(*everyone(), kind=kind)
    await crowd.say("member:1", kind="meeting.j3", lane=REMINDER)
    delivering = asyncio.create_task(crowd.courier.deliver())
    await crowd.line.reached("sendMessage", 20)
    before = len(sent(crowd))
    await crowd.say("member:59", kind="meeting.h2", lane=ALERT)
    await crowd.line.reached("sendMessage", before + 10)
    delivering.cancel()
    order = sent(crowd)
    assert order[0] == crowd.people[0], "the reminder went before every broadcast"
    assert crowd.people[58] in order[before : before + 8], "the alert did not wait for the 160 others"


async def test_many_leave_evenly(crowd: Office) -> None:
    await crowd.say(*everyone())
    await crowd.courier.deliver()
    times = [effect.at.timestamp() for effect in crowd.telegram.journal if effect.method == "sendMessage"]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(times) == MANY
    assert min(gaps) > 0.03
    assert max(gaps) < 0.1
    assert times[-1] - times[0] == pytest.approx(MANY * 1.04 / 29, rel=0.1)


async def test_a_flood_everywhere_stops_everything(crowd: Office) -> None:
    crowd.telegram.flood(30)
    await crowd.say(*everyone())
    await crowd.courier.deliver()
    assert crowd.line.tried["sendMessage"] <= 6, "two chats refused are enough to know"
    await crowd.later(20)
    assert crowd.line.tried["sendMessage"] <= 6
    await crowd.later(11)
    await crowd.later(2)
    assert sorted(sent(crowd)) == sorted(crowd.people)
    assert set(await crowd.states()) == {"sent"}


async def test_a_chat_that_is_told_much_holds_nobody_up(crowd: Office) -> None:
    for _ in range(10):
        await crowd.say("member:1")
    await crowd.say(*everyone()[1:21])
    start = crowd.time
    await crowd.courier.deliver()
    others = [e.at for e in crowd.telegram.journal if e.method == "sendMessage" and e.chat_id != crowd.people[0]]
    assert len(others) == 20
    assert (max(others) - start).total_seconds() < 3
    for _ in range(11):
        await crowd.later(1)
    assert set(await crowd.states()) == {"sent"}


async def test_calls_that_hang_leave_room_for_an_alert(crowd: Office) -> None:
    crowd.line.free.clear()
    crowd.database.on_ring = crowd.courier.ring
    running = asyncio.create_task(crowd.courier.run())
    await crowd.say(*everyone()[:10])
    await crowd.line.reached("sendMessage", 10)
    await crowd.say("member:50", kind="meeting.h2", lane=ALERT)
    await crowd.line.reached("sendMessage", 11)
    assert set(await crowd.states()) == {"sending"}, "the ten still hang"
    crowd.line.free.set()
    running.cancel()
    await crowd.courier.deliver()
    assert set(await crowd.states()) == {"sent"}
