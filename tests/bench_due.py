"""What grows with what waits: the same questions asked of a full database and of a small one, on both kinds.

Run it as `python -m tests.bench_due`. Each pair of numbers is of one run: the ratio says whether a question grows.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import sqlalchemy as sa
import typer

import storage.meetings
import storage.notices
from handlers.rules import series
from storage.database import Transaction
from storage.meetings import meetings
from storage.notices import REMINDER, NewNotice
from tests.storage import pair as pairs
from tests.storage import postgres
from tests.storage.pair import Pair
from tests.storage.people import member

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TIMES = 31
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Size:
    """How much waits."""

    notices: int
    meetings: int


SMALL, FULL = Size(1000, 50), Size(100_000, 5000)
REGIONS = {"FR-ARA", "FR-BRE", "FR-974"}


def fill(pair: Pair, size: Size) -> None:
    """Meetings of ten past and future years, every fiftieth untold yet; sentences due within the year to come."""
    with pair.begin() as tx:
        owner = member(tx, 1).id
        rows = [
            {
                "uid": f"{number}", "sequence": 0, "state": "published", "owner": owner, "title": "Pairs",
                "region": sorted(REGIONS)[number % 3] if number % 100 < 3 else "FR-BFC", "kind": "peer",
                "zone": "Europe/Paris", "minutes": 150, "starts_at": NOW + (number - size.meetings // 2) * HOUR,
                "announce_at": NOW + number * HOUR if number % 50 == 1 else None,
            }
            for number in range(size.meetings)
        ]  # fmt: skip
        tx.community.execute(sa.insert(meetings), rows)
        storage.notices.add(tx, _waiting(size.notices))
    with pair.community.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _waiting(number: int) -> Iterator[NewNotice]:
    for n in range(number):
        due_at = NOW + HOUR + n * DAY * 365 / number
        yield NewNotice("meeting.j3", f"meeting:{n}", "0", f"member:{n % 500}", due_at, REMINDER, NOW + 500 * DAY)


def _all_due(tx: Transaction) -> object:
    return storage.notices.claim(tx, NOW + 400 * DAY, 30, LEASE)


def _sweep(tx: Transaction) -> None:
    series.announce_due(tx, NOW)
    series.sweep(tx, NOW)


QUESTIONS: dict[str, Callable[[Transaction], object]] = {
    "notices: claim, none due": lambda tx: storage.notices.claim(tx, NOW, 30, LEASE),
    "notices: claim, 1 in 100 due": lambda tx: storage.notices.claim(tx, NOW + 3.65 * DAY, 30, LEASE),
    "notices: claim, all due": _all_due,
    "notices: next due": storage.notices.next_due,
    "meetings: untold": lambda tx: storage.meetings.untold(tx, NOW),
    "meetings: next untold": storage.meetings.next_untold,
    "meetings: coming": lambda tx: storage.meetings.coming(tx, REGIONS, NOW),
    "meetings: announced": lambda tx: storage.meetings.announced(tx, REGIONS, NOW),
    "meetings: past": lambda tx: storage.meetings.past(tx, REGIONS, NOW),
    "meetings: between": lambda tx: storage.meetings.between(tx, NOW, NOW + 7 * HOUR),
    "first sweep": _sweep,
}


def took(pair: Pair, question: Callable[[Transaction], object]) -> float:
    """The median of many askings, in milliseconds; nothing of them is kept."""
    found = []
    for _ in range(TIMES):
        with pair.rehearse() as tx:
            tx.community.exec_driver_sql("SELECT 1")
            begun = time.perf_counter()
            question(tx)
            found.append(time.perf_counter() - begun)
    return median(found) * 1000


def opening(urls: tuple[str, str, Path]) -> float:
    """How long it takes until both databases are open and up to date, in milliseconds."""
    found = []
    for _ in range(5):
        begun = time.perf_counter()
        pair = pairs.opened(*urls)
        found.append(time.perf_counter() - begun)
        pair.close()
    return median(found) * 1000


def measured(urls: tuple[str, str, Path], size: Size) -> dict[str, float]:
    """Every question of a database of this size."""
    pair = pairs.opened(*urls)
    fill(pair, size)
    found = {name: took(pair, question) for name, question in QUESTIONS.items()}
    pair.close()
    return found | {"opening": opening(urls)}


def compare(kind: str, small: tuple[str, str, Path], full: tuple[str, str, Path]) -> None:
    """A line a question."""
    few, many = measured(small, SMALL), measured(full, FULL)
    typer.echo(f"{kind}: {FULL.notices} notices, {FULL.meetings} meetings against {SMALL.notices}, {SMALL.meetings}")
    for name in few:
        typer.echo(f"  {name:<34}{many[name]:9.2f} ms  {many[name] / few[name]:7.1f} x")


def main() -> None:
    """Both kinds of database, one run."""
    with TemporaryDirectory() as name:
        folders = [Path(name, size) for size in ("small", "full")]
        for folder in folders:
            folder.mkdir()
        small, full = ((f"sqlite:///{one}/c.db", f"sqlite:///{one}/v.db", one / "keys") for one in folders)
        compare("SQLite", small, full)
        try:
            with postgres.server() as server, ExitStack() as stack:
                urls = [stack.enter_context(postgres.database(server)) for _ in range(4)]
                keys = [folder / "postgresql" for folder in folders]
                compare("PostgreSQL", (urls[0], urls[1], keys[0]), (urls[2], urls[3], keys[1]))
        except postgres.NoPostgres as error:
            typer.echo(f"PostgreSQL: {error}")


if __name__ == "__main__":
    main()
