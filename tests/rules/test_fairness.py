"""The fair date: the same facts give the same date, nothing good said of a date sets it back, each reason is true."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import fairness
from handlers.rules.fairness import DRAWBACKS, Facts, best, ranked, voices, why
from tests.rules.cast import DAY, NOW

number = st.integers(0, 4)
facts = st.builds(
    Facts,
    number=st.integers(1, 99),
    starts_at=st.integers(1, 9).map(lambda days: NOW + timedelta(days=days)),
    yes=number,
    maybe=number,
    no=number,
    again=number,
    holiday=st.booleans(),
    asleep=number,
)
some = st.lists(facts, min_size=1, max_size=6, unique_by=lambda one: one.number)


@given(some)
def test_the_same_facts_give_the_same_date(dates: list[Facts]) -> None:
    mixed = list(reversed(dates))
    assert (best(mixed), ranked(mixed)) == (best(dates), ranked(dates))
    chosen = best(dates)
    assert (chosen is None) == (not any(voices(one) for one in dates))
    if chosen is not None:
        assert all(fairness.points(chosen) >= fairness.points(one) for one in dates if voices(one))


@given(some, st.sampled_from(["yes", "maybe"]))
def test_a_voice_more_never_sets_a_date_back(dates: list[Facts], what: str) -> None:
    chosen = best(dates)
    if chosen is not None:
        liked = replace(chosen, **{what: getattr(chosen, what) + 1})
        assert best([liked if one == chosen else one for one in dates]) == liked


@given(some, st.sampled_from(["again", "asleep"]))
def test_a_drawback_more_never_brings_another_date_forward(dates: list[Facts], what: str) -> None:
    chosen = best(dates)
    for other in dates:
        if chosen is not None and other != chosen:
            worse = replace(other, **{what: getattr(other, what) + 1})
            assert best([worse if one == other else one for one in dates]) == chosen


@given(some)
def test_every_reason_is_true_and_there_is_always_one(dates: list[Facts]) -> None:
    chosen = best(dates)
    if chosen is None:
        return
    lead, *reasons = why(chosen, dates)
    rivals = [one for one in dates if one != chosen and voices(one) >= voices(chosen)]
    assert (lead == "most") == (not rivals)
    assert (lead == "despite") == any(voices(one) > voices(chosen) for one in rivals)
    assert bool(reasons) == bool(rivals)
    for reason in set(reasons) & set(DRAWBACKS):
        assert any(getattr(one, reason) > getattr(chosen, reason) for one in rivals)
    if lead == "despite":  # it has more voices, so something must speak against it
        assert set(reasons) <= set(DRAWBACKS)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Facts(2, NOW, yes=2), ["most"]),
        (Facts(2, NOW, yes=4, again=2), ["despite", "again"]),
        (Facts(2, NOW, yes=5, holiday=True), ["despite", "holiday"]),
        (Facts(2, NOW, yes=3, asleep=1, again=1), ["equal", "again", "asleep"]),
        (Facts(2, NOW, yes=2, maybe=2), ["equal", "yes"]),
        (Facts(2, NOW + 2 * DAY, yes=3), ["equal", "first"]),
    ],
)
def test_what_is_said_of_a_date_with_three_yes(other: Facts, said: list[str]) -> None:
    plain = Facts(1, NOW + DAY, yes=3)
    assert best([other, plain]) == plain
    assert why(plain, [plain, other]) == said


def test_many_voices_outweigh_one_person_left_out_again() -> None:
    popular, fair = Facts(1, NOW, yes=6, again=1), Facts(2, NOW, yes=4)
    assert best([popular, fair]) == popular
