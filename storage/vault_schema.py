"""The vault's tables: reports, who may read them and how many came, questions; nothing on who wrote, or when."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite's hidden rowid is the exact order of arrival, even after VACUUM: no table here may have one.
threads = Table(
    "threads",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("lookup", LargeBinary(32), nullable=False),
    Column("box", String(40), nullable=False),
    Column("month", String(7), nullable=False),
    Column("theme", String(40), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("status", String(20), nullable=False),
    Column("due", Date),
    Column("status_on", Date, nullable=False),
    Column("taken", Boolean, nullable=False, server_default=false()),  # somebody of the box takes care of it
    UniqueConstraint("lookup"),
    sqlite_with_rowid=False,
)

wraps = Table(
    "wraps",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("thread_id", LargeBinary(16), ForeignKey("threads.id", ondelete="CASCADE"), nullable=False),
    Column("reader", String(60), nullable=False),  # "writer", or the box and month of a key: "FR-ARA/2026-11"
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("thread_id", "reader"),
    sqlite_with_rowid=False,
)

entries = Table(
    "entries",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("thread_id", LargeBinary(16), ForeignKey("threads.id", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # author, place in the thread, text, who may not read: all inside
    Column("held", Boolean, nullable=False, server_default=false()),  # its writer's, until a slot announces it
    Index(None, "thread_id"),
    sqlite_with_rowid=False,
)

# What figures are made of: it outlives the reports it counts, so nothing here may lead to one of them.
tallies = Table(
    "tallies",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("box", String(40), nullable=False),
    Column("month", String(7), nullable=False),
    Column("theme", String(40), nullable=False),
    Column("reports", Integer, nullable=False),
    UniqueConstraint("box", "month", "theme"),
    sqlite_with_rowid=False,
)

# What is on its way to a group: which group, what it answers and who signs are sealed with the text.
questions = Table(
    "questions",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("box", String(40), nullable=False),  # whose key of the month opens it
    Column("month", String(7), nullable=False),
    Column("until", Date, nullable=False),  # the last day on which it may still be posted
    Column("wrap", LargeBinary, nullable=False),  # the key of the text, for the box
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
