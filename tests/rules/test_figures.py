"""Figures: what a closed quarter publishes, once, and of whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.figures
from handlers.rules import figures, reports
from handlers.rules.disclosure import disclosed
from handlers.rules.extent import ALL, Span
from handlers.rules.figures import OTHER, rows
from handlers.rules.refusal import Reason
from handlers.rules.regions import BOXES, NATIONAL, REGIONS
from handlers.rules.suppression import Published, about, suppress
from handlers.rules.themes import THEMES
from storage import members
from storage.database import Transaction
from tests.rules.cast import DAY, NOW, STRANGER, ids, refused, report, somebody
from tests.rules.tables import counts, shape
from tests.storage.people import member

QUARTER, CLOSED = "2026-Q2", datetime(2026, 7, 2, tzinfo=UTC)


def community(tx: Transaction, number: int, region: str, first: int) -> None:
    """So many members of a region."""
    for telegram_id in range(first, first + number):
        member(tx, telegram_id, region=region)


def sent(tx: Transaction, number: int, theme: str, region: str, first: int, at: datetime = NOW) -> None:
    """So many reports of a theme."""
    awa = somebody(tx, 1, "peer_worker")
    for n in range(first, first + number):
        reports.submit(tx, awa, report(n, region=region, theme=theme), ids(n), at)


def published(tx: Transaction, quarter: str = QUARTER) -> Published:
    return figures.read(storage.figures.of(tx, quarter))


@pytest.fixture
def quarter(tx: Transaction) -> Transaction:
    """Two large zones, two small ones, each with a supervisor and reports of May."""
    places = [("FR-ARA", 12), ("FR-BRE", 10), ("FR-974", 6), ("FR-972", 5)]
    for n, (code, number) in enumerate(places):
        community(tx, number - 1, code, 100 * (n + 1))
        somebody(tx, 10 + n, "supervisor", region=code)
    sent(tx, 7, "isolement", "FR-ARA", 1)
    sent(tx, 2, "violence", "FR-ARA", 20)
    sent(tx, 4, "isolement", "FR-974", 30)
    sent(tx, 3, "isolement", "FR-972", 40)
    return tx


def test_a_quarter_is_published_when_it_is_over(quarter: Transaction) -> None:
    figures.publish(quarter, datetime(2026, 6, 30, 23, tzinfo=UTC))  # in Paris, the next has begun
    assert storage.figures.quarters(quarter) == ["2026-Q1"]
    figures.publish(quarter, CLOSED)
    assert storage.figures.quarters(quarter) == ["2026-Q1", QUARTER]
    found = published(quarter)
    assert found.rows == ("FR-ARA", "FR-BRE", NATIONAL, OTHER)
    assert found.columns == tuple(THEMES)
    assert found.cells == {("FR-ARA", "isolement"): 7, (OTHER, "isolement"): 7}
    assert about(found.totals[ALL, ALL]) == 15
    assert about(found.totals["FR-BRE", ALL]) is about(found.totals[ALL, "violence"]) is None
    assert disclosed(found) == []


def test_what_was_published_is_never_computed_again(quarter: Transaction) -> None:
    figures.publish(quarter, CLOSED)
    before = published(quarter)
    community(quarter, 10, "FR-974", 900)
    sent(quarter, 9, "soutien", "FR-ARA", 50, at=NOW)  # even if something came with the date of then
    figures.publish(quarter, CLOSED + DAY)
    assert published(quarter) == before
    figures.publish(quarter, CLOSED + 92 * DAY)
    assert published(quarter) == before
    assert published(quarter, "2026-Q3").rows == ("FR-974", "FR-ARA", "FR-BRE", NATIONAL)


def test_quarters_that_were_missed_are_published_too(quarter: Transaction) -> None:
    sent(quarter, 6, "place", "FR-BRE", 60, at=NOW + 92 * DAY)
    figures.publish(quarter, CLOSED + 184 * DAY)
    assert storage.figures.quarters(quarter) == [QUARTER, "2026-Q3", "2026-Q4"]
    assert published(quarter).cells == {("FR-ARA", "isolement"): 7, (OTHER, "isolement"): 7}
    assert published(quarter, "2026-Q3").cells == {("FR-BRE", "place"): 6}


def test_no_quarter_from_before_the_first_member_is_published(tx: Transaction) -> None:
    figures.publish(tx, CLOSED)
    assert storage.figures.quarters(tx) == []
    somebody(tx, 1, "coordinator")  # since January 2026
    figures.publish(tx, datetime(2026, 1, 5, tzinfo=UTC))
    assert storage.figures.quarters(tx) == []
    figures.publish(tx, datetime(2026, 4, 5, tzinfo=UTC))
    assert storage.figures.quarters(tx) == ["2026-Q1"]


def test_who_cannot_be_reached_does_not_make_a_zone_large(quarter: Transaction) -> None:
    members.set_state(quarter, 200, "unreachable")
    figures.publish(quarter, CLOSED)
    assert published(quarter).rows == ("FR-ARA", NATIONAL, OTHER)


def test_nothing_depends_on_zones_that_are_small_together(tx: Transaction) -> None:
    community(tx, 11, "FR-ARA", 100)
    somebody(tx, 10, "supervisor", region="FR-ARA")
    somebody(tx, 11, "supervisor", region="FR-974")
    sent(tx, 8, "isolement", "FR-ARA", 1)
    sent(tx, 30, "violence", "FR-974", 20)
    figures.publish(tx, CLOSED)
    found = published(tx)
    assert found.rows == ("FR-ARA", NATIONAL)
    assert found.cells == {("FR-ARA", "isolement"): 8}
    assert about(found.totals[ALL, "violence"]) is None
    assert found == suppress({("FR-ARA", "isolement"): 8}, found.rows, found.columns)


def test_a_small_community_publishes_nothing(tx: Transaction) -> None:
    somebody(tx, 10, "supervisor")
    sent(tx, 20, "violence", "FR-ARA", 1)
    figures.publish(tx, CLOSED)
    found = published(tx)
    assert (found.rows, found.cells) == ((), {})
    assert set(found.totals.values()) == {Span(0, 0)}  # of no row at all
    assert {about(span) for span in found.totals.values()} == {None}


def test_a_coordinator_sees_their_own_region(quarter: Transaction) -> None:
    ines, sacha = somebody(quarter, 2, "coordinator"), somebody(quarter, 3, "coordinator national", region="FR-BRE")
    assert figures.latest(quarter, ines) is None
    figures.publish(quarter, CLOSED - 90 * DAY)
    figures.publish(quarter, CLOSED)
    own = figures.latest(quarter, ines)
    assert own is not None
    assert (own.quarter, own.earlier, own.later) == (QUARTER, "2026-Q1", None)
    assert (own.region, own.row, own.regions) == ("FR-ARA", "FR-ARA", ["FR-ARA"])
    assert figures.look(quarter, ines, "2026-Q1", "FR-ARA").later == QUARTER
    everywhere = figures.latest(quarter, sacha)
    assert everywhere is not None
    assert (everywhere.region, everywhere.regions) == ("FR-BRE", list(BOXES))
    assert [figures.look(quarter, sacha, QUARTER, code).row for code in ("FR-974", NATIONAL)] == [OTHER, NATIONAL]


def test_others_see_none(quarter: Transaction) -> None:
    awa, ines = somebody(quarter, 2, "peer_worker", "supervisor"), somebody(quarter, 3, "coordinator")
    figures.publish(quarter, CLOSED)
    assert refused(lambda: figures.latest(quarter, awa)) is Reason.COORDINATORS_ONLY
    assert refused(lambda: figures.latest(quarter, STRANGER)) is Reason.MEMBERS_ONLY
    assert refused(lambda: figures.look(quarter, awa, QUARTER, "FR-ARA")) is Reason.COORDINATORS_ONLY
    assert refused(lambda: figures.look(quarter, ines, QUARTER, "FR-BRE")) is Reason.OTHER_REGION
    assert refused(lambda: figures.look(quarter, ines, "2020-Q1", "FR-ARA")) is Reason.STALE
    assert refused(lambda: figures.regions(quarter, ines, "2020-Q1")) is Reason.STALE
    assert refused(lambda: figures.regions(quarter, awa, QUARTER)) is Reason.COORDINATORS_ONLY
    assert figures.regions(quarter, ines, QUARTER) == ["FR-ARA"]


@given(st.dictionaries(st.sampled_from(BOXES), st.integers(0, 25)))
def test_every_row_stands_for_ten_members(reachable: dict[str, int]) -> None:
    row_of = rows(reachable)
    for row in set(row_of.values()):
        boxes = [box for box, own in row_of.items() if own == row]
        people = reachable if row == NATIONAL else {box: reachable.get(box, 0) for box in boxes}
        assert sum(people.values()) >= 10
        assert len([box for box in boxes if reachable.get(box, 0)]) != 1 or row != OTHER
    assert {row_of.get(box) for box in REGIONS} <= {*REGIONS, OTHER, None}


def test_what_is_written_is_read_again() -> None:
    table = suppress({("FR-ARA", "place"): 9, (OTHER, "place"): 2}, ["FR-ARA", OTHER], list(THEMES))
    assert figures.read(figures.written(table)) == table


def test_nothing_is_published_that_the_checker_refuses() -> None:
    table = suppress(counts((0, 0, 9), (9, 9, 9)), *shape(2, 3))
    assert figures.checked(table) == table
    leak = replace(table, totals={**table.totals, (ALL, ALL): Span(36, 36)})
    assert disclosed(leak) == [("r0", "c0"), ("r0", "c1")]
    assert figures.checked(leak).rows == ()
    assert figures.checked(leak).cells == {}
