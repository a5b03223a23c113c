"""The vault's statements, built once; `storage/vault.py` says what each is for."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import (
    Boolean,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.keys import Keyring
from storage.sealing import PHOTO_STEP
from storage.vault_schema import entries, questions, tallies, threads, wraps


class VaultTransaction(Protocol):
    """What these queries need of a transaction."""

    @property
    def vault(self) -> Connection: ...

    @property
    def keys(self) -> Keyring: ...


_COLUMNS = [
    threads.c.id,
    threads.c.box,
    threads.c.month,
    threads.c.theme,
    threads.c.level,
    threads.c.status,
    threads.c.due,
    threads.c.status_on,
    threads.c.taken,
]
_READER = threads.c.box + literal("/") + threads.c.month
_READABLE_BY_ITS_BOX = threads.join(wraps, and_(wraps.c.thread_id == threads.c.id, wraps.c.reader == _READER))
_HELD = select(entries.c.thread_id).where(entries.c.held)

ONE = select(*_COLUMNS).where(threads.c.id == bindparam("id"))
LOCK = select(threads.c.id).where(threads.c.id == bindparam("id")).with_for_update()
FOUND = select(*_COLUMNS).where(threads.c.lookup == bindparam("lookup"))
IN_BOXES = (
    select(*_COLUMNS)
    .select_from(_READABLE_BY_ITS_BOX)
    .where(
        threads.c.box.in_(bindparam("boxes", expanding=True)),
        threads.c.status.in_(bindparam("statuses", expanding=True)),
    )
    .order_by(threads.c.id)
)
UNANNOUNCED = (
    select(*_COLUMNS)
    .where(
        or_(threads.c.status == "received", threads.c.id.in_(_HELD)),
        threads.c.level.in_(bindparam("levels", expanding=True)),
    )
    .order_by(threads.c.id)
    .with_for_update()  # of two processes at the same slot, one announces
)
OUTLIVED = select(threads.c.id).where(
    or_(
        and_(threads.c.status == "closed", threads.c.status_on <= bindparam("closed_by")),
        threads.c.month <= bindparam("last_month"),
    )
)
WRAP = select(wraps.c.sealed).where(wraps.c.thread_id == bindparam("id"), wraps.c.reader == bindparam("reader"))
READERS = select(wraps.c.reader).where(wraps.c.reader != "writer").distinct()
REPORTS_OF_READERS = (
    select(wraps.c.reader, func.count().label("reports"))
    .where(wraps.c.reader != "writer")
    .group_by(wraps.c.reader)
    .order_by(wraps.c.reader)
)
WRAPS_OF_READER = (
    select(wraps.c.id, wraps.c.thread_id, wraps.c.sealed).where(wraps.c.reader == bindparam("reader")).with_for_update()
)
SET_WRAP = update(wraps).where(wraps.c.id == bindparam("wrap")).values(sealed=bindparam("anew"))
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
ENTRIES = select(entries.c.id, entries.c.sealed).where(entries.c.thread_id == bindparam("id"))
ENTRY = ENTRIES.where(entries.c.id == bindparam("entry"), ~entries.c.held | bindparam("held", type_=Boolean))
SHOWN = ENTRIES.where(~entries.c.held)
_IS_PHOTO = func.length(entries.c.sealed) > PHOTO_STEP  # a text is shorter; so nothing needs to be opened
PHOTOS = select(entries.c.id).where(entries.c.thread_id == bindparam("id"), _IS_PHOTO)
TEXTS = ENTRIES.where(~_IS_PHOTO)
HELD = select(entries.c.id).where(entries.c.thread_id == bindparam("id"), entries.c.held)
RELEASE = update(entries).where(entries.c.thread_id == bindparam("thread"), entries.c.held).values(held=False)
LENGTH = select(func.count()).where(entries.c.thread_id == bindparam("id"))
SET_STATUS = (
    update(threads)
    .where(threads.c.id == bindparam("thread"), threads.c.status != bindparam("to"))
    .values(status=bindparam("to"), status_on=bindparam("on"))
)
SET_TAKEN = (
    update(threads)
    .where(threads.c.id == bindparam("thread"), threads.c.taken != bindparam("mark"))
    .values(taken=bindparam("mark"))
)
MOVE = update(threads).where(threads.c.id == bindparam("thread")).values(box=bindparam("to"), taken=False)
UNWRAP = delete(wraps).where(wraps.c.thread_id == bindparam("thread"), wraps.c.reader == bindparam("whom"))
SET_LOOKUP = update(threads).where(threads.c.id == bindparam("thread")).values(lookup=bindparam("found_by"))
SET_DUE = update(threads).where(threads.c.id == bindparam("thread")).values(due=bindparam("day"))
ERASE = [
    delete(entries).where(entries.c.thread_id == bindparam("id")),
    delete(wraps).where(wraps.c.thread_id == bindparam("id")),
    delete(threads).where(threads.c.id == bindparam("id")),
]
ADD_WRAP = insert(wraps)
_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
# A second delivery is known by its token or by the entry's id, which came with the button.
ADD_THREAD = {
    dialect: add(threads).on_conflict_do_nothing(index_elements=["lookup"]).returning(threads.c.id)
    for dialect, add in _INSERTS.items()
}
_ONE_MORE = {"reports": tallies.c.reports + 1}
TALLY = {
    dialect: add(tallies).on_conflict_do_update(index_elements=["box", "month", "theme"], set_=_ONE_MORE)
    for dialect, add in _INSERTS.items()
}
TALLIES = select(tallies.c.box, tallies.c.month, tallies.c.theme, tallies.c.reports).order_by(tallies.c.id)
FORGET_TALLIES = delete(tallies).where(tallies.c.month <= bindparam("last_month"))
ADD_ENTRY = {
    dialect: add(entries).on_conflict_do_nothing(index_elements=["id"]).returning(entries.c.id)
    for dialect, add in _INSERTS.items()
}

ADD_QUESTION = {
    dialect: add(questions).on_conflict_do_nothing(index_elements=["id"]) for dialect, add in _INSERTS.items()
}
QUESTION = select(questions).where(questions.c.id == bindparam("id"))
QUESTIONS = (  # in the order of their random ids
    select(questions.c.id).where(questions.c.box.in_(bindparam("boxes", expanding=True))).order_by(questions.c.id)
)
QUESTIONS_OF_KEY = select(questions.c.id, questions.c.wrap).where(
    questions.c.box == bindparam("of"), questions.c.month == bindparam("in_month")
)
KEYS_OF_QUESTIONS = select(questions.c.box, questions.c.month).distinct()
WRAP_QUESTION = update(questions).where(questions.c.id == bindparam("question")).values(wrap=bindparam("anew"))
ERASE_QUESTION = delete(questions).where(questions.c.id == bindparam("id"))
FORGET_QUESTIONS = delete(questions).where(questions.c.until < bindparam("today"))
