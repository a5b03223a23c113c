"""A supervisor's digest: one at the hour they chose, whatever they change, with numbers that are true."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.desks
import storage.notices
from handlers.rules import bookings, digests, inbox, openings, people, reports, workdays
from handlers.rules.civil import wall
from handlers.rules.digests import HOURS, PACES, Digest
from handlers.rules.openings import Offer
from handlers.rules.refusal import Reason
from handlers.rules.regions import BOXES
from storage.database import Transaction
from tests.rules.cast import DAY, HOUR, NOW, ids, number_of, refuses, report, somebody
from tests.storage.pair import Pair, dump

PARIS = "Europe/Paris"


def waiting(tx: Transaction) -> list[datetime]:
    """When digests are to come, on the wall in Paris."""
    found = [row[6] for row in dump(tx)["notices"] if row[1] == digests.KIND and row[9] == "waiting"]
    return sorted(wall(at, PARIS) for at in found if isinstance(at, datetime))


def test_everybody_has_one_on_mondays_at_nine_or_as_they_choose(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    digests.sweep(tx, BOXES, NOW + 6 * DAY - 90 * timedelta(minutes=1))
    assert waiting(tx) == []  # nothing is entrusted to her, and nothing waits
    storage.desks.entrust(tx, [number_of(somebody(tx, 2, "peer_worker"))], number_of(samira))
    for days in range(7):  # from a Tuesday
        digests.sweep(tx, BOXES, NOW + days * DAY - 90 * timedelta(minutes=1))
    assert waiting(tx) == [datetime(2026, 6, 1, 9)]  # noqa: DTZ001 - civil
    digests.choose(tx, samira, "daily", 17, NOW)
    assert waiting(tx) == [datetime(2026, 5, 26, 17)]  # noqa: DTZ001 - civil
    digests.choose(tx, samira, "never", 17, NOW)
    digests.sweep(tx, BOXES, NOW + 6 * DAY)
    assert waiting(tx) == []


@pytest.mark.parametrize(("pace", "hour"), [("hourly", 9), ("daily", 3), ("weekly", 0)])
def test_what_no_button_says_is_refused(tx: Transaction, pace: str, hour: int) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    with refuses(Reason.STALE):
        digests.choose(tx, samira, pace, hour, NOW)
    with refuses(Reason.SUPERVISORS_ONLY):
        digests.choose(tx, awa, "daily", 9, NOW)


@given(st.lists(st.tuples(st.integers(0, 36), st.sampled_from(PACES), st.sampled_from(HOURS)), max_size=5))
def test_however_often_it_is_changed_one_comes_a_day_and_at_the_hour_chosen_last(
    pair: Pair, changes: list[tuple[int, str, int]]
) -> None:
    at, chosen = NOW, ("weekly", 9)
    with pair.rehearse() as tx:
        samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
        storage.desks.entrust(tx, [number_of(awa)], number_of(samira))
        digests.sweep(tx, BOXES, at)
        for hours, pace, hour in changes:
            at, chosen = at + hours * HOUR, (pace, hour)
            for notice in storage.notices.claim(tx, at, 9, HOUR):
                storage.notices.settle(tx, notice.id, "sent")
            digests.choose(tx, samira, pace, hour, at)
        digests.sweep(tx, BOXES, at)
        found = waiting(tx)
        assert len({day.date() for day in found}) == len(found)
        assert all(day.time() == time(chosen[1]) for day in found)
        assert chosen[0] != "never" or not found
        assert all(chosen[0] == "daily" or day.weekday() == 0 for day in found)
        assert all(workdays.is_workday(day.date(), "FR-ARA") for day in found if chosen[0] == "daily")


def test_the_numbers_are_of_ones_own_people_and_times(tx: Transaction) -> None:
    samira, karim = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor")
    awa, luc, zoe = (somebody(tx, n, "peer_worker") for n in (3, 4, 5))
    reader = people.member(samira)
    assert digests.digest(tx, reader, NOW) == Digest(0, 0, 0)  # she does not use it
    (near, *_, far) = openings.offer(tx, samira, Offer(wall(NOW, PARIS) + 2 * DAY, every=1, lasts=13), NOW)
    bookings.book(tx, awa, near.id, NOW)
    bookings.book(tx, luc, far.id, NOW)
    assert digests.digest(tx, reader, NOW) == Digest(1, 0, 1)  # Zoé has no date; Luc's is far
    assert digests.digest(tx, reader, NOW + DAY) == Digest(1, 1, 0)
    storage.desks.entrust(tx, [number_of(zoe)], number_of(karim))
    storage.desks.entrust(tx, [number_of(awa), number_of(luc)], number_of(samira))
    assert digests.digest(tx, reader, NOW) == Digest(0, 0, 1)
    assert digests.digest(tx, people.member(karim), NOW) == Digest(1, 0, 0)


def test_what_waits_to_be_read_is_told_in_it(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    reports.submit(tx, awa, report(), ids(), NOW, 1)
    monday = NOW + 6 * DAY - 90 * timedelta(minutes=1)
    digests.sweep(tx, BOXES, monday)
    assert waiting(tx) == []  # what no slot has told is not there
    reports.announce(tx, reports.PATIENT, BOXES, NOW, lambda: "v")
    digests.sweep(tx, BOXES, monday)
    assert len(waiting(tx)) == 1
    assert len(inbox.news(tx, people.member(samira))) == 1


def test_whoever_expects_somebody_hears_of_it_the_day_before_but_for_never(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    at = wall(NOW, PARIS).replace(hour=8) + 2 * DAY  # a Thursday, before the hour of the digest
    (time_,) = openings.offer(tx, samira, Offer(at, every=0), NOW)
    for days in (0, 1):
        digests.sweep(tx, BOXES, NOW + days * DAY - 90 * timedelta(minutes=1))
    assert waiting(tx) == []  # nobody comes yet
    bookings.book(tx, awa, time_.id, NOW)
    for days in (0, 1, 2):
        digests.sweep(tx, BOXES, NOW + days * DAY - 90 * timedelta(minutes=1))
    assert waiting(tx) == [datetime(2026, 5, 27, 9)]  # noqa: DTZ001 - civil
    digests.choose(tx, samira, "never", 9, NOW)
    digests.sweep(tx, BOXES, NOW)
    assert waiting(tx) == []
