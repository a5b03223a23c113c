"""The watch of each region, week by week."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "watches",
        sa.Column("region", sa.String(8), primary_key=True),
        sa.Column("week", sa.Date, primary_key=True),
        _member("member_id"),
        sa.Column("away", sa.Boolean, nullable=False),
        _member("asked"),
        sa.Column("turn", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_watches_member", "watches", ["member_id"])
    op.create_index("ix_watches_asked", "watches", ["asked"])


def _member(name: str) -> sa.Column[int]:
    key = sa.ForeignKey("members.id", name=f"fk_watches_{name}", ondelete="SET NULL")
    return sa.Column(name, sa.Integer, key)
