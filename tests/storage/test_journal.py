"""The journal: written once, read by region and by person, forgotten by its day."""

from datetime import date

from storage import journal
from storage.journal import Entry
from tests.storage.pair import Pair

FIRST = Entry(date(2026, 1, 5), "given", "FR-ARA", actor=1, member=2, role="supervisor")
SECOND = Entry(date(2026, 5, 26), "given", "FR-BRE", actor=2, member=3, role="peer_worker")
THIRD = Entry(date(2026, 5, 26), "given", "FR-ARA", member=3, role="peer_worker")


def test_acts_are_read_by_region_the_latest_first(pair: Pair) -> None:
    with pair.begin() as tx:
        for entry in (FIRST, SECOND, THIRD):
            journal.write(tx, entry)
        assert journal.page(tx, ["FR-ARA"], 0, 10) == [THIRD, FIRST]
        assert journal.page(tx, ["FR-ARA", "FR-BRE"], 1, 1) == [SECOND]
        assert journal.page(tx, [], 0, 10) == []


def test_a_person_finds_what_they_did_and_what_was_done_to_them(pair: Pair) -> None:
    with pair.begin() as tx:
        for entry in (FIRST, SECOND, THIRD):
            journal.write(tx, entry)
        assert journal.about(tx, 2) == [FIRST, SECOND]


def test_acts_are_forgotten_by_their_day(pair: Pair) -> None:
    with pair.begin() as tx:
        for entry in (FIRST, SECOND, THIRD):
            journal.write(tx, entry)
        assert journal.forget(tx, date(2026, 1, 5)) == 0
        assert journal.forget(tx, date(2026, 5, 26)) == 1
        assert journal.page(tx, ["FR-ARA"], 0, 10) == [THIRD]
