"""What members arranged for themselves, on both databases."""

from datetime import date

from storage import arrangements, census, members
from storage.members import Role
from tests.storage.pair import Pair
from tests.storage.people import member

SUPERVISOR = Role("supervisor", "FR-ARA")


def test_it_is_kept_and_a_pause_ends_for_its_region_and_day(pair: Pair) -> None:
    with pair.begin() as tx:
        here, there = member(tx, 1, SUPERVISOR), member(tx, 2, region="FR-974")
        for one, day in ((here, date(2026, 6, 9)), (there, date(2026, 6, 8))):
            arrangements.arrange(tx, one.id, quiet="late", display="simple", paused_until=day)
        found = members.by_id(tx, here.id)
        assert found is not None
        assert (found.quiet, found.simple, found.paused_until) == ("late", True, date(2026, 6, 9))
        assert arrangements.first_pause_end(tx) == date(2026, 6, 8)
        assert members.supervisors(tx) == [("FR-ARA", here.id, "paused")]
        assert census.supervised_regions(tx) == set()
        arrangements.end_pauses(tx, "FR-ARA", date(2026, 6, 8))
        assert members.supervisors(tx) == [("FR-ARA", here.id, "paused")]
        arrangements.end_pauses(tx, "FR-ARA", date(2026, 6, 9))
        assert members.supervisors(tx) == [("FR-ARA", here.id, "active")]
        assert arrangements.first_pause_end(tx) == date(2026, 6, 8)
