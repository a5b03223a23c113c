"""Fifth engine: a report is not heard of in the log, the metrics or the times of files, whatever goes wrong in it."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from handlers.rules.quotas import Limits, Quotas
from tests.anonymity import walks
from tests.anonymity.faults import KINDS, Faults, breaking
from tests.anonymity.leaks import Leak
from tests.anonymity.measured import Measured
from tests.anonymity.month import Size, settled
from tests.anonymity.search import Search
from tests.anonymity.town import PEER, Town
from tests.anonymity.walking import WALKS, Steps
from tests.dialogues.stage import Stage

DAY = 86400
# What the chatty build says.
PLANTED = frozenset({"a line", "metric reports", "a line at a fault", "text in the log"})
A_DAY = timedelta(days=1)
PATIENT: list[Steps] = [
    *(walks.patient, walks.information, walks.aside, walks.rewords, walks.with_a_code, walks.with_a_pin),
    *(walks.replies, walks.looks, walks.takes_back, walks.changes_their_mind),
    walks.asks_the_peers,
]
ON = (walks.replies, walks.looks, walks.takes_back)  # with a report that must be there, whatever went wrong before
WRITER = PATIENT + [one.steps for one in WALKS if one.sends and one.steps not in PATIENT]
FIELDS = {
    "at",
    "level",
    "logger",
    "event",
    "code",
    "error",
    "place",
    "cause",
    "cause_place",
    "held",
    "lines",
    "why",
    "seconds",
}


@dataclass(frozen=True)
class Effort:
    """How many kinds of faults at each await, how many awaits are passed over, and who goes which ways."""

    kinds: int
    step: int
    walks: Sequence[Steps] = tuple(WRITER)


MOSTLY = 0.8  # of the faults that are ordered
UNLIMITED = Limits(threads=10**9, messages=10**9, codes=10**9, threads_of_all=10**9)
SMALL = Effort(1, 30)
BRIEF = Effort(1, 30, (walks.patient, walks.looks))
FULL = Effort(2, 1)  # one kind after the other: each has its turn in many places


async def measure(folder: Path, effort: Effort, leak: Leak | None = None) -> Measured:
    """Report in peace, then with a fault at every await, and listen."""
    leaks, faults = set[str](), 0
    async with settled(folder, Size(6, zones=1, reports=0, others=0, nights=0), leak=leak) as (stage, town):
        object.__setattr__(stage.program.house, "quotas", Quotas(UNLIMITED))  # one writer writes all of it
        with breaking(stage, Faults) as broken:
            awaits: list[int] = []
            for steps in effort.walks:
                broken.order(-1, ValueError())
                leaks |= await _in_peace(stage, town, steps)
                awaits.append(broken.awaits)
            async for heard in _in_trouble(stage, town, broken, effort, awaits):
                faults += 1
                leaks |= heard
        leaks |= await _at_the_slot(stage, town)
    assert faults > MOSTLY * effort.kinds * len(_places(effort, awaits)), "the walks have become shorter"
    return Measured(f"{len(effort.walks)} walks, {faults} faults", f"{len(leaks)} heard", "none", frozenset(leaks))


async def _in_peace(stage: Stage, town: Town, steps: Steps) -> set[str]:
    before = await state(stage)
    await steps(town, town.who(PEER)[0])
    after = await state(stage)
    quiet = [name for name in before if steps in PATIENT or not name.startswith("time")]
    return {name for name in quiet if after[name] != before[name]}


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


async def _in_trouble(
    stage: Stage, town: Town, faults: Faults, effort: Effort, awaits: list[int]
) -> AsyncIterator[set[str]]:
    for number, (steps, at) in enumerate(_places(effort, awaits)):
        # Who presses is heard of at once, in the metrics too: docs/privacy.md, section 6.
        heard = ("a line", "metric") if steps in PATIENT else "a line"
        for kind in range(number, number + effort.kinds):
            if steps in ON:
                faults.order(-1, ValueError())
                await walks.patient(town, town.who(PEER)[0])
            before = await state(stage)
            faults.order(at, _fault(town, KINDS[kind % len(KINDS)]))
            await _try(town, steps)
            after = await state(stage)
            if faults.thrown:  # what broke before may have made this walk shorter
                yield {
                    f"{name} at a fault" for name in before if name.startswith(heard) and after[name] != before[name]
                }


def _places(effort: Effort, awaits: list[int]) -> list[tuple[Steps, int]]:
    """Every so many awaits of each walk, each walk beginning with another one."""
    walked = enumerate(zip(effort.walks, awaits, strict=True))
    return [(steps, at) for place, (steps, many) in walked for at in range(place % effort.step, many, effort.step)]


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
