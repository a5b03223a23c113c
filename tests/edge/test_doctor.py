"""The doctor: each thing that can be wrong, one sentence; and nothing wrong on a good day."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot import doctor
from bot.sections import Community, Database, Settings, Telegram, Vault
from bot.stores import open_stores
from handlers.rules import holidays, numbers
from tests.storage.vaults import opened

TOKEN = "123456:AAAA-secret_part-BBBB"


@dataclass
class Server:
    """A Bot API that answers the doctor's two questions, and the time."""

    url: str = ""
    me: dict[str, Any] = field(
        default_factory=lambda: {
            "id": 1,
            "is_bot": True,
            "first_name": "Entrepairs",
            "username": "entrepairs_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
        }
    )
    webhook: dict[str, Any] = field(
        default_factory=lambda: {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    )
    status: int = 200
    date: str | None = None

    async def answer(self, request: web.Request) -> web.Response:
        token, _, method = request.match_info["rest"].removeprefix("bot").partition("/")
        if not method:
            return web.Response(headers={"Date": self.date} if self.date else {})
        if token != TOKEN:
            return web.json_response({"ok": False, "description": "Unauthorized"}, status=401)
        result = self.me if method == "getMe" else self.webhook
        return web.json_response({"ok": self.status == 200, "result": result}, status=self.status)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    known, app = Server(), web.Application()
    app.router.add_route("*", "/{rest:.*}", known.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    known.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield known
    await runner.cleanup()


def settings(folder: Path, url: str, **telegram: Any) -> Settings:
    return Settings(
        telegram=Telegram(**{"token": SecretStr(TOKEN), "api_url": url} | telegram),
        database=Database(url=f"sqlite:///{folder}/data/community.db"),
        vault=Vault(url=f"sqlite:///{folder}/data/vault.db", keys_dir=folder / "keys"),
        community=Community(contact="contact@example.org", regions=("FR-ARA", "FR-BRE")),
    )


DATED = ("Emergency numbers", "School holidays")  # of which the day of the test is judge


async def told(given: Settings, config: Path | None = None, level: str = "bad") -> str:
    """The sentences of one level; none of any level may show the token."""
    findings = await doctor.examine(given, config)
    assert TOKEN not in repr(findings)
    today = (finding for finding in findings if not finding.sentence.startswith(DATED))
    return " ".join(finding.sentence for finding in today if finding.level == level)


async def test_a_good_day(server: Server, tmp_path: Path) -> None:
    given = settings(tmp_path, server.url)
    assert await told(given) == ""
    assert await told(given, level="warn") == ""
    assert "invite a first coordinator" in await told(given, level="ok")
    assert "entrepairs_bot" in await told(given, level="ok")
    assert not (tmp_path / "data" / "community.db").exists()


async def test_regions_without_supervisor(server: Server, tmp_path: Path) -> None:
    given = settings(tmp_path, server.url)
    open_stores(given).close()
    assert await told(given, level="warn") == "No supervisor who can be reached in: FR-ARA, FR-BRE."


async def test_a_key_that_is_missing(server: Server, tmp_path: Path) -> None:
    given = settings(tmp_path, server.url)
    open_stores(given).close()
    with opened(given.vault.url, given.vault.keys_dir) as place:
        place.add()
    assert await told(given) == ""
    for file in given.vault.keys_dir.rglob("*.key"):
        file.unlink()
    assert "A key is missing" in await told(given, level="warn")


async def test_files_open_to_others(server: Server, tmp_path: Path) -> None:
    secret, config, keys = tmp_path / "token", tmp_path / "config.toml", tmp_path / "keys"
    for file in (secret, config):
        file.write_text(TOKEN)
        file.chmod(0o640)
    keys.mkdir(mode=0o755)
    said = await told(settings(tmp_path, server.url, token_file=secret), config)
    assert f"run chmod 600 {secret}" in said
    assert f"chmod 700 {keys}" in said
    assert str(config) not in said  # the secret is elsewhere
    assert f"run chmod 600 {config}" in await told(settings(tmp_path, server.url), config)
    for place, mode in ((secret, 0o600), (config, 0o400), (keys, 0o700)):
        place.chmod(mode)
    assert await told(settings(tmp_path, server.url, token_file=secret), config) == ""


async def test_a_database_that_is_none(server: Server, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "community.db").write_text("no database " * 100)
    assert "community database" in await told(settings(tmp_path, server.url))


def test_old_emergency_numbers() -> None:
    (late,) = doctor._numbers(datetime.combine(numbers.VERIFIED_ON, time(), UTC) + timedelta(days=181))
    assert late.level == "warn"
    assert "3114" in late.sentence


def test_school_holidays_that_end_soon() -> None:
    end = holidays.known_until("FR-974")
    assert end is not None
    late = doctor._school_holidays(("FR-971", "FR-974", "FR-ARA"), end - timedelta(days=179))
    assert late.level == "warn"
    assert f"FR-974 ({end})" in late.sentence
    assert "FR-971" not in late.sentence
    assert doctor._school_holidays(("FR-971", "FR-974"), end - timedelta(days=180)).level == "ok"


async def test_what_telegram_says(server: Server, tmp_path: Path) -> None:
    server.me |= {"can_read_all_group_messages": True, "can_join_groups": False}
    server.webhook |= {"url": "https://elsewhere.example/x"}
    said = await told(settings(tmp_path, server.url))
    assert "turn privacy mode on" in said
    assert "may not join groups" in said
    assert "A webhook is set" in said


async def test_a_webhook_in_difficulty(server: Server, tmp_path: Path) -> None:
    server.webhook |= {"url": "https://elsewhere.example/x", "last_error_date": 1_790_000_000}
    door = {"webhook_url": "https://bot.example.org/x", "listen": "127.0.0.1:0"}
    given = settings(tmp_path, server.url, mode="webhook", webhook_secret=SecretStr("x" * 20), **door)
    said = await told(given, level="warn")
    assert "another address" in said
    assert "could not deliver" in said
    assert await told(given) == ""


async def test_a_wrong_token_a_silent_server_and_no_server(server: Server, tmp_path: Path) -> None:
    assert "refuses telegram.token" in await told(settings(tmp_path, server.url, token=SecretStr("1:wrong")))
    server.status = 502
    assert "does not answer (NetworkError)" in await told(settings(tmp_path, server.url))
    assert "does not answer (NotSent)" in await told(settings(tmp_path, "http://127.0.0.1:1"))


@pytest.mark.parametrize("theirs", ["Sun, 01 Nov 2020 10:00:00 GMT", "Thu, 01 Nov 2040 10:00:00 GMT"])
async def test_a_clock_that_is_wrong(server: Server, tmp_path: Path, theirs: str) -> None:
    server.date = theirs
    assert "clock is" in await told(settings(tmp_path, server.url))


async def test_a_clock_that_cannot_be_read(server: Server, tmp_path: Path) -> None:
    server.date = "yesterday"
    assert "clock could not be read" in await told(settings(tmp_path, server.url), level="warn")
    server.date = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT"
    assert "The clock is right." in await told(settings(tmp_path, server.url), level="ok")


async def test_a_token_in_clear(tmp_path: Path) -> None:
    assert "in clear" in await told(settings(tmp_path, "http://192.0.2.1:1"), level="warn")
