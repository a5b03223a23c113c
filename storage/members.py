"""Members and their roles: who belongs to the community, for which regions, in which language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.community import metadata
from storage.database import Transaction

NATIONAL = "national"  # a region of its own: its roles reach every region

members = Table(
    "members",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("first_name", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("region", String(8), nullable=False),
    Column("state", String(12), nullable=False),  # active, unreachable, leaving (may come back), left, forgotten
    Column("joined", String(7), nullable=False),  # a month: a finer date would help to tell who writes
    Column("promise", String(16), nullable=False),  # version of the confidentiality text agreed to
    Column("charter", String(16), nullable=False),  # version of the charter agreed to
    Column("stayed", String(7)),  # the month of the last sign that they are here, if it is in no other table
    Column("erased_on", Date),  # the day on which this row goes
    Column("organisation", String(80)),
    Column("directory", Boolean),  # whether the other members of the region find them; empty means no
    Column("quiet", String(8)),  # when the phone should not sound; empty: as everybody's
    Column("display", String(8)),  # simple; empty: as usual
    Column("paused_until", Date),  # emptied on that day
    Column("shown", Boolean),  # whether others read their first name among those who come; empty means no
    sqlite_autoincrement=True,  # a number is never given again: buttons and notices may still carry it
)

roles = Table(
    "roles",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(12), primary_key=True),
    Column("region", String(8), primary_key=True),
)

PRESENT = ("active", "unreachable")
HERE = members.c.state.in_(PRESENT)


@dataclass(frozen=True)
class Role:
    """What a member may do (`peer_worker`, `supervisor`, `coordinator`) and where."""

    name: str
    region: str


@dataclass(frozen=True)
class Member:
    """A person of the community, with the roles they hold."""

    id: int
    telegram_id: int
    first_name: str
    language: str
    region: str
    state: str
    joined: str  # a month, "2026-11"
    promise: str
    charter: str
    roles: frozenset[Role]
    organisation: str | None = None
    directory: bool = False
    stayed: str | None = None  # a month
    erased_on: date | None = None
    quiet: str = "night"
    simple: bool = False
    paused_until: date | None = None
    shown: bool = False

    def holds(self, name: str, region: str | None = None) -> bool:
        """Whether the role is held: anywhere, or for this region (a national role reaches every region)."""
        return any(role.name == name and (region is None or role.region in (region, NATIONAL)) for role in self.roles)

    def regions(self, name: str) -> set[str]:
        """The regions this role is held for."""
        return {role.region for role in self.roles if role.name == name}


_WITH_ROLES = select(members, roles.c.role, roles.c.region.label("role_region")).outerjoin(
    roles, roles.c.member_id == members.c.id
)
_BY_TELEGRAM = _WITH_ROLES.where(members.c.telegram_id == bindparam("telegram_id"))
_BY_ID = _WITH_ROLES.where(members.c.id == bindparam("id"))
_SEVERAL = _WITH_ROLES.where(members.c.id.in_(bindparam("ids", expanding=True)))
_HOLDERS = (
    select(members.c.id)
    .distinct()
    .join(roles, roles.c.member_id == members.c.id)
    .where(
        HERE,
        roles.c.role.in_(bindparam("names", expanding=True)),
        roles.c.region.in_(bindparam("regions", expanding=True)),
    )
    .order_by(members.c.id)
)
_ROSTER = (
    select(members.c.id, members.c.first_name, roles.c.role)
    .join(roles, roles.c.member_id == members.c.id)
    .where(HERE, roles.c.region == bindparam("code"))
)
_COORDINATORS = (
    select(members.c.id, roles.c.region)
    .join(roles, roles.c.member_id == members.c.id)
    .where(members.c.state == "active", roles.c.role == "coordinator")
)
_SUPERVISORS = (
    select(roles.c.region, members.c.id, members.c.state, members.c.paused_until)
    .join(members, members.c.id == roles.c.member_id)
    .where(roles.c.role == "supervisor", HERE)
    .order_by(roles.c.region, members.c.id)
)
_SET_STATE = (
    update(members).where(members.c.telegram_id == bindparam("whom"), HERE).values(state=bindparam("new_state"))
)
_SET_LANGUAGE = update(members).where(members.c.id == bindparam("whom")).values(language=bindparam("new_language"))


def by_telegram(tx: Transaction, telegram_id: int) -> Member | None:
    """The member with this Telegram account, whatever their state."""
    return _one(tx.community.execute(_BY_TELEGRAM, {"telegram_id": telegram_id}).all())


def by_id(tx: Transaction, member_id: int) -> Member | None:
    """The member with this number."""
    return _one(tx.community.execute(_BY_ID, {"id": member_id}).all())


def several(tx: Transaction, member_ids: Iterable[int]) -> list[Member]:
    """The members with these numbers, in this order and each once; numbers of nobody are left out."""
    wanted = list(dict.fromkeys(member_ids))
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in tx.community.execute(_SEVERAL, {"ids": wanted}):
        rows[row.id].append(row)
    return [found for number in wanted if (found := _one(rows[number])) is not None]


def _one(rows: Sequence[Row[tuple[object, ...]]]) -> Member | None:
    if not rows:
        return None
    row = rows[0]
    return Member(
        id=row.id,
        telegram_id=row.telegram_id,
        first_name=row.first_name,
        language=row.language,
        region=row.region,
        state=row.state,
        joined=row.joined,
        promise=row.promise,
        charter=row.charter,
        stayed=row.stayed,
        erased_on=row.erased_on,
        organisation=row.organisation,
        directory=bool(row.directory),
        roles=frozenset(Role(r.role, r.role_region) for r in rows if r.role is not None),
        quiet=row.quiet or "night",
        simple=row.display == "simple",
        paused_until=row.paused_until,
        shown=bool(row.shown),
    )


def add(
    tx: Transaction,
    *,
    telegram_id: int,
    first_name: str,
    language: str,
    region: str,
    joined: str,
    promise: str,
    charter: str,
    organisation: str | None = None,
    directory: bool = False,
) -> int:
    """Add a member, or bring back one who left, without the roles of then; returns the member's number."""
    values = {
        "first_name": first_name,
        "language": language,
        "region": region,
        "state": "active",
        "promise": promise,
        "charter": charter,
        "erased_on": None,
        "organisation": organisation,
        "directory": directory,
        "quiet": None,
        "display": None,
        "paused_until": None,
        "shown": None,
    }
    known = by_telegram(tx, telegram_id)
    if known is not None:
        tx.community.execute(update(members).where(members.c.id == known.id).values(values))
        tx.community.execute(delete(roles).where(roles.c.member_id == known.id))
        return known.id
    row = tx.community.execute(
        insert(members).values(telegram_id=telegram_id, joined=joined, **values).returning(members.c.id)
    )
    return int(row.scalar_one())


def grant(tx: Transaction, member_id: int, role: Role) -> None:
    """Give a role; giving it twice changes nothing."""
    row = {"member_id": member_id, "role": role.name, "region": role.region}
    tx.community.execute(delete(roles).filter_by(**row))
    tx.community.execute(insert(roles).values(row))


def withdraw(tx: Transaction, member_id: int, role: Role) -> None:
    """Take a role away; taking what is not held changes nothing."""
    tx.community.execute(delete(roles).filter_by(member_id=member_id, role=role.name, region=role.region))


def roster(tx: Transaction, code: str) -> list[tuple[int, str, str]]:
    """Who holds which role for exactly this region: number, first name, role, in no order."""
    return [(number, name, role) for number, name, role in tx.community.execute(_ROSTER, {"code": code})]


def coordinators(tx: Transaction) -> list[tuple[int, str]]:
    """Who can be reached and coordinates what: number and region."""
    return [(number, code) for number, code in tx.community.execute(_COORDINATORS)]


def holders(tx: Transaction, names: Iterable[str], regions: Iterable[str]) -> list[int]:
    """The numbers of the members who hold one of the roles for exactly one of these regions."""
    parameters = {"names": list(names), "regions": list(regions)}
    return list(tx.community.execute(_HOLDERS, parameters).scalars())


def supervisors(tx: Transaction) -> list[tuple[str, int, str]]:
    """Who supervises what: region, member's number, and whether they are active, paused or unreachable."""
    return [
        (code, number, "paused" if state == "active" and until is not None else state)
        for code, number, state, until in tx.community.execute(_SUPERVISORS)
    ]


def set_state(tx: Transaction, telegram_id: int, state: str) -> None:
    """Mark a member active or unreachable; for an unknown account and for who has left, nothing changes."""
    tx.community.execute(_SET_STATE, {"whom": telegram_id, "new_state": state})


def set_language(tx: Transaction, member_id: int, language: str) -> None:
    """Remember the language a member reads."""
    tx.community.execute(_SET_LANGUAGE, {"whom": member_id, "new_language": language})


def change(tx: Transaction, member_id: int, **fields: str | bool | None) -> None:
    """Write what a member says of themselves: a name, an organisation, the directory, the charter agreed to."""
    tx.community.execute(update(members).where(members.c.id == member_id).values(**fields))
