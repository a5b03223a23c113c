"""Who was at a meeting, and who came along without Telegram."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, delete, func, select

from storage import upserts
from storage.community import metadata
from storage.database import Transaction
from storage.meetings import meetings

presences = Table(
    "presences",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
companions = Table(
    "companions",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(60), primary_key=True),
    sqlite_with_rowid=False,
)

_PRESENT = (
    select(presences.c.member_id)
    .where(presences.c.meeting_id == bindparam("meeting_id"))
    .order_by(presences.c.member_id)
)
_NAMES = select(companions.c.name).where(companions.c.meeting_id == bindparam("meeting_id")).order_by(companions.c.name)
_OF = select(presences.c.meeting_id).where(presences.c.member_id == bindparam("member_id"))
_AT_KIND = (
    select(presences.c.member_id, meetings.c.wall)
    .join(meetings, meetings.c.id == presences.c.meeting_id)
    .where(
        meetings.c.kind == bindparam("kind"),
        meetings.c.state == "published",
        presences.c.member_id.in_(bindparam("members", expanding=True)),
    )
)
_COMPANY = select(func.count()).where(companions.c.meeting_id == bindparam("meeting_id"))


def mark(tx: Transaction, meeting_id: int, member_id: int) -> None:
    """This member was there."""
    upserts.unless_there(tx, presences, [{"meeting_id": meeting_id, "member_id": member_id}])


def unmark(tx: Transaction, meeting_id: int, member_id: int) -> None:
    """This member was not there after all."""
    tx.community.execute(delete(presences).filter_by(meeting_id=meeting_id, member_id=member_id))


def present(tx: Transaction, meeting_id: int) -> list[int]:
    """The members who were there."""
    return list(tx.community.execute(_PRESENT, {"meeting_id": meeting_id}).scalars())


def attended(tx: Transaction, member_id: int) -> list[int]:
    """The meetings a member was at."""
    return sorted(tx.community.execute(_OF, {"member_id": member_id}).scalars())


def at_kind(tx: Transaction, kind: str, member_ids: Iterable[int]) -> list[tuple[int, datetime]]:
    """Who of these members was at meetings of a kind, and their civil times."""
    parameters = {"kind": kind, "members": sorted(member_ids)}
    return [(number, wall) for number, wall in tx.community.execute(_AT_KIND, parameters)]


def bring(tx: Transaction, meeting_id: int, names: Iterable[str]) -> None:
    """Somebody without Telegram comes too."""
    upserts.unless_there(tx, companions, [{"meeting_id": meeting_id, "name": name} for name in names])


def leave(tx: Transaction, meeting_id: int, name: str) -> None:
    """Somebody without Telegram does not come after all."""
    tx.community.execute(delete(companions).filter_by(meeting_id=meeting_id, name=name))


def company(tx: Transaction, meeting_id: int) -> list[str]:
    """The names of those who come without Telegram."""
    return list(tx.community.execute(_NAMES, {"meeting_id": meeting_id}).scalars())


def number(tx: Transaction, meeting_id: int) -> int:
    """How many come without Telegram."""
    found: int = tx.community.execute(_COMPANY, {"meeting_id": meeting_id}).scalar_one()
    return found
