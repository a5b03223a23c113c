"""Reports, who may read them, and what was said in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the three tables; none may have SQLite's rowid, which tells the order of arrival."""
    op.create_table(
        "threads",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("box", sa.String(40), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("status_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
        sa.UniqueConstraint("lookup", name="uq_threads_lookup"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wraps",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("thread_id", sa.LargeBinary(16), nullable=False),
        sa.Column("reader", sa.String(60), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wraps"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_wraps_thread_id", ondelete="CASCADE"),
        sa.UniqueConstraint("thread_id", "reader", name="uq_wraps_thread_id_reader"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("thread_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_entries_thread_id", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entries_thread_id", "entries", ["thread_id"])
