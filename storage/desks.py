"""Where a supervisor receives, and when they want their digest; and who has whom as their supervisor."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam, delete, select

from storage import upserts
from storage.community import metadata
from storage.database import Transaction

desks = Table(
    "desks",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("place", String(300)),  # shown to whoever booked, like the link
    Column("link", String(300)),
    Column("hour", Integer),  # at which they want their digest, on their clock; empty: as everybody's
    Column("pace", String(6)),  # daily, weekly, never; empty: as everybody's
    sqlite_with_rowid=False,
)
caseloads = Table(
    "caseloads",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("supervisor", ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,  # nor when it was agreed
)
Index("ix_caseloads_supervisor", caseloads.c.supervisor)

WRITTEN = {"place": "place", "video": "link"}  # the column of each mode of an opening


@dataclass(frozen=True)
class Desk:
    """What a supervisor set for themselves."""

    place: str | None = None
    link: str | None = None
    hour: int | None = None
    pace: str | None = None

    def at(self, mode: str) -> str | None:
        """Where they receive in this way; None while they have not said so. KeyError for another mode."""
        found: str | None = getattr(self, WRITTEN[mode])
        return found


_DESK = select(desks.c.place, desks.c.link, desks.c.hour, desks.c.pace).where(
    desks.c.member_id == bindparam("member_id")
)
_SUPERVISOR = select(caseloads.c.supervisor).where(caseloads.c.member_id == bindparam("member_id"))
_CASES = select(caseloads.c.member_id).where(caseloads.c.supervisor == bindparam("supervisor"))
_ALL = select(caseloads.c.member_id, caseloads.c.supervisor)


def desk(tx: Transaction, member_id: int) -> Desk:
    """What this supervisor set; nothing yet where they never did."""
    row = tx.community.execute(_DESK, {"member_id": member_id}).one_or_none()
    return Desk() if row is None else Desk(*row)


def arrange(tx: Transaction, member_id: int, **fields: object) -> None:
    """Write some fields of a supervisor's desk."""
    upserts.unless_there(tx, desks, [{"member_id": member_id}])
    tx.community.execute(desks.update().where(desks.c.member_id == member_id).values(**fields))


def supervisor(tx: Transaction, member_id: int) -> int | None:
    """Who supervises this member; None while it was agreed with nobody."""
    found: int | None = tx.community.execute(_SUPERVISOR, {"member_id": member_id}).scalar_one_or_none()
    return found


def cases(tx: Transaction, supervisor_id: int) -> set[int]:
    """Whom this supervisor supervises."""
    return set(tx.community.execute(_CASES, {"supervisor": supervisor_id}).scalars())


def all_cases(tx: Transaction) -> dict[int, int]:
    """The supervisor of each member who has one."""
    return {member_id: found for member_id, found in tx.community.execute(_ALL)}


def entrust(tx: Transaction, member_ids: Iterable[int], supervisor_id: int | None) -> None:
    """From now on this supervisor has these members; None: nobody has them."""
    numbers = list(member_ids)
    tx.community.execute(delete(caseloads).where(caseloads.c.member_id.in_(numbers)))
    if supervisor_id is not None:
        upserts.unless_there(tx, caseloads, [{"member_id": one, "supervisor": supervisor_id} for one in numbers])
