"""What the boxes' keys open in the vault, and locking it anew when a key is replaced."""

from collections import Counter

from nacl.public import PrivateKey, PublicKey

from storage import sealing
from storage import vault_queries as queries
from storage.vault_queries import VaultTransaction

Key = tuple[str, str]  # box and month


def reports(tx: VaultTransaction) -> Counter[Key]:
    """How many reports each key opens, keys that are lost included."""
    rows = tx.vault.execute(queries.REPORTS_OF_READERS)
    return Counter({_key(row.reader): row.reports for row in rows})


def missing(tx: VaultTransaction) -> bool:
    """Whether there are reports whose key is lost: nobody can open them but their writers."""
    return not reports(tx).keys() <= set(tx.keys.list())


def _key(reader: str) -> Key:
    box, _, month = reader.partition("/")
    return box, month


def lock_anew(tx: VaultTransaction, key: Key, old: PrivateKey, new: PublicKey) -> int:
    """Lock what `old` opens with `new` instead; returns how many reports. What it does not open stays as it is.

    The reports' own keys stay: in a copy of the vault made before, `old` opens them still.
    """
    found = tx.vault.execute(queries.WRAPS_OF_READER, {"reader": "/".join(key)}).all()
    opened = [(wrap.id, wrap.thread_id, _opened(old, wrap.thread_id, wrap.sealed)) for wrap in found]
    anew = [
        {"wrap": wrap_id, "anew": sealing.wrap_for_box(new, thread_id, data_key)}
        for wrap_id, thread_id, data_key in opened
        if data_key is not None
    ]
    if anew:
        tx.vault.execute(queries.SET_WRAP, anew)
    _wrap_questions_anew(tx, key, old, new)
    return len(anew)


def _wrap_questions_anew(tx: VaultTransaction, key: Key, old: PrivateKey, new: PublicKey) -> None:
    """What waits to be posted has no other reader."""
    for question, wrap in tx.vault.execute(queries.QUESTIONS_OF_KEY, {"of": key[0], "in_month": key[1]}).all():
        if (data_key := _opened(old, question, wrap)) is not None:
            anew = sealing.wrap_for_box(new, question, data_key)
            tx.vault.execute(queries.WRAP_QUESTION, {"question": question, "anew": anew})


def _opened(key: PrivateKey, thread_id: bytes, sealed: bytes) -> bytes | None:
    try:
        return sealing.unwrap_as_box(key, thread_id, sealed)
    except sealing.Tampered:
        return None


def others_are_connected(tx: VaultTransaction) -> bool:
    """Whether another program has this vault open; on SQLite the lock says so, and this is always False."""
    if tx.vault.dialect.name == "sqlite":
        return False
    return bool(tx.vault.execute(queries.OTHERS).scalar_one())
