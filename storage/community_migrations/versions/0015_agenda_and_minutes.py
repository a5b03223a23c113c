"""What a meeting will speak of, votes for it, and what it came to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the three tables, without the order of their rows."""
    op.create_table(
        "items",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer, nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("author", sa.Integer),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("rank", sa.Integer),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_items_meeting_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author"], ["members.id"], name="fk_items_author", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_items_meeting_id", "items", ["meeting_id"])
    op.create_table(
        "item_votes",
        sa.Column("item_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_item_votes_item_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_item_votes_member_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "member_id", name="pk_item_votes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "actions",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("who", sa.String(60)),
        sa.Column("until", sa.Date),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("member_id", sa.Integer),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_actions_meeting_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_actions_member_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_actions_meeting_id", "actions", ["meeting_id"])
