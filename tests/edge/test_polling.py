"""Polling: what a bad network, a refusal and a stop do to it."""

import asyncio
import time

import pytest
from telegram import Update

from bot import intake as module
from storage.trouble import Trouble
from tests.edge.inbox import TOKEN, Inbox, intake, unreachable, until, update


async def test_the_network_goes_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.005)
    done: list[int] = []

    async def handle(given: Update) -> None:
        done.append(given.update_id)

    inbox = Inbox(update(1))
    flood = {"ok": False, "parameters": {"retry_after": 1}}
    inbox.spoil = [
        unreachable(),
        (502, {}),
        (429, flood),
        (200, {"ok": True}),
        (200, {"ok": True, "result": 3}),
    ]
    running = asyncio.create_task((taken := intake(inbox, handle)).run())
    await until(lambda: done == [1])
    await until(lambda: len(inbox.polls) == 7)
    assert {poll["offset"] for poll in inbox.polls[:6]} == {"0"}
    assert TOKEN not in capsys.readouterr().out
    await taken.stop()
    await running


async def test_pauses_grow_up_to_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def slept(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 12:
            taken._stopping.set()

    inbox = Inbox()
    inbox.spoil = [unreachable() for _ in range(12)]
    taken = intake(inbox, ignore)
    monkeypatch.setattr(asyncio, "sleep", slept)
    await taken.run()
    assert 0.25 <= pauses[0] <= 0.5
    assert all(15 <= pause <= 30 for pause in pauses[7:])
    assert len(set(pauses)) == 12


async def ignore(_: Update) -> None:
    """Nothing to do."""


@pytest.mark.parametrize(
    ("code", "description", "said"),
    [
        (401, "Unauthorized", "refuses telegram.token"),
        (404, "Not Found", "refuses telegram.token"),
        (409, "Conflict: terminated by other getUpdates request", "Another program polls"),
        (409, "Conflict: can't use getUpdates method while webhook is active", "A webhook is set"),
    ],
)
async def test_refusals_stop_it_with_one_sentence(code: int, description: str, said: str) -> None:
    inbox = Inbox()
    inbox.spoil = [(code, {"ok": False, "description": description})]
    taken = intake(inbox, ignore)
    with pytest.raises(Trouble, match=said) as caught:
        await taken.run()
    assert TOKEN not in str(caught.value)
    await taken.stop()


async def test_stop_interrupts_a_long_poll_at_once() -> None:
    inbox = Inbox()
    running = asyncio.create_task((taken := intake(inbox, ignore)).run())
    await until(lambda: len(inbox.polls) == 1)
    before = time.monotonic()
    await taken.stop()
    await running
    assert time.monotonic() - before < 0.5
    assert len(inbox.polls) == 1  # nothing to confirm


async def test_stop_finishes_what_is_in_hand_and_confirms_it() -> None:
    done: list[int] = []

    async def handle(given: Update) -> None:
        await asyncio.sleep(0.1)
        done.append(given.update_id)

    inbox = Inbox(update(1), update(2))
    running = asyncio.create_task((taken := intake(inbox, handle)).run())
    await until(lambda: bool(inbox.polls) and bool(taken._in_hand))
    inbox.bring(update(3))
    await taken.stop()
    await running
    assert sorted(done) == [1, 2]
    assert inbox.polls[-1] | {"allowed_updates": ""} == {
        "offset": "3",
        "limit": "1",
        "timeout": "0",
        "allowed_updates": "",
    }
    assert [each["update_id"] for each in inbox.kept] == [3]


async def test_stop_cancels_what_takes_too_long_and_leaves_it_for_the_next_start() -> None:
    done: list[int] = []

    async def handle(given: Update) -> None:
        await asyncio.sleep(60 if given.update_id in (3, 6) else 0)
        done.append(given.update_id)

    inbox = Inbox(*(update(number) for number in range(1, 9)))
    running = asyncio.create_task((taken := intake(inbox, handle, grace=0.05)).run())
    await until(lambda: len(done) == 6)
    await taken.stop()
    await running
    assert inbox.polls[-1]["offset"] == "3"
    assert [each["update_id"] for each in inbox.kept] == [3, 4, 5, 6, 7, 8]


async def test_stop_does_not_wait_for_an_update_that_refuses_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CANCEL_SECONDS", 0.05)
    monkeypatch.setattr(module, "LAST_CALL_SECONDS", 0.05)
    release = asyncio.Event()

    async def stubborn(_: Update) -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    running = asyncio.create_task((taken := intake(Inbox(update(1)), stubborn, grace=0.05)).run())
    await until(lambda: bool(taken._in_hand))
    async with asyncio.timeout(1):
        await taken.stop()
    release.set()
    await running


async def test_after_stop_nothing_is_taken() -> None:
    taken = intake(Inbox(), ignore)
    await taken.stop()
    assert await taken.take([update(7)]) == {7}


async def test_a_network_lost_at_the_last_call_does_not_matter() -> None:
    inbox = Inbox(update(1))
    done: list[int] = []

    async def handle(given: Update) -> None:
        inbox.spoil = [unreachable()]
        done.append(given.update_id)
        taken._stopping.set()

    taken = intake(inbox, handle)
    await taken.run()
    assert done == [1]
