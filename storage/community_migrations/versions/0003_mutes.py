"""What members want to hear no more of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table, without SQLite's rowid: it would tell the order."""
    op.create_table(
        "mutes",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mutes_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_mutes")),
        sqlite_with_rowid=False,
    )
