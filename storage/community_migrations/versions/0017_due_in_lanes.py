"""What is due is found lane by lane, and what makes no sense any more by its own index."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the indexes anew."""
    op.drop_index("ix_notices_due", "notices")
    op.create_index("ix_notices_due", "notices", ["state", "lane", "due_at", "id"])
    op.create_index("ix_notices_expires", "notices", ["state", "expires_at"])
