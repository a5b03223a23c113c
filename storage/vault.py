"""Reports as they are kept: sealed, found by the writer's token, read by the boxes they are wrapped for, counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import Row

from storage import entries, sealing, tallies
from storage import vault_queries as queries
from storage.entries import Author, Entry
from storage.keys import KeyLost
from storage.vault_queries import VaultTransaction

Status = Literal["received", "announced", "read", "answered", "closed"]
STATUSES: tuple[Status, ...] = get_args(Status)
WRITER = "writer"  # the reader's name in the writer's own wrap


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
    taken: bool = False


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
    aside: str | None = None,
) -> bool:
    """Keep a report for `box`, readable by the boxes `readers`; False if token or entry is there already.

    `aside` is the region whose supervisors must not read it, wherever it goes; sealed with the text.
    """
    if box not in readers:
        raise ValueError("a report must be readable by the box it is for")
    report = Thread(thread_id, box, f"{today:%Y-%m}", theme, level, "received", due, today)
    row = {**vars(report), "lookup": sealing.lookup(token)}
    if tx.vault.execute(queries.ADD_THREAD[tx.vault.dialect.name], row).first() is None:
        return False
    key = sealing.new_data_key()
    _wrap(tx, thread_id, WRITER, sealing.wrap_for_writer(token, thread_id, key))
    for reader in sorted(set(readers)):
        _wrap_for(tx, report, reader, key)
    if not entries.append(tx, thread_id, key, entry_id, "writer", text, aside=aside):
        erase(tx, thread_id)  # the same tap came twice, each time with a token of its own
        return False
    tallies.count(tx, report.box, report.month, theme)
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
    opened = entries.read(tx, found.id, _writers_key(tx, found.id, token))
    return found, [entry for entry in opened if entry.author != "note"]


def read_as_box(tx: VaultTransaction, thread_id: bytes, box: str) -> list[Entry]:
    """A report's announced texts in order; raises NotForThisBox, KeyLost or sealing.Tampered."""
    return entries.read(tx, thread_id, _boxs_key(tx, thread_id, box), shown_only=True)


def photo_as_writer(tx: VaultTransaction, token: bytes, entry_id: bytes) -> bytes:
    """A photo of a report; nothing when there is no such photo or report. Raises sealing.Tampered."""
    if (found := find(tx, token)) is None:
        return b""
    return entries.photo(tx, found.id, _writers_key(tx, found.id, token), entry_id)


def photo_as_box(tx: VaultTransaction, thread_id: bytes, box: str, entry_id: bytes) -> bytes:
    """An announced photo; nothing when there is no such one. Raises NotForThisBox, KeyLost or sealing.Tampered."""
    return entries.photo(tx, thread_id, _boxs_key(tx, thread_id, box), entry_id, shown_only=True)


def aside(tx: VaultTransaction, thread_id: bytes, box: str) -> str | None:
    """The region whose supervisors must not read this report; raises NotForThisBox, KeyLost or sealing.Tampered."""
    return entries.aside(tx, thread_id, _boxs_key(tx, thread_id, box))


def hand_on(tx: VaultTransaction, thread_id: bytes, box: str, to: str, entry_id: bytes) -> None:
    """Give a report from `box` to another: its key is wrapped for that one and no longer for this one.

    Raises NotForThisBox or KeyLost.
    """
    found, key = thread(tx, thread_id), _boxs_key(tx, thread_id, box)
    if found is None or found.box != box or to == box:
        raise NotForThisBox
    _wrap_for(tx, found, to, key)
    tx.vault.execute(queries.UNWRAP, {"thread": thread_id, "whom": f"{box}/{found.month}"})
    tx.vault.execute(queries.MOVE, {"thread": thread_id, "to": to})
    entries.append(tx, thread_id, key, entry_id, "moved", "")


def lost(tx: VaultTransaction, found: Thread) -> bool:
    """Whether the key of the box that should read this report is gone."""
    try:
        _boxs_key(tx, found.id, found.box)
    except (KeyLost, NotForThisBox):
        return True
    return False


def wrap_again(tx: VaultTransaction, token: bytes) -> Thread:
    """Wrap the report's key anew for its box, whose own was lost; raises NoSuchThread."""
    if (found := find(tx, token)) is None:
        raise NoSuchThread
    key = _writers_key(tx, found.id, token)
    tx.vault.execute(queries.UNWRAP, {"thread": found.id, "whom": f"{found.box}/{found.month}"})
    _wrap_for(tx, found, found.box, key)
    return found


def rekey(tx: VaultTransaction, token: bytes, new: bytes) -> bool:
    """Let another token open a report from now on, and the first no more; False if the first opens nothing."""
    if (found := find(tx, token)) is None:
        return False
    key = _writers_key(tx, found.id, token)
    tx.vault.execute(queries.UNWRAP, {"thread": found.id, "whom": WRITER})
    tx.vault.execute(queries.SET_LOOKUP, {"thread": found.id, "found_by": sealing.lookup(new)})
    _wrap(tx, found.id, WRITER, sealing.wrap_for_writer(new, found.id, key))
    return True


def append_as_writer(tx: VaultTransaction, token: bytes, entry_id: bytes, text: str, photo: bytes = b"") -> bool:
    """Add what the writer says or shows next, held until it is announced; False if it is already there.

    Raises NoSuchThread.
    """
    if (found := find(tx, token)) is None:
        raise NoSuchThread
    key = _writers_key(tx, found.id, token)
    return entries.append(tx, found.id, key, entry_id, "writer", text, held=True, photo=photo)


def held(tx: VaultTransaction, thread_id: bytes) -> bool:
    """Whether a report has texts that its readers do not see yet."""
    return tx.vault.execute(queries.HELD, {"id": thread_id}).first() is not None


def release(tx: VaultTransaction, thread_id: bytes) -> bool:
    """Let the readers see what was held; False if nothing was."""
    return bool(tx.vault.execute(queries.RELEASE, {"thread": thread_id}).rowcount)


def append_as_box(tx: VaultTransaction, thread_id: bytes, box: str, entry_id: bytes, author: Author, text: str) -> bool:
    """Add a reader's answer or note; False if it is already there. Raises NotForThisBox or KeyLost."""
    return entries.append(tx, thread_id, _boxs_key(tx, thread_id, box), entry_id, author, text)


def in_boxes(tx: VaultTransaction, boxes: Collection[str], statuses: Collection[Status]) -> list[Thread]:
    """The reports for these boxes that each may read, in no order of arrival."""
    rows = tx.vault.execute(queries.IN_BOXES, {"boxes": list(boxes), "statuses": list(statuses)})
    return [Thread(*row) for row in rows]


def unannounced(tx: VaultTransaction, levels: Collection[int]) -> list[Thread]:
    """The reports of these levels that no one was told of, in no order of arrival."""
    return [Thread(*row) for row in tx.vault.execute(queries.UNANNOUNCED, {"levels": list(levels)})]


def set_status(tx: VaultTransaction, thread_id: bytes, status: Status, today: date) -> bool:
    """Move a report on; False, and nothing written, if it has this status already or is gone."""
    if status not in STATUSES:
        raise ValueError("not a status of a report")
    return bool(tx.vault.execute(queries.SET_STATUS, {"thread": thread_id, "to": status, "on": today}).rowcount)


def set_taken(tx: VaultTransaction, thread_id: bytes, taken: bool) -> bool:
    """Say whether somebody takes care of a report; False, and nothing written, if that is said already."""
    return bool(tx.vault.execute(queries.SET_TAKEN, {"thread": thread_id, "mark": taken}).rowcount)


def set_due(tx: VaultTransaction, thread_id: bytes, due: date | None) -> None:
    """Say by which day a report should be read; None: no day is promised."""
    tx.vault.execute(queries.SET_DUE, {"thread": thread_id, "day": due})


def erase(tx: VaultTransaction, thread_id: bytes) -> None:
    """Forget a report, its texts and its keys; no error if it is gone."""
    for statement in queries.ERASE:
        tx.vault.execute(statement, {"id": thread_id})


def outlived(tx: VaultTransaction, closed_by: date, last_month: str) -> list[bytes]:
    """The reports closed on a day or before, or left in `last_month` ("2026-11") or earlier: their time is over."""
    found = tx.vault.execute(queries.OUTLIVED, {"closed_by": closed_by, "last_month": last_month})
    return list(found.scalars())


def keys_in_use(tx: VaultTransaction) -> set[tuple[str, str]]:
    """The (box, month) of every key that still opens something; the other past ones may be destroyed."""
    found = {(box, month) for box, _, month in (row.reader.partition("/") for row in tx.vault.execute(queries.READERS))}
    return found | {(row.box, row.month) for row in tx.vault.execute(queries.KEYS_OF_QUESTIONS)}


def _thread(row: Row[*tuple[Any, ...]] | None) -> Thread | None:
    return None if row is None else Thread(*row)


def _wrap(tx: VaultTransaction, thread_id: bytes, reader: str, sealed: bytes) -> None:
    row = {"id": sealing.new_id(), "thread_id": thread_id, "reader": reader, "sealed": sealed}
    tx.vault.execute(queries.ADD_WRAP, row)


def _wrap_for(tx: VaultTransaction, found: Thread, box: str, key: bytes) -> None:
    public = tx.keys.public(box, found.month)
    _wrap(tx, found.id, f"{box}/{found.month}", sealing.wrap_for_box(public, found.id, key))


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
