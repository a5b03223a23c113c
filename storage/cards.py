"""The registry of posted cards: which message in which chat shows which thing, and whether it is still true."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy import update as sql_update

from storage.community import metadata
from storage.database import Transaction

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("about", String(40), nullable=False),
    Column("recipient", String(40), nullable=False),  # as in notices: member:1 or group:1
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("stale", Boolean, nullable=False),
)
Index("uq_cards_about_recipient", cards.c.about, cards.c.recipient, unique=True)
Index("ix_cards_stale", cards.c.stale)


@dataclass(frozen=True)
class Card:
    """A message of the bot that shows something and is edited when that thing changes."""

    id: int
    about: str
    recipient: str
    chat_id: int
    message_id: int


_STALE = (
    select(cards.c.id, cards.c.about, cards.c.recipient, cards.c.chat_id, cards.c.message_id)
    .where(cards.c.stale, cards.c.id > bindparam("after"))
    .order_by(cards.c.id)
    .limit(bindparam("most"))
)
# Locked in one order: two people who answer the same meeting at once would deadlock on PostgreSQL.
_SHOWING = select(cards.c.id).where(cards.c.about == bindparam("thing")).order_by(cards.c.id).with_for_update()
_SHOWN = select(cards.c.id).where(cards.c.about == bindparam("thing"))
_OUTDATE = sql_update(cards).where(cards.c.id.in_(_SHOWING.scalar_subquery())).values(stale=True)


def post(tx: Transaction, about: str, recipient: str, chat_id: int, message_id: int, *, stale: bool = False) -> None:
    """Remember where a thing is shown; the newest message for a recipient is the living one.

    `stale`: the thing changed while the message was on its way.
    """
    tx.community.execute(delete(cards).where(cards.c.about == about, cards.c.recipient == recipient))
    row = {"about": about, "recipient": recipient, "chat_id": chat_id, "message_id": message_id, "stale": stale}
    tx.community.execute(insert(cards).values(row))
    tx.rings |= stale


def is_shown(tx: Transaction, about: str) -> bool:
    """Whether a thing is shown anywhere."""
    return tx.community.execute(_SHOWN, {"thing": about}).first() is not None


def outdate(tx: Transaction, about: str) -> None:
    """Say that the thing has changed: each of its cards is edited soon, wherever it is."""
    tx.community.execute(_OUTDATE, {"thing": about})
    tx.rings = True


def outdate_all(tx: Transaction) -> None:
    """Say that every card reads differently now, for instance in another language."""
    tx.community.execute(sql_update(cards).values(stale=True))
    tx.rings = True


def stale(tx: Transaction, after: int, most: int) -> list[Card]:
    """Cards to edit, in the order of their ids, from the one behind `after` on."""
    return [Card(*row) for row in tx.community.execute(_STALE, {"after": after, "most": most})]


def fresh(tx: Transaction, card_id: int, *, stale: bool = False) -> None:
    """The card shows the truth, or does not after all; a process that dies before this edits it again."""
    tx.community.execute(sql_update(cards).where(cards.c.id == card_id).values(stale=stale))


def forget(tx: Transaction, card_id: int) -> None:
    """The message is gone."""
    tx.community.execute(delete(cards).where(cards.c.id == card_id))


def leave_chat(tx: Transaction, chat_id: int) -> None:
    """The chat became a supergroup: its old messages cannot be edited any more."""
    tx.community.execute(delete(cards).where(cards.c.chat_id == chat_id))


def forget_all(tx: Transaction, recipient: str) -> None:
    """Keep nothing true for somebody any more."""
    tx.community.execute(delete(cards).where(cards.c.recipient == recipient))
