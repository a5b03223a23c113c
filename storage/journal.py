"""The journal: who gave or took which right, day by day; written once, never changed, forgotten after twelve months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, Index, Integer, String, Table, bindparam, delete, func, insert, select

from storage.community import metadata
from storage.database import Transaction

# Numbers of members without a foreign key: the row stays as it was written when a member is erased, and the number,
# which is never given again, then leads to nobody.
journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("kind", String(24), nullable=False),  # what was done, as in the sentences `journal.…`
    Column("region", String(8), nullable=False),
    Column("actor", Integer),  # a member's number; empty for the operator and for the program itself
    Column("member", Integer),  # the number of the member it was done to
    Column("role", String(12)),
    Column("source", String(64)),  # what asked for it, where the same may come twice
)
Index("ix_journal_region", journal.c.region, journal.c.id)
Index("uq_journal_source", journal.c.source, unique=True)
_ACT = [column for column in journal.c if column.name not in ("id", "source")]


@dataclass(frozen=True)
class Entry:
    """One act, on a day, in a region."""

    day: date
    kind: str
    region: str
    actor: int | None = None
    member: int | None = None
    role: str | None = None

    @property
    def told(self) -> str:
        """The kind it is told as: what somebody gave up themselves was not taken from them."""
        return "given_up" if self.kind == "taken" and self.actor == self.member else self.kind


_PAGE = (
    select(*_ACT)
    .where(journal.c.region.in_(bindparam("regions", expanding=True)))
    .order_by(journal.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("after"))
)
_ABOUT = (
    select(*_ACT)
    .where((journal.c.actor == bindparam("number")) | (journal.c.member == bindparam("number")))
    .order_by(journal.c.id)
)
_LAST_ACT = select(func.max(journal.c.day)).where(journal.c.actor == bindparam("number"))
_DONE = select(journal.c.source).where(journal.c.source.in_(bindparam("sources", expanding=True)))
_FORGET = delete(journal).where(journal.c.day < bindparam("before"))


def write(tx: Transaction, entry: Entry, source: str | None = None) -> bool:
    """Add an act; nothing here changes one. False, and nothing written, if the same `source` was written before."""
    if source is not None and done(tx, [source]):
        return False
    tx.community.execute(insert(journal).values(**vars(entry), source=source))
    return True


def done(tx: Transaction, sources: Sequence[str]) -> set[str]:
    """Which of these were written."""
    return set(tx.community.execute(_DONE, {"sources": list(sources)}).scalars())


def page(tx: Transaction, regions: Sequence[str], after: int, most: int) -> list[Entry]:
    """Acts in these regions, the latest first, without the first `after`."""
    rows = tx.community.execute(_PAGE, {"regions": list(regions), "after": after, "most": most})
    return [Entry(*row) for row in rows]


def about(tx: Transaction, number: int) -> list[Entry]:
    """What a member did and what was done to them, the oldest first."""
    return [Entry(*row) for row in tx.community.execute(_ABOUT, {"number": number})]


def last_act(tx: Transaction, number: int) -> date | None:
    """The day of the last thing a member did."""
    day: date | None = tx.community.execute(_LAST_ACT, {"number": number}).scalar_one()
    return day


def forget(tx: Transaction, before: date) -> int:
    """Forget what was done before this day; returns how many acts."""
    return tx.community.execute(_FORGET, {"before": before}).rowcount
