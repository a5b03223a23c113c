"""Addresses of private calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "feeds",
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_feeds_member_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name="pk_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_feeds_token_hash"),
        sqlite_with_rowid=False,
    )
