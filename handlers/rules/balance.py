"""Whom to entrust to whom: proposals that leave nobody without a supervisor, and nobody with too many if it can be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

MOST = 10  # people a supervisor may have before it is said (proposed by us)
FEWEST = 2  # supervisors a region should have (proposed by us)


@dataclass(frozen=True)
class Move:
    """Whom to entrust to whom, by their numbers; `old` is None for who has nobody."""

    member: int
    old: int | None
    new: int


def moves(
    loads: Mapping[int, Collection[int]], nobody: Iterable[int], elsewhere: Mapping[int, int] | None = None
) -> list[Move]:
    """Proposals for supervisors with these people, some with others `elsewhere`, and for those who have nobody.

    Whoever has nobody goes to who has the fewest; of those with more than MOST the last to come move, while another
    has room. Nobody is ever proposed to supervise themself.
    """
    numbers = {one: len(found) + (elsewhere or {}).get(one, 0) for one, found in loads.items()}
    made = []
    for member in sorted(nobody):
        new = min((one for one in numbers if one != member), key=lambda one: (numbers[one], one), default=None)
        if new is not None:
            numbers[new] += 1
            made.append(Move(member, None, new))
    for old in sorted(loads):
        made += _relieved(old, loads[old], numbers)
    return made


def _relieved(old: int, members: Collection[int], numbers: dict[int, int]) -> list[Move]:
    """Those who go from a supervisor with too many; counts them where they go."""
    made = []
    for member in sorted(members, reverse=True):
        room = [one for one, number in numbers.items() if one not in (old, member) and number < MOST]
        if numbers[old] <= MOST or not room:
            break
        new = min(room, key=lambda one: (numbers[one], one))
        numbers[old] -= 1
        numbers[new] += 1
        made.append(Move(member, old, new))
    return made
