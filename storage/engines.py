"""How each database is opened: SQLite with its safety settings and its one-process lock, PostgreSQL through psycopg."""

import fcntl
import os
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from storage.trouble import Trouble

DAY = 86400  # seconds
WAIT_FOR_A_WRITER = 10  # seconds another process may hold SQLite's write lock before we give up

# secure_delete: whoever asks to be forgotten is not left in a free page either.
COMMUNITY_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
# TRUNCATE: no old page of a report survives a commit in a side file; secure_delete: nor in a free page.
VAULT_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)


def community_engine(url: str, threads: int = 4) -> Engine:
    """Open the community database; raises Trouble for a URL that names no supported database."""
    return _engine(url, COMMUNITY_PRAGMAS, threads)


def vault_engine(url: str, threads: int = 4) -> Engine:
    """Open the vault; raises Trouble for a URL that names no supported database."""
    return _engine(url, VAULT_PRAGMAS, threads)


def _engine(url: str, pragmas: tuple[str, ...], threads: int) -> Engine:
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address, hide_parameters=True, pool_size=threads, pool_pre_ping=True)
    _make_folder(address)
    engine = create_engine(
        address,
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": WAIT_FOR_A_WRITER, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A deferred transaction that later writes can fail half-way; an immediate one waits its turn first.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except Exception as error:
        raise Trouble("The database address is not understood; write sqlite:///file or postgresql://…") from error
    if address.get_backend_name() == "sqlite":
        return address.set(drivername="sqlite")
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    raise Trouble(f"The database kind “{address.get_backend_name()}” is not supported; use sqlite or postgresql.")


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite URL; None for PostgreSQL or an in-memory database."""
    address = _address(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def _make_folder(address: URL) -> None:
    if address.database and address.database != ":memory:":
        folder = Path(address.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Trouble(f"The folder {folder} cannot be created: {error.strerror}.") from error


def blur(engine: Engine) -> None:
    """Set the time of change of a vault's file back to midnight: it would be the time of the last report."""
    file = sqlite_file(str(engine.url)) if engine.dialect.name == "sqlite" else None
    if file is None:
        return
    for written in (file, file.with_name(file.name + "-journal")):
        if written.exists():
            midnight = written.stat().st_mtime // DAY * DAY
            os.utime(written, (midnight, midnight))


def checkpoint(engine: Engine) -> None:
    """Move what SQLite's log holds into the file and empty the log, where former pages would stay for a while."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()  # outside any transaction
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def lock(url: str) -> IO[bytes] | None:
    """Hold an SQLite file for this process; the lock ends with the returned handle or with the process.

    Raises Trouble when another process holds it. PostgreSQL needs no lock: None.
    """
    file = sqlite_file(url)
    if file is None:
        return None
    _make_folder(make_url(url))
    try:
        handle = file.with_name(file.name + ".lock").open("ab")
    except OSError as error:
        raise Trouble(f"The file {file}.lock cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise Trouble(f"Another Entrepairs already runs on {file}; stop it first.") from error
    return handle
