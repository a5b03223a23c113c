"""Proposals of who has whom: nobody is left out, nobody gets too many while another has room."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.balance import MOST, Move, moves


def test_who_has_nobody_goes_to_who_has_the_fewest() -> None:
    assert moves({1: [10, 11], 2: [12]}, [20, 21, 22]) == [Move(20, None, 2), Move(21, None, 1), Move(22, None, 2)]


def test_the_last_to_come_move_from_who_has_too_many() -> None:
    assert moves({1: range(100, 112), 2: []}, []) == [Move(111, 1, 2), Move(110, 1, 2)]
    assert moves({1: range(100, 112), 2: []}, [], {2: MOST}) == []  # who has enough elsewhere has no room


def test_nobody_supervises_themself() -> None:
    assert moves({1: []}, [1]) == []
    assert moves({1: [], 2: range(100, 105)}, [1]) == [Move(1, None, 2)]


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=5),
    st.integers(0, 40),
    st.lists(st.integers(0, 12), min_size=5, max_size=5),
)
def test_afterwards_all_are_entrusted_and_room_is_used(sizes: list[int], nobody: int, elsewhere: list[int]) -> None:
    loads = {n: range(1000 * n, 1000 * n + size) for n, size in enumerate(sizes, 1)}
    others = dict(zip(loads, elsewhere, strict=False))
    before = Counter({one: len(found) + others[one] for one, found in loads.items()})
    waiting = range(9000, 9000 + nobody)
    made = moves(loads, waiting, others)
    assert [one.member for one in made if one.old is None] == list(waiting)
    assert len({one.member for one in made}) == len(made)
    assert all(one.member in loads[one.old] for one in made if one.old is not None)
    after = before.copy()
    for one in made:
        after[one.new] += 1
        after[one.old or 0] -= 1
    left = {one: len(found) - sum(move.old == one for move in made) for one, found in loads.items()}
    crowded = [one for one in loads if after[one] > MOST and left[one]]
    assert not crowded or all(after[one] >= MOST for one in loads)
    assert all(after[one.new] <= MOST for one in made if one.old is not None)
