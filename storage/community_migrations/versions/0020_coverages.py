"""Shares of supervision are kept as they were told: exact counts are computed, and written nowhere."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "coverages",
        sa.Column("region", sa.String(8), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("weeks", sa.Integer, nullable=False),
        sa.Column("low", sa.Integer),
        sa.Column("high", sa.Integer),
        sa.PrimaryKeyConstraint("region", "month", name="pk_coverages"),
        sqlite_with_rowid=False,
    )
