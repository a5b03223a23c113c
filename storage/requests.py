"""Who asked to come into a group and waits for an answer: which account, at which door, and no time."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.community import metadata
from storage.database import Transaction

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("telegram_id", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, accepted, refused
    UniqueConstraint("group_id", "telegram_id"),
    sqlite_autoincrement=True,  # a number is never given again: buttons carry it
)


@dataclass(frozen=True)
class Request:
    """One account at one door. `accepted` and `refused` stay until Telegram knows too."""

    id: int
    group_id: int
    telegram_id: int
    state: str


_BY_ID = select(requests).where(requests.c.id == bindparam("id")).with_for_update()
_AT = select(requests).where(
    requests.c.group_id == bindparam("group_id"), requests.c.telegram_id == bindparam("telegram_id")
)
_OF = select(requests).where(requests.c.telegram_id == bindparam("telegram_id")).order_by(requests.c.id)
_WAITING = (
    select(requests)
    .where(requests.c.group_id == bindparam("group_id"), requests.c.state == "waiting")
    .order_by(requests.c.id)
)
_GROUPS = select(requests.c.group_id).distinct().where(requests.c.state == "waiting").order_by(requests.c.group_id)


def by_id(tx: Transaction, request_id: int) -> Request | None:
    """The request behind a button."""
    row = tx.community.execute(_BY_ID, {"id": request_id}).one_or_none()
    return None if row is None else Request(*row)


def at(tx: Transaction, group_id: int, telegram_id: int) -> Request | None:
    """What this account asked at this door."""
    row = tx.community.execute(_AT, {"group_id": group_id, "telegram_id": telegram_id}).one_or_none()
    return None if row is None else Request(*row)


def of(tx: Transaction, telegram_id: int) -> list[Request]:
    """Everything this account asked for."""
    return [Request(*row) for row in tx.community.execute(_OF, {"telegram_id": telegram_id})]


def waiting(tx: Transaction, group_id: int) -> list[Request]:
    """Who waits at a door, the first first."""
    return [Request(*row) for row in tx.community.execute(_WAITING, {"group_id": group_id})]


def doors(tx: Transaction) -> list[int]:
    """The groups at whose doors somebody waits."""
    return list(tx.community.execute(_GROUPS).scalars())


def ask(tx: Transaction, group_id: int, telegram_id: int) -> None:
    """Somebody knocks."""
    tx.community.execute(insert(requests).values(group_id=group_id, telegram_id=telegram_id, state="waiting"))


def decide(tx: Transaction, request_id: int, state: str) -> None:
    """What a human, or the register, said; Telegram is told next."""
    tx.community.execute(update(requests).where(requests.c.id == request_id).values(state=state))


def forget(tx: Transaction, group_id: int, telegram_id: int) -> None:
    """It is settled."""
    where = (requests.c.group_id == group_id, requests.c.telegram_id == telegram_id)
    tx.community.execute(delete(requests).where(*where))


def forget_all(tx: Transaction, telegram_id: int) -> None:
    """This account asks for nothing any more."""
    tx.community.execute(delete(requests).where(requests.c.telegram_id == telegram_id))
