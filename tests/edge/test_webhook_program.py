"""The whole program behind a webhook: Telegram knocks, the answer comes, a wrong secret gets nothing."""

import asyncio
import socket
from pathlib import Path

import aiohttp

from bot.demo.telegram import Telegram
from bot.demo.telegram_request import SimulatedRequest
from bot.demo.telegram_webhook import WebhookPump
from bot.program import Program, utc_now
from bot.sections import Community, Database, Settings, Vault
from bot.sections import Telegram as TelegramSettings

TOKEN = "123456:simulated"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def settings(folder: Path, port: int) -> Settings:
    return Settings(
        telegram=TelegramSettings(
            token=TOKEN,
            mode="webhook",
            webhook_url=f"http://127.0.0.1:{port}/hook",
            webhook_secret="a-long-enough-secret",
            listen=f"127.0.0.1:{port}",
        ),
        database=Database(url=f"sqlite:///{folder}/data/community.db"),
        vault=Vault(url=f"sqlite:///{folder}/data/vault.db", keys_dir=folder / "keys"),
        community=Community(contact="contact@pairs.example"),
    )


async def test_updates_come_through_the_door(tmp_path: Path) -> None:
    telegram = Telegram(TOKEN, utc_now)
    port = free_port()
    program = Program(settings(tmp_path, port), request=lambda: SimulatedRequest(telegram))
    await program.start()
    pump = asyncio.create_task(WebhookPump(telegram, first_delay=0.05).run())
    try:
        awa = telegram.person("Awa")
        telegram.start(awa.id)
        async with asyncio.timeout(10):
            while telegram.pending:
                await asyncio.sleep(0.01)
        assert "réservé" in telegram.visible(awa.id, awa.id)[-1]["text"]
        async with aiohttp.ClientSession() as session:
            forged = {"X-Telegram-Bot-Api-Secret-Token": "a-wrong-secret-here"}
            address = f"http://127.0.0.1:{port}"
            async with session.post(f"{address}/hook", json={"update_id": 1}, headers=forged) as refused:
                assert refused.status == 403
            async with session.get(f"{address}/health") as health:
                assert (await health.json())["status"] == "ok"
    finally:
        pump.cancel()
        await program.stop()
