"""Fresh, empty databases of both kinds for every storage test."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.storage import postgres, vaults


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy addresses of two empty databases of the same kind."""

    community: str
    vault: str


@pytest.fixture(scope="session")
def postgres_urls() -> Iterator[Urls | str]:
    """Two PostgreSQL databases (one server per test process), or the reason why there are none."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres.server())
        except postgres.NoPostgres as reason:
            yield str(reason)
            return
        community, vault = (stack.enter_context(postgres.database(server)) for _ in range(2))
        yield Urls(community, vault)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Urls:
    """Two empty databases, on SQLite and then on PostgreSQL; skipped aloud where no PostgreSQL can be had."""
    if request.param == "sqlite":
        return Urls(f"sqlite:///{tmp_path / 'community.db'}", f"sqlite:///{tmp_path / 'vault.db'}")
    urls: Urls | str = request.getfixturevalue("postgres_urls")
    if isinstance(urls, str):
        pytest.skip(f"no PostgreSQL: {urls}")
    postgres.empty(urls.community)
    postgres.empty(urls.vault)
    return urls


@pytest.fixture
def vault_of_either_kind(urls: Urls, tmp_path: Path) -> Iterator[vaults.OpenVault]:
    """An empty vault, on SQLite and then on PostgreSQL."""
    with vaults.opened(urls.vault, tmp_path / "keys") as opened:
        yield opened


@pytest.fixture
def vault_file(tmp_path: Path) -> Iterator[vaults.OpenVault]:
    """An empty vault in the file `vault.db` of the test's folder."""
    with vaults.opened(f"sqlite:///{tmp_path / 'vault.db'}", tmp_path / "keys") as opened:
        yield opened
