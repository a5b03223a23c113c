"""Who keeps watch over the messages of a region in which week, and who stands in for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

watches = Table(
    "watches",
    metadata,
    Column("region", String(8), primary_key=True),
    Column("week", Date, primary_key=True),  # its Monday
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("cover", ForeignKey("members.id", ondelete="SET NULL")),  # who was asked to stand in
    Column("accepted", Boolean),  # whether the cover said yes; empty without one
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Watch:
    """A week of a region, which begins on a Monday; `cover` stands in once they have accepted."""

    region: str
    week: date
    member_id: int
    cover: int | None = None
    accepted: bool | None = None

    @property
    def keeper(self) -> int:
        """Who keeps it: whoever was planned, until somebody else has accepted to."""
        return self.cover if self.cover is not None and self.accepted else self.member_id


_ONE = select(watches).where(watches.c.region == bindparam("region"), watches.c.week == bindparam("week"))
_FROM = (
    select(watches)
    .where(watches.c.region.in_(bindparam("regions", expanding=True)), watches.c.week >= bindparam("week"))
    .order_by(watches.c.week, watches.c.region)
)
_OF_MEMBER = (
    select(watches)
    .where((watches.c.member_id == bindparam("member")) | (watches.c.cover == bindparam("member")))
    .order_by(watches.c.week, watches.c.region)
)


def of_member(tx: Transaction, member_id: int) -> list[Watch]:
    """The weeks this member was planned for, or asked to stand in."""
    return [Watch(*row) for row in tx.community.execute(_OF_MEMBER, {"member": member_id})]


def of(tx: Transaction, region: str, week: date) -> Watch | None:
    """Who keeps this week of a region; None when nobody was planned."""
    row = tx.community.execute(_ONE, {"region": region, "week": week}).one_or_none()
    return None if row is None else Watch(*row)


def planned(tx: Transaction, regions: Iterable[str], since: date) -> list[Watch]:
    """The weeks of these regions from this Monday on, in order."""
    parameters = {"regions": sorted(regions), "week": since}
    return [Watch(*row) for row in tx.community.execute(_FROM, parameters)]


def put(tx: Transaction, watch: Watch) -> None:
    """Write a week, in place of what was planned for it."""
    drop(tx, watch.region, watch.week)
    values = {
        "region": watch.region, "week": watch.week, "member_id": watch.member_id,
        "cover": watch.cover, "accepted": watch.accepted,
    }  # fmt: skip
    tx.community.execute(insert(watches).values(values))


def drop(tx: Transaction, region: str, week: date) -> None:
    """Nobody is planned for this week."""
    tx.community.execute(delete(watches).filter_by(region=region, week=week))
