"""Fresh, empty databases of both kinds for every storage test."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.storage import pair as pairs
from tests.storage import postgres, vaults
from tests.storage.pair import Pair


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


@pytest.fixture
def pair(urls: Urls, tmp_path: Path) -> Iterator[Pair]:
    """Both databases, empty and at the present revision, on SQLite and then on PostgreSQL."""
    opened = pairs.opened(urls.community, urls.vault, tmp_path / "keys")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite files at the present revision, to be copied."""
    return pairs.template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def files(template: Path, tmp_path: Path) -> Iterator[Pair]:
    """Both databases on SQLite, empty."""
    opened = pairs.copied(template, tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def servers(postgres_urls: Urls | str, tmp_path: Path) -> Iterator[Pair]:
    """Both databases on PostgreSQL, empty; skipped aloud where none can be had."""
    if isinstance(postgres_urls, str):
        pytest.skip(f"no PostgreSQL: {postgres_urls}")
    postgres.empty(postgres_urls.community)
    postgres.empty(postgres_urls.vault)
    opened = pairs.opened(postgres_urls.community, postgres_urls.vault, tmp_path / "keys")
    yield opened
    opened.close()
