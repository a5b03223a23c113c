"""Some weeks in a town, on a clock of their own: who wrote what is known, and a thief copies the files nightly."""

import asyncio
import os
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import log
from handlers import slip
from storage import sealing
from tests.anonymity import town as towns
from tests.anonymity.leaks import Leak, sealed_by
from tests.anonymity.town import COORDINATOR, Resident, Town
from tests.anonymity.walking import WALKS, Walk
from tests.anonymity.walks import announces
from tests.dialogues.stage import START, Stage

WAKING = 14 * 60  # minutes of a day in which people act, from START's hour on
YEAR = timedelta(days=400)  # after which every report has lived its time

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much happens."""

    people: int
    zones: int
    reports: int
    others: int  # walks that send no report
    nights: int


SMALL = Size(people=11, zones=1, reports=16, others=13, nights=7)
FULL = Size(people=200, zones=13, reports=400, others=1000, nights=30)


@dataclass(frozen=True)
class Sent:
    """A report as only its writer knows it; `lookup` is under what the vault finds it."""

    writer: Resident
    lookup: bytes
    at: datetime


@dataclass
class Month:
    """What a thief may copy, and the truth they look for; `sent` is in the order of arrival."""

    folder: Path
    size: Size
    town: Town
    sent: list[Sent] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)

    @property
    def end(self) -> Path:
        """The files as they were right after the last slot."""
        return self.folder / "end"

    def copy(self, name: str) -> Path:
        """What lies in the data folder now, the keys beside it."""
        shutil.copytree(self.folder / "data", self.folder / name / "data")
        shutil.copytree(self.folder / "keys", self.folder / name / "keys")
        return self.folder / name


@asynccontextmanager
async def settled(
    folder: Path, size: Size, seed: int = 1, leak: Leak | None = None, urls: tuple[str, str] | None = None
) -> AsyncIterator[tuple[Stage, Town]]:
    """The program on this folder with everybody a member; its log and temporary files are in the folder too."""
    stage = Stage(folder, seed=seed, urls=urls)
    with sealed_by(seed), leak(lambda: stage.time) if leak else nullcontext(), _files(folder):
        town = Town(stage.telegram, stage.settle, random.Random(seed))  # noqa: S311 - repeatable
        towns.move_in(town, size.people, size.zones)
        log.catch_strays(asyncio.get_running_loop())  # as `entrepairs run` does
        await stage.open()
        try:
            await stage.run(lambda tx: towns.enrol(tx, town))
            for one in town.residents:
                await town.say(one.id, "/start")
            await _meet(stage, town)
            yield stage, town
        finally:
            await stage.close()


async def _meet(stage: Stage, town: Town) -> None:
    """The bot is in each zone's group."""
    towns.gather(town)
    await stage.run(lambda tx: towns.bind(tx, town))
    for chat in town.groups.values():
        stage.telegram.add_bot(town.who(COORDINATOR)[0].id, chat)
        await stage.settle()


@contextmanager
def _files(folder: Path) -> Iterator[None]:
    """The log goes to the folder's `log`, what is temporary to its `temp`."""
    (folder / "temp").mkdir(parents=True)
    before, tempfile.tempdir = os.environ.get("TMPDIR"), str(folder / "temp")
    os.environ["TMPDIR"] = tempfile.tempdir
    with (folder / "log").open("w", encoding="utf-8", buffering=1) as stream:
        log.configure("INFO", "json", stream=stream)
        try:
            yield
        finally:
            tempfile.tempdir = None
            os.environ.pop("TMPDIR")
            if before is not None:
                os.environ["TMPDIR"] = before
            log.configure("WARNING", "console")


def _silent(_said: str) -> None:
    """Nobody watches."""


async def lived(folder: Path, size: Size, seed: int = 1, leak: Leak | None = None, say: Progress = _silent) -> Month:
    """Live through it: everybody acts, the files are copied every night, and a year later everything is erased."""
    async with settled(folder, size, seed, leak) as (stage, town):
        month = Month(folder, size, town)
        await announces(town, town.who(COORDINATOR)[0])
        for night, walks in enumerate(_dealt(town.random, size)):
            for minute, walk in zip(sorted(town.random.sample(range(WAKING), len(walks))), walks, strict=True):
                await stage.later(START + timedelta(days=night, minutes=minute))
                await _take(month, stage, walk, town.random.choice(town.who(walk.role)))
            await stage.later(START + timedelta(days=night, hours=18))
            month.backups.append(month.copy(f"backup{night:02}"))
            say(f"night {night + 1} of {size.nights}")
        month.copy("end")
        await stage.later(stage.time + YEAR)
    return month


def _dealt(draw: random.Random, size: Size) -> list[list[Walk]]:
    """Each night's walks. Every walk is taken; nobody's other walks have to do with their reports."""
    walks: list[Walk] = []
    for sends, wanted in ((True, size.reports), (False, size.others)):
        kinds = [walk for walk in WALKS if walk.sends is sends]
        walks += kinds + draw.choices(kinds, [walk.often for walk in kinds], k=wanted - len(kinds))
    draw.shuffle(walks)
    return [walks[night :: size.nights] for night in range(size.nights)]


async def _take(month: Month, stage: Stage, walk: Walk, who: Resident) -> None:
    before = set(month.town.receipts(who.id))
    try:
        await walk.steps(month.town, who)
    except Exception as error:
        error.add_note(f"the walk {walk.steps.__name__} of somebody in {who.zone}")
        raise
    new = set(month.town.receipts(who.id)) - before
    assert len(new) == walk.sends, walk.steps.__name__
    month.sent += [Sent(who, sealing.lookup(slip.decode(token)), stage.time) for token in new]
