"""Moments: the files and the phones as they are right then, kept, to be gone on from as often as is wanted."""

import pickle
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from bot.demo.telegram import Telegram
from tests.dialogues.stage import Stage

Clock = Callable[[], datetime]
PHONES = "phones"
NOW = "now"


@dataclass(frozen=True)
class Moment:
    """What a program finds that starts now; the folder also holds the phones."""

    folder: Path
    time: datetime
    ids: dict[str, int]


class _Writer(pickle.Pickler):
    """Writes a Telegram without its clock, which is another one later."""

    def __init__(self, file: BytesIO, now: Clock) -> None:
        super().__init__(file)
        self._now = now

    def persistent_id(self, one: object) -> str | None:
        return NOW if one is self._now else None


class _Reader(pickle.Unpickler):
    def __init__(self, file: BytesIO, now: Clock) -> None:
        super().__init__(file)
        self._now = now

    def persistent_load(self, _name: str) -> Clock:
        return self._now


def keep_phones(stage: Stage, folder: Path) -> None:
    """What Telegram knows at this moment, in the place of what it knew."""
    written = BytesIO()
    _Writer(written, stage.telegram.world.now).dump(stage.telegram)
    whole = folder / f"{PHONES}.new"  # whoever writes may be killed here
    whole.write_bytes(written.getvalue())
    whole.replace(folder / PHONES)


async def kept(stage: Stage, folder: Path) -> Moment:
    """Keep this moment in this folder; the program is stopped for it, and starts again."""
    await stage.close()
    for name in ("data", "keys"):
        shutil.copytree(stage.folder / name, folder / name)
    keep_phones(stage, folder)
    stage.program = stage._program()
    await stage.program.start()
    return Moment(folder, stage.time, dict(stage.ids))


@asynccontextmanager
async def resumed(moment: Moment, folder: Path, seed: int) -> AsyncIterator[Stage]:
    """A new program on the files and the phones in this folder, which may have gone on since they were kept."""
    stage = Stage(folder, seed=seed, time=moment.time)
    stage.telegram = phones((folder / PHONES).read_bytes(), stage.telegram.world.now)
    stage.ids = dict(moment.ids)
    await stage.program.start()
    try:
        yield stage
    finally:
        await stage.close()


def phones(written: bytes, now: Clock) -> Telegram:
    """What Telegram knew when this was written, with a clock."""
    found = _Reader(BytesIO(written), now).load()
    assert isinstance(found, Telegram)
    return found
