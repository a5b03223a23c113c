"""Published figures: a quarter is written once and read as it was written; members who can be reached are counted."""

import pytest
import sqlalchemy as sa

from storage import census, figures, members
from storage.figures import Figure
from tests.storage.pair import Pair
from tests.storage.people import member

SOME = [Figure("all", "all", 18, 22), Figure("FR-ARA", "isolement", 6, 6), Figure("national", "all", 0, 4)]


def test_a_quarter_is_read_as_it_was_published(pair: Pair) -> None:
    with pair.begin() as tx:
        assert figures.quarters(tx) == []
        assert figures.of(tx, "2026-Q4") == []
        figures.add(tx, "2026-Q4", SOME)
        figures.add(tx, "2026-Q3", SOME[:1])
        assert set(figures.of(tx, "2026-Q4")) == set(SOME)
        assert figures.of(tx, "2026-Q3") == SOME[:1]
        assert figures.quarters(tx) == ["2026-Q3", "2026-Q4"]


def test_a_quarter_is_published_once(pair: Pair) -> None:
    with pair.begin() as tx:
        figures.add(tx, "2026-Q4", SOME)
    with pair.rehearse() as tx, pytest.raises(sa.exc.IntegrityError):
        figures.add(tx, "2026-Q4", [Figure("all", "all", 23, 27)])


def test_quarters_are_forgotten_up_to_one(pair: Pair) -> None:
    with pair.begin() as tx:
        for quarter in ("2025-Q4", "2026-Q1", "2026-Q2"):
            figures.add(tx, quarter, SOME)
        assert figures.forget(tx, "2025-Q3") == 0
        assert figures.forget(tx, "2026-Q1") == 2 * len(SOME)
        assert figures.quarters(tx) == ["2026-Q2"]


def test_who_can_be_reached_is_counted_by_region(pair: Pair) -> None:
    with pair.begin() as tx:
        assert census.reachable(tx) == {}
        assert census.first_month(tx) is None
        for number in range(1, 5):
            member(tx, number, region="FR-BRE" if number == 4 else "FR-ARA")
        members.set_state(tx, 1, "unreachable")
        assert census.reachable(tx) == {"FR-ARA": 2, "FR-BRE": 1}
        assert census.first_month(tx) == "2026-01"
