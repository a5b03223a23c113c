"""The field a member was last asked to fill, so that their next free text finds it; never used for reports."""

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

questions = Table(
    "questions",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("about", String(40), nullable=False),
    Column("field", String(24), nullable=False),
)


@dataclass(frozen=True)
class Question:
    """The thing and its field that the next text of a member is for."""

    about: str
    field: str


_OPEN = select(questions.c.about, questions.c.field).where(questions.c.member_id == bindparam("member_id"))


def ask(tx: Transaction, member_id: int, about: str, field: str) -> None:
    """From now on this member's free text is for this field."""
    forget(tx, member_id)
    tx.community.execute(insert(questions).values(member_id=member_id, about=about, field=field))


def open_for(tx: Transaction, member_id: int) -> Question | None:
    """The field this member was asked for."""
    row = tx.community.execute(_OPEN, {"member_id": member_id}).one_or_none()
    return None if row is None else Question(*row)


def forget(tx: Transaction, member_id: int) -> None:
    """Nothing is asked any more."""
    tx.community.execute(delete(questions).where(questions.c.member_id == member_id))
