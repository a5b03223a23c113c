"""Fifth engine: a report is not heard of in the log, the metrics or the times of files, whatever goes wrong in it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.anonymity import walks
from tests.anonymity.faults import KINDS, Faults, breaking
from tests.anonymity.leaks import Leak
from tests.anonymity.measured import Measured
from tests.anonymity.month import Size, settled
from tests.anonymity.search import Search
from tests.anonymity.town import PEER, Town
from tests.anonymity.walks import Steps
from tests.dialogues.stage import Stage

DAY = 86400
# What the chatty build says.
PLANTED = frozenset({"a line", "metric reports", "a line at a fault", "text in the log"})
A_DAY = timedelta(days=1)
PATIENT: list[Steps] = [walks.patient, walks.information, walks.replies, walks.looks]
WRITER = PATIENT + [one.steps for one in walks.WALKS if one.sends and one.steps not in PATIENT]
FIELDS = {"at", "level", "logger", "event", "code", "error", "place", "cause", "cause_place", "held", "why", "seconds"}


@dataclass(frozen=True)
class Effort:
    """How many kinds of faults at each await, and how many awaits are passed over."""

    kinds: int
    step: int


SMALL = Effort(1, 12)
FULL = Effort(2, 1)  # one kind after the other: each has its turn in many places


async def measure(folder: Path, effort: Effort, leak: Leak | None = None) -> Measured:
    """Report in peace, then with a fault at every await, and listen."""
    leaks, faults = set[str](), 0
    async with settled(folder, Size(6, zones=1, reports=0, others=0, nights=0), leak=leak) as (stage, town):
        leaks |= {heard async for heard in _in_peace(stage, town)}
        with breaking(stage, Faults) as broken:
            async for heard in _in_trouble(stage, town, broken, effort):
                faults += 1
                leaks |= heard
        leaks |= await _at_the_slot(stage, town)
    return Measured(f"{len(WRITER)} walks, {faults} faults", f"{len(leaks)} heard", "none", frozenset(leaks))


async def _in_peace(stage: Stage, town: Town) -> AsyncIterator[str]:
    for steps in WRITER:
        before = await state(stage)
        await steps(town, town.who(PEER)[0])
        after = await state(stage)
        quiet = [name for name in before if steps in PATIENT or not name.startswith("time")]
        for name in quiet:
            if after[name] != before[name]:
                yield name


async def state(stage: Stage) -> dict[str, object]:
    """What can be seen of a running program from beside it."""
    found: dict[str, object] = {"a line": (stage.folder / "log").read_bytes()}
    found |= {f"metric {name}": value for name, value in (await stage.program.health()).items()}
    for file in sorted((stage.folder / "data").iterdir()):
        seconds = file.stat().st_mtime
        if file.name.startswith("vault.db"):
            seconds %= DAY  # set back to midnight with each commit
        found[f"time of {file.name}"] = seconds
    return found


# Whatever goes wrong --------------------------------------------------------------------------------------


async def _in_trouble(stage: Stage, town: Town, faults: Faults, effort: Effort) -> AsyncIterator[set[str]]:
    for number, (steps, at) in enumerate([one async for one in _awaits(town, faults, effort.step)]):
        for kind in range(number, number + effort.kinds):
            before = await state(stage)
            faults.order(at, _fault(town, KINDS[kind % len(KINDS)]))
            await _try(town, steps)
            assert faults.thrown, "the walk has become shorter"
            after = await state(stage)
            yield {
                f"{name} at a fault"
                for name in before
                if name.startswith(("a line", "metric")) and after[name] != before[name]
            }


async def _awaits(town: Town, faults: Faults, step: int) -> AsyncIterator[tuple[Steps, int]]:
    for place, steps in enumerate(WRITER):
        faults.order(-1, ValueError())
        await steps(town, town.who(PEER)[0])
        for at in range(place % step, faults.awaits, step):
            yield steps, at


def _fault(town: Town, kind: type[Exception]) -> Exception:
    """What libraries put into their errors."""
    return kind(f"for chat {town.who(PEER)[0].id}: {sorted(town.texts)[-1]}")


async def _try(town: Town, steps: Steps) -> None:
    try:
        await steps(town, town.who(PEER)[0])
    except AssertionError:  # a button is missing: what broke was on the way to it
        await town.settle()


async def _at_the_slot(stage: Stage, town: Town) -> set[str]:
    """What is said when the slot has come: type and place, and nothing of a person."""
    before = (stage.folder / "log").read_bytes()
    await stage.later(stage.time + A_DAY)
    said = (stage.folder / "log").read_bytes()
    leaks = {f"{name.partition(' ')[0]} in the log" for name in Search(town.secrets([])).names(said)}
    lines = [json.loads(line) for line in said[len(before) :].splitlines()]
    leaks |= {f"{field} in a line" for line in lines for field in line.keys() - FIELDS}
    return leaks if lines else leaks | {"nothing, not even at the slot"}
