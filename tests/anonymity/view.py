"""A world as anybody but one person sees it: files, log and calls, with nothing in them that differs by chance."""

import json
from pathlib import Path

from tests.anonymity import pages
from tests.anonymity.databases import tables
from tests.anonymity.search import files
from tests.dialogues.stage import Stage

View = dict[str, object]
"""What is seen, by name: a file's content, a file's size, the log, what others are told."""


async def quiet(stage: Stage) -> None:
    """Nothing happens by itself any more, only what the test asks for: commits come in one order."""
    program = stage.program
    await program.clock.stop()
    program.stores.database.on_ring = lambda: None
    courier = next(task for task in program._tasks if task.get_name() == "courier")
    courier.cancel()
    program.courier._at_once = 1


def seen(stage: Stage, writer: int, other: int) -> View:
    """The view without the writer's own chat; of the `other`, who could have written, only when they are told what."""
    found: View = {
        "what others are told": told(stage, writer, other),
        "when the other is told": [(one.at, one.method) for one in stage.telegram.journal if one.chat_id == other],
        "log": log(stage.folder / "log"),
    }
    for file in files([stage.folder / "data", stage.folder / "keys", stage.folder / "temp"]):
        found[file.name if file.suffix != ".key" else "/".join(file.parts[-2:])] = content(file)
    return found


def told(stage: Stage, *without: int) -> list[str]:
    """Every call of the bot that is not about these chats."""
    others = [effect for effect in stage.telegram.journal if effect.chat_id not in without]
    return [f"{effect.at} {effect.method} {effect.chat_id} {effect.parameters}" for effect in others]


def log(file: Path) -> list[dict[str, object]]:
    """The log without the clock of this machine, and without incidents' codes."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [{name: value for name, value in line.items() if name not in ("at", "code")} for line in lines]


def content(file: Path) -> object:
    """A file's bytes; of a write-ahead log the pages in their order; of its index, which has its salt, the size."""
    if file.suffix == ".db-shm":
        return file.stat().st_size
    if file.name.endswith("-wal"):
        return pages.frames(file.read_bytes())
    return _masked(file) if file.name == "vault.db" else file.read_bytes()


def _masked(vault: Path) -> bytes:
    """The vault, each sealed box as so many zeros."""
    found = vault.read_bytes()
    rows = tables(vault)
    boxes = [row["sealed"] for row in rows["wraps"] if row["reader"] != "writer"]
    for box in boxes + [row["wrap"] for row in rows["questions"]]:
        assert box in found
        found = found.replace(box, bytes(len(box)))
    return found
