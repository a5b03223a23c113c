"""Who gave or took which right is written down for twelve months, so that coordinators can answer for it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the journal."""
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("region", sa.String(8), nullable=False),
        sa.Column("actor", sa.Integer),
        sa.Column("member", sa.Integer),
        sa.Column("role", sa.String(12)),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_region", "journal", ["region", "id"])
