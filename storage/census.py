"""The census: how many members there are, where, and since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, func, select

from storage.database import Transaction
from storage.members import HERE, members, roles


@dataclass(frozen=True)
class Standing:
    """Whether a member can be reached: active or unreachable, and until when they have a pause."""

    number: int
    region: str
    state: str
    paused_until: date | None


_FIRST_NAMES = select(members.c.first_name).distinct().where(HERE).order_by(members.c.first_name)
_PEERS = (
    select(func.count())
    .join_from(roles, members, members.c.id == roles.c.member_id)
    .where(roles.c.role == "peer_worker", roles.c.region == bindparam("code"), members.c.state == "active")
)
_PEERS_BY = (
    select(members.c.id)
    .join(roles, roles.c.member_id == members.c.id)
    .where(
        HERE,
        roles.c.role == "peer_worker",
        roles.c.region == bindparam("code"),
        members.c.joined <= bindparam("month"),
    )
)
_SUPERVISED = (
    select(roles.c.region)
    .distinct()
    .join(members, and_(members.c.id == roles.c.member_id, members.c.state == "active"))
    .where(roles.c.role == "supervisor", members.c.paused_until.is_(None))
)
_REACHABLE = select(members.c.region, func.count()).where(members.c.state == "active").group_by(members.c.region)
_STANDINGS = (
    select(members.c.id, members.c.region, members.c.state, members.c.paused_until)
    .distinct()
    .join(roles, roles.c.member_id == members.c.id)
    .where(
        HERE,
        roles.c.role.in_(bindparam("names", expanding=True)),
        roles.c.region.in_(bindparam("regions", expanding=True)),
    )
    .order_by(members.c.id)
)
_FIRST_MONTH = select(func.min(members.c.joined))


def first_names(tx: Transaction) -> list[str]:
    """The first names of all members, each once."""
    return list(tx.community.execute(_FIRST_NAMES).scalars())


def peers(tx: Transaction, code: str) -> int:
    """How many peer workers of a region can be reached."""
    return int(tx.community.execute(_PEERS, {"code": code}).scalar_one())


def peers_by(tx: Transaction, code: str, month: str) -> set[int]:
    """The peer workers of a region who are here, reachable or not, and joined in this month or before."""
    return set(tx.community.execute(_PEERS_BY, {"code": code, "month": month}).scalars())


def supervised_regions(tx: Transaction) -> set[str]:
    """The regions that have at least one supervisor who can be reached, and is not having a pause."""
    return set(tx.community.execute(_SUPERVISED).scalars())


def reachable(tx: Transaction) -> dict[str, int]:
    """How many members of each region can be reached; a region without any is not there."""
    return {region: number for region, number in tx.community.execute(_REACHABLE)}


def standings(tx: Transaction, names: Collection[str], regions: Collection[str]) -> list[Standing]:
    """Everybody who holds one of these roles for exactly one of these regions, each once."""
    rows = tx.community.execute(_STANDINGS, {"names": list(names), "regions": list(regions)})
    return [Standing(*row) for row in rows]


def first_month(tx: Transaction) -> str | None:
    """The month in which the first of the members joined; None without any member."""
    month: str | None = tx.community.execute(_FIRST_MONTH).scalar_one()
    return month
