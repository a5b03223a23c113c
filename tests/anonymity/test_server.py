"""PostgreSQL's rows and files after a slot and a year; what its write-ahead log keeps is told, not promised."""

from pathlib import Path

import pytest

from tests.anonymity import leaks, server

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]


@pytest.fixture
def vault(two_databases: tuple[str, str]) -> str:
    """An empty database; skipped aloud where no PostgreSQL can be had."""
    return two_databases[1]


async def test_rows_and_files_tell_nothing(tmp_path: Path, vault: str) -> None:
    assert (await server.measure(tmp_path, vault, 30)).leaks == set()


async def test_an_untidy_build_is_caught(tmp_path: Path, vault: str) -> None:
    assert (await server.measure(tmp_path, vault, 30, leaks.untidy)).leaks >= server.PLANTED
