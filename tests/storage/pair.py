"""Both databases of a program, opened for a test: transactions as the worker makes them, kept or only rehearsed."""

import importlib
import pkgutil
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

import storage
from storage import engines, migrate, vault_schema
from storage.community import metadata
from storage.database import Database, Transaction, _Group
from storage.keys import Keyring

for _module in pkgutil.iter_modules(storage.__path__, "storage."):  # each puts its tables into the metadata
    importlib.import_module(_module.name)

Dump = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Pair:
    """The community database, the vault and its keys."""

    community: sa.Engine
    vault: sa.Engine
    keys: Keyring

    @contextmanager
    def rehearse(self) -> Iterator[Transaction]:
        """A transaction of which nothing is kept."""
        with closing(_Group(self.community, self.vault)) as group:
            group.begin()
            yield Transaction(group, self.keys)

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction that is kept unless the block raises."""
        with closing(_Group(self.community, self.vault)) as group:
            group.begin()
            tx = Transaction(group, self.keys)
            yield tx
            tx.end(keep=True)
            group.commit()

    def database(self) -> Database:
        """A worker on these databases; closing it closes them."""
        return Database(self.community, self.vault, self.keys)

    def empty(self) -> None:
        """Take every row away."""
        for engine, tables in ((self.community, metadata), (self.vault, vault_schema.metadata)):
            with engine.begin() as connection:
                for table in reversed(tables.sorted_tables):
                    connection.execute(sa.delete(table))

    def close(self) -> None:
        """Let the connections go."""
        self.community.dispose()
        self.vault.dispose()


def at(community: str, vault: str, keys: Path) -> Pair:
    """Open what is at these addresses, as it is there."""
    return Pair(engines.community_engine(community), engines.vault_engine(vault), Keyring(keys))


def opened(community: str, vault: str, keys: Path) -> Pair:
    """Open what is at these addresses, made or brought up to date."""
    pair = at(community, vault, keys)
    migrate.upgrade(pair.community, "community")
    migrate.upgrade(pair.vault, "vault")
    return pair


@cache
def _empty_files() -> dict[str, bytes]:
    """Both SQLite files at the present revision, made once: quicker than migrating for every test."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        opened(f"sqlite:///{folder}/community.db", f"sqlite:///{folder}/vault.db", folder / "keys").close()
        return {file.name: file.read_bytes() for file in folder.glob("*.db")}


def lay(folder: Path) -> None:
    """Put empty databases at the present revision into a folder, as a first start of the program would."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in _empty_files().items():
        (folder / name).write_bytes(content)


def laid(folder: Path) -> Pair:
    """Empty databases at the present revision, in this folder."""
    lay(folder)
    return at(f"sqlite:///{folder}/community.db", f"sqlite:///{folder}/vault.db", folder / "keys")


def copied(source: Path, folder: Path) -> Pair:
    """The databases of another closed pair, in a folder of their own."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return at(f"sqlite:///{folder}/community.db", f"sqlite:///{folder}/vault.db", folder / "keys")


def dump(tx: Transaction) -> Dump:
    """Every row of the community database."""
    return {
        table.name: [tuple(row) for row in tx.community.execute(sa.select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }
