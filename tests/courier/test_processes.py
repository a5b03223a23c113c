"""Two processes on one PostgreSQL: what one sends, the other does not."""

import asyncio
from pathlib import Path

import pytest

from storage import engines
from storage.database import Database
from storage.keys import Keyring
from tests.courier.office import opened

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]
MANY = 40


async def test_nothing_is_sent_twice(two_databases: tuple[str, str], tmp_path: Path) -> None:
    async with opened(tmp_path, two_databases) as office:
        community, vault = two_databases
        other = Database(engines.community_engine(community), engines.vault_engine(vault), Keyring(tmp_path / "keys"))
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
