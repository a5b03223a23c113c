"""Invitations for several people and regions, prepared on a card; the steps of joining; the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_OLD = sa.table(
    "invitations",
    *(sa.column(name) for name in ("id", "token_hash", "role", "region", "source", "state")),
    sa.column("expires_at", sa.DateTime(timezone=True)),
)
_UNDER_WAY = sa.table(
    "joinings",
    *(sa.column(name) for name in ("telegram_id", "invitation_id", "language", "promise", "charter", "first_name")),
)


def upgrade() -> None:
    """Make both tables anew with what they held: a used link was used once of once."""
    bind = op.get_bind()
    known = [_filled(row) for row in bind.execute(sa.select(_OLD)).mappings()]
    under_way = [{**row, "adult": False} for row in bind.execute(sa.select(_UNDER_WAY)).mappings()]
    op.drop_table("joinings")
    op.drop_table("invitations")
    invitations, joinings = _invitations(), _joinings()
    op.bulk_insert(invitations, known)
    op.bulk_insert(joinings, under_way)
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('invitations', 'id'), coalesce(max(id), 0) + 1, false)"
            " FROM invitations"
        )
    op.add_column("members", sa.Column("organisation", sa.String(length=80), nullable=True))
    op.add_column("members", sa.Column("directory", sa.Boolean(), nullable=True))


def _filled(row: sa.RowMapping) -> dict[str, object]:
    used = int(row["state"] == "used")
    kept = {name: row[name] for name in ("id", "token_hash", "role", "expires_at", "source")}
    return {**kept, "regions": row["region"], "uses": 1, "used": used, "days": 7, "state": "open"}


def _invitations() -> sa.Table:
    return op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("regions", sa.String(length=160), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["members.id"], name=op.f("fk_invitations_owner"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("owner", name=op.f("uq_invitations_owner")),
        sa.UniqueConstraint("source", name=op.f("uq_invitations_source")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
        sqlite_autoincrement=True,
    )


def _joinings() -> sa.Table:
    joinings = op.create_table(
        "joinings",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("promise", sa.String(length=16), nullable=True),
        sa.Column("charter", sa.String(length=16), nullable=True),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.Column("first_name", sa.String(length=64), nullable=True),
        sa.Column("region", sa.String(length=8), nullable=True),
        sa.Column("organisation", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_joinings_invitation_id")),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_joinings")),
    )
    op.create_index(op.f("ix_joinings_invitation_id"), "joinings", ["invitation_id"])
    return joinings
