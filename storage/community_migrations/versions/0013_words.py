"""Words of coordinators to many, and what became of their deliveries once these are counts only."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "words",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("author", sa.Integer),
        sa.Column("region", sa.String(8), nullable=False),
        sa.Column("audience", sa.String(8), nullable=False),
        sa.Column("argument", sa.String(16), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("sent_on", sa.Date),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("card", sa.BigInteger),
        sa.Column("question", sa.BigInteger),
        sa.ForeignKeyConstraint(["author"], ["members.id"], name="fk_words_author", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_words"),
        sqlite_autoincrement=True,
    )
    is_draft = sa.text("state = 'draft'")
    op.create_index(
        "uq_words_draft", "words", ["author"], unique=True, sqlite_where=is_draft, postgresql_where=is_draft
    )
    op.create_table(
        "outcomes",
        sa.Column("word_id", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["word_id"], ["words.id"], name="fk_outcomes_word_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word_id", "outcome", name="pk_outcomes"),
    )
