"""What handlers send: at once, counted, and once more after a short flood."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.error import RetryAfter

from bot.sections import Pace as PaceSettings
from storage.notices import ALERT
from tests.courier.office import Office, opened


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[Office]:
    """Ten messages a second, nine of them for bulk."""
    async with opened(tmp_path, pace=PaceSettings(per_second=10, window_seconds=1)) as office:
        office.people = await office.members(3)
        await office.meeting()
        yield office


async def test_replies_push_bulk_back(slow: Office) -> None:
    start = slow.time
    for chat_id in slow.people * 4:
        await slow.bot.send_message(chat_id, "Voilà.")
    assert slow.time == start, "a reply never waits"
    await slow.say("member:1", lane=ALERT)
    await slow.courier.deliver()
    await slow.later(1)
    times = [effect.at for effect in slow.telegram.journal if effect.method == "sendMessage"]
    assert (times[-1] - start).total_seconds() >= 1
    assert len(times) == 13


async def test_only_messages_count(slow: Office) -> None:
    start = slow.time
    for chat_id in slow.people * 10:
        await slow.bot.get_chat(chat_id)
    await slow.say("member:1")
    await slow.courier.deliver()
    assert (slow.time - start).total_seconds() < 0.2


async def test_what_the_courier_sends_is_counted_once(slow: Office) -> None:
    await slow.say("member:1", "member:2", "member:3")
    await slow.courier.deliver()
    assert len(slow.pace._minute) == 3


async def test_a_reply_comes_once_more_after_a_short_flood(slow: Office) -> None:
    slow.telegram.flood(3, chat_id=slow.people[0])
    start = slow.time
    await slow.bot.send_message(slow.people[0], "Voilà.")
    assert 3 <= (slow.time - start).total_seconds() < 5
    assert len(slow.got(slow.people[0])) == 1


async def test_a_reply_after_a_long_flood_is_not_waited_for(slow: Office) -> None:
    slow.telegram.flood(300, chat_id=slow.people[0])
    with pytest.raises(RetryAfter):
        await slow.bot.send_message(slow.people[0], "Voilà.")
    tried = slow.line.tried["sendMessage"]
    await slow.say("member:1", "member:2")
    await slow.courier.deliver()
    assert slow.line.tried["sendMessage"] == tried + 1, "the courier leaves this chat alone, too"
