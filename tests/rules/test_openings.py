"""Times offered: as often as the pattern says, on the wall clock, holidays left out, nothing twice."""

from datetime import date, datetime, time, timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.openings
from handlers.rules import bookings, holidays, openings, retention
from handlers.rules.civil import instant, wall
from handlers.rules.openings import EVERY, LASTS, Offer
from handlers.rules.refusal import Reason
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
