"""Polls for the date of a meeting, the dates they propose, and the votes on them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("owner", sa.Integer),
        sa.Column("region", sa.String(8), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("place", sa.String(300)),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("chosen", sa.Integer),
        sa.Column("meeting_id", sa.Integer),
        sa.Column("card", sa.BigInteger),
        sa.Column("question", sa.BigInteger),
        sa.ForeignKeyConstraint(["owner"], ["members.id"], name="fk_polls_owner", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_polls_meeting_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_polls"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_polls_open", "polls", ["state", "closes_at"])
    drafts = sa.text("state = 'draft'")
    op.create_index("uq_polls_draft", "polls", ["owner"], unique=True, sqlite_where=drafts, postgresql_where=drafts)
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("poll_id", sa.Integer, nullable=False),
        sa.Column("wall", sa.DateTime, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name="fk_proposals_poll_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_proposals_poll_wall", "proposals", ["poll_id", "wall"], unique=True)
    vote = sa.Column("vote", sa.String(5), nullable=False)
    _table("votes", _key("member_id", "members", "fk_votes_member_id"), vote)
    number = sa.Column("number", sa.Integer, nullable=False)
    _table("counted_votes", sa.Column("vote", sa.String(5), primary_key=True), number)


def _key(name: str, target: str, constraint: str) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=constraint, ondelete="CASCADE")
    return sa.Column(name, sa.Integer, key, primary_key=True, autoincrement=False)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    """A table of which every row belongs to a proposed date, and goes with it."""
    op.create_table(name, _key("proposal_id", "proposals", f"fk_{name}_proposal_id"), *columns, sqlite_with_rowid=False)
