"""Coverage: which share had supervision, told in steps out of which no count is worked out, month after month."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.coverages
import storage.meetings
import storage.members
import storage.presences
from handlers.rules import bookings, coverage, openings
from handlers.rules.civil import wall
from handlers.rules.coverage import WEEKS, before, end, since, steps, told
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.regions import NATIONAL, REGIONS
from storage.coverages import Coverage
from storage.database import Transaction
from storage.members import Role
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, number_of, refused, somebody
from tests.storage.pair import Pair
from tests.storage.people import member

HERE = "FR-ARA"
JUNE = datetime(2026, 6, 1, 6, 30, tzinfo=UTC)  # half past eight in Lyon
MONTHS = [f"{year}-{month:02}" for year in range(2026, 2032) for month in range(1, 13)]
COUNTS = st.integers(0, 60).flatmap(lambda peers: st.tuples(st.just(peers), st.integers(0, peers)))


def peers(tx: Transaction, number: int, region: str = HERE) -> list[int]:
    """So many peer workers of a region."""
    first = 1000 * (1 + list(REGIONS).index(region))
    role = Role("peer_worker", region)
    return [member(tx, telegram_id, role, region=region).id for telegram_id in range(first, first + number)]


def met(tx: Transaction, numbers: list[int], day: date, kind: str = "supervision", region: str = HERE) -> None:
    """They were at a meeting of this kind on this day."""
    at = datetime.combine(day, datetime.min.time()) + timedelta(hours=14)
    owner = (storage.members.by_telegram(tx, 10**6) or member(tx, 10**6)).id
    found = storage.meetings.begin(
        tx,
        uid=f"{day} {kind} {region}",
        owner=owner,
        region=region,
        title="",
        zone="Europe/Paris",
        minutes=60,
        kind=kind,
    )
    storage.meetings.change(tx, found.id, state="published", wall=at, starts_at=at.replace(tzinfo=UTC))
    for number in numbers:
        storage.presences.mark(tx, found.id, number)


def written(tx: Transaction, region: str = HERE) -> dict[str, tuple[int | None, int | None]]:
    found = storage.coverages.between(tx, [region], "", "9999-12")
    return {one.month: (one.low, one.high) for one in found}


@given(st.integers(0, 200))
def test_the_steps_are_all_counts_each_once_three_or_more_at_a_time(number: int) -> None:
    found = steps(number)
    assert (found[0].low, found[-1].high) == (0, number)
    assert all(one.high + 1 == two.low for one, two in pairwise(found))
    assert all(step.high - step.low + 1 >= 3 for step in found) or found[1:] == []
    assert found[0].high >= min(4, number)  # under five nothing is told
    assert all(number - step.high >= 5 for step in found[1:-1])  # nor how many are left out, when they are fewer


@given(COUNTS)
def test_the_share_is_between_what_is_told(counts: tuple[int, int]) -> None:
    number, some = counts
    found = told(HERE, "2026-05", number, some)
    if found.low is None or found.high is None:
        assert found.low is found.high is None
        assert some < 5 or number < 7 or number - some >= 5
    else:
        assert found.low * number <= 100 * some <= found.high * number
        assert 0 <= found.low <= found.high <= 100


@given(COUNTS, st.integers(0, 60))
def test_nobody_works_out_a_count_under_five_not_even_who_knows_some_of_them(
    counts: tuple[int, int], known: int
) -> None:
    """Known are how many peer workers there are, and that so many of them had supervision, or had none."""
    number, some = counts
    alike = {one for one in range(number + 1) if told("", "", number, one) == told("", "", number, some)}
    with_it, without = {one - known for one in alike}, {number - one - known for one in alike}
    for possible in ({one for one in with_it if one >= 0}, {one for one in without if one >= 0}):
        assert len(possible) != 1 or possible <= {0} or number < 3


def days(month: str, weeks: int) -> set[date]:
    """The days that are looked at for a month."""
    first = since(month, weeks)
    return {first + timedelta(days=number) for number in range((end(month) - first).days)}


def alone(month: str, weeks: int) -> set[date]:
    """The days that are looked at for no other month."""
    return days(month, weeks) - days(before(month), weeks) - days(f"{end(month):%Y-%m}", weeks)


def test_each_month_has_days_that_no_other_month_looks_at_and_with_twelve_weeks_none_has() -> None:
    assert [month for month in MONTHS if len(alone(month, WEEKS)) < 3] == []
    assert [month for month in MONTHS if alone(month, 12)] == []


@fewer(4)
@given(st.integers(7, 16), st.lists(st.integers(0, 16), min_size=4, max_size=4))
def test_whatever_was_told_of_the_other_months_any_count_may_be_behind_one(
    pair: Pair, number: int, wanted: list[int]
) -> None:
    """So no series of months says more of one of them than its own step: any series of counts is told as it is."""
    with pair.rehearse() as tx:
        everybody = peers(tx, number)
        counts = dict(zip(("2026-02", "2026-03", "2026-04", "2026-05"), wanted, strict=True))
        for month, some in counts.items():
            met(tx, everybody[: min(some, number)], date.fromisoformat(f"{month}-01"))
        storage.coverages.add(tx, told(HERE, "2026-01", 0, 0))  # the months since were missed
        coverage.publish(tx, [HERE], JUNE)
        expected = {month: told(HERE, month, number, min(some, number)) for month, some in counts.items()}
        assert written(tx) == {"2026-01": (None, None)} | {key: (one.low, one.high) for key, one in expected.items()}


def had(tx: Transaction, samira: Person, who: Person, days: int, **says: bool) -> None:
    """A time with a supervisor so many days from now, and what is said of it."""
    (time,) = openings.offer(tx, samira, Offer(wall(NOW, "Europe/Paris") + days * DAY, every=0), NOW)
    bookings.book(tx, who, time.id, NOW)
    storage.bookings.say(tx, time.id, number_of(who), **says)


def test_a_session_counts_when_both_say_so_or_when_one_was_there_in_a_group(tx: Transaction) -> None:
    samira, group = somebody(tx, 1, "supervisor"), peers(tx, 4)
    awa, luc, zoe = (somebody(tx, number, "peer_worker") for number in (2, 3, 4))
    met(tx, group, date(2026, 4, 6))  # the first day of the eight weeks before June
    had(tx, samira, awa, 1, member_says=True, supervisor_says=True)
    had(tx, samira, luc, 2, member_says=True, supervisor_says=False)
    had(tx, samira, zoe, 30, member_says=True, supervisor_says=True)  # in June
    coverage.publish(tx, [HERE], JUNE)
    assert written(tx)["2026-05"] == (71, 100)  # five of seven, as six and seven would be


@pytest.mark.parametrize(
    ("day", "kind", "shown"),
    [("2026-04-05", "supervision", False), ("2026-06-01", "supervision", False), ("2026-05-31", "supervision", True),
     ("2026-05-06", "peer", False)],
)  # fmt: skip
def test_only_supervision_in_the_eight_weeks_before_the_end_counts(
    tx: Transaction, day: str, kind: str, shown: bool
) -> None:
    met(tx, peers(tx, 7), date.fromisoformat(day), kind)
    coverage.publish(tx, [HERE], JUNE)
    assert written(tx)["2026-05"] == ((71, 100) if shown else (None, None))


def test_who_is_not_here_or_not_yet_or_no_peer_worker_is_not_counted(tx: Transaction) -> None:
    everybody = peers(tx, 12)
    met(tx, everybody, date(2026, 5, 6))
    storage.members.set_state(tx, 1000 * (1 + list(REGIONS).index(HERE)), "unreachable")  # still here
    for number in range(20):
        somebody(tx, number + 1, "supervisor" if number % 2 else "peer_worker FR-BRE")
    storage.members.add(
        tx, telegram_id=77, first_name="N", language="fr", region=HERE, joined="2026-06", promise="", charter=""
    )
    coverage.publish(tx, [HERE], JUNE)
    assert written(tx)["2026-05"] == (66, 100)  # eight of twelve or more: twelve here


def test_a_month_is_written_once_when_it_is_over_on_the_clock_of_its_region(tx: Transaction) -> None:
    member(tx, 1)
    night = datetime(2026, 5, 31, 21, tzinfo=UTC)  # in La Réunion it is June
    coverage.publish(tx, [HERE, "FR-974", NATIONAL], night)
    assert (max(written(tx)), max(written(tx, "FR-974"))) == ("2026-04", "2026-05")
    met(tx, peers(tx, 7), date(2026, 5, 6))
    coverage.publish(tx, [HERE, "FR-974", NATIONAL], JUNE)
    nothing = dict.fromkeys(MONTHS[:4], (None, None))  # April too: they were there afterwards
    assert written(tx) == nothing | {"2026-05": (71, 100)}
    assert written(tx, NATIONAL) == {}
    before_, people = written(tx), peers(tx, 5, "FR-974")
    met(tx, people, date(2026, 5, 7), region="FR-974")
    coverage.publish(tx, [HERE, "FR-974"], JUNE + 20 * DAY)  # said or marked later: it is told as it was
    assert written(tx) == before_


def test_months_missed_while_the_program_was_down_are_computed_as_far_as_is_known(tx: Transaction) -> None:
    everybody = peers(tx, 7)
    met(tx, everybody, date(2026, 8, 20))
    coverage.publish(tx, [HERE], JUNE)
    assert list(written(tx)) == MONTHS[:5]
    coverage.publish(tx, [HERE], datetime(2026, 11, 2, tzinfo=UTC))
    assert list(written(tx)) == MONTHS[:10]
    assert [month for month, (low, _) in written(tx).items() if low] == ["2026-08", "2026-09"]
    coverage.publish(tx, [HERE], datetime(2028, 1, 2, tzinfo=UTC))  # what was in between is erased
    assert next(month for month in written(tx) if month > "2026-10") == "2027-02"


@fewer(4)
@given(st.sets(st.integers(0, 150), max_size=6))
def test_what_is_written_in_the_end_does_not_hang_on_when_the_program_ran(pair: Pair, ran: set[int]) -> None:
    with pair.rehearse() as tx:
        met(tx, peers(tx, 7), date(2026, 8, 20))
        for number in (*sorted(ran), 150):
            coverage.publish(tx, [HERE], JUNE + number * DAY)
        assert list(written(tx)) == MONTHS[:9]
        assert [month for month, (low, _) in written(tx).items() if low] == ["2026-08", "2026-09"]


def test_nothing_is_told_of_months_before_there_was_anybody(tx: Transaction) -> None:
    coverage.publish(tx, [HERE], JUNE)
    member(tx, 1)  # in January
    coverage.publish(tx, [HERE], datetime(2026, 1, 20, tzinfo=UTC))
    assert written(tx) == {}
    ines = somebody(tx, 2, "coordinator")
    assert coverage.latest(tx, ines, NOW) == date(2026, 6, 1)


def test_only_coordinators_read_it_and_of_their_own_regions_alone(tx: Transaction) -> None:
    for month in ("2026-04", "2026-05"):
        for code in (HERE, "FR-BRE"):
            storage.coverages.add(tx, Coverage(code, month, WEEKS, 50, 60))
    storage.coverages.add(tx, Coverage("FR-BRE", "2026-06", WEEKS, None, None))
    ines, sacha = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator national")
    found, nation = coverage.latest(tx, ines, NOW), coverage.latest(tx, sacha, NOW)
    assert isinstance(found, coverage.Sheet)
    assert isinstance(nation, coverage.Sheet)
    assert (found.month, found.earlier, found.later, list(found.rows)) == ("2026-05", "2026-04", None, [HERE])
    assert (nation.month, list(nation.rows), nation.rows[HERE]) == ("2026-06", list(REGIONS), None)
    assert refused(lambda: coverage.look(tx, ines, "2026-06")) == Reason.STALE
    assert [coverage.year(tx, one).months for one in (ines, sacha)] == [
        ["2026-04", "2026-05"],
        ["2026-04", "2026-05", "2026-06"],
    ]
    for who, reason in ((somebody(tx, 3, "peer_worker", "supervisor"), Reason.COORDINATORS_ONLY),
                        (STRANGER, Reason.MEMBERS_ONLY)):  # fmt: skip
        assert refused(lambda who=who: coverage.latest(tx, who, NOW)) == reason  # type: ignore[misc]
        assert refused(lambda who=who: coverage.look(tx, who, "2026-05")) == reason  # type: ignore[misc]
        assert refused(lambda who=who: coverage.year(tx, who)) == reason  # type: ignore[misc]


def test_the_last_twelve_months_are_shown_and_five_years_are_kept(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    for month in MONTHS[:30]:
        storage.coverages.add(tx, Coverage(HERE, month, WEEKS, 50, 60))
    assert coverage.year(tx, ines).months == MONTHS[18:30]
    assert refused(lambda: coverage.look(tx, ines, MONTHS[17])) == Reason.STALE
    assert coverage.forget(tx, datetime(2031, 3, 5, tzinfo=UTC)) == 3
    assert min(written(tx)) == "2026-04"
