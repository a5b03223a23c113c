"""Who needs supervision when: from the nearest plan that says something, and what both say took place."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.desks
import storage.meetings
import storage.members
import storage.plans
import storage.presences
from handlers.rules import actions, agenda, bookings, drafts, group_sessions, meetings, needs, openings
from handlers.rules.civil import wall
from handlers.rules.needs import Need
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.meetings import Meeting
from storage.plans import Plan
from tests.rules.cast import DAY, NOW, draft, number_of, refused, somebody
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


def in_group(tx: Transaction, ines: Person, days: int, kind: str = "supervision", seats: str = "10") -> Meeting:
    """A meeting of this kind, announced for so many days on."""
    begun = draft(tx, ines, starts_at=NOW + days * DAY)
    drafts.choose(tx, ines, begun.id, "kind", kind, {"peer": "", "supervision": ""})
    drafts.choose(tx, ines, begun.id, "capacity", seats, {})
    return drafts.publish(tx, ines, begun.id, None, NOW).meeting


def test_a_seat_at_a_supervision_in_a_group_is_a_date_and_nothing_less_is(pair: Pair) -> None:
    with pair.rehearse() as tx:
        ines, awa, luc, zoe = somebody(tx, 1, "coordinator"), *(somebody(tx, n, "peer_worker") for n in (2, 3, 4))
        paul = somebody(tx, 5, "peer_worker")
        at = in_group(tx, ines, 20, seats="2")
        for who, word in ((awa, "yes"), (luc, "maybe"), (paul, "yes"), (zoe, "yes")):
            meetings.answer(tx, who, at.id, word, NOW)
        assert (need(tx, awa).window, need(tx, awa).next) == ("coming", (NOW + 20 * DAY).date())
        assert [need(tx, who).next for who in (luc, zoe)] == [None, None]  # Zoé waits for a seat
        meetings.answer(tx, awa, at.id, "no", NOW)
        assert need(tx, awa).next is None
        assert need(tx, zoe).window == "coming"  # hers now
        other = in_group(tx, ines, 10, "peer")
        meetings.answer(tx, paul, other.id, "yes", NOW)
        assert need(tx, paul).next == (NOW + 20 * DAY).date()
        assert need(tx, paul, 21).next is None  # it is over, and nobody said that they were there


def test_who_was_there_had_supervision_unless_it_was_cancelled(pair: Pair) -> None:
    with pair.rehearse() as tx:
        ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
        held_, off, peers = in_group(tx, ines, 2), in_group(tx, ines, 4), in_group(tx, ines, 6, "peer")
        for at in (held_, off, peers):
            meetings.answer(tx, awa, at.id, "yes", NOW)
            storage.presences.mark(tx, at.id, number_of(awa))
        storage.meetings.change(tx, off.id, state="cancelled")
        assert need(tx, awa).next == (NOW + 2 * DAY).date()
        assert need(tx, awa, 3).next is None
        assert (need(tx, awa, 7).last, need(tx, awa, 7).window) == ((NOW + 2 * DAY).date(), "quiet")


@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from(["yes", "maybe", "no", None])), max_size=4))
def test_the_next_date_is_the_nearest_one_with_a_seat(pair: Pair, dates: list[tuple[int, str | None]]) -> None:
    with pair.rehearse() as tx:
        ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
        said = dict(dates)
        for days, word in said.items():
            at = in_group(tx, ines, days)
            if word is not None:
                meetings.answer(tx, awa, at.id, word, NOW)
        coming = [(NOW + days * DAY).date() for days, word in said.items() if word == "yes"]
        assert need(tx, awa).next == min(coming, default=None)
        found = group_sessions.prospect(tx, awa, NOW)
        assert (found is None) == all(word == "no" for word in said.values())
        assert (found is not None and found.seated) == bool(coming)
        if found is not None and found.seated and found.entry.meeting.wall is not None:
            assert found.entry.meeting.wall.date() == min(coming)


def test_who_needs_no_supervision_is_shown_none(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    in_group(tx, ines, 3)
    assert group_sessions.prospect(tx, ines, NOW) is None


def test_nothing_is_written_of_a_supervision_in_a_group(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    peers, held_ = in_group(tx, ines, 2, "peer"), in_group(tx, ines, 4)
    actions.share(tx, ines, peers.id, 7, "Action : appeler la mairie", NOW + 3 * DAY)
    tries: list[Callable[[int], object]] = [
        lambda meeting: agenda.look(tx, awa, meeting, NOW),
        lambda meeting: agenda.run(tx, ines, meeting, NOW),
        lambda meeting: actions.look(tx, awa, meeting),
        lambda meeting: actions.pending(tx, awa, meeting, NOW + 3 * DAY),
    ]
    for one in tries:
        one(peers.id)
        assert refused(lambda one=one: one(held_.id)) == Reason.NOTHING_WRITTEN  # type: ignore[misc]
    assert refused(lambda: actions.share(tx, ines, held_.id, 8, "Luc va mal", NOW + 5 * DAY)) == Reason.NOTHING_WRITTEN
    assert actions.carried(tx, held_, NOW + 3 * DAY) == []  # nor does it take over what another one left
