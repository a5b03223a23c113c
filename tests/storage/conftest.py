"""Fresh, empty databases of both kinds for every storage test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage import pair as pairs
from tests.storage import postgres, vaults
from tests.storage.pair import Pair

# One worker of the suite starts the server, once, for all of them.
POSTGRESQL = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy addresses of two empty databases of the same kind."""

    community: str
    vault: str


@pytest.fixture(scope="session")
def postgres_urls(postgres_server: sa.URL | str) -> Iterator[Urls | str]:
    """Two databases on that server, or the reason why there are none."""
    if isinstance(postgres_server, str):
        yield postgres_server
        return
    with postgres.database(postgres_server) as community, postgres.database(postgres_server) as vault:
        yield Urls(community, vault)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
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


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Pair]:
    """Both databases on SQLite, empty and at the present revision."""
    opened = pairs.laid(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def migrated(postgres_server: sa.URL | str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls | str]:
    """Two PostgreSQL databases at the present revision, or the reason why there are none."""
    if isinstance(postgres_server, str):
        yield postgres_server
        return
    with postgres.database(postgres_server) as community, postgres.database(postgres_server) as vault:
        pairs.opened(community, vault, tmp_path_factory.mktemp("keys")).close()
        yield Urls(community, vault)


@pytest.fixture
def servers(migrated: Urls | str, tmp_path: Path) -> Iterator[Pair]:
    """Both databases on PostgreSQL, empty and at the present revision; skipped aloud where none can be had."""
    if isinstance(migrated, str):
        pytest.skip(f"no PostgreSQL: {migrated}")
    opened = pairs.at(migrated.community, migrated.vault, tmp_path / "keys")
    opened.empty()
    yield opened
    opened.close()


@pytest.fixture(params=["files", pytest.param("servers", marks=POSTGRESQL)])
def pair(request: pytest.FixtureRequest) -> Pair:
    """Both databases, empty and at the present revision, on SQLite and then on PostgreSQL."""
    found: Pair = request.getfixturevalue(request.param)
    return found
