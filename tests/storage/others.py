"""What several processes do at the same moment."""

from collections.abc import Callable, Iterable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from storage import engines, migrate
from storage.keys import Keyring
from tests.forked import FORKS

PATIENCE = 30  # seconds


def at_once(work: Callable[..., None], *arguments: Iterable[Any]) -> list[int | None]:
    """Run `work(start, …)` in a process for each of these arguments, as `map` takes them; their exit codes."""
    given = list(zip(*arguments, strict=True))
    start = FORKS.Barrier(len(given))
    processes = [FORKS.Process(target=work, args=(start, *each)) for each in given]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
    return [process.exitcode for process in processes]


def start_program(start: Barrier, url: str) -> None:
    """As far as the migration of the vault."""
    engine = engines.vault_engine(url)
    start.wait(PATIENCE)
    migrate.upgrade(engine, "vault")


def make_keys(start: Barrier, folder: Path, box: str, months: list[str], result: Path) -> None:
    """Write the public keys of these months down, one after the other."""
    start.wait(PATIENCE)
    result.write_bytes(b"".join(bytes(Keyring(folder).public(box, month)) for month in months))
