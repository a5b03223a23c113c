"""An office with three members and an announced meeting."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.courier.office import Office, opened


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """`member:1` to `member:3` are there; nothing is to be said yet."""
    async with opened(tmp_path) as office:
        office.people = await office.members(3)
        await office.meeting()
        yield office
