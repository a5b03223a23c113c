"""A vault for tests: an empty one of either kind, with short ways to put reports in it."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from storage import engines, migrate, questions, vault
from storage.keys import Keyring

BOX, DEPUTY, NATIONAL = "FR-ARA", "FR-BFC", "national"
TODAY = date(2026, 11, 22)
TEXT = "Je suis seul dans l’équipe, et personne ne sait ce que je fais."


@dataclass(frozen=True)
class Tx:
    """One open transaction."""

    vault: sa.Connection
    keys: Keyring


@dataclass(frozen=True)
class Report:
    """What the writer's button and the program know of a report that was put in."""

    token: bytes
    id: bytes
    entry_id: bytes


@dataclass(frozen=True)
class OpenVault:
    """A vault brought to the present revision, and its keys."""

    engine: sa.Engine
    keys: Keyring

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """A transaction, kept unless the block raises."""
        with self.engine.begin() as connection:
            yield Tx(connection, self.keys)

    def add(
        self,
        text: str = TEXT,
        *,
        box: str = BOX,
        readers: Sequence[str] = (BOX,),
        theme: str = "isolement",
        level: int = 1,
        today: date = TODAY,
        aside: str | None = None,
    ) -> Report:
        """Put a report in, in a transaction of its own."""
        report = Report(*(secrets.token_bytes(16) for _ in range(3)))
        with self.begin() as tx:
            assert send(tx, report, text, box=box, readers=readers, theme=theme, level=level, today=today, aside=aside)
        return report

    def ask(self, box: str = BOX) -> bytes:
        """Put a question in; gives its id."""
        question = secrets.token_bytes(16)
        with self.begin() as tx:
            questions.add(tx, question, box, TODAY, TODAY, questions.Question(1, -1, box, "", "", TEXT))
        return question


def send(
    tx: Tx,
    report: Report,
    text: str = TEXT,
    *,
    box: str = BOX,
    readers: Sequence[str] = (BOX,),
    theme: str = "isolement",
    level: int = 1,
    today: date = TODAY,
    aside: str | None = None,
) -> bool:
    """Put this very report in, as a first or second delivery."""
    return vault.add(
        tx,
        token=report.token,
        box=box,
        readers=readers,
        theme=theme,
        level=level,
        text=text,
        due=None,
        today=today,
        aside=aside,
        thread_id=report.id,
        entry_id=report.entry_id,
    )


@contextmanager
def opened(url: str, keys: Path) -> Iterator[OpenVault]:
    """A vault at `url`, made or brought up to date."""
    engine = engines.vault_engine(url)
    migrate.upgrade(engine, "vault")
    yield OpenVault(engine, Keyring(keys))
    engine.dispose()
