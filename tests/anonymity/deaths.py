"""SIGKILL between every two awaits of what is sent: afterwards all of it is there once, or is still to be sent."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import structlog
from sqlalchemy import event

from tests.anonymity import clumsy
from tests.anonymity.acts import Act, Spoilt
from tests.anonymity.faults import Faults, Handle, breaking
from tests.anonymity.leaks import Leak
from tests.anonymity.measured import Measured
from tests.anonymity.moments import keep_phones, resumed
from tests.dialogues.stage import Stage

SMALL, FULL = 10, 1  # every how many gaps
WRONG, WHERE = 6, 5  # for builds that do wrong in many gaps
BROKEN = "broken"
PLANTED = frozenset(
    {
        "send: not one receipt",
        "send: not one message in the list",
        "answer: the answer is not there once",
    }
)
LIVES, NEXT_LIFE = 2, 3  # seeds: a program that starts anew draws other numbers


class Blow(Faults):
    """Strikes in the gap of this number; the first one is before anything was awaited."""

    def __init__(self, handle: Handle, gap: int, strike: Callable[[], None]) -> None:
        super().__init__(handle)
        self._left, self._strike = gap, strike

    def passed(self) -> None:
        if self._left == 0:
            self._strike()
        self._left -= 1


@dataclass
class Toll:
    """How many deaths were died in each act, after how many of them the act was on the disk, what was spoilt."""

    struck: dict[str, int] = field(default_factory=dict)
    on_disk: int = 0
    spoilt: set[str] = field(default_factory=set)

    @property
    def deaths(self) -> int:
        """All of them."""
        return sum(self.struck.values())


def measure(found: list[Act]) -> Measured:
    """Every gap of every act."""
    toll = swept(found, FULL)
    figure = f"{len(toll.spoilt)} spoilt"
    return Measured(f"{toll.deaths} deaths in {len(toll.struck)} acts", figure, "none", frozenset(toll.spoilt))


def control(found: list[Act]) -> Measured:
    """Two builds that do it wrong."""
    doubled = swept([act for act in found if act.name in ("send", "answer")], WRONG, clumsy.doubling, WHERE)
    lost = swept([act for act in found if act.name == "send"], WRONG, clumsy.losing, WHERE)
    spoilt = frozenset(doubled.spoilt | lost.spoilt)
    return Measured(f"{doubled.deaths + lost.deaths} deaths", f"{len(spoilt)} spoilt", "none", spoilt)


def swept(found: list[Act], stride: int, leak: Leak | None = None, first: int = 0) -> Toll:
    """Strike in every gap of this stride, each act beginning with another gap, until it comes to its end."""
    toll = Toll()
    for number, act in enumerate(found):
        gap = (first + 3 * number) % stride
        toll.struck[act.name] = 0
        while _died(act, gap, leak, toll):
            toll.struck[act.name] += 1
            gap += stride
    return toll


def _died(act: Act, gap: int, leak: Leak | None, toll: Toll) -> bool:
    """Whether it was struck in this gap before it ended by itself; then look at what people find."""
    with _life(act) as folder:
        before = _entries(folder)
        if not _child(lambda: _live(act, folder, gap, leak), folder):
            return False
        toll.on_disk += _entries(folder) > before
        try:
            asyncio.run(_afterwards(act, folder, leak))
        except Spoilt as spoilt:
            toll.spoilt.add(f"{act.name}: {spoilt}")
    return True


@contextmanager
def _life(act: Act) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=act.moment.folder.parent) as name:
        folder = Path(name)
        shutil.copytree(act.moment.folder, folder, dirs_exist_ok=True)
        yield folder


def _entries(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "vault.db")) as vault:
        found: tuple[int] = vault.execute("SELECT count(*) FROM entries").fetchone()
    return found[0]


# The life that ends ---------------------------------------------------------------------------------


def _child(live: Callable[[], None], folder: Path) -> bool:
    """Live in a process of its own, in which everything is imported already; True when it was killed."""
    with warnings.catch_warnings():
        # The test runner has a thread; the child never comes back to anything that this thread may hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if number == 0:
        _live_alone(live, folder)
    _, status = os.waitpid(number, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, (folder / BROKEN).read_text("utf-8")
    return os.WIFSIGNALED(status)


def _live_alone(live: Callable[[], None], folder: Path) -> NoReturn:
    try:
        live()
    except BaseException:
        (folder / BROKEN).write_text(traceback.format_exc(), "utf-8")
        os._exit(1)
    os._exit(0)


def _live(act: Act, folder: Path, gap: int, leak: Leak | None) -> None:
    asyncio.run(_act(act, folder, gap, leak))


async def _act(act: Act, folder: Path, gap: int, leak: Leak | None) -> None:
    async with _program(act, folder, LIVES, leak) as stage:
        with breaking(stage, lambda handle: Blow(handle, gap, lambda: _die(stage, folder))) as blow:
            # A use case that writes to both databases has a gap too: the community's commit is done, the vault's not.
            event.listen(stage.program.stores.database._vault, "commit", lambda _: blow.passed())
            act.begin(stage)
            await stage.settle()
        keep_phones(stage, folder)


def _die(stage: Stage, folder: Path) -> NoReturn:
    """What Telegram knows outlives the program; no other thread changes it while it is written down."""
    sys.setswitchinterval(60)
    keep_phones(stage, folder)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody comes here")


@asynccontextmanager
async def _program(act: Act, folder: Path, seed: int, leak: Leak | None) -> AsyncIterator[Stage]:
    with leak(lambda: act.moment.time) if leak else nullcontext():
        async with resumed(act.moment, folder, seed) as stage:
            yield stage


# What is found afterwards ---------------------------------------------------------------------------


async def _afterwards(act: Act, folder: Path, leak: Leak | None) -> None:
    with structlog.testing.capture_logs() as said:
        async with _program(act, folder, NEXT_LIFE, leak) as stage:
            await stage.settle()
            await act.check(stage)
    if any(line["event"] == "incident" for line in said):
        raise Spoilt("the program stumbles")
