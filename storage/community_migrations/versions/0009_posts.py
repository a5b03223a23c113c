"""Which message of a group is whose question or answer from here, so that it can be answered and removed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table; an act of the journal may tell by what it was asked for, so that it is written once."""
    op.create_table(
        "posts",
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("group_id", sa.Integer, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("about", name="pk_posts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_group_id", "posts", ["group_id", "message_id"])
    op.add_column("journal", sa.Column("source", sa.String(64)))
    op.create_index("uq_journal_source", "journal", ["source"], unique=True)
