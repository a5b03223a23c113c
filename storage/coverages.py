"""Which share of a region’s peer workers had supervision, month by month, as it was told: written once, of nobody."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Column, Integer, String, Table, bindparam, delete, func, select

from storage import upserts
from storage.community import metadata
from storage.database import Transaction

coverages = Table(
    "coverages",
    metadata,
    Column("region", String(8), primary_key=True),
    Column("month", String(7), primary_key=True),  # "2026-05"
    Column("weeks", Integer, nullable=False),  # looked back from the end of the month
    Column("low", Integer),  # percent; both empty: nothing is told
    Column("high", Integer),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Coverage:
    """Between which percents the share was said to be; both None: nothing is told."""

    region: str
    month: str
    weeks: int
    low: int | None
    high: int | None


_LAST = select(coverages.c.region, func.max(coverages.c.month)).group_by(coverages.c.region)
_SOME = (
    select(coverages)
    .where(
        coverages.c.region.in_(bindparam("regions", expanding=True)),
        coverages.c.month > bindparam("after"),
        coverages.c.month <= bindparam("until"),
    )
    .order_by(coverages.c.month, coverages.c.region)
)
_MONTHS = (
    select(coverages.c.month)
    .distinct()
    .where(coverages.c.region.in_(bindparam("regions", expanding=True)))
    .order_by(coverages.c.month)
)


def add(tx: Transaction, told: Coverage) -> None:
    """Write what is told of a month; what was told of it before stays."""
    upserts.unless_there(tx, coverages, [vars(told)])


def last(tx: Transaction) -> dict[str, str]:
    """The latest month of each region that has one."""
    return {region: month for region, month in tx.community.execute(_LAST)}


def months(tx: Transaction, regions: Collection[str]) -> list[str]:
    """The months of which something is written for any of these regions, the oldest first."""
    return list(tx.community.execute(_MONTHS, {"regions": sorted(regions)}).scalars())


def between(tx: Transaction, regions: Collection[str], after: str, until: str) -> list[Coverage]:
    """What was told of these regions after a month, until another one, in order."""
    values = {"regions": sorted(regions), "after": after, "until": until}
    return [Coverage(*row) for row in tx.community.execute(_SOME, values)]


def forget(tx: Transaction, until: str) -> int:
    """Forget this month and those before it; returns how many rows went."""
    return tx.community.execute(delete(coverages).where(coverages.c.month <= until)).rowcount
