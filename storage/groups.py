"""The group chats the bot hosts, each bound to a region."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, bindparam, delete, insert, select, update

from storage.community import metadata
from storage.database import Transaction

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("title", String(255), nullable=False),
    Column("region", String(8)),  # empty until a coordinator says whose group it is
    Column("forum", Boolean),
    Column("lacks", String(8)),  # a letter for each right the bot needs and has not; empty until it has looked
    Column("door", String(80)),  # the link to ask by; empty text when a coordinator closed it
    sqlite_autoincrement=True,  # a number is never given again: notices to a group that is gone may wait
)


@dataclass(frozen=True)
class Group:
    """A group chat with the bot in it; no region yet means that the bot stays silent there."""

    id: int
    chat_id: int
    title: str
    region: str | None
    forum: bool | None = None
    lacks: str | None = None
    door: str | None = None

    def may(self, right: str) -> bool:
        """Whether the bot has this right there, as far as it was told."""
        return self.lacks is not None and right not in self.lacks


_BY_CHAT = select(groups).where(groups.c.chat_id == bindparam("chat_id"))
_BY_ID = select(groups).where(groups.c.id == bindparam("id"))
_OF_REGION = select(groups).where(groups.c.region == bindparam("region")).order_by(groups.c.id)
_OF_REGIONS = select(groups).where(groups.c.region.in_(bindparam("regions", expanding=True))).order_by(groups.c.id)


def by_chat(tx: Transaction, chat_id: int) -> Group | None:
    """The group behind a chat id."""
    row = tx.community.execute(_BY_CHAT, {"chat_id": chat_id}).one_or_none()
    return None if row is None else Group(*row)


def by_id(tx: Transaction, group_id: int) -> Group | None:
    """The group with this number."""
    row = tx.community.execute(_BY_ID, {"id": group_id}).one_or_none()
    return None if row is None else Group(*row)


def of_region(tx: Transaction, region: str) -> list[Group]:
    """The groups bound to a region."""
    return [Group(*row) for row in tx.community.execute(_OF_REGION, {"region": region})]


def of_regions(tx: Transaction, regions: Sequence[str]) -> list[Group]:
    """The groups bound to any of these regions."""
    return [Group(*row) for row in tx.community.execute(_OF_REGIONS, {"regions": list(regions)})]


def add(tx: Transaction, chat_id: int, title: str) -> Group:
    """Remember a group; a known one keeps its region and takes the new title."""
    known = by_chat(tx, chat_id)
    if known is None:
        tx.community.execute(insert(groups).values(chat_id=chat_id, title=title))
    else:
        tx.community.execute(update(groups).where(groups.c.id == known.id).values(title=title))
    return Group(*tx.community.execute(_BY_CHAT, {"chat_id": chat_id}).one())


def bind(tx: Transaction, group_id: int, region: str | None) -> None:
    """Say whose group it is; None when it is nobody's any more."""
    tx.community.execute(update(groups).where(groups.c.id == group_id).values(region=region))


def see(tx: Transaction, group_id: int, *, forum: bool, lacks: str) -> None:
    """Remember what the bot may not do there, and whether it has topics."""
    tx.community.execute(update(groups).where(groups.c.id == group_id).values(forum=forum, lacks=lacks))


def hang(tx: Transaction, group_id: int, door: str | None, *, instead_of: str | None) -> bool:
    """Put this link in the place of that one; False when another was there already."""
    same = groups.c.door.is_(None) if instead_of is None else groups.c.door == instead_of
    statement = update(groups).where(groups.c.id == group_id, same).values(door=door)
    return bool(tx.community.execute(statement).rowcount)


def move(tx: Transaction, chat_id: int, new_chat_id: int) -> None:
    """Follow a group that Telegram turned into a supergroup, where its link no longer leads; twice is once."""
    old, new = by_chat(tx, chat_id), by_chat(tx, new_chat_id)
    if old is None:
        return
    if new is not None:  # Telegram announced the new chat before the move
        remove(tx, new_chat_id)
    tx.community.execute(update(groups).where(groups.c.id == old.id).values(chat_id=new_chat_id, door=None))


def remove(tx: Transaction, chat_id: int) -> None:
    """Forget a group the bot was taken out of."""
    tx.community.execute(delete(groups).where(groups.c.chat_id == chat_id))
