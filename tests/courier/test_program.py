"""The courier inside the whole program: members who come back, an end in good order."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import storage.notices
from storage.members import Role
from storage.notices import BROADCAST, NewNotice, notices
from tests.dialogues.stage import Stage

PEER, COORDINATOR = Role("peer_worker", "FR-ARA"), Role("coordinator", "FR-ARA")


async def announce(stage: Stage) -> None:
    """A meeting of the region, in seventeen days."""
    await stage.say("Inès", "/reunion")
    await stage.tap("Inès", "Date")
    await stage.say("Inès", "vendredi 12 juin 14h30")
    await stage.tap("Inès", "Annoncer la réunion")
    await stage.tap("Inès", "Annoncer sans lieu")


def bot_messages(stage: Stage, name: str) -> int:
    return sum(not message["outgoing"] for message in stage.seen(name))


async def test_who_blocked_the_bot_is_back_with_start(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    await stage.member("Inès", COORDINATOR)
    await stage.member("Awa", PEER)
    stage.telegram.block(stage.ids["Awa"])
    before = bot_messages(stage, "Awa")
    await announce(stage)
    await stage.later(timedelta(days=4))
    assert bot_messages(stage, "Awa") == before
    await stage.start("Awa")
    before = bot_messages(stage, "Awa")
    await stage.later(timedelta(days=13))
    assert bot_messages(stage, "Awa") == before + 1, "the reminder of the day, two hours before, arrives again"
    await stage.close()


async def test_a_program_stops_though_a_send_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.LAST_WORDS", 0.2)
    stage = Stage(tmp_path)
    await stage.open()
    await stage.member("Awa", PEER)
    await stage.member("Inès", COORDINATOR)
    await announce(stage)
    stage.telegram.fault("hang", method="sendMessage")
    again = NewNotice("meeting.card", "meeting:1", "once more", "member:1", stage.time, BROADCAST)
    await stage.run(lambda tx: storage.notices.add(tx, [again]))
    stage.program.courier.ring()
    for _ in range(1000):
        if await sending(stage):
            break
        await asyncio.sleep(0.005)
    start = time.monotonic()
    await stage.close()
    assert time.monotonic() - start < 2
    stage.telegram.clear_faults()
    stage.program = stage._program()
    await stage.open()
    assert await sending(stage) == 1, "nobody knows yet whether it arrived"
    await stage.close()


@pytest.mark.parametrize("turns", range(4))
async def test_a_program_stopped_as_it_starts_stops_in_silence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, turns: int
) -> None:
    stage = Stage(tmp_path)
    await stage.program.start()
    for _ in range(turns):  # the first sweep begins in one of these
        await asyncio.sleep(0)
    await stage.close()
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


async def sending(stage: Stage) -> int:
    rows = select(func.count()).where(notices.c.state == "sending")
    return await stage.program.stores.database.commit(lambda tx: tx.community.execute(rows).scalar_one())
