"""Supervision: plans, times offered and booked, and who has whom."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

FORMAT = (
    ("minutes", sa.Integer),
    ("seats", sa.Integer),
    ("mode", sa.String(6)),
)


def upgrade() -> None:
    """Make the seven tables."""
    op.create_table(
        "plans",
        sa.Column("scope", sa.String(40), primary_key=True),
        sa.Column("every", sa.Integer),
        sa.Column("format", sa.String(10)),
        sa.Column("began", sa.String(7)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "desks",
        _key("desks", "member_id", "members", primary_key=True),
        sa.Column("place", sa.String(300)),
        sa.Column("link", sa.String(300)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "caseloads",
        _key("caseloads", "member_id", "members", primary_key=True),
        _key("caseloads", "supervisor", "members"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_caseloads_supervisor", "caseloads", ["supervisor"])
    _times()
    _seats()


def _times() -> None:
    op.create_table(
        "patterns",
        sa.Column("id", sa.Integer, nullable=False),
        _key("patterns", "supervisor", "members"),
        sa.Column("wall", sa.DateTime, nullable=False),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("every", sa.Integer, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in FORMAT),
        sa.PrimaryKeyConstraint("id", name="pk_patterns"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_patterns_once", "patterns", ["supervisor", "wall"], unique=True)
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("uid", sa.String(40), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        _key("openings", "supervisor", "members"),
        _key("openings", "pattern_id", "patterns", nullable=True),
        sa.Column("wall", sa.DateTime, nullable=False),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in FORMAT),
        sa.Column("state", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_openings"),
        sa.UniqueConstraint("uid", name="uq_openings_uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_openings_once", "openings", ["supervisor", "starts_at"], unique=True)
    op.create_index("ix_openings_coming", "openings", ["state", "starts_at"])


def _seats() -> None:
    op.create_table(
        "bookings",
        _key("bookings", "opening_id", "openings", primary_key=True),
        _key("bookings", "member_id", "members", primary_key=True),
        sa.Column("seat", sa.Integer, nullable=False),
        sa.Column("member_says", sa.Boolean),
        sa.Column("supervisor_says", sa.Boolean),
        sqlite_with_rowid=False,
    )
    op.create_index("uq_bookings_seat", "bookings", ["opening_id", "seat"], unique=True)
    op.create_index("ix_bookings_member", "bookings", ["member_id"])
    op.create_table(
        "holds",
        _key("holds", "opening_id", "openings", primary_key=True),
        _key("holds", "member_id", "members", primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True)),
        sqlite_with_rowid=False,
    )


def _key(table: str, name: str, target: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    if primary_key:
        return sa.Column(name, sa.Integer, key, primary_key=True, autoincrement=False)
    return sa.Column(name, sa.Integer, key, nullable=nullable)
