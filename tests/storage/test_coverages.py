"""Shares of supervision as they were told: a month of a region is written once; who is counted in it."""

from storage import census, coverages, members
from storage.coverages import Coverage
from storage.members import Role
from tests.storage.pair import Pair
from tests.storage.people import member

MAY = Coverage("FR-ARA", "2026-05", 8, 33, 58)
NOTHING = Coverage("FR-BRE", "2026-05", 8, None, None)
APRIL = Coverage("FR-ARA", "2026-04", 8, 84, 100)


def test_a_month_of_a_region_is_written_once_and_read_as_it_was(pair: Pair) -> None:
    with pair.rehearse() as tx:
        for one in (MAY, NOTHING, APRIL, Coverage("FR-ARA", "2026-05", 8, 0, 100)):
            coverages.add(tx, one)
        assert coverages.between(tx, ["FR-ARA", "FR-BRE"], "2026-03", "2026-05") == [APRIL, MAY, NOTHING]
        assert coverages.between(tx, ["FR-ARA"], "2026-04", "2026-12") == [MAY]
        assert coverages.months(tx, ["FR-ARA", "FR-BRE"]) == ["2026-04", "2026-05"]
        assert coverages.months(tx, ["FR-BRE"]) == ["2026-05"]
        assert coverages.last(tx) == {"FR-ARA": "2026-05", "FR-BRE": "2026-05"}


def test_months_are_forgotten_up_to_one(pair: Pair) -> None:
    with pair.rehearse() as tx:
        for one in (MAY, NOTHING, APRIL):
            coverages.add(tx, one)
        assert coverages.forget(tx, "2026-03") == 0
        assert coverages.forget(tx, "2026-04") == 1
        assert coverages.months(tx, ["FR-ARA", "FR-BRE"]) == ["2026-05"]


def test_peer_workers_of_a_region_are_counted_by_the_month_they_joined(pair: Pair) -> None:
    with pair.rehearse() as tx:
        here, elsewhere = Role("peer_worker", "FR-ARA"), Role("peer_worker", "FR-BRE")
        one, two = member(tx, 1, here).id, member(tx, 2, here, elsewhere).id
        gone = member(tx, 3, here)
        member(tx, 4, Role("supervisor", "FR-ARA"))
        members.set_state(tx, 2, "unreachable")
        members.set_state(tx, gone.telegram_id, "leaving")
        assert census.peers_by(tx, "FR-ARA", "2026-01") == {one, two}
        assert census.peers_by(tx, "FR-BRE", "2026-05") == {two}
        assert census.peers_by(tx, "FR-ARA", "2025-12") == set()
