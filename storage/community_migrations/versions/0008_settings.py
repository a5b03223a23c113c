"""What a member arranged for themselves: quiet hours, a simple display, a pause; empty means the usual."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("members", sa.Column("quiet", sa.String(8)))
    op.add_column("members", sa.Column("display", sa.String(8)))
    op.add_column("members", sa.Column("paused_until", sa.Date))
