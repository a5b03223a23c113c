"""That people had supervision stays when whoever gave it is erased."""

from alembic import op

revision = "0022"
down_revision = "0021"

TARGETS = {"supervisor": "members", "pattern_id": "patterns"}


def upgrade() -> None:
    """A time may be without who offered it, and without its pattern."""
    with op.batch_alter_table("openings", table_kwargs={"sqlite_autoincrement": True}) as openings:
        openings.alter_column("supervisor", nullable=True)
        for name, target in TARGETS.items():
            openings.drop_constraint(f"fk_openings_{name}", type_="foreignkey")
            openings.create_foreign_key(f"fk_openings_{name}", target, [name], ["id"], ondelete="SET NULL")
