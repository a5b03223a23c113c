"""Who needs supervision when: from the nearest plan that says something, and what both say took place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.desks
import storage.members
import storage.plans
from handlers.rules import bookings, needs, openings
from handlers.rules.civil import wall
from handlers.rules.needs import Need
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from storage.database import Transaction
from storage.plans import Plan
from tests.rules.cast import DAY, NOW, number_of, somebody
from tests.storage.pair import Pair

PARIS = "Europe/Paris"


def need(tx: Transaction, who: Person, days: int = 0) -> Need:
    """Where this member is, so many days on."""
    found = storage.members.by_id(tx, number_of(who))
    assert found is not None
    (one,) = needs.of(tx, [found], NOW + days * DAY)
    return one


def held(tx: Transaction, samira: Person, who: Person, days: int = 1, *, both: bool = True) -> None:
    """A supervision that took place, as both say, or one of them."""
    (time,) = openings.offer(tx, samira, Offer(wall(NOW, PARIS) + days * DAY, every=0), NOW)
    bookings.book(tx, who, time.id, NOW)
    storage.bookings.say(tx, time.id, number_of(who), member_says=True, supervisor_says=both)


@pytest.mark.parametrize(
    ("days", "window"), [(0, "coming"), (2, "quiet"), (28, "quiet"), (29, "plan"), (56, "plan"), (57, "undated")]
)
def test_the_windows_follow_from_the_last_one(tx: Transaction, days: int, window: str) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    held(tx, samira, awa)
    assert need(tx, awa, days).window == window


def test_what_one_denies_counts_for_nobody(tx: Transaction) -> None:
    samira, awa, luc = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    held(tx, samira, awa)
    held(tx, samira, luc, 2, both=False)
    assert need(tx, awa, 5).last == wall(NOW, PARIS).date() + timedelta(days=1)
    assert need(tx, luc, 5).last is None


def test_the_nearest_plan_counts_and_a_new_post_is_seen_every_week(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    assert (need(tx, awa).every, need(tx, awa).format) == (6, "group")
    storage.plans.arrange(tx, Plan("region:FR-ARA", 8, "single"))
    assert (need(tx, awa).every, need(tx, awa).format) == (8, "single")
    storage.plans.arrange(tx, Plan(f"supervisor:{number_of(samira)}", 4))
    assert need(tx, awa).every == 8  # she is not agreed on
    storage.desks.entrust(tx, [number_of(awa)], number_of(samira))
    assert (need(tx, awa).every, need(tx, awa).format) == (4, "single")
    storage.plans.arrange(tx, Plan(f"member:{number_of(awa)}", every=3, began="2026-03"))
    assert need(tx, awa).every == 1
    assert need(tx, awa, 10).every == 3  # in June the first three months are over


@given(st.integers(1, 12), st.integers(0, 400))
def test_the_windows_come_in_order_and_each_has_its_time(pair: Pair, every: int, days: int) -> None:
    with pair.rehearse() as tx:
        awa = somebody(tx, 2, "peer_worker")  # since January
        storage.plans.arrange(tx, Plan(f"member:{number_of(awa)}", every))
        found, today = need(tx, awa, days), wall(NOW + days * DAY, PARIS).date()
        assert found.due == date(2026, 1, 1) + timedelta(weeks=every)
        order = ["quiet", "plan", "undated"]
        later = need(tx, awa, days + 1)
        assert order.index(found.window) <= order.index(later.window)
        assert found.since == found.due - timedelta(days=min(14, every * 7 // 2))  # never before the last one
        assert (found.window == "quiet") == (today < found.since)
        assert (found.window == "undated") == (today >= found.due + timedelta(weeks=min(2, every)))
