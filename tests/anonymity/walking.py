"""What a walk through the program is, and every walk there is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.anonymity.town import PEER, Resident, Town

Steps = Callable[[Town, Resident], Awaitable[None]]


@dataclass(frozen=True)
class Walk:
    """What people of a role may do; `sends` says that it ends in a new report."""

    steps: Steps
    role: str
    often: int
    sends: bool


WALKS: list[Walk] = []


def walk(role: str = PEER, *, often: int = 1, sends: bool = False) -> Callable[[Steps], Steps]:
    """Have the engines take this walk; `often` times when others are taken once."""

    def known(steps: Steps) -> Steps:
        WALKS.append(Walk(steps, role, often, sends))
        return steps

    return known
