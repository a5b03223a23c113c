"""A thief's reading of an SQLite file: every row of every table, and nothing changed by looking."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def tables(file: Path) -> dict[str, list[Row]]:
    """The rows of each table in the order in which SQLite hands them out."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _rows(database, name) for name in names if not name.startswith("sqlite_")}


def _rows(database: sqlite3.Connection, table: str) -> list[Row]:
    found = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names are the database's own
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def ddl(file: Path) -> dict[str, str]:
    """The statement that made each table."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))


def columns(file: Path) -> dict[str, list[str]]:
    """Every cell as text, by `table.column`."""
    found: dict[str, list[str]] = {}
    for table, rows in tables(file).items():
        for row in rows:
            for name, cell in row.items():
                found.setdefault(f"{table}.{name}", []).append(str(cell))
    return found
