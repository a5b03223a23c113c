"""The intake: order per person, all persons at once, nothing lost, nothing in the way of the others."""

import asyncio
import json
from collections import defaultdict

import pytest
from telegram import Update

from bot import intake as module
from bot.intake import NotNow
from tests.edge.inbox import PEOPLE, Inbox, intake, until, update

BROKEN = {"update_id": 50, "message": {"message_id": "SECRET", "date": "never", "chat": "SECRET"}}


class Record:
    """A handler that takes its time and remembers."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.by_person: dict[int, list[int]] = defaultdict(list)
        self.at_once = self.most_at_once = 0
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, update: Update) -> None:
        assert update.effective_user is not None
        self.begun.append(update.update_id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0.001 * (update.update_id % 3))
            await self.open.wait()
        finally:
            self.at_once -= 1
        self.by_person[update.effective_user.id].append(update.update_id)
        self.done.append(update.update_id)


@pytest.fixture
async def record() -> Record:
    return Record()


async def test_each_person_in_order_and_all_persons_at_once(record: Record) -> None:
    taken = intake(Inbox(), record)
    assert await taken.take([update(number) for number in range(1, 101)]) == set()
    assert sorted(record.done) == list(range(1, 101))
    assert all(numbers == sorted(numbers) for numbers in record.by_person.values())
    assert record.most_at_once == PEOPLE


async def test_order_holds_across_deliveries_that_overlap(record: Record) -> None:
    taken = intake(Inbox(), record)
    await asyncio.gather(*(taken.take([update(number, person=1)]) for number in range(1, 30)))
    assert record.done == list(range(1, 30))
    assert not taken._turns  # nothing is remembered of a person


async def test_not_more_at_once_than_there_is_room_for(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 3)
    await intake(Inbox(), record).take([update(number) for number in range(1, 40)])
    assert record.most_at_once == 3


@pytest.mark.parametrize("broken", [BROKEN, "SECRET", None, {"message": {}}, {"update_id": "SECRET"}])
async def test_an_unreadable_update_is_skipped_and_counted_without_its_content(
    record: Record, broken: object, capsys: pytest.CaptureFixture[str]
) -> None:
    batch: list[object] = [update(number) for number in range(1, 101) if number != 50]
    batch.insert(49, broken)
    taken = intake(Inbox(), record)
    assert await taken.take(batch) == set()
    assert len(record.done) == 99
    assert taken.skipped == 1
    assert "SECRET" not in capsys.readouterr().out


async def test_an_unreadable_update_is_acknowledged_with_the_others(record: Record) -> None:
    inbox = Inbox(*(update(number) if number != 50 else BROKEN for number in range(1, 101)))
    running = asyncio.create_task((taken := intake(inbox, record)).run())
    await until(lambda: len(inbox.polls) == 2)
    assert inbox.polls[1]["offset"] == "101"
    await taken.stop()
    await running


async def test_what_overruns_its_deadline_or_fails_does_not_hold_up_the_others() -> None:
    done: list[int] = []

    async def handle(given: Update) -> None:
        if given.update_id == 3:
            await asyncio.sleep(60)
        if given.update_id == 4:
            raise ValueError("SECRET")
        if given.update_id == 5:
            raise asyncio.CancelledError
        done.append(given.update_id)

    taken = intake(Inbox(), handle, deadline=0.05)
    assert await taken.take([update(number, person=number % 2) for number in range(1, 10)]) == set()
    assert sorted(done) == [1, 2, 6, 7, 8, 9]
    assert taken.failed == 3


async def test_nothing_is_acknowledged_before_it_is_finished(record: Record) -> None:
    record.open.clear()
    inbox = Inbox(*(update(number) for number in range(1, 151)))
    taken = intake(inbox, record)
    running = asyncio.create_task(taken.run())
    await until(lambda: len(record.begun) == PEOPLE)
    await asyncio.sleep(0.05)
    assert len(inbox.polls) == 1
    record.open.set()
    await until(lambda: len(record.done) == 150)
    await until(lambda: len(inbox.polls) == 3)
    assert [poll["offset"] for poll in inbox.polls] == ["0", "101", "151"]
    assert json.loads(inbox.polls[0]["allowed_updates"]) == ["message", "callback_query"]
    await taken.stop()
    await running


async def test_what_cannot_be_done_now_comes_again_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    away, done = [True], []

    async def handle(given: Update) -> None:
        if given.update_id == 4 and away.pop():
            away.append(False)
            raise NotNow
        done.append(given.update_id)

    inbox = Inbox(*(update(number, person=number % 2) for number in range(1, 9)))
    running = asyncio.create_task((taken := intake(inbox, handle)).run())
    await until(lambda: len(inbox.polls) == 3)
    assert [poll["offset"] for poll in inbox.polls] == ["0", "4", "9"]
    assert [number for number in done if number % 2 == 0] == [2, 4, 6, 8]
    assert {number for number in done if number % 2} == {1, 3, 5, 7}
    await taken.stop()
    await running


async def test_a_finished_update_that_comes_again_is_not_handled_again(record: Record) -> None:
    taken = intake(Inbox(), record, memory=2)
    for number in (1, 2, 1, 3, 1):
        await taken.take([update(number, person=1)])
    assert record.done == [1, 2, 3, 1], "the last two are remembered, older ones are handled again"
