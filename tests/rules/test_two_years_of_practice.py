"""Two years of supervision in a region: holidays, absences, departures; nobody is forgotten, nobody hears too much."""

from collections import Counter
from collections.abc import Iterator

import pytest

from handlers.rules import bookings, followups
from handlers.rules.hearing import SHORTLY_BEFORE
from tests.rules.habits import Practice
from tests.storage.pair import Pair

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("two years of practice")]

MOST = 5  # letters a week (domain)
WAITS = 4  # weeks at most from one word to the next


@pytest.fixture(scope="module")
def lived(pair: Pair) -> Iterator[Practice]:
    """Lived once for all of these tests."""
    with pair.rehearse() as tx:
        region = Practice(tx, 2026)
        region.live(730)
        yield region


def test_much_happened_in_it(lived: Practice) -> None:
    heard = Counter(one.kind for one in lived.heard)
    assert heard[SHORTLY_BEFORE] > 500
    assert heard[followups.DUE] > 500
    assert heard[bookings.FREED] > 20
    assert lived.gaps > 5


def test_nobody_who_is_due_is_forgotten(lived: Practice) -> None:
    assert lived.longest <= WAITS
    assert lived.untold == 0


def test_nobody_is_reminded_who_has_a_date(lived: Practice) -> None:
    assert [one for one in lived.heard if one.kind == followups.DUE and one.dated] == []


def test_nobody_hears_more_than_five_words_a_week(lived: Practice) -> None:
    assert lived.most_in_a_week() <= MOST


def test_every_gap_of_the_watch_is_told_in_time(lived: Practice) -> None:
    assert lived.unsaid == []
