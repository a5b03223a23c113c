"""Times offered: as often as the pattern says, on the wall clock, holidays left out, nothing twice."""

from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.openings
from handlers.rules import bookings, holidays, openings, retention
from handlers.rules.civil import instant, wall
from handlers.rules.openings import EVERY, LASTS, Offer
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from tests.examples import fewer
from tests.rules.cast import DAY, HOUR, NOW, refused, somebody
from tests.storage.pair import Pair

PARIS = "Europe/Paris"
TUESDAY = datetime(2026, 6, 2, 14)  # noqa: DTZ001 - civil time has no zone of its own


def test_a_weekly_time_keeps_its_hour_and_leaves_public_holidays_out(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    outlook, _ = openings.outlook(tx, samira, Offer(TUESDAY, lasts=13), NOW)
    assert outlook.skipped == (date(2026, 7, 14),)
    made = [openings.offer(tx, samira, Offer(TUESDAY, lasts=13), NOW) for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]) == 12  # a quarter ahead
    openings.sweep(tx, NOW + 7 * DAY)
    found = storage.openings.coming(tx, [1], NOW)
    assert len(found) == outlook.number == 13
    assert {one.wall.time() for one in found} == {time(14)}
    assert all(instant(one.wall, PARIS) == one.starts_at for one in found)
    assert date(2026, 7, 14) not in {one.wall.date() for one in found}


@fewer(2)
@given(st.sampled_from(EVERY), st.sampled_from(LASTS), st.integers(1, 360), st.integers(0, 23))
def test_what_is_announced_is_what_is_offered_in_the_end(
    pair: Pair, every: int, lasts: int, days: int, hour: int
) -> None:
    with pair.rehearse() as tx:
        samira = somebody(tx, 1, "supervisor", region="FR-974" if days % 2 else "FR-ARA")
        at = datetime.combine(wall(NOW, PARIS).date() + timedelta(days=days), time(hour, 30))
        wanted = Offer(at, every, lasts=lasts)
        outlook, _ = openings.outlook(tx, samira, wanted, NOW)
        openings.offer(tx, samira, wanted, NOW)
        for month in range(25):  # as the program goes on
            openings.sweep(tx, NOW + month * 30 * DAY)
        found = storage.openings.coming(tx, [1], NOW)
        assert len(found) == outlook.number
        assert len({one.uid for one in found}) == len(found)
        region = "FR-974" if days % 2 else "FR-ARA"
        for one in found:
            assert (one.wall - at).days % (7 * max(every, 1)) == 0
            assert one.wall.date() <= wanted.last_day
            assert not every or holidays.public(one.wall.date(), region) is None


def test_no_two_times_of_one_supervisor_overlap(tx: Transaction) -> None:
    samira, karim = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor")
    [first, *_] = openings.offer(tx, samira, Offer(TUESDAY, lasts=26), NOW)
    half, late = HOUR / 2, timedelta(weeks=20)

    def answer(at: datetime, every: int = 0, minutes: int = 60) -> Reason | None:
        return refused(lambda: openings.offer(tx, samira, Offer(at, every, minutes), NOW))

    for wanted in (TUESDAY + half, TUESDAY - half, TUESDAY + late + half):  # even what is made only in weeks to come
        for every in EVERY:
            assert answer(wanted, every) == Reason.OPENING_OVERLAPS
    assert answer(TUESDAY - DAY / 24, minutes=90) == Reason.OPENING_OVERLAPS
    assert answer(TUESDAY - HOUR, every=1) is answer(TUESDAY + HOUR) is None  # one after the other
    assert answer(TUESDAY) is answer(TUESDAY, every=1) is None  # the same again
    assert answer(datetime(2026, 7, 14, 14, 30)) is None  # noqa: DTZ001 - a holiday, which the pattern leaves out
    assert refused(lambda: openings.offer(tx, karim, Offer(TUESDAY + half, 0), NOW)) is None
    openings.withdraw(tx, samira, first.id, NOW)
    openings.stop(tx, samira, first.pattern_id or 0, NOW)
    assert answer(TUESDAY + 7 * DAY - half) == Reason.OPENING_OVERLAPS  # the hour before
    assert answer(TUESDAY + 7 * DAY + half) is None


@fewer(2)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(16, 40), st.sampled_from(EVERY), st.sampled_from((45, 60, 150))))
)
def test_whatever_is_offered_nobody_is_in_two_places_at_once(pair: Pair, done: list[tuple[int, int, int, int]]) -> None:
    with pair.rehearse() as tx:
        samira = somebody(tx, 1, "supervisor")
        midnight = datetime.combine(wall(NOW, PARIS).date(), time())
        for days, halves, every, minutes in done:
            wanted = Offer(midnight + days * DAY + halves * HOUR / 2, every, minutes, lasts=13)
            assert refused(partial(openings.offer, tx, samira, wanted, NOW)) in (None, Reason.OPENING_OVERLAPS)
        for month in range(5):
            openings.sweep(tx, NOW + month * 30 * DAY)
        found = storage.openings.coming(tx, [1], NOW)
        assert all(one.starts_at + timedelta(minutes=one.minutes) <= two.starts_at for one, two in pairwise(found))


def test_the_overlap_that_is_named_is_the_first(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    for weeks in (3, 2):
        openings.offer(tx, samira, Offer(TUESDAY + weeks * 7 * DAY + HOUR / 2, 0), NOW)
    with pytest.raises(Refusal) as told:
        openings.offer(tx, samira, Offer(TUESDAY), NOW)
    assert told.value.values == {"wall": TUESDAY + 14 * DAY + HOUR / 2}


@pytest.mark.parametrize(("weeks", "every", "later"), [(0, 1, 14), (0, 4, 3), (0, 0, 0), (20, 0, 0), (20, 1, 27)])
def test_it_is_said_how_many_are_offered_only_as_weeks_pass(
    tx: Transaction, weeks: int, every: int, later: int
) -> None:
    samira = somebody(tx, 1, "supervisor")
    wanted = Offer(TUESDAY + weeks * 7 * DAY, every)
    outlook, _ = openings.outlook(tx, samira, wanted, NOW)
    assert len(openings.offer(tx, samira, wanted, NOW)) == outlook.number - outlook.later
    assert outlook.later == later


def test_a_link_leads_somewhere_and_a_place_may_be_anything(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    assert refused(lambda: openings.receive(tx, samira, "video", "ma salle")) == Reason.LINK_UNFIT
    assert refused(lambda: openings.receive(tx, awa, "place", "ma salle")) == Reason.SUPERVISORS_ONLY
    openings.receive(tx, samira, "place", "ma  salle")
    openings.receive(tx, samira, "video", "https://visio.example/s")
    found = openings.desk(tx, samira)
    assert (found.place, found.link) == ("ma salle", "https://visio.example/s")


def test_a_pattern_that_ends_leaves_what_somebody_has(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    made = openings.offer(tx, samira, Offer(TUESDAY), NOW)
    bookings.book(tx, awa, made[2].id, NOW)
    openings.withdraw(tx, samira, made[0].id, NOW)
    assert openings.stop(tx, samira, made[0].pattern_id or 0, NOW) == 1
    openings.sweep(tx, NOW)
    assert [one.opening.id for one in openings.mine(tx, samira, NOW)] == [made[2].id]
    openings.offer(tx, samira, Offer(TUESDAY), NOW)  # a second thought
    assert len(openings.mine(tx, samira, NOW)) == len(made) - 1  # what was withdrawn alone stays so


def test_only_what_makes_sense_is_offered_and_only_by_a_supervisor(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    nonsense = Offer(TUESDAY, minutes=7), Offer(TUESDAY, seats=3), Offer(TUESDAY, every=3), Offer(TUESDAY, mode="x")
    for offer in nonsense:
        assert refused(partial(openings.offer, tx, samira, offer, NOW)) == Reason.STALE
    past, far = wall(NOW, PARIS) - HOUR, wall(NOW + 400 * DAY, PARIS)
    assert refused(lambda: openings.offer(tx, samira, Offer(past), NOW)) == Reason.DATE_PAST
    assert refused(lambda: openings.offer(tx, samira, Offer(far), NOW)) == Reason.OPENING_FAR
    assert refused(lambda: openings.offer(tx, awa, Offer(TUESDAY), NOW)) == Reason.SUPERVISORS_ONLY
    [time, *_] = openings.offer(tx, samira, Offer(TUESDAY), NOW)
    other = somebody(tx, 3, "supervisor")
    assert refused(lambda: openings.withdraw(tx, other, time.id, NOW)) == Reason.STALE
    assert refused(lambda: openings.stop(tx, other, time.pattern_id or 0, NOW)) == Reason.STALE
    assert storage.openings.coming(tx, [3], NOW) == []


def test_a_year_later_nobody_knows_who_had_which(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    made = openings.offer(tx, samira, Offer(TUESDAY, lasts=13), NOW)
    bookings.book(tx, awa, made[0].id, NOW)
    later = made[0].starts_at + openings.KEPT
    assert retention.sweep(tx, "supervisions", later) == 0
    assert retention.sweep(tx, "supervisions", later + HOUR) == 1
    assert storage.bookings.of_members(tx, [2]) == []
    assert retention.sweep(tx, "supervisions", later + 365 * DAY) == len(made) - 1
    assert storage.openings.pattern(tx, made[0].pattern_id or 0) is None
