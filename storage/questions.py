"""Questions and answers to the peers on their way to a group: sealed, gone once they are posted."""

import json
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from storage import sealing
from storage import vault_queries as queries
from storage.vault_queries import VaultTransaction

_UTF8 = ("utf-8", "surrogatepass")  # a client may cut an emoji in two


class Question(NamedTuple):
    """What is sealed: the group by number, chat and region, what is answered, who signs (or nobody), the words."""

    group: int
    chat: int
    region: str
    answers: str
    name: str
    text: str


def add(tx: VaultTransaction, question_id: bytes, box: str, today: date, until: date, body: Question) -> None:
    """Keep a question for the key of this box; the same id again changes nothing."""
    month = f"{today:%Y-%m}"
    content = json.dumps(body, ensure_ascii=False).encode(*_UTF8)
    key = sealing.new_data_key()
    wrap = sealing.wrap_for_box(tx.keys.public(box, month), question_id, key)
    sealed = sealing.seal_entry(key, question_id, question_id, content)
    row = {"id": question_id, "box": box, "month": month, "until": until, "wrap": wrap, "sealed": sealed}
    tx.vault.execute(queries.ADD_QUESTION[tx.vault.dialect.name], row)


def read(tx: VaultTransaction, question_id: bytes) -> Question | None:
    """A question, or None when it is posted or given up; raises KeyLost or sealing.Tampered."""
    row = tx.vault.execute(queries.QUESTION, {"id": question_id}).one_or_none()
    if row is None:
        return None
    key = sealing.unwrap_as_box(tx.keys.private(row.box, row.month), row.id, row.wrap)
    opened = sealing.open_entry(key, row.id, row.id, row.sealed)
    return Question(*json.loads(opened.decode(*_UTF8)))


def waiting(tx: VaultTransaction, boxes: Collection[str]) -> list[bytes]:
    """The ids of what these boxes' keys open, in no order of arrival."""
    return list(tx.vault.execute(queries.QUESTIONS, {"boxes": list(boxes)}).scalars())


def erase(tx: VaultTransaction, question_id: bytes) -> None:
    """Forget a question; no error if it is gone."""
    tx.vault.execute(queries.ERASE_QUESTION, {"id": question_id})


def forget(tx: VaultTransaction, today: date) -> int:
    """Forget what could not be posted in its time; returns how many."""
    return tx.vault.execute(queries.FORGET_QUESTIONS, {"today": today}).rowcount
