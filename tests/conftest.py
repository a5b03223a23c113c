"""The options of the test suite, the disk it writes to, and what it does not look at twice."""

import gc
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from sqlalchemy import URL

# No deadline: how long an example takes says more of the machine than of the program.
# Every run draws other examples: half as many of them in each are as many in two.
settings.register_profile("whole", deadline=None, max_examples=50)
settings.register_profile("fast", deadline=None, max_examples=4)

MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that forgets: the suite asks for thousands of fsyncs
BORROWED = pytest.StashKey[str]()

gc.disable()  # until everything is imported: what imports make stays, and looking through it is a fifth of their time


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record`: write the bot's lines of the dialogues anew; read the difference before you commit it."""
    parser.addoption("--record", action="store_true", help="write the bot's lines of the dialogues anew")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Whoever leaves the slow tests out wants an answer now: fewer examples of each property."""
    settings.load_profile("fast" if config.option.markexpr == "not slow" else "whole")
    if not hasattr(config, "workerinput") and config.option.basetemp is None and MEMORY.is_dir():
        config.stash[BORROWED] = config.option.basetemp = tempfile.mkdtemp(prefix="entrepairs-tests-", dir=MEMORY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Two workers end together when what is long begins first: the groups, what is slow, then the rest."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in ("xdist_group", "slow")])
        for item in items:
            _keep_together(item)


def _keep_together(item: pytest.Item) -> None:
    """Name the group of a test as pytest-xdist means to, where pytest 9.2 no longer looks (its issue 1386)."""
    group = item.get_closest_marker("xdist_group")
    if group is not None and "@" not in item.nodeid:
        item._id = item.id.parse(f"{item.nodeid}@{group.args[0]}")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """From now on rubbish is looked for, though not among what was imported."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Memory is given back."""
    borrowed = config.stash.get(BORROWED, None)
    if borrowed is not None:
        shutil.rmtree(borrowed, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> "Iterator[URL | str]":
    """A PostgreSQL server (one per test process), or the reason why there is none."""
    from tests.storage import postgres  # here, because who only hands tests out to others never needs a database

    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres.server())
        except postgres.NoPostgres as reason:
            yield str(reason)
            return
        yield server


@pytest.fixture
def two_databases(postgres_server: "URL | str") -> Iterator[tuple[str, str]]:
    """Two empty PostgreSQL databases of one's own; skipped aloud where none can be had."""
    from tests.storage import postgres

    if isinstance(postgres_server, str):
        pytest.skip(f"no PostgreSQL: {postgres_server}")
    with postgres.database(postgres_server) as community, postgres.database(postgres_server) as vault:
        yield community, vault
