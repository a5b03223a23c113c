"""That people had supervision stays when whoever gave it is erased."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

TARGETS = {"supervisor": "members", "pattern_id": "patterns"}
LAST = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'openings'")
NO_MORE = sa.text("DELETE FROM sqlite_sequence WHERE name = 'openings'")
AS_BEFORE = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('openings', :last)")


def upgrade() -> None:
    """A time may be without who offered it, and without its pattern."""
    connection = op.get_bind()
    files = connection.dialect.name == "sqlite"
    last = connection.execute(LAST).scalar_one_or_none() if files else None
    with op.batch_alter_table("openings", table_kwargs={"sqlite_autoincrement": True}) as openings:
        openings.alter_column("supervisor", existing_type=sa.Integer, nullable=True)
        for name, target in TARGETS.items():
            openings.drop_constraint(f"fk_openings_{name}", type_="foreignkey")
            openings.create_foreign_key(f"fk_openings_{name}", target, [name], ["id"], ondelete="SET NULL")
    if last is not None:  # SQLite made the table anew: numbers that buttons carry are never given again
        connection.execute(NO_MORE)
        connection.execute(AS_BEFORE, {"last": last})
