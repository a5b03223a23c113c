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
    community: Engine
    vault: Engine
    locks: list[IO[bytes]]

    def tidy(self) -> None:
        """Leave no old page in the vault's file, nor in the log beside the community's."""
        vault_tidy.tidy(self.vault)
        engines.checkpoint(self.community)

    def close(self) -> None:
        """Finish what waits, close, unlock."""
        self.database.close()
        for lock in self.locks:
            lock.close()


def open_stores(settings: Settings, *, alone: bool = True) -> Stores:
    """Open both databases; raises Trouble when they cannot be used, or are newer than the program.

    `alone`: raise Trouble too when another program runs on the same SQLite file; a command that only adds a row
    may work beside it.
    """
    locks: list[IO[bytes]] = []
    try:
        for url in (settings.database.url, settings.vault.url) if alone else ():
            locks += filter(None, [engines.lock(url)])
        community = engines.community_engine(settings.database.url)
        vault = engines.vault_engine(settings.vault.url)
        migrate.upgrade(community, "community")
        migrate.upgrade(vault, "vault")
    except BaseException:
        for lock in locks:
            lock.close()
        raise
    return Stores(Database(community, vault, Keyring(settings.vault.keys_dir)), community, vault, locks)
