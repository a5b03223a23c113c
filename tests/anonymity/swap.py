"""Second engine: in one world one person writes, in the other another of the same zone; all else must be the same."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.anonymity import view, walks
from tests.anonymity.leaks import Leak
from tests.anonymity.measured import Measured
from tests.anonymity.month import Size, settled
from tests.anonymity.town import COORDINATOR, PEER, SUPERVISOR
from tests.anonymity.view import View
from tests.anonymity.walking import Steps

PLANTED = frozenset({"vault.db", "index"})  # where the telling build differs
HALF_A_DAY = timedelta(hours=12)
MINUTES = timedelta(minutes=7)

Scene = tuple[Steps, str, timedelta]

# Who does what, and how much time then passes.
SCENES: list[Scene] = [
    (walks.announces, COORDINATOR, MINUTES),
    (walks.patient, PEER, MINUTES),
    (walks.with_a_code, PEER, MINUTES),
    (walks.with_a_pin, PEER, MINUTES),
    (walks.changes_their_mind, PEER, HALF_A_DAY),
    (walks.answers, SUPERVISOR, MINUTES),
    (walks.looks, PEER, MINUTES),
    (walks.replies, PEER, HALF_A_DAY),
    (walks.ends, SUPERVISOR, MINUTES),
    (walks.replies, PEER, HALF_A_DAY),  # which opens it again
    (walks.handles, SUPERVISOR, MINUTES),
    (walks.pressing, PEER, MINUTES),
    (walks.danger, PEER, MINUTES),
    (walks.aside, PEER, MINUTES),
    (walks.goes_wrong, PEER, MINUTES),
    (walks.asks_the_peers, PEER, MINUTES),
    (walks.takes_back, PEER, HALF_A_DAY),
    (walks.answers_the_peers, PEER, HALF_A_DAY),
    (walks.ends, SUPERVISOR, MINUTES),
]


async def measure(people: int, leak: Leak | None = None, scenes: Sequence[Scene] = SCENES) -> Measured:
    """Play both worlds and compare them scene by scene."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = await played(Path(one), people, 0, leak, scenes)
        second = await played(Path(other), people, 1, leak, scenes)
    leaks = differing(first, second)
    return Measured(
        f"{people} people, {len(scenes)} scenes",
        f"{len(leaks)} of {len(first[-1])} differ",
        "none",
        leaks,
    )


async def played(
    folder: Path, people: int, writer: int, leak: Leak | None = None, scenes: Sequence[Scene] = SCENES
) -> list[View]:
    """What is seen after each scene when this one of the peers acts."""
    views: list[View] = []
    async with settled(folder, Size(people, zones=1, reports=0, others=0, nights=0), leak=leak) as (stage, town):
        await view.quiet(stage)
        acting, other = town.who(PEER)[writer], town.who(PEER)[1 - writer]
        for steps, role, pause in scenes:
            await steps(town, acting if role == PEER else town.who(role)[0])
            await stage.later(pause)
            views.append(view.seen(stage, acting.id, other.id))
    return views


def differing(first: list[View], second: list[View]) -> frozenset[str]:
    """The names of what is not the same after some scene."""
    scenes = zip(first, second, strict=True)
    return frozenset(
        name for one, other in scenes for name in one.keys() | other.keys() if one.get(name) != other.get(name)
    )
