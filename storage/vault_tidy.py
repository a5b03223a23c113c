"""Rewriting the vault's files, so that their layout says nothing of the order in which reports came."""

from sqlalchemy import Engine, text

from storage.vault_schema import metadata

# Parents come before the tables that point to them.
_TABLES = [table.name for table in metadata.sorted_tables]
_LOCK = f"LOCK TABLE {', '.join(_TABLES)} IN ACCESS EXCLUSIVE MODE"
_COPY = [f"CREATE TEMP TABLE kept_{name} ON COMMIT DROP AS TABLE {name}" for name in _TABLES]
_EMPTY = f"TRUNCATE {', '.join(_TABLES)}"
_FILL = [f"INSERT INTO {name} TABLE kept_{name} ORDER BY id" for name in _TABLES]


def tidy(engine: Engine) -> None:
    """Write every row again in the order of its random id; called at each slot, outside any transaction.

    Between two slots the files still tell the order of arrival: SQLite by a cell's place in its page and by
    overflow pages, PostgreSQL by a row's place and its transaction number. What PostgreSQL's write-ahead log
    keeps is out of our reach.
    """
    if engine.dialect.name == "sqlite":
        _vacuum(engine)
        return
    with engine.begin() as connection:
        for statement in (_LOCK, *_COPY, _EMPTY, *_FILL):
            connection.execute(text(statement))


def _vacuum(engine: Engine) -> None:
    # VACUUM refuses to run inside a transaction, and an SQLAlchemy connection always begins one.
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA temp_store=MEMORY")  # or the copy passes through a temporary file
        connection.cursor().execute("VACUUM")
    finally:
        connection.close()
