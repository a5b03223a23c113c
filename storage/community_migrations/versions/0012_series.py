"""A meeting has a kind, a way in and a number of seats, may be repeated, and is told to several regions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Widen meetings, and make the table of the other regions they are for."""
    instant = sa.DateTime(timezone=True)
    with op.batch_alter_table("meetings", table_kwargs={"sqlite_autoincrement": True}) as meetings:
        meetings.add_column(sa.Column("kind", sa.String(12), nullable=False, server_default="peer"))
        for name, length in (("link", 300), ("access", 300)):
            meetings.add_column(sa.Column(name, sa.String(length)))
        meetings.add_column(sa.Column("capacity", sa.Integer))
        meetings.add_column(sa.Column("facilitator", sa.Integer))
        meetings.add_column(sa.Column("note", sa.String(600)))
        meetings.add_column(sa.Column("group_id", sa.Integer))
        meetings.add_column(sa.Column("rhythm", sa.String(80)))
        meetings.add_column(sa.Column("last_day", sa.Date))
        meetings.add_column(sa.Column("skips", sa.String(8)))
        meetings.add_column(sa.Column("series_id", sa.Integer))
        meetings.add_column(sa.Column("slot", sa.Date))
        meetings.add_column(sa.Column("announce_at", instant))
        meetings.add_column(sa.Column("former_wall", sa.DateTime))
        meetings.add_column(sa.Column("former_place", sa.String(300)))
        meetings.create_foreign_key("fk_meetings_facilitator", "members", ["facilitator"], ["id"], ondelete="SET NULL")
        meetings.create_foreign_key("fk_meetings_group_id", "groups", ["group_id"], ["id"], ondelete="CASCADE")
        meetings.create_foreign_key("fk_meetings_series_id", "meetings", ["series_id"], ["id"], ondelete="CASCADE")
    with op.batch_alter_table("meetings", table_kwargs={"sqlite_autoincrement": True}) as meetings:
        meetings.alter_column("kind", server_default=None, existing_type=sa.String(12), existing_nullable=False)
    op.create_index("uq_meetings_slot", "meetings", ["series_id", "slot"], unique=True)
    op.create_index("ix_meetings_announce_at", "meetings", ["announce_at"])
    _of_meeting("meeting_regions", sa.Column("region", sa.String(8), primary_key=True))
    op.create_index("ix_meeting_regions_region", "meeting_regions", ["region"])
    _answers()
    _of_meeting("companions", sa.Column("name", sa.String(60), primary_key=True))
    _of_meeting("presences", _member("presences"))
    op.create_table(
        "changes",
        sa.Column("meeting_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("extent", sa.String(10), nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("author", sa.Integer),
        sa.Column("applies_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["author"], ["members.id"], name="fk_changes_author", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_changes_meeting_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_changes"),
    )
    op.create_index("ix_changes_applies_at", "changes", ["applies_at"])


def _answers() -> None:
    """An answer may wait for a seat, be asked for again, and hold for every date of a series."""
    op.add_column("answers", sa.Column("waiting", sa.Integer))
    op.add_column("answers", sa.Column("unsure", sa.Boolean))
    op.add_column("members", sa.Column("shown", sa.Boolean))
    word = sa.Column("answer", sa.String(5), nullable=False)
    _of_meeting("standing_answers", _member("standing_answers"), word)


def _member(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("members.id", name=f"fk_{table}_member_id", ondelete="CASCADE")
    return sa.Column("member_id", sa.Integer, key, primary_key=True, autoincrement=False)


def _of_meeting(name: str, *columns: sa.Column[Any]) -> None:
    """A table of which every row belongs to a meeting, and goes with it; without the order of its rows."""
    key = sa.ForeignKey("meetings.id", name=f"fk_{name}_meeting_id", ondelete="CASCADE")
    meeting = sa.Column("meeting_id", sa.Integer, key, primary_key=True, autoincrement=False)
    op.create_table(name, meeting, *columns, sqlite_with_rowid=False)
