"""Leaving: what stops, what stays, who may not go, and how long the way back is open."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.answers
import storage.journal
import storage.meetings
import storage.members
import storage.plans
from handlers.rules import leaving, meetings, people, personal, retention
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from storage.database import Transaction
from storage.plans import Plan
from tests.rules.cast import DAY, NOW, STRANGER, number_of, published, refuses, somebody
from tests.storage.pair import Pair, dump


def seen(tx: Transaction, who: Person) -> Person:
    """The same person, as the next update finds them."""
    return people.recognise(tx, who.telegram_id, "fr")


def test_the_screen_says_what_stops_and_what_stays(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator", "coordinator FR-BRE"), somebody(tx, 2, "peer_worker")
    first, last = published(tx, ines), published(tx, ines, starts_at=NOW + 40 * DAY)
    for meeting in (first, last):
        meetings.answer(tx, awa, meeting.id, "yes", NOW)
    found = leaving.impact(tx, awa, NOW + 35 * DAY)
    assert (found.coming, found.past, found.last_for, found.groups) == (1, 1, [], [])
    assert leaving.impact(tx, ines, NOW).last_for == ["FR-ARA"]  # in Brittany nobody else is left behind
    with refuses(Reason.MEMBERS_ONLY):
        leaving.impact(tx, STRANGER, NOW)


def test_the_last_to_coordinate_may_be_erased_but_not_simply_go(tx: Transaction) -> None:
    ines, _awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    with refuses(Reason.LAST_COORDINATOR):
        leaving.part(tx, ines, NOW)
    gwen = somebody(tx, 3, "coordinator national")
    leaving.part(tx, ines, NOW)
    with refuses(Reason.STALE):
        leaving.come_back(tx, seen(tx, ines), NOW)
    leaving.forget(tx, gwen, NOW)
    assert seen(tx, gwen).member is None


def test_who_goes_answers_nothing_any_more_and_prepares_nothing(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    meeting = published(tx, ines)
    meetings.answer(tx, awa, meeting.id, "yes", NOW)
    published(tx, awa)
    leaving.forget(tx, awa, NOW)
    assert storage.answers.headcount(tx, meeting.id) == {}
    assert storage.meetings.draft(tx, number_of(awa)) is None
    assert storage.members.holders(tx, ["coordinator"], ["FR-ARA"]) == [number_of(ines)]


def test_who_left_may_still_ask_to_be_erased(tx: Transaction) -> None:
    awa = somebody(tx, 2, "peer_worker")
    kept = leaving.part(tx, awa, NOW)
    assert leaving.part(tx, seen(tx, awa), NOW + DAY) == kept  # delivered again
    sooner = leaving.forget(tx, seen(tx, awa), NOW)
    assert sooner < kept
    assert leaving.forget(tx, seen(tx, awa), NOW + DAY) == sooner
    with refuses(Reason.STALE):
        leaving.forget(tx, STRANGER, NOW)


@given(region=st.sampled_from(sorted(REGIONS)), minutes=st.integers(0, 60 * 24 * 400))
def test_the_way_back_is_open_for_a_day_at_least_and_two_at_most(pair: Pair, region: str, minutes: int) -> None:
    asked = NOW + timedelta(minutes=minutes)
    with pair.rehearse() as tx:
        awa = somebody(tx, 2, "peer_worker", region=region)
        leaving.forget(tx, awa, asked)
        assert retention.erase_gone(tx, asked + DAY) == 0
        assert seen(tx, awa).gone is not None
        assert retention.erase_gone(tx, asked + 3 * DAY) == 1
        assert seen(tx, awa).gone is None


def test_the_rhythm_of_whoever_is_erased_goes_with_them(tx: Transaction) -> None:
    awa, samira, luc = somebody(tx, 2, "peer_worker"), somebody(tx, 3, "supervisor"), somebody(tx, 4, "peer_worker")
    set_for = [f"member:{number_of(awa)}", f"supervisor:{number_of(samira)}", f"member:{number_of(luc)}"]
    for scope in set_for:
        storage.plans.arrange(tx, Plan(scope, every=3))
    assert [one.scope for one in personal.kept(tx, awa).supervision[0].plans] == set_for[:1]
    for one in (awa, samira):
        leaving.forget(tx, one, NOW)
    assert retention.erase_gone(tx, NOW + 3 * DAY) == 2
    assert list(storage.plans.of(tx, set_for)) == set_for[2:]


def test_coming_back_brings_everything_back_but_the_answers(tx: Transaction) -> None:
    awa = somebody(tx, 2, "peer_worker", "supervisor FR-BRE")
    before = dump(tx)
    leaving.forget(tx, awa, NOW)
    back = leaving.come_back(tx, seen(tx, awa), NOW + DAY)
    assert back.member == awa.member
    assert leaving.come_back(tx, back, NOW + DAY) == back  # delivered again
    kinds = [entry.kind for entry in storage.journal.about(tx, number_of(awa))]
    assert sorted(kinds) == ["departed", "departed", "returned", "returned"]
    assert {name: rows for name, rows in dump(tx).items() if name != "journal"} == {
        name: rows for name, rows in before.items() if name != "journal"
    }


@pytest.mark.parametrize("again", [False, True])
def test_somebody_on_the_way_in_is_forgotten(tx: Transaction, again: bool) -> None:
    for _ in range(1 + again):
        leaving.forget_joining(tx, STRANGER)
    assert dump(tx)["joinings"] == []


def test_who_left_and_asks_to_be_erased_is_told_so_and_does_not_come_back_by_a_button(tx: Transaction) -> None:
    awa = somebody(tx, 2, "peer_worker")
    leaving.part(tx, awa, NOW)
    day = leaving.last_day(tx, seen(tx, awa), NOW)
    assert leaving.forget(tx, seen(tx, awa), NOW) == day
    gone = seen(tx, awa).gone
    assert gone is not None
    assert (gone.state, gone.erased_on) == ("forgotten", day)
    with refuses(Reason.STALE):
        leaving.come_back(tx, seen(tx, awa), NOW)
