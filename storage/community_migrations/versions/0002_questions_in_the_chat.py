"""What is asked stands in the chat, in a message that says what its reply is for: a draft knows that message."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """No asked field is kept any more, only the message that asks."""
    op.drop_table("questions")
    op.add_column("meetings", sa.Column("question", sa.BigInteger(), nullable=True))
