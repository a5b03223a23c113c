"""Bringing a database's tables to what this program expects, at start and once for all processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import command, context
from alembic.config import Config
from alembic.ddl.sqlite import SQLiteImpl
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.trouble import Trouble

Migrations = Literal["community", "vault"]

FOLDERS: dict[Migrations, Path] = {
    "community": Path(__file__).with_name("community_migrations"),
    "vault": Path(__file__).with_name("vault_migrations"),
}
ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(7261627)")  # any number, the same in every process


class _WithoutRowid(SQLiteImpl):
    """Alembic's own table keeps the vault's rule too; alembic finds this class by its dialect."""

    __dialect__ = "sqlite"

    def version_table_impl(self, **options: Any) -> sa.Table:
        table = super().version_table_impl(**options)
        table.dialect_options["sqlite"]["with_rowid"] = False
        return table


def upgrade(engine: sa.Engine, migrations: Migrations) -> None:
    """Apply what is missing, all or nothing; raises Trouble if that cannot be done. One thread at a time."""
    try:
        apply(engine, FOLDERS[migrations])
    except sa.exc.DBAPIError as error:
        raise Trouble(_unusable(migrations, error)) from error


def current(engine: sa.Engine, migrations: Migrations) -> str | None:
    """The database's revision; None when it is empty. Raises Trouble if it is newer than this program."""
    with engine.connect() as connection:
        return _current(connection, _scripts(FOLDERS[migrations]))


def problem(engine: sa.Engine, migrations: Migrations) -> str | None:
    """One sentence on why the program could not start on this database as it is; None when it could."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
        return None  # it will be made at the first start; looking must not make it
    try:
        current(engine, migrations)
    except Trouble as trouble:
        return str(trouble)
    except sa.exc.DBAPIError as error:
        return _unusable(migrations, error)
    return None


def apply(engine: sa.Engine, folder: Path, to: str = "head") -> None:
    """Bring a database to a revision of the migrations in `folder`; raises Trouble if it is newer."""
    config = _config(folder)
    scripts = _scripts(folder)
    with engine.connect() as connection, _without_cascades(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(ONE_AT_A_TIME)
        if _current(connection, scripts) == scripts.as_revision_number(to):
            return  # as at nearly every start
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def run() -> None:
    """What both `env.py` do: apply the steps inside the transaction that is already open."""
    context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
    context.run_migrations()


@contextmanager
def _without_cascades(connection: sa.Connection) -> Iterator[None]:
    """Keep SQLite from emptying the tables that point to one which a step drops and makes again."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Both only work outside a transaction, and the driver's own connection is the way not to begin one.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _current(connection: sa.Connection, scripts: ScriptDirectory) -> str | None:
    heads = MigrationContext.configure(connection).get_current_heads()
    if not {script.revision for script in scripts.walk_revisions()}.issuperset(heads):
        raise Trouble(
            "The database is newer than this program: install the version that last ran on it or a later one."
        )
    return heads[0] if heads else None


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def _scripts(folder: Path) -> ScriptDirectory:
    return _read(folder, frozenset(step.name for step in folder.glob("versions/*.py")))


@cache
def _read(folder: Path, _steps: frozenset[str]) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(folder))


def _unusable(migrations: Migrations, error: sa.exc.DBAPIError) -> str:
    reason = (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]
    return f"The {migrations} database cannot be opened or brought up to date: {reason}"
