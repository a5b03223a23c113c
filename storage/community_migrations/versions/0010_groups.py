"""A group knows what the bot may do in it, its door and its topics; who asks to come in waits in a row."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Widen groups and joinings, and make the tables around the door."""
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("forum", sa.Boolean))
        groups.add_column(sa.Column("lacks", sa.String(8)))
        groups.add_column(sa.Column("door", sa.String(80)))
    with op.batch_alter_table("joinings") as joinings:
        joinings.alter_column("invitation_id", existing_type=sa.Integer, nullable=True)
        joinings.add_column(sa.Column("group_id", sa.Integer))
        joinings.add_column(sa.Column("directory", sa.Boolean))
        joinings.create_foreign_key("fk_joinings_group_id", "groups", ["group_id"], ["id"], ondelete="CASCADE")
    purpose = sa.Column("purpose", sa.String(12), primary_key=True)
    _table("topics", purpose, sa.Column("thread_id", sa.BigInteger, nullable=False))
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("group_id", sa.Integer, nullable=False),
        sa.Column("telegram_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_requests_group_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("group_id", "telegram_id", name="uq_requests_group_id_telegram_id"),
        sqlite_autoincrement=True,
    )
    _table("departures", sa.Column("telegram_id", sa.BigInteger, primary_key=True, autoincrement=False))
    _table("arrivals", sa.Column("member", sa.Integer, primary_key=True, autoincrement=False))


def _table(name: str, *columns: sa.Column[Any]) -> None:
    """A table of which every row belongs to a group, and goes with it."""
    key = sa.ForeignKey("groups.id", name=f"fk_{name}_group_id", ondelete="CASCADE")
    group = sa.Column("group_id", sa.Integer, key, primary_key=True, autoincrement=False)
    op.create_table(name, group, *columns, sqlite_with_rowid=False)
