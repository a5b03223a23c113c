"""Seats with a supervisor: none is had twice or lost, whatever people do, and a freed one goes where it is needed."""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.desks
import storage.openings
import storage.plans
from handlers.rules import bookings, hearing, openings, pause, people, sessions, vacancies
from handlers.rules.civil import wall
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.openings import Opening
from storage.plans import Plan
from tests.examples import fewer
from tests.rules.cast import DAY, HOUR, NOW, number_of, refused, somebody
from tests.storage.pair import Pair, dump

PARIS = "Europe/Paris"


def offered(tx: Transaction, who: Person, in_days: int = 10, *, seats: int = 1) -> Opening:
    """One time of an hour, at ten in the morning."""
    at = wall(NOW, PARIS) + in_days * DAY
    (found,) = openings.offer(tx, who, Offer(at, every=0, seats=seats), NOW)
    return found


def told(tx: Transaction, kind: str) -> Counter[str]:
    """Who is to be told this."""
    return Counter(str(row[4]) for row in dump(tx)["notices"] if row[1] == kind and row[9] == "waiting")


def test_a_time_is_booked_once_and_seen_by_both(tx: Transaction) -> None:
    samira, awa, luc = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    time = offered(tx, samira)
    [choice] = bookings.sight(tx, awa, NOW).choices
    assert (choice.opening, choice.supervisor.id, choice.free) == (time, number_of(samira), 1)
    seat = bookings.book(tx, awa, time.id, NOW)
    assert bookings.book(tx, awa, time.id, NOW) == seat
    assert refused(lambda: bookings.book(tx, luc, time.id, NOW)) == Reason.SEAT_TAKEN
    assert bookings.sight(tx, luc, NOW).choices == []
    assert [one.opening for one in bookings.sight(tx, awa, NOW).seats] == [time]
    assert openings.own(tx, samira, time.id, NOW).names == ("N2",)
    assert told(tx, "supervision.j3") == told(tx, "supervision.h2") == told(tx, bookings.TOOK) == {"member:2": 1}


def test_only_times_of_ones_own_supervisors_are_seen_and_booked(tx: Transaction) -> None:
    samira, other = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor")
    far, nation = somebody(tx, 3, "supervisor", region="FR-BRE"), somebody(tx, 4, "supervisor national")
    awa, alone = somebody(tx, 5, "peer_worker"), somebody(tx, 6, "peer_worker", region="FR-20R")
    times = {number_of(who): offered(tx, who) for who in (samira, other, far, nation)}

    def seen(who: Person) -> set[int]:
        return {one.supervisor.id for one in bookings.sight(tx, who, NOW).choices}

    assert seen(awa) == {number_of(samira), number_of(other)}
    assert seen(alone) == {number_of(nation)}  # nobody supervises their region
    storage.desks.entrust(tx, [number_of(awa)], number_of(other))
    assert seen(awa) == {number_of(other)}
    for number in (1, 3, 4):
        time = times[number].id
        assert refused(partial(bookings.book, tx, awa, time, NOW)) == Reason.OPENING_NOT_YOURS


def test_a_move_keeps_the_supervisor_and_is_one_even_when_tapped_twice(tx: Transaction) -> None:
    samira, other, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor"), somebody(tx, 3, "peer_worker")
    first, second, theirs = offered(tx, samira), offered(tx, samira, 12), offered(tx, other, 11)
    bookings.book(tx, awa, first.id, NOW)
    ways = bookings.instead(tx, awa, first.id, NOW).choices
    assert [one.opening.id for one in ways] == [second.id]
    assert refused(lambda: bookings.move(tx, awa, first.id, theirs.id, NOW)) == Reason.STALE
    for _ in range(2):
        assert bookings.move(tx, awa, first.id, second.id, NOW).opening == second
    assert [seat.opening for seat in bookings.sight(tx, awa, NOW).seats] == [second]
    assert [about for about in told_about(tx, "supervision.j3")] == [openings.about(second.id)]
    late = second.starts_at - HOUR
    assert refused(lambda: bookings.move(tx, awa, second.id, first.id, late)) == Reason.SEAT_TOO_NEAR


def told_about(tx: Transaction, kind: str) -> list[str]:
    return [str(row[2]) for row in dump(tx)["notices"] if row[1] == kind and row[9] == "waiting"]


def test_given_back_within_a_day_it_is_told_to_the_supervisor_at_once_and_before_that_to_nobody(
    tx: Transaction,
) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    time = offered(tx, samira)
    bookings.book(tx, awa, time.id, NOW)
    bookings.cancel(tx, awa, time.id, NOW)
    assert told(tx, bookings.LATE) == {}
    bookings.cancel(tx, awa, time.id, NOW)
    assert refused(lambda: bookings.own(tx, awa, time.id, NOW)) == Reason.SEAT_NOT_YOURS
    bookings.book(tx, awa, time.id, NOW)
    assert told(tx, "supervision.j3") == {"member:2": 1}  # as the first time
    bookings.cancel(tx, awa, time.id, time.starts_at - HOUR)
    assert told(tx, bookings.LATE) == {"member:1": 1}
    assert told(tx, "supervision.j3") == told(tx, bookings.TOOK) == {}


def test_a_freed_seat_is_kept_for_whoever_needs_it_most_then_for_the_next(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    awa, luc, noe, ines, zoe = (somebody(tx, number, "peer_worker") for number in (2, 3, 4, 5, 6))
    storage.plans.arrange(tx, Plan(f"member:{number_of(noe)}", every=12))
    past, time, other = offered(tx, samira, 1), offered(tx, samira, 20), offered(tx, samira, 21)
    bookings.book(tx, luc, past.id, NOW)
    storage.bookings.say(tx, past.id, number_of(luc), member_says=True, supervisor_says=True)  # needs none yet
    now = NOW + 2 * DAY
    bookings.book(tx, awa, time.id, now)
    bookings.book(tx, ines, other.id, now)  # has a date
    bookings.cancel(tx, awa, time.id, now)  # is not asked to take what she gives back
    for number in (number_of(zoe), number_of(noe)):
        [kept] = [one for one in storage.bookings.holds_of(tx, time.id) if one.until]
        assert kept.member_id == number
        assert told(tx, bookings.FREED)[f"member:{number}"] == 1
        for who in (awa, luc, noe, zoe):
            if number_of(who) != number:
                assert refused(partial(bookings.book, tx, who, time.id, now)) == Reason.SEAT_TAKEN
        if number == number_of(zoe):
            bookings.decline(tx, zoe, time.id, now)
            bookings.decline(tx, zoe, time.id, now)
        else:
            assert kept.until is not None
            now = kept.until
            bookings.sweep(tx, now)
    assert [one for one in storage.bookings.holds_of(tx, time.id) if one.until] == []
    bookings.book(tx, luc, time.id, now)  # everybody in need was asked: it is for whoever is first


@pytest.mark.parametrize("after", [DAY, 8 * DAY + HOUR])  # freely, and within a day of the time
def test_no_row_tells_at_what_hour_of_a_day_somebody_gave_back_or_took(pair: Pair, after: timedelta) -> None:
    found = []
    for later in (timedelta(0), timedelta(hours=3, minutes=37, seconds=17, microseconds=5)):
        with pair.rehearse() as tx:
            samira = somebody(tx, 1, "supervisor")
            awa, luc, noe = (somebody(tx, number, "peer_worker") for number in (2, 3, 4))
            time, other = offered(tx, samira, 9), offered(tx, samira, 12)
            bookings.book(tx, awa, time.id, NOW + later)
            bookings.book(tx, luc, other.id, NOW + later)
            now = NOW + after + later
            bookings.cancel(tx, awa, time.id, now)
            bookings.cancel(tx, luc, other.id, now)
            bookings.decline(tx, awa, other.id, now)
            bookings.sweep(tx, now + 2 * DAY)
            bookings.book(tx, noe, other.id, now)
            found.append(dump(tx))
    assert found[0] == found[1]


def test_a_withdrawn_time_is_told_to_who_had_it_and_is_back_when_offered_again(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    time = offered(tx, samira)
    bookings.book(tx, awa, time.id, NOW)
    openings.withdraw(tx, samira, time.id, NOW)
    assert told(tx, openings.WITHDRAWN) == {"member:2": 1}
    assert told(tx, "supervision.j3") == {}
    openings.withdraw(tx, samira, time.id, NOW)
    assert refused(lambda: openings.own(tx, samira, time.id, NOW)) == Reason.OPENING_GONE
    assert refused(lambda: bookings.book(tx, awa, time.id, NOW)) == Reason.OPENING_GONE
    again = offered(tx, samira)
    assert (again.id, again.sequence) == (time.id, 2)
    bookings.book(tx, awa, time.id, NOW)
    assert told(tx, "supervision.j3") == {"member:2": 1}


acts = st.tuples(
    st.sampled_from(["book", "cancel", "move", "decline", "withdraw", "offer", "wait"]),
    st.integers(0, 5),
    st.integers(0, 3),
    st.integers(0, 3),
)


@fewer(2)
@given(st.lists(acts, max_size=40))
def test_whatever_is_done_no_seat_is_had_twice_or_lost(pair: Pair, done: list[tuple[str, int, int, int]]) -> None:
    with pair.rehearse() as tx:
        samira = somebody(tx, 1, "supervisor")
        peers = [somebody(tx, number, "peer_worker") for number in range(2, 8)]
        seats = (1, 1, 1, 4)
        times = [offered(tx, samira, 5 + place, seats=some) for place, some in enumerate(seats)]
        now = NOW
        for what, who, one, two in done:
            now += timedelta(hours=7) if what == "wait" else timedelta(0)
            _do(tx, what, peers[who], samira, times[one], times[two], now)
            _holds_together(tx, times, seats, now)


def _do(tx: Transaction, what: str, who: Person, samira: Person, one: Opening, two: Opening, now: datetime) -> None:
    try:
        match what:
            case "book":
                bookings.book(tx, who, one.id, now)
            case "cancel":
                bookings.cancel(tx, who, one.id, now)
            case "move":
                bookings.move(tx, who, one.id, two.id, now)
            case "decline":
                bookings.decline(tx, who, one.id, now)
            case "withdraw":
                openings.withdraw(tx, samira, one.id, now)
            case "offer":
                openings.offer(tx, samira, Offer(one.wall, every=0, seats=one.seats), now)
            case _:
                bookings.sweep(tx, now)
    except Refusal:
        pass


def _holds_together(tx: Transaction, times: list[Opening], seats: tuple[int, ...], now: datetime) -> None:
    for time, most in zip(times, seats, strict=True):
        found = storage.openings.by_id(tx, time.id)
        assert found is not None
        had = storage.bookings.of_opening(tx, time.id)
        kept = storage.bookings.held(tx, [time.id], now).get(time.id, set())
        assert len(had) + len(kept) <= most
        assert len({one.member_id for one in had}) == len({one.seat for one in had}) == len(had)
        assert not kept & {one.member_id for one in had}
        assert found.state == "open" or not had
        recalled = Counter(
            str(row[4]) for row in dump(tx)["notices"]
            if row[1] == "supervision.h2" and row[2] == openings.about(time.id) and row[9] == "waiting"
        )  # fmt: skip
        assert recalled == Counter(f"member:{one.member_id}" for one in had)


def test_in_a_pause_ones_own_appointments_are_heard_of_and_no_freed_seat(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor")
    awa = somebody(tx, 2, "peer_worker")
    pause.begin(tx, awa, wall(NOW, PARIS).date() + 7 * DAY, NOW)
    found = people.recognise(tx, 2, "fr").member
    assert found is not None
    heard = (*bookings.RECALLS.values(), openings.WITHDRAWN, bookings.LATE)
    assert [kind for kind in heard if hearing.unwanted(tx, found, kind, "opening:1", NOW)] == []
    assert hearing.unwanted(tx, found, bookings.FREED, "opening:1", NOW)


def test_what_falls_into_the_pause_of_a_supervisor_is_offered_to_nobody(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    near, far = offered(tx, samira, 5), offered(tx, samira, 9)
    pause.begin(tx, samira, (wall(NOW, PARIS) + 7 * DAY).date(), NOW)
    assert [one.opening for one in bookings.sight(tx, awa, NOW).choices] == [far]
    assert refused(lambda: bookings.book(tx, awa, near.id, NOW)) == Reason.OPENING_GONE
    bookings.book(tx, awa, far.id, NOW)
    assert pause.weigh(tx, samira, (wall(NOW, PARIS) + 8 * DAY).date(), NOW).booked == 0
    assert pause.weigh(tx, samira, (wall(NOW, PARIS) + 10 * DAY).date(), NOW).booked == 1
    assert vacancies.offering(tx, NOW) == set()


def test_what_one_has_said_can_be_corrected_until_the_other_has_said_it_too(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    time, later = offered(tx, samira, 1), NOW + 2 * DAY
    bookings.book(tx, awa, time.id, NOW)
    sessions.say(tx, awa, time.id, number_of(awa), False, later)
    assert sessions.unsettled(tx, awa, later) == []
    assert [one.mine for one in sessions.unagreed(tx, awa, later)] == [False]
    sessions.say(tx, awa, time.id, number_of(awa), True, later)
    sessions.say(tx, samira, time.id, number_of(awa), True, later)
    assert sessions.unagreed(tx, awa, later) == sessions.unagreed(tx, samira, later) == []
