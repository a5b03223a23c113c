"""Empty databases for rules: one pair of SQLite files, on which every test only rehearses."""

from collections.abc import Iterator

import pytest

from storage.database import Transaction
from tests.storage import pair as pairs
from tests.storage.pair import Pair


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both databases at the present revision; whoever keeps something in them spoils them for the others."""
    opened = pairs.laid(tmp_path_factory.mktemp("rules"))
    yield opened
    opened.close()


@pytest.fixture
def tx(pair: Pair) -> Iterator[Transaction]:
    """One use case's transaction on empty databases; nothing of it is kept."""
    with pair.rehearse() as transaction:
        yield transaction
