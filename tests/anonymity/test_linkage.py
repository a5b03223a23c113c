"""Nobody guesses better than chance who wrote, by any clue; a build that keeps times tells nearly every writer."""

import random

import pytest

from tests.anonymity import linkage
from tests.anonymity.month import Month

pytestmark = pytest.mark.xdist_group("anonymity")


def test_guesses_are_chance(small_month: Month) -> None:
    assert linkage.measure(small_month).leaks == set()


def test_times_tell_the_writer(leaky_month: Month) -> None:
    assert linkage.measure(leaky_month).leaks >= linkage.PLANTED


def test_a_learner_finds_the_telling_clue_among_many() -> None:
    draw = random.Random(1)  # noqa: S311 - repeatable
    cases = [_case(draw) for _ in range(120)]
    weights = linkage.learned(cases[:60])
    assert "telling" in weights
    farthest = [linkage.far(case, weights) for case in cases[60:]]
    assert sum(far[case.truth] == min(far) for far, case in zip(farthest, cases[60:], strict=True)) > 25


def _case(draw: random.Random) -> linkage.Case:
    """Eight candidates; writers are among the nearest two by one clue, and anywhere by twenty others."""
    truth = draw.randrange(8)
    distances = {f"clue {n}": [draw.random() for _ in range(8)] for n in range(20)}
    distances["telling"] = [draw.random() + (place != truth) for place in range(8)]
    return linkage.Case(distances, 8, truth)
