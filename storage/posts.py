"""Questions and answers to the peers as they stand in a group: which message is which; not whose, not what it says."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, bindparam, delete, insert, select

from storage.community import metadata
from storage.database import Transaction

posts = Table(
    "posts",
    metadata,
    Column("about", String(32), primary_key=True),  # the random id it had in the vault
    Column("group_id", Integer, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("answers", String(32)),  # the `about` of the question, which everybody in the group sees above
    sqlite_with_rowid=False,
)
Index("ix_posts_group_id", posts.c.group_id, posts.c.message_id)


@dataclass(frozen=True)
class Post:
    """A message of the bot in a group."""

    about: str
    group_id: int
    message_id: int
    answers: str | None = None


_BY_ABOUT = select(posts).where(posts.c.about == bindparam("about"))
_ANSWERING = select(posts).where(posts.c.answers == bindparam("about"))
_AT = select(posts).where(posts.c.group_id == bindparam("group_id"), posts.c.message_id == bindparam("message_id"))


def add(tx: Transaction, post: Post) -> None:
    """Remember where it stands; posted again, the newest message is the one."""
    forget(tx, post.about)
    tx.community.execute(insert(posts).values(vars(post)))


def find(tx: Transaction, about: str) -> Post | None:
    """Where a question stands; None when it is gone."""
    row = tx.community.execute(_BY_ABOUT, {"about": about}).one_or_none()
    return None if row is None else Post(*row)


def at(tx: Transaction, group_id: int, message_id: int) -> Post | None:
    """What this message of a group is; None for any other message."""
    row = tx.community.execute(_AT, {"group_id": group_id, "message_id": message_id}).one_or_none()
    return None if row is None else Post(*row)


def answering(tx: Transaction, about: str) -> list[Post]:
    """The answers to a question."""
    return [Post(*row) for row in tx.community.execute(_ANSWERING, {"about": about})]


def forget(tx: Transaction, about: str) -> None:
    """The message is gone."""
    tx.community.execute(delete(posts).where(posts.c.about == about))


def leave(tx: Transaction, group_id: int) -> None:
    """The group is gone, or its messages have other numbers from here on."""
    tx.community.execute(delete(posts).where(posts.c.group_id == group_id))
