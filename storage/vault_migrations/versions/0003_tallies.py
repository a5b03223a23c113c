"""How many reports came, by box, month and theme: kept apart, because a report is erased before it is counted."""

import sqlalchemy as sa
from alembic import op

from storage.sealing import new_id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table, and count the reports that are still there."""
    tallies = op.create_table(
        "tallies",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("box", sa.String(40), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tallies"),
        sa.UniqueConstraint("box", "month", "theme", name="uq_tallies_box_month_theme"),
        sqlite_with_rowid=False,
    )
    threads = sa.table("threads", sa.column("box"), sa.column("month"), sa.column("theme"))
    counted = sa.select(*threads.c, sa.func.count().label("reports")).group_by(*threads.c)
    op.bulk_insert(tallies, [{**row, "id": new_id()} for row in op.get_bind().execute(counted).mappings()])
