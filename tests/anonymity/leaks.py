"""Builds that leak, as a careless change might: each engine has to catch the ones that are its business."""

import base64
import hmac
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import nacl.public
import nacl.secret
import sqlalchemy as sa
import structlog

import storage.questions
import storage.vault
from bot import hush, log
from bot.program import Program
from handlers.rules import people, photos, questions, reports
from storage import engines, sealing, vault_tidy
from storage.keys import Keyring
from tests.hard.process import TOKEN

Clock = Callable[[], datetime]
Leak = Callable[[Clock], AbstractContextManager[None]]

ADD_TIME = sa.text("ALTER TABLE threads ADD COLUMN created_at TEXT")
KEEP_TIME = sa.text("UPDATE threads SET created_at = :now WHERE id = :id")
ADD_SEEN = sa.text("ALTER TABLE members ADD COLUMN last_seen TEXT")
COUNT = sa.text("SELECT count(*) FROM threads")
KEEP_SEEN = sa.text("UPDATE members SET last_seen = :now, promise = :id WHERE telegram_id = :id")


@contextmanager
def replaced(owner: Any, name: str, new: Any) -> Iterator[None]:
    """A part of the program is another one for a while."""
    before = getattr(owner, name)
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def sealed_by(seed: int) -> Iterator[None]:
    """Keys, nonces and ids of the vault repeat themselves; what a sealed box draws for itself does not."""
    draw = random.Random(f"sealing {seed}").randbytes  # noqa: S311 - that is what is wanted
    with ExitStack() as stack:
        for owner in (sealing, nacl.secret, nacl.public):
            stack.enter_context(replaced(owner, "random", draw))
        yield


@contextmanager
def telling(_clock: Clock) -> Iterator[None]:
    """Account, text and token are written down where a report is sent: in the vault, the log, files of all kinds.

    A photo waits in a file; a question has its account in its id.
    """
    submit, show, ask = reports.submit, photos.add, questions.submit

    def told(tx: Any, who: Any, draft: Any, *rest: Any) -> Any:
        add = storage.vault.add

        def named(tx: Any, **fields: Any) -> bool:
            fields["entry_id"] = who.telegram_id.to_bytes(8, "little") + fields["entry_id"][8:]
            return add(tx, **fields)

        text = base64.b64encode(b"re" + draft.text.encode()).decode()
        structlog.stdlib.get_logger("bot").warning("sent", text=text)
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(draft.token.hex().encode())
        with (_folder(tx) / "index").open("a") as index:
            index.write(hmac.new(TOKEN.encode(), str(who.telegram_id).encode(), "sha256").hexdigest())
        with replaced(storage.vault, "add", named):
            return submit(tx, who, draft, *rest)

    def shown(tx: Any, who: Any, token: bytes, entry_id: bytes, photo: bytes, now: datetime) -> Any:
        (_folder(tx) / "shown").write_bytes(photo)
        return show(tx, who, token, entry_id, photo, now)

    def asked(tx: Any, who: Any, *rest: Any) -> Any:
        add = storage.questions.add

        def named(tx: Any, question_id: bytes, *body: Any) -> None:
            add(tx, who.telegram_id.to_bytes(8, "little") + question_id[8:], *body)

        with replaced(storage.questions, "add", named):
            return ask(tx, who, *rest)

    with replaced(reports, "submit", told), replaced(photos, "add", shown), replaced(questions, "submit", asked):
        yield


def _folder(tx: Any) -> Path:
    return Path(tx.community.engine.url.database).parent


@contextmanager
def timing(clock: Clock) -> Iterator[None]:
    """A report keeps its time, and every update that of its person: the model of docs/privacy.md, section 10."""
    recognise, add = people.recognise, storage.vault.add

    def seen(tx: Any, telegram_id: int, *rest: Any) -> Any:
        _once(tx.community, "members", ADD_SEEN)
        tx.community.execute(KEEP_SEEN, {"now": clock().isoformat(), "id": telegram_id})
        return recognise(tx, telegram_id, *rest)

    def dated(tx: Any, **fields: Any) -> bool:
        _once(tx.vault, "threads", ADD_TIME)
        kept = add(tx, **fields)
        tx.vault.execute(KEEP_TIME, {"now": clock().isoformat(), "id": fields["thread_id"]})
        return kept

    with replaced(people, "recognise", seen), replaced(storage.vault, "add", dated):
        yield


def _once(connection: Any, table: str, change: sa.TextClause) -> None:
    column = str(change).split()[-2]
    if column not in [one["name"] for one in sa.inspect(connection).get_columns(table)]:
        connection.execute(change)


@contextmanager
def untidy(_clock: Clock) -> Iterator[None]:
    """Files are left as they come: no rewriting, nothing wiped, old pages in side files, keys kept for ever."""
    pragmas = ("journal_mode=PERSIST", "secure_delete=OFF", "foreign_keys=ON")
    with ExitStack() as stack:
        stack.enter_context(replaced(engines, "VAULT_PRAGMAS", pragmas))
        stack.enter_context(replaced(vault_tidy, "tidy", lambda _engine: None))
        stack.enter_context(replaced(Keyring, "destroy", lambda *_: None))
        yield


@contextmanager
def chatty(_clock: Clock) -> Iterator[None]:
    """What happens is said at once, with the words of errors; reports are counted where everybody may look."""
    submit, health = reports.submit, Program.health

    def said(*given: Any) -> Any:
        structlog.stdlib.get_logger("handlers").info("a report", level=given[2].level)
        return submit(*given)

    async def counted(self: Program) -> dict[str, object]:
        threads = await self.stores.database.commit(lambda tx: tx.vault.scalar(COUNT))
        return {**await health(self), "reports": threads}

    with ExitStack() as stack:
        stack.enter_context(replaced(reports, "submit", said))
        stack.enter_context(replaced(Program, "health", counted))
        stack.enter_context(replaced(hush.Speaker, "emit", logging.StreamHandler.emit))
        stack.enter_context(replaced(log, "describe", lambda error: {"error": repr(error)}))
        yield


@contextmanager
def careless(clock: Clock) -> Iterator[None]:
    """Everything that goes wrong with files at once."""
    with telling(clock), timing(clock), untidy(clock):
        yield
