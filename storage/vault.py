"""Reports as they are kept: sealed, found by the writer's token, read by the boxes they are wrapped for."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, get_args

from sqlalchemy import Connection, Row

from storage import sealing
from storage import vault_queries as queries
from storage.keys import KeyLost, Keyring

Status = Literal["received", "announced", "read", "answered", "closed"]
Author = Literal["writer", "reader", "note"]
STATUSES: tuple[Status, ...] = get_args(Status)
WRITER = "writer"  # the reader's name in the writer's own wrap
_UTF8 = ("utf-8", "surrogatepass")  # a client may cut an emoji in two; its message must still arrive


class VaultTransaction(Protocol):
    """What these queries need of a transaction."""

    @property
    def vault(self) -> Connection: ...

    @property
    def keys(self) -> Keyring: ...


class NoSuchThread(Exception):
    """No report belongs to this token (any more)."""


class NotForThisBox(Exception):
    """The box has no key to this report, or there is no such report: it must not learn which."""


@dataclass(frozen=True)
class Thread:
    """What is known of a report without opening it."""

    id: bytes
    box: str
    month: str
    theme: str
    level: int
    status: Status
    due: date | None
    status_on: date


@dataclass(frozen=True)
class Entry:
    """One text of a report, opened."""

    author: Author
    text: str


@dataclass(frozen=True)
class Waiting:
    """How many reports of a theme and level a box has been told of and has not opened."""

    theme: str
    level: int
    threads: int


def add(
    tx: VaultTransaction,
    *,
    token: bytes,
    box: str,
    readers: Sequence[str],
    theme: str,
    level: int,
    text: str,
    due: date | None,
    today: date,
    thread_id: bytes,
    entry_id: bytes,
) -> bool:
    """Keep a report for `box`, readable by the boxes `readers`; False if token or entry is there already."""
    if box not in readers:
        raise ValueError("a report must be readable by the box it is for")
    report = Thread(thread_id, box, f"{today:%Y-%m}", theme, level, "received", due, today)
    row = {**vars(report), "lookup": sealing.lookup(token)}
    if tx.vault.execute(queries.ADD_THREAD[tx.vault.dialect.name], row).first() is None:
        return False
    key = sealing.new_data_key()
    _wrap(tx, thread_id, WRITER, sealing.wrap_for_writer(token, thread_id, key))
    for reader in sorted(set(readers)):
        public = tx.keys.public(reader, report.month)
        _wrap(tx, thread_id, f"{reader}/{report.month}", sealing.wrap_for_box(public, thread_id, key))
    if not _append(tx, thread_id, key, entry_id, "writer", text):
        erase(tx, thread_id)  # the same tap came twice, each time with a token of its own
        return False
    return True


def find(tx: VaultTransaction, token: bytes) -> Thread | None:
    """The report of this token."""
    return _thread(tx.vault.execute(queries.FOUND, {"lookup": sealing.lookup(token)}).one_or_none())


def thread(tx: VaultTransaction, thread_id: bytes) -> Thread | None:
    """A report by its id, whoever asks: who may see it is for the caller to check."""
    return _thread(tx.vault.execute(queries.ONE, {"id": thread_id}).one_or_none())


def read_as_writer(tx: VaultTransaction, token: bytes) -> tuple[Thread, list[Entry]] | None:
    """A report and its texts in order, without the readers' private notes; raises sealing.Tampered."""
    if (found := find(tx, token)) is None:
        return None
    opened = _read(tx, found.id, _writers_key(tx, found.id, token))
    return found, [entry for entry in opened if entry.author != "note"]


def read_as_box(tx: VaultTransaction, thread_id: bytes, box: str) -> list[Entry]:
    """A report's texts in order; raises NotForThisBox, KeyLost or sealing.Tampered."""
    return _read(tx, thread_id, _boxs_key(tx, thread_id, box))


def append_as_writer(tx: VaultTransaction, token: bytes, entry_id: bytes, text: str) -> bool:
    """Add the writer's next text; False if it is already there. Raises NoSuchThread."""
    if (found := find(tx, token)) is None:
        raise NoSuchThread
    return _append(tx, found.id, _writers_key(tx, found.id, token), entry_id, "writer", text)


def append_as_box(tx: VaultTransaction, thread_id: bytes, box: str, entry_id: bytes, author: Author, text: str) -> bool:
    """Add a reader's answer or note; False if it is already there. Raises NotForThisBox or KeyLost."""
    return _append(tx, thread_id, _boxs_key(tx, thread_id, box), entry_id, author, text)


def in_box(tx: VaultTransaction, box: str, statuses: Collection[Status]) -> list[Thread]:
    """The reports for `box` that it may read, in no order of arrival."""
    rows = tx.vault.execute(queries.IN_BOX, {"box": box, "statuses": list(statuses)})
    return [Thread(*row) for row in rows]


def waiting(tx: VaultTransaction, box: str) -> list[Waiting]:
    """What `box` has been told of and not opened, the most pressing first."""
    return [Waiting(*row) for row in tx.vault.execute(queries.WAITING, {"box": box})]


def unannounced(tx: VaultTransaction, levels: Collection[int]) -> list[Thread]:
    """The reports of these levels that no one was told of, in no order of arrival."""
    return [Thread(*row) for row in tx.vault.execute(queries.UNANNOUNCED, {"levels": list(levels)})]


def set_status(tx: VaultTransaction, thread_id: bytes, status: Status, today: date) -> bool:
    """Move a report on; False, and nothing written, if it has this status already or is gone."""
    if status not in STATUSES:
        raise ValueError("not a status of a report")
    return bool(tx.vault.execute(queries.SET_STATUS, {"thread": thread_id, "to": status, "on": today}).rowcount)


def set_due(tx: VaultTransaction, thread_id: bytes, due: date | None) -> None:
    """Say by which day a report should be read; None: no day is promised."""
    tx.vault.execute(queries.SET_DUE, {"thread": thread_id, "day": due})


def erase(tx: VaultTransaction, thread_id: bytes) -> None:
    """Forget a report, its texts and its keys; no error if it is gone."""
    for statement in queries.ERASE:
        tx.vault.execute(statement, {"id": thread_id})


def outlived(tx: VaultTransaction, closed_before: date, last_month: str) -> list[bytes]:
    """The reports closed before a day, or left in `last_month` ("2026-11") or earlier: their time is over."""
    found = tx.vault.execute(queries.OUTLIVED, {"closed_before": closed_before, "last_month": last_month})
    return list(found.scalars())


def keys_in_use(tx: VaultTransaction) -> set[tuple[str, str]]:
    """The (box, month) of every key that still opens something; the other past ones may be destroyed."""
    return {(box, month) for box, _, month in (row.reader.partition("/") for row in tx.vault.execute(queries.READERS))}


def _thread(row: Row[*tuple[Any, ...]] | None) -> Thread | None:
    return None if row is None else Thread(*row)


def _wrap(tx: VaultTransaction, thread_id: bytes, reader: str, sealed: bytes) -> None:
    row = {"id": sealing.new_id(), "thread_id": thread_id, "reader": reader, "sealed": sealed}
    tx.vault.execute(queries.ADD_WRAP, row)


def _writers_key(tx: VaultTransaction, thread_id: bytes, token: bytes) -> bytes:
    sealed = tx.vault.execute(queries.WRAP, {"id": thread_id, "reader": WRITER}).scalar_one()
    return sealing.unwrap_as_writer(token, thread_id, sealed)


def _boxs_key(tx: VaultTransaction, thread_id: bytes, box: str) -> bytes:
    found = thread(tx, thread_id)
    if found is None:
        raise NotForThisBox
    wrap = {"id": thread_id, "reader": f"{box}/{found.month}"}
    sealed = tx.vault.execute(queries.WRAP, wrap).scalar_one_or_none()
    if sealed is None:
        raise NotForThisBox
    try:
        return sealing.unwrap_as_box(tx.keys.private(box, found.month), thread_id, sealed)
    except sealing.Tampered as error:
        raise KeyLost from error  # most likely another key in the file's place: the same to the reader


def _read(tx: VaultTransaction, thread_id: bytes, key: bytes) -> list[Entry]:
    rows = tx.vault.execute(queries.ENTRIES, {"id": thread_id})
    bodies = [json.loads(sealing.open_entry(key, thread_id, *row).decode(*_UTF8)) for row in rows]
    return [Entry(author, text) for _, author, text in sorted(bodies)]


def _append(tx: VaultTransaction, thread_id: bytes, key: bytes, entry_id: bytes, author: Author, text: str) -> bool:
    tx.vault.execute(queries.LOCK, {"id": thread_id})  # two texts at once must not take the same place
    place = tx.vault.execute(queries.LENGTH, {"id": thread_id}).scalar_one()
    body = json.dumps([place, author, text], ensure_ascii=False).encode(*_UTF8)
    sealed = sealing.seal_entry(key, thread_id, entry_id, body)
    row = {"id": entry_id, "thread_id": thread_id, "sealed": sealed}
    return tx.vault.execute(queries.ADD_ENTRY[tx.vault.dialect.name], row).first() is not None
