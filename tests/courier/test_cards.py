"""Posted cards are kept true, whatever happens on the way."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

import storage.answers
import storage.cards
import storage.meetings
from bot.demo.botapi.entities import cut
from storage.cards import cards
from storage.database import Transaction
from tests.courier.office import MEETING, Office

ABOUT = "meeting:1"


@pytest.fixture
async def posted(office: Office) -> Office:
    """Everyone has the card."""
    await office.say("member:1", "member:2", "member:3")
    await office.courier.work()
    return office


def answer(number: int) -> Any:
    def use_case(tx: Transaction) -> None:
        storage.answers.put(tx, 1, number, "yes")
        storage.cards.outdate(tx, ABOUT)

    return use_case


def texts(office: Office) -> list[str]:
    return [message["text"] for chat in office.people for message in office.got(chat)[:1]]


def edits(office: Office) -> int:
    return sum(effect.method == "editMessageText" for effect in office.telegram.journal)


async def stale(office: Office) -> int:
    return len(await office.run(lambda tx: tx.community.execute(select(cards).where(cards.c.stale)).all()))


async def test_many_changes_are_one_edit(posted: Office) -> None:
    before = texts(posted)
    for number in (1, 2, 3):
        await posted.run(answer(number))
    await posted.courier.work()
    await posted.courier.work()
    assert edits(posted) == 3
    assert all(new != old for new, old in zip(texts(posted), before, strict=True))
    assert await stale(posted) == 0


async def test_a_change_waits_for_others(posted: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.DEBOUNCE", 0.05)
    posted.database.on_ring = posted.courier.ring
    running = asyncio.create_task(posted.courier.run())
    for number in (1, 2, 3):
        await posted.run(answer(number))
    await posted.line.reached("editMessageText", 3)
    await asyncio.sleep(0.1)
    running.cancel()
    assert edits(posted) == 3


async def test_its_hour_is_a_date_that_a_phone_can_read(posted: Office) -> None:
    for chat in posted.people:
        [card] = posted.got(chat)
        [date] = [entity for entity in card["entities"] if entity["type"] == "date_time"]
        assert datetime.fromtimestamp(date["unix_time"], UTC) == MEETING
        assert cut(card["text"], date["offset"], date["length"]) == card["text"].split("\n")[1]  # all of what is read


async def test_a_card_that_was_deleted_is_forgotten(posted: Office) -> None:
    chat = posted.people[0]
    posted.telegram.delete(chat, None, posted.got(chat)[0]["message_id"])
    await posted.run(answer(1))
    await posted.courier.work()
    left = await posted.run(lambda tx: list(tx.community.scalars(select(cards.c.recipient))))
    assert sorted(left) == ["member:2", "member:3"]
    assert edits(posted) == 2


async def test_a_card_of_a_chat_that_blocked_the_bot_is_forgotten(posted: Office) -> None:
    posted.telegram.block(posted.people[0])
    await posted.run(answer(1))
    await posted.courier.work()
    assert len(await posted.run(lambda tx: tx.community.execute(select(cards)).all())) == 2


async def test_the_cards_of_a_group_that_moved_are_left_behind(posted: Office) -> None:
    old = await posted.group(posted.people[0], supergroup=False)
    await posted.say("group:1")
    await posted.courier.work()
    new = posted.telegram.migrate(old)
    await posted.run(answer(1))
    await posted.courier.work()
    chats = await posted.run(lambda tx: list(tx.community.scalars(select(cards.c.chat_id))))
    assert old not in chats
    await posted.say("group:1")
    await posted.courier.work()
    await posted.run(answer(2))
    await posted.courier.work()
    assert "2" in posted.got(new, posted.people[0])[-1]["text"]
    assert posted.got(new, posted.people[0])[-1]["edit_date"]


@pytest.mark.parametrize("trouble", ["cut", "lost", "error", "hang"])
async def test_an_edit_that_does_not_get_through_comes_again(posted: Office, trouble: Any) -> None:
    posted.telegram.fault(trouble, method="editMessageText", chat_id=posted.people[0])
    await posted.run(answer(1))
    await posted.courier.work()
    assert await stale(posted) == 1
    await posted.later(10)
    assert await stale(posted) == 0
    assert len(set(texts(posted)[1:])) == 1
    assert edits(posted) == 3


async def test_a_flood_leaves_the_card_for_later(posted: Office) -> None:
    posted.telegram.flood(10, method="editMessageText", chat_id=posted.people[0])
    await posted.run(answer(1))
    await posted.courier.work()
    await posted.later(5)
    assert await stale(posted) == 1
    await posted.later(6)
    assert (await stale(posted), edits(posted)) == (0, 3)


async def test_an_edit_that_a_crash_cut_off_comes_again(posted: Office) -> None:
    posted.telegram.fault("hang", method="editMessageText", times=3)
    await posted.run(answer(1))
    dead = asyncio.create_task(posted.courier.renew())
    await posted.line.reached("editMessageText", 3)
    dead.cancel()
    await asyncio.gather(dead, return_exceptions=True)
    posted.courier = posted.another_courier()
    await posted.courier.work()
    assert (await stale(posted), edits(posted)) == (0, 3)


async def test_what_changes_while_a_card_is_on_its_way_shows_too(office: Office) -> None:
    await office.say("member:1")
    office.line.free.clear()
    delivering = asyncio.create_task(office.courier.deliver())
    await office.line.reached("sendMessage", 1)
    before = texts(office)[:1]
    await office.run(answer(2))
    office.line.free.set()
    await delivering
    await office.courier.work()
    assert edits(office) == 1
    assert texts(office)[:1] != before
