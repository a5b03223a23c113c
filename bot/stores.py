"""Opening the two databases: locked for this process, brought up to date, joined to their worker."""

from dataclasses import dataclass
from typing import IO

from sqlalchemy import Engine

from bot.sections import Settings
from storage import engines, migrate, vault_tidy
from storage.database import Database
from storage.keys import Keyring


@dataclass
class Stores:
    """The databases of a running program and the locks that keep a second one away."""

    database: Database
    vault: Engine
    locks: list[IO[bytes]]

    def tidy(self) -> None:
        """Leave no old page in the vault's file."""
        vault_tidy.tidy(self.vault)

    def close(self) -> None:
        """Finish what waits, close, unlock."""
        self.database.close()
        for lock in self.locks:
            lock.close()


def open_stores(settings: Settings) -> Stores:
    """Open both databases; raises Trouble when another process holds them or they are newer than the program."""
    locks = [lock for url in (settings.database.url, settings.vault.url) if (lock := engines.lock(url))]
    try:
        community = engines.community_engine(settings.database.url)
        vault = engines.vault_engine(settings.vault.url)
        migrate.upgrade(community, "community")
        migrate.upgrade(vault, "vault")
    except BaseException:
        for lock in locks:
            lock.close()
        raise
    return Stores(Database(community, vault, Keyring(settings.vault.keys_dir)), vault, locks)
