"""What is known in memory only: nothing stays longer than it must, nothing is told at a moment that points."""

import pickle
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.fleeting import CARD_LASTS, Fleeting
from handlers.rules.pushes import KEPT, LATEST, SOONEST, Pushes, Wish
from tests.rules.cast import DAY, NOW

places = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(st.lists(st.tuples(places, st.integers(0, 5), st.booleans())))
def test_a_message_goes_once_at_its_time_unless_it_may_stay(acts: list[tuple[tuple[int, int], int, bool]]) -> None:
    fleeting, expected = Fleeting(), dict[tuple[int, int], int]()
    for place, days, stays in acts:
        if stays:
            fleeting.keep(*place)
            expected.pop(place, None)
        else:
            fleeting.add(*place, NOW + days * DAY)
            expected[place] = days
    for day in range(6):
        assert fleeting.next_due() == min((NOW + d * DAY for d in expected.values()), default=None)
        gone = {place for place, days in expected.items() if days <= day}
        assert set(fleeting.take_due(NOW + day * DAY)) == gone
        expected = {place: days for place, days in expected.items() if place not in gone}


@given(st.integers(0, 2**32 - 1), st.integers(0, 13))
def test_who_asked_is_told_once_some_time_after_an_answer(draw: int, days: int) -> None:
    pushes, wish, answered = Pushes(), Wish(5, "fr"), NOW + days * DAY
    pushes.ask(b"t", wish, NOW)
    assert pushes.take_due(answered) == []
    pushes.answered(b"other", draw, answered)
    for again in range(2):  # a second answer before the word is no second word
        pushes.answered(b"t", draw + again, answered)
    due = pushes.next_due()
    assert due is not None
    assert timedelta(minutes=SOONEST) <= due - answered <= timedelta(minutes=LATEST)
    assert pushes.take_due(due - timedelta(seconds=1)) == []
    assert pushes.take_due(due) == [wish]
    pushes.answered(b"t", draw, due)
    assert (pushes.next_due(), pushes.take_due(due + DAY)) == (None, [])


def test_a_wish_is_forgotten_after_fourteen_days_or_when_it_is_dropped() -> None:
    pushes = Pushes()
    for thread in (b"old", b"dropped"):
        pushes.ask(thread, Wish(5, "fr"), NOW)
    pushes.drop(b"dropped")
    assert pushes.take_due(NOW + KEPT) == []
    for thread in (b"old", b"dropped"):
        pushes.answered(thread, 0, NOW + KEPT)
    assert pushes.next_due() is None


def test_a_question_goes_with_the_screen_it_stands_beside_and_so_does_the_next() -> None:
    fleeting = Fleeting()
    fleeting.add(1, 10, NOW)
    fleeting.add(1, 11, NOW, beside=10)
    fleeting.follow(1, 11, 12)
    fleeting.keep(1, 11)
    fleeting.follow(1, 99, 13)
    assert (fleeting.beside(1, 10), fleeting.beside(2, 10)) == ([12], [])
    assert fleeting.take_due(NOW) == [(1, 10), (1, 12)]
    assert fleeting.beside(1, 10) == []


@pytest.mark.parametrize("held", [Fleeting(), Pushes()])
def test_neither_can_be_written_down(held: Fleeting | Pushes) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(held)
    assert repr(held) in ("<Fleeting>", "<Pushes>")
    assert CARD_LASTS == DAY
