"""What an operator does with the boxes' keys: look, make, replace, copy, destroy; on the keys and the vault at once."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.sections import Settings
from bot.stores import open_stores
from handlers.rules import reports
from handlers.rules.regions import NATIONAL
from handlers.rules.retention import SPARED
from storage import engines, vault_keys
from storage.database import Database, Transaction
from storage.keys import KeyLost, Keyring
from storage.trouble import Trouble
from storage.vault_keys import Key

T = TypeVar("T")
A_MONTH = timedelta(days=32)  # from its first day on, it leads into the next


@dataclass(frozen=True)
class Line:
    """A key: its file's permission bits (None: it is lost), and how many reports need it."""

    key: Key
    mode: int | None
    reports: int


def lines(settings: Settings) -> list[Line]:
    """Every key there is, and every one that is missed."""
    keyring = Keyring(settings.vault.keys_dir)
    needed = _commit(settings, vault_keys.reports)
    return [Line(key, _mode(keyring, key), needed[key]) for key in sorted({*keyring.list(), *needed})]


def _mode(keyring: Keyring, key: Key) -> int | None:
    try:
        return keyring.mode(*key)
    except KeyLost:
        return None


def chosen(settings: Settings, boxes: Iterable[str], months: Iterable[str]) -> list[Key]:
    """The keys there are of these boxes and months; none named means all. Trouble when there is none."""
    boxes, months = set(boxes), set(months)
    every = Keyring(settings.vault.keys_dir).list()
    found = [key for key in every if key[0] in (boxes or {key[0]}) and key[1] in (months or {key[1]})]
    if not found:
        raise Trouble("There is no such key; `entrepairs keys list` names them all.")
    return found


def make_next(settings: Settings) -> list[Key]:
    """Have every box's key of this month and the next; returns those that were made."""
    keyring, now = Keyring(settings.vault.keys_dir), datetime.now(UTC)
    before = keyring.list()
    next_month = now.replace(day=1) + A_MONTH

    def make(tx: Transaction) -> None:
        for day in (now, next_month):
            reports.make_keys(tx, (*settings.community.regions, NATIONAL), day)

    _commit(settings, make)
    return [key for key in keyring.list() if key not in before]


def replace(settings: Settings, keys: list[Key]) -> int:
    """Put new keys in the place of these, and lock what they open anew; returns how many reports.

    Interrupted, it can be run again: a successor is kept until it has taken its key's place.
    """

    def lock_anew(tx: Transaction) -> int:
        _alone(tx)
        return sum(vault_keys.lock_anew(tx, key, tx.keys.private(*key), tx.keys.successor(*key)) for key in keys)

    with _database(settings, alone=True) as database:
        count = _run(database, lock_anew)
        for key in keys:
            Keyring(settings.vault.keys_dir).replace(*key)
    return count


def copy(settings: Settings, keys: list[Key], folder: Path) -> None:
    """Put a copy of keys into a folder of their own, closed to others; it can be used as a keys folder."""
    folder = folder.expanduser().resolve()
    for place in _places(settings):
        if folder.is_relative_to(place):
            raise Trouble(f"The copy must be outside {place}: whoever takes that would have the keys as well.")
    here, there = Keyring(settings.vault.keys_dir), Keyring(folder)
    try:
        for key in keys:
            there.put(*key, here.private(*key))
    except OSError as error:
        raise Trouble(f"Nothing can be written to {folder}: {error.strerror}.") from error


def _places(settings: Settings) -> Iterator[Path]:
    yield settings.vault.keys_dir
    for url in (settings.database.url, settings.vault.url):
        if (file := engines.sqlite_file(url)) is not None:
            yield file.parent.resolve()


def needed(settings: Settings, key: Key) -> int:
    """How many reports nobody could read in the app of a supervisor without this key."""
    return _commit(settings, vault_keys.reports)[key]


def destroy(settings: Settings, key: Key) -> None:
    """Destroy a key; one of a month that may still be the current one, only while nothing else runs."""
    over = key[1] < f"{datetime.now(UTC) - SPARED:%Y-%m}"
    with _database(settings, alone=not over) as database:
        if not over:
            _run(database, _alone)
        Keyring(settings.vault.keys_dir).destroy(*key)


def _alone(tx: Transaction) -> None:
    if vault_keys.others_are_connected(tx):
        raise Trouble("Another program has the vault open; stop the bot first.")


def _commit(settings: Settings, use_case: Callable[[Transaction], T]) -> T:
    with _database(settings, alone=False) as database:
        return _run(database, use_case)


def _run(database: Database, use_case: Callable[[Transaction], T]) -> T:
    async def wait() -> T:
        return await database.commit(use_case)

    return asyncio.run(wait())


@contextmanager
def _database(settings: Settings, *, alone: bool) -> Iterator[Database]:
    stores = open_stores(settings, alone=alone)
    try:
        yield stores.database
    finally:
        stores.close()
