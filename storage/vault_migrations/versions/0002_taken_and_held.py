"""Reports that one of the readers takes care of; texts that wait for their slot before the readers see them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the marks; what was written before waits with its report."""
    op.add_column("threads", sa.Column("taken", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("entries", sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()))
