"""A report that one of its readers takes care of: the others see that somebody does, not who."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the mark; nobody has taken care of anything before."""
    op.add_column("threads", sa.Column("taken", sa.Boolean, nullable=False, server_default=sa.false()))
