"""Figures are kept as they were published: computed again, with other member counts, they would tell more."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "figures",
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("box", sa.String(8), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("low", sa.Integer, nullable=False),
        sa.Column("high", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("quarter", "box", "theme", name="pk_figures"),
    )
