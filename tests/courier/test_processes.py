"""Two processes on one PostgreSQL: what one sends, the other does not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import engines
from storage.database import Database
from storage.keys import Keyring
from tests.courier.office import opened
from tests.storage import postgres

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]
MANY = 40


@pytest.fixture
def urls() -> Iterator[tuple[str, str]]:
    """Two empty databases; skipped aloud where no PostgreSQL can be had."""
    with postgres.two_databases() as both:
        yield both


async def test_nothing_is_sent_twice(urls: tuple[str, str], tmp_path: Path) -> None:
    async with opened(tmp_path, urls) as office:
        other = Database(engines.community_engine(urls[0]), engines.vault_engine(urls[1]), Keyring(tmp_path / "keys"))
        couriers = (office.courier, office.another_courier(other))
        people = await office.members(MANY)
        await office.meeting()
        everyone = [f"member:{number + 1}" for number in range(MANY)]
        for kind in ("meeting.card", "meeting.j14", "meeting.j3"):
            await office.say(*everyone, kind=kind)
        await asyncio.gather(*(courier.deliver() for courier in couriers))
        await asyncio.to_thread(other.close)
        assert set(await office.states()) == {"sent"}
        assert [len(office.got(chat)) for chat in people] == [3] * MANY
        assert office.line.tried["sendMessage"] == 3 * MANY
