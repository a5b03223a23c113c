"""The command demo in a process of its own: its files, its port, its end."""

import asyncio
import stat
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.demo import kept
from bot.demo.hours import Clock
from bot.demo.telegram import Telegram
from bot.demo.theatre import play
from bot.program import utc_now
from storage import engines
from storage.trouble import Trouble
from tests.page.serving import began, beside


def scene() -> kept.Kept:
    return kept.Kept(Clock(), "en", Telegram("123456:kept", utc_now), [], -5)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("before", [[], ["phones.pickle", "phones.pickle.new", "data", "keys"]])
def test_what_the_phones_show_is_for_its_owner_alone(tmp_path: Path, before: list[str]) -> None:
    folder = tmp_path / "demo"
    if before:
        folder.mkdir(mode=0o755)
    for name in before:
        (folder / name).write_bytes(b"of an earlier version")
        (folder / name).chmod(0o644)
    kept.prepare(folder)
    kept.save(folder, scene())
    assert (mode(folder), mode(folder / kept.FILE)) == (0o700, 0o600)
    found = kept.load(folder)
    assert found is not None
    assert (found.language, found.group, found.telegram.token) == ("en", -5, "123456:kept")


def test_a_folder_of_other_things_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").touch()
    tmp_path.chmod(0o755)
    kept.prepare(tmp_path)
    kept.save(tmp_path, scene())
    assert (mode(tmp_path), mode(tmp_path / kept.FILE)) == (0o755, 0o600)


@pytest.mark.parametrize("content", [None, b"", b"no pickle", b"\x80\x04]\x94."])
def test_what_cannot_be_read_again_begins_anew(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / kept.FILE).write_bytes(content)
    assert kept.load(tmp_path) is None


@pytest.mark.parametrize("fresh", [False, True])
async def test_the_folder_of_a_demo_that_is_being_played_is_left_alone(tmp_path: Path, fresh: bool) -> None:
    held = engines.lock(f"sqlite:///{tmp_path}/data/community.db")
    assert held is not None
    (tmp_path / "data/community.db").write_bytes(b"of the other")
    with held, pytest.raises(Trouble, match="already runs"):
        await play(tmp_path, 0, fresh=fresh, ready=print, over=asyncio.Event())
    assert (tmp_path / "data/community.db").read_bytes() == b"of the other"


STOP_SECONDS = 8.0


@asynccontextmanager
async def played(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The demo with a page open, whose next news it holds back; ended by SIGTERM, quick and without a word."""
    with began(folder) as (process, address):
        async with httpx.AsyncClient(base_url=address, timeout=60) as page:
            state = (await page.get("/demo/state")).json()
            news = asyncio.create_task(page.get("/demo/state", params={"since": state["rev"]}))
            yield page
            before = time.monotonic()
            process.terminate()
            await asyncio.to_thread(process.join, 30)
            assert process.exitcode == 0
            assert len(beside(folder).read_text("utf-8").splitlines()) == 1, "where the page is, and no more"
            assert time.monotonic() - before < STOP_SECONDS
            await asyncio.gather(news, return_exceptions=True)


CONTROLS: tuple[tuple[str, dict[str, int]], ...] = (("restart", {}), ("time", {"days": 31}), ("reset", {}))


@pytest.mark.slow
async def test_stopping_is_quick_and_silent_whatever_the_page_is_doing(tmp_path: Path) -> None:
    for _ in range(2):  # a bot that took nothing yet has nothing to confirm
        async with played(tmp_path / "demo"):
            pass
    assert mode(tmp_path / "demo" / kept.FILE) == 0o600
    for control, arguments in CONTROLS:
        async with played(tmp_path / "demo") as page:
            begun = asyncio.create_task(page.post(f"/demo/{control}", json=arguments))
            await asyncio.sleep(0.2)
        await asyncio.gather(begun, return_exceptions=True)
