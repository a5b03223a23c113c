"""Figures as they were published, one quarter after the other: written once, never computed again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Integer, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

figures = Table(
    "figures",
    metadata,
    Column("quarter", String(7), primary_key=True),  # "2026-Q4"
    Column("box", String(8), primary_key=True),
    Column("theme", String(40), primary_key=True),
    Column("low", Integer, nullable=False),
    Column("high", Integer, nullable=False),
)


@dataclass(frozen=True)
class Figure:
    """Between which numbers the count of a box and theme was said to be; what was hidden has no figure."""

    box: str
    theme: str
    low: int
    high: int


_OF = select(figures.c.box, figures.c.theme, figures.c.low, figures.c.high).where(
    figures.c.quarter == bindparam("quarter")
)
_QUARTERS = select(figures.c.quarter).distinct().order_by(figures.c.quarter)
_FORGET = delete(figures).where(figures.c.quarter <= bindparam("last"))


def add(tx: Transaction, quarter: str, found: Iterable[Figure]) -> None:
    """Publish a quarter; IntegrityError if it was published already."""
    tx.community.execute(insert(figures), [{"quarter": quarter, **vars(figure)} for figure in found])


def of(tx: Transaction, quarter: str) -> list[Figure]:
    """What was published of a quarter; empty if nothing was."""
    return [Figure(*row) for row in tx.community.execute(_OF, {"quarter": quarter})]


def quarters(tx: Transaction) -> list[str]:
    """The quarters that were published, the oldest first."""
    return list(tx.community.execute(_QUARTERS).scalars())


def forget(tx: Transaction, last: str) -> int:
    """Forget a quarter and those before it; returns how many figures went."""
    return tx.community.execute(_FORGET, {"last": last}).rowcount
