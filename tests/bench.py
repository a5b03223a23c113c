"""How fast the whole program is on this machine, through the simulated Telegram: `make bench`."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

import typer

from bot import log
from handlers.rules import drafts, people
from handlers.rules.people import Person
from storage import members
from storage.database import Transaction
from storage.members import Role
from tests.dialogues.stage import Stage

PEOPLE = 300
ROUNDS = 5  # of /start, each person once
COORDINATOR = "P0"
TITLE = "Réunion de pairs"


def _enrol(stage: Stage) -> None:
    for number in range(PEOPLE):
        stage.person(f"P{number}")


def _members(stage: Stage, tx: Transaction) -> None:
    for name, telegram_id in stage.ids.items():
        added = members.add(
            tx,
            telegram_id=telegram_id,
            first_name=name,
            language="fr",
            region="FR-ARA",
            joined="2026-01",
            promise="2026-11",
            charter="2026-11",
        )
        members.grant(tx, added, Role("coordinator" if name == COORDINATOR else "peer_worker", "FR-ARA"))


def _announce(stage: Stage, tx: Transaction) -> None:
    who: Person = people.recognise(tx, stage.ids[COORDINATOR], "fr")
    meeting = drafts.prepare(tx, who, "bench", TITLE)
    drafts.ask(tx, who, meeting.id, "when")
    who = people.recognise(tx, stage.ids[COORDINATOR], "fr")
    drafts.fill(tx, who, "vendredi 12 juin 14h30", stage.time)
    drafts.publish(tx, who, meeting.id, stage.time)


async def _taken(stage: Stage) -> None:
    while stage.telegram.pending:
        await asyncio.sleep(0.002)


async def _timed(what: str, count: int, work: Awaitable[object]) -> None:
    before = time.perf_counter()
    await work
    seconds = time.perf_counter() - before
    typer.echo(f"{what:<40}{seconds:6.2f} s {count / seconds:6.0f} a second")


async def measure(folder: Path) -> None:
    """Start, let everyone say /start, announce a meeting to all, let all answer, start again."""
    stage = Stage(folder)
    await _timed("first start, on empty databases", 1, stage.open())
    _enrol(stage)
    await stage.run(lambda tx: _members(stage, tx))
    for _ in range(ROUNDS):
        for telegram_id in stage.ids.values():
            stage.telegram.start(telegram_id)
    await _timed("updates: /start", PEOPLE * ROUNDS, _taken(stage))
    await stage.run(lambda tx: _announce(stage, tx))
    await _timed("notices: a meeting announced to each", PEOPLE - 1, stage.settle())
    invited = [name for name in stage.ids if name != COORDINATOR]  # whose own screen became the card already
    for name in invited:
        stage.telegram.tap(stage.ids[name], stage.ids[name], *stage.button(name, "J’y serai"))
    await _timed("updates: « J’y serai », with its file", len(invited), _taken(stage))
    await _timed("stop and start again", 1, stage.restart())
    await stage.close()


def main() -> None:
    """Measure in a folder that is thrown away."""
    log.configure("ERROR", "console")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
