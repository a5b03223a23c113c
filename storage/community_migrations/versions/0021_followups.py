"""Follow-ups of supervision: when a supervisor wants their digest, until when a member wants to hear nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the hour and the pace of a digest, the snoozes, and the way to a person's notices."""
    op.add_column("desks", sa.Column("hour", sa.Integer))
    op.add_column("desks", sa.Column("pace", sa.String(6)))
    key = sa.ForeignKey("members.id", name="fk_snoozes_member_id", ondelete="CASCADE")
    op.create_table(
        "snoozes",
        sa.Column("member_id", sa.Integer, key, primary_key=True, autoincrement=False),
        sa.Column("until", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notices_recipient", "notices", ["recipient", "due_at"])
