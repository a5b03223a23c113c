"""Weeks of the watch, on both databases."""

from datetime import date, timedelta

from storage import members, watches
from storage.watches import Watch
from tests.storage.pair import Pair
from tests.storage.people import member

MONDAY, WEEK = date(2026, 6, 1), timedelta(days=7)
HERE, ELSEWHERE = "FR-ARA", "FR-BRE"


def test_a_week_is_of_one_person_and_knows_whose_turn_it_is(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        watches.plan(tx, HERE, MONDAY, one)
        assert watches.several(tx, HERE, [MONDAY]) == {MONDAY: Watch(HERE, MONDAY, one, False, None, 1)}
        watches.leave(tx, HERE, MONDAY, two)
        asked = Watch(HERE, MONDAY, one, True, two, 1)
        assert watches.taken_hold_of(tx, HERE, MONDAY) == asked
        assert watches.of(tx, one, MONDAY) == watches.of(tx, two, MONDAY) == [asked]
        watches.plan(tx, HERE, MONDAY, two)
        assert watches.taken_hold_of(tx, HERE, MONDAY) == Watch(HERE, MONDAY, two, False, None, 2)
        assert watches.of(tx, one, MONDAY) == []
        assert watches.of(tx, two, MONDAY + WEEK) == []
        assert watches.taken_hold_of(tx, ELSEWHERE, MONDAY) is None


def test_a_plan_whose_last_week_is_taken_away_never_began(pair: Pair) -> None:
    with pair.begin() as tx:
        one = member(tx, 1).id
        for region, week in ((HERE, MONDAY), (HERE, MONDAY + WEEK), (ELSEWHERE, MONDAY)):
            watches.plan(tx, region, week, one)
        watches.plan(tx, HERE, MONDAY, None)
        assert watches.regions(tx) == {HERE, ELSEWHERE}
        assert watches.several(tx, HERE, [MONDAY])[MONDAY].member_id is None
        watches.plan(tx, HERE, MONDAY + WEEK, None)
        watches.plan(tx, HERE, MONDAY + WEEK, None)
        assert watches.regions(tx) == {ELSEWHERE}


def test_who_is_erased_leaves_a_week_of_nobody(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        watches.plan(tx, HERE, MONDAY, one)
        watches.leave(tx, HERE, MONDAY, two)
        for number in (one, two):
            tx.community.execute(members.members.delete().where(members.members.c.id == number))
        assert watches.several(tx, HERE, [MONDAY]) == {MONDAY: Watch(HERE, MONDAY, None, True, None, 1)}


def test_old_weeks_are_forgotten(pair: Pair) -> None:
    with pair.begin() as tx:
        one = member(tx, 1).id
        for number in range(3):
            watches.plan(tx, HERE, MONDAY + number * WEEK, one)
        assert watches.forget(tx, MONDAY + WEEK) == 1
        assert [found.week for found in watches.of(tx, one, MONDAY)] == [MONDAY + WEEK, MONDAY + 2 * WEEK]
