"""Fourth engine on PostgreSQL: what a thief of the server's files learns of the vault, and what stays in its log."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from handlers import slip
from storage import engines, sealing
from storage.vault_schema import metadata
from tests.anonymity import walks
from tests.anonymity.chance import in_order, interval
from tests.anonymity.leaks import Leak
from tests.anonymity.measured import Measured
from tests.anonymity.month import YEAR, Size, settled
from tests.anonymity.search import files, found
from tests.anonymity.town import PEER

HALF_A_DAY = timedelta(hours=12)
CERTAINTY = 0.9999
PLANTED = frozenset({"wraps lie in the order of arrival", "transactions tell which rows came together"})
# Threads are written again when they are announced; wraps stay where they came.
LOOKUPS = sa.text(
    "SELECT lookup FROM wraps JOIN threads ON threads.id = thread_id WHERE reader = 'writer' ORDER BY wraps.ctid"
)
COUNTERS = sa.text("SELECT relname FROM pg_class WHERE relkind = 'S'")
TRANSACTIONS = [sa.text(f"SELECT count(DISTINCT xmin::text) FROM {table}") for table in metadata.tables]  # noqa: S608
PLACE = sa.text(
    "SELECT current_setting('data_directory'), oid::text FROM pg_database WHERE datname = current_database()"
)


async def measure(folder: Path, vault: str, reports: int, leak: Leak | None = None) -> Measured:
    """Reports of many people, the slot, and a year; the community is on SQLite here."""
    urls = (f"sqlite:///{folder}/data/community.db", vault)
    engine = engines.vault_engine(vault)
    size = Size(people=20, zones=1, reports=reports, others=0, nights=0)
    async with settled(folder, size, leak=leak, urls=urls) as (stage, town):
        arrived = []
        for number in range(reports):
            writer = town.who(PEER)[number % len(town.who(PEER))]
            await walks.patient(town, writer)
            arrived.append(sealing.lookup(slip.decode(town.receipts(writer.id)[0])))
        await stage.later(HALF_A_DAY)
        leaks = at_rest(engine, arrived)
        await stage.later(YEAR)
        left = remains(engine, arrived)
    engine.dispose()
    leaks |= {f"{where}: pieces of erased reports" for where in left if where != "pg_wal"}
    beside = ", erased ones in pg_wal" if "pg_wal" in left else ""
    return Measured(f"{reports} reports", f"{len(leaks)} found{beside}", "none", frozenset(leaks))


def at_rest(engine: sa.Engine, arrived: Sequence[bytes]) -> set[str]:
    """What rows, counters and transaction numbers tell right after a slot."""
    with engine.connect() as connection:
        lying = {lookup: place for place, lookup in enumerate(connection.scalars(LOOKUPS))}
        leaks = {f"the counter {name}" for name in connection.scalars(COUNTERS)}
        if connection.scalar(sa.text("SHOW track_commit_timestamp")) != "off":
            leaks.add("transactions keep their time")
        if any(connection.scalar(count) > 1 for count in TRANSACTIONS):
            leaks.add("transactions tell which rows came together")
    least, most = interval(len(arrived), CERTAINTY)
    if not least <= in_order([lying[lookup] for lookup in arrived]) <= most:
        leaks.add("wraps lie in the order of arrival")
    return leaks


def remains(engine: sa.Engine, arrived: Sequence[bytes]) -> set[str]:
    """In which parts of the server's files erased reports still are; nothing where they cannot be looked at."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("CHECKPOINT"))
        data, database = connection.execute(PLACE).one()
    places = {"the database": Path(data) / "base" / database, "pg_wal": Path(data) / "pg_wal"}
    secrets = {"piece": set(arrived)}
    return {name for name, place in places.items() if place.exists() and found(files([place]), secrets)}
