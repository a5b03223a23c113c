"""Which question a post answers, so that the answers go with it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; of answers posted before, it is not known."""
    op.add_column("posts", sa.Column("answers", sa.String(32)))
