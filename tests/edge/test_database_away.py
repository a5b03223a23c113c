"""A database that cannot be written for a while: nothing is lost, nothing is told twice, the bot comes back."""

import asyncio
import sqlite3
from pathlib import Path

from bot.demo.telegram import Telegram
from bot.demo.telegram_request import SimulatedRequest
from bot.program import Program, utc_now
from tests.dialogues.stage import TOKEN, settings


async def test_an_update_waits_until_the_database_is_back(tmp_path: Path) -> None:
    telegram = Telegram(TOKEN, utc_now)
    program = Program(settings(tmp_path), request=lambda: SimulatedRequest(telegram))
    await program.start()
    awa = telegram.person("Awa")
    held = sqlite3.connect(tmp_path / "data" / "community.db", isolation_level=None)
    try:
        program.stores.database._community.dispose()
        telegram.start(awa.id)
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(0.3)
        assert telegram.pending == 1
        held.execute("ROLLBACK")
        async with asyncio.timeout(20):
            while telegram.pending:
                await asyncio.sleep(0.05)
        said = [message for message in telegram.visible(awa.id, awa.id) if not message["outgoing"]]
        assert len(said) == 1
        assert "réservé" in said[0]["text"]
    finally:
        held.close()
        await program.stop()
