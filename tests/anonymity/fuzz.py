"""Anything comes in, in any order, from anybody: nothing is shown to the wrong people, nothing stumbles or is lost."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.anonymity import clumsy
from tests.anonymity.acts import HALF_A_DAY, Spoilt, must, on_phone
from tests.anonymity.inputs import Input, Tap, one
from tests.anonymity.leaks import Leak
from tests.anonymity.measured import Measured
from tests.anonymity.moments import Moment, resumed
from tests.anonymity.village import SECRET, TO_PREVIEW, Village
from tests.dialogues.stage import Stage

AGAIN, ANSWER = "Zoé écrit encore.", "Parlons-en, Zoé."
SMALL, FULL = (2, 30), (100, 100)  # examples, and the inputs of each
Inputs = Callable[[Village], Sequence[Input]]
PLANTED = frozenset({"a text is shown", "a tap is not answered", "an incident"})


@dataclass
class Found:
    """How much came in, and what went wrong."""

    inputs: int = 0
    wrong: set[str] = field(default_factory=set)


def measure(village: Moment) -> Measured:
    """The row of the table."""
    found = fuzzed(village, *FULL)
    return Measured(f"{found.inputs} updates", f"{len(found.wrong)} wrong", "none", frozenset(found.wrong))


def control(village: Moment) -> Measured:
    """A supervisor of another region taps every button there is, in a build that does not mind."""
    found = Found()
    asyncio.run(_tried(village, lambda there: [Tap("Gwen", data, 0) for data in there.buttons], found, clumsy.lax))
    return Measured(f"{found.inputs} updates", f"{len(found.wrong)} wrong", "none", frozenset(found.wrong))


def fuzzed(village: Moment, examples: int, each: int, *, repeatable: bool = False) -> Found:
    """So many updates come in, so many at a time."""
    found = Found()
    patient = settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=repeatable,
        deadline=None,
    )

    @patient
    @given(st.lists(one, min_size=each, max_size=each))
    def some(inputs: list[Input]) -> None:
        asyncio.run(_tried(village, lambda _there: inputs, found))

    some()
    return found


async def _tried(village: Moment, inputs: Inputs, found: Found, leak: Leak | None = None) -> None:
    """Everything comes in, one after the other; then an honest exchange goes as ever."""
    with (
        TemporaryDirectory(dir=village.folder.parent) as name,
        structlog.testing.capture_logs() as said,
        leak(lambda: village.time) if leak else nullcontext(),
    ):
        shutil.copytree(village.folder, name, dirs_exist_ok=True)
        async with resumed(village, Path(name), seed=2) as stage:
            there = Village(stage, found.wrong.add)
            for each in inputs(there):
                await there.take(each)
                found.inputs += 1
            await stage.settle()
            try:
                await _as_ever(stage)
            except Spoilt as spoilt:
                found.wrong.add(str(spoilt))
    found.wrong |= {"an incident" for line in said if line["event"] == "incident"}


async def _as_ever(stage: Stage) -> None:
    """Zoé's first report is there for her; her next one is read and answered."""
    await must(stage, "Zoé", "w:o:")
    _expect(on_phone(stage, "Zoé", SECRET) == 1, "a report is lost")
    await stage.say("Zoé", AGAIN)
    await must(stage, "Zoé", *TO_PREVIEW, "r:s:")
    await stage.later(HALF_A_DAY)
    await _open(stage, AGAIN)
    await must(stage, "Samira", "b:r:")
    await stage.say("Samira", ANSWER)
    await must(stage, "Samira", "b:s:")
    await must(stage, "Zoé", "w:o:")
    _expect(on_phone(stage, "Zoé", ANSWER) == 1, "an answer is lost")


async def _open(stage: Stage, text: str) -> None:
    """Others may have written meanwhile: one after the other is opened."""
    for _ in range(30):
        await stage.start("Samira")
        await must(stage, "Samira", "b:list")
        lowest = stage.seen("Samira")[-1]["message_id"]
        listed = [data for _, message, data in stage.shown("Samira") if message == lowest and data.startswith("b:o:")]
        _expect(bool(listed), "a report does not arrive")
        stage.telegram.tap(stage.ids["Samira"], stage.ids["Samira"], lowest, listed[0])
        await stage.settle()
        if text in stage.last("Samira"):
            return
    _expect(False, "a report does not arrive")


def _expect(so: bool, otherwise: str) -> None:
    if not so:
        raise Spoilt(otherwise)
