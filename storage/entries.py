"""What an exchange is made of: texts and photos, each sealed with the report's key and bound to its place."""

import json
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row

from storage import sealing
from storage import vault_queries as queries
from storage.vault_queries import VaultTransaction

Author = Literal["writer", "reader", "note", "moved"]  # moved: handed on to other readers, an entry without text
_UTF8 = ("utf-8", "surrogatepass")  # a client may cut an emoji in two; its message must still arrive
_PHOTO = b"\n"  # begins a photo behind its body, which is JSON and has no line break of its own


@dataclass(frozen=True)
class Entry:
    """One text of a report, opened; or one photo, by the id under which `photo` opens it."""

    author: Author
    text: str
    photo: bytes | None = None


class _Body(NamedTuple):
    """What is sealed of an entry; a photo follows it."""

    place: int
    author: Author
    text: str
    aside: str | None = None


def read(tx: VaultTransaction, thread_id: bytes, key: bytes, *, shown_only: bool = False) -> list[Entry]:
    """The entries in their order; `shown_only`: without what is held. Raises sealing.Tampered."""
    rows = tx.vault.execute(queries.SHOWN if shown_only else queries.ENTRIES, {"id": thread_id})
    found = sorted((*_opened(key, thread_id, row), row.id) for row in rows)
    return [Entry(body.author, body.text, entry_id if photo else None) for body, photo, entry_id in found]


def aside(tx: VaultTransaction, thread_id: bytes, key: bytes) -> str | None:
    """The region whose supervisors must not read it, which is said beside a text; raises sealing.Tampered."""
    rows = tx.vault.execute(queries.TEXTS, {"id": thread_id})
    return next((body.aside for body, _ in (_opened(key, thread_id, row) for row in rows) if body.aside), None)


def photos(tx: VaultTransaction, thread_id: bytes) -> set[bytes]:
    """The ids of the photos of a report."""
    return set(tx.vault.scalars(queries.PHOTOS, {"id": thread_id}))


def photo(tx: VaultTransaction, thread_id: bytes, key: bytes, entry_id: bytes, *, shown_only: bool = False) -> bytes:
    """One photo; nothing when there is none, or none that is shown. Raises sealing.Tampered."""
    wanted = {"id": thread_id, "entry": entry_id, "held": not shown_only}
    row = tx.vault.execute(queries.ENTRY, wanted).one_or_none()
    return b"" if row is None else _opened(key, thread_id, row)[1]


def append(
    tx: VaultTransaction,
    thread_id: bytes,
    key: bytes,
    entry_id: bytes,
    author: Author,
    text: str,
    *,
    aside: str | None = None,
    held: bool = False,
    photo: bytes = b"",
) -> bool:
    """Add an entry at the end; False if it is there already."""
    tx.vault.execute(queries.LOCK, {"id": thread_id})  # two texts at once must not take the same place
    place = tx.vault.execute(queries.LENGTH, {"id": thread_id}).scalar_one()
    body = json.dumps(_Body(place, author, text, aside), ensure_ascii=False).encode(*_UTF8)
    step = sealing.PHOTO_STEP if photo else sealing.STEP
    sealed = sealing.seal_entry(key, thread_id, entry_id, body + _PHOTO + photo if photo else body, step)
    row = {"id": entry_id, "thread_id": thread_id, "sealed": sealed, "held": held}
    return tx.vault.execute(queries.ADD_ENTRY[tx.vault.dialect.name], row).first() is not None


def _opened(key: bytes, thread_id: bytes, row: Row[Any, Any]) -> tuple[_Body, bytes]:
    body, _, photo = sealing.open_entry(key, thread_id, row.id, row.sealed).partition(_PHOTO)
    return _Body(*json.loads(body.decode(*_UTF8))), photo
