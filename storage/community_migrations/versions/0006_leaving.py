"""A member may leave and be erased: what they prepared stays without them, what they answered becomes a count."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Give members the day they are erased on, meetings an owner who may be gone, answers a count that stays."""
    op.add_column("members", sa.Column("stayed", sa.String(7)))
    op.add_column("members", sa.Column("erased_on", sa.Date))
    with op.batch_alter_table("meetings", table_kwargs={"sqlite_autoincrement": True}) as meetings:
        meetings.alter_column("owner", existing_type=sa.Integer, nullable=True)
        meetings.drop_constraint("fk_meetings_owner", type_="foreignkey")
        meetings.create_foreign_key("fk_meetings_owner", "members", ["owner"], ["id"], ondelete="SET NULL")
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer, nullable=False),
        sa.Column("answer", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_attendance_meeting_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "answer", name="pk_attendance"),
    )
