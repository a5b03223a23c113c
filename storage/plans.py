"""How often somebody should have supervision: for a region, a group, a person; a plan is a rhythm, never a content."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Integer, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

plans = Table(
    "plans",
    metadata,
    Column("scope", String(40), primary_key=True),  # region:FR-ARA, group:1, member:1
    Column("every", Integer),  # weeks; empty: as the wider scope has it
    Column("format", String(10)),  # single, group; empty: as the wider scope has it
    Column("began", String(7)),  # of a member: the month in which they took up their post
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Plan:
    """What was set for a scope; `every` is in weeks, `began` a month, "2026-11". What is None was not set."""

    scope: str
    every: int | None = None
    format: str | None = None
    began: str | None = None


_SEVERAL = select(plans).where(plans.c.scope.in_(bindparam("scopes", expanding=True)))


def of(tx: Transaction, scopes: Iterable[str]) -> dict[str, Plan]:
    """What was set for these scopes."""
    return {row.scope: Plan(*row) for row in tx.community.execute(_SEVERAL, {"scopes": sorted(set(scopes))})}


def arrange(tx: Transaction, plan: Plan) -> None:
    """Set this for its scope; a plan without anything is none."""
    tx.community.execute(delete(plans).where(plans.c.scope == plan.scope))
    if plan != Plan(plan.scope):
        values = {"scope": plan.scope, "every": plan.every, "format": plan.format, "began": plan.began}
        tx.community.execute(insert(plans).values(values))


def own(tx: Transaction, member_id: int) -> list[Plan]:
    """What was set for a member, or by them for whom they supervise."""
    return [found for _, found in sorted(of(tx, _own(member_id)).items())]


def forget(tx: Transaction, member_id: int) -> None:
    """Forget the same."""
    tx.community.execute(delete(plans).where(plans.c.scope.in_(_own(member_id))))


def _own(member_id: int) -> list[str]:
    return [f"{kind}:{member_id}" for kind in ("member", "supervisor")]
