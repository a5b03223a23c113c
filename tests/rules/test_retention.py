"""A report is erased when its time is over, never before, and its key goes with the last one that needs it."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

import storage.figures
import storage.tallies
import storage.vault
from handlers.rules import changes, figures, invitations, joining, people, reports, retention
from handlers.rules.refusal import Reason
from handlers.rules.retention import (
    a_year_before,
    destroy_unused_keys,
    erase_outlived,
    erased_on,
    forget_counted,
    forget_figures,
)
from storage.database import Transaction
from storage.vault import Status
from tests.rules.cast import DAY, NOW, ids, published, refused, report, somebody
from tests.storage.pair import Pair, dump


def sent(tx: Transaction, number: int, at: datetime) -> bytes:
    """A report that came at this moment."""
    writer = somebody(tx, number, "peer_worker")
    return reports.submit(tx, writer, report(number), ids(number), at).id


def test_a_report_lives_until_the_month_of_its_first_birthday(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor")
    old, young = sent(tx, 2, NOW), sent(tx, 3, NOW + 32 * DAY)
    birthday = NOW.replace(year=NOW.year + 1, day=1)
    assert erase_outlived(tx, birthday - DAY) == 0
    assert erase_outlived(tx, birthday) == 1
    assert storage.vault.thread(tx, old) is None
    assert storage.vault.thread(tx, young) is not None
    assert erase_outlived(tx, birthday) == 0


def test_a_closed_report_lives_sixty_days(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor")
    closed = sent(tx, 2, NOW)
    sent(tx, 3, NOW)
    storage.vault.set_status(tx, closed, "closed", NOW.date())
    assert erase_outlived(tx, NOW + 59 * DAY) == 0
    assert erase_outlived(tx, NOW + 60 * DAY) == 1
    assert storage.vault.thread(tx, closed) is None


def test_a_key_goes_when_it_opens_nothing_and_its_month_is_over(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor")
    kept = sent(tx, 2, NOW)
    reports.make_keys(tx, ["FR-ARA", "FR-BRE"], NOW)
    assert set(tx.keys.list()) >= {("FR-ARA", "2026-05"), ("FR-BRE", "2026-05")}
    destroy_unused_keys(tx, NOW)
    assert ("FR-BRE", "2026-05") in tx.keys.list()
    destroy_unused_keys(tx, NOW + 40 * DAY)
    assert ("FR-BRE", "2026-05") not in tx.keys.list()
    assert ("FR-ARA", "2026-05") in tx.keys.list()
    storage.vault.erase(tx, kept)
    destroy_unused_keys(tx, NOW + 40 * DAY)
    assert ("FR-ARA", "2026-05") not in tx.keys.list()


@given(deposited=st.dates(date(2020, 1, 1), date(2090, 1, 1)), lived=st.integers(0, 800))
def test_never_more_than_twelve_months_and_never_less_than_eleven(deposited: date, lived: int) -> None:
    today = deposited + timedelta(days=lived)
    erased = f"{deposited:%Y-%m}" <= a_year_before(today)
    if lived > 366:
        assert erased
    if lived < 334:
        assert not erased


@given(day=st.dates(date(2020, 1, 1), date(2090, 1, 1)), ended=st.none() | st.integers(0, 400))
def test_it_goes_on_the_day_that_is_told(pair: Pair, day: date, ended: int | None) -> None:
    with pair.rehearse() as tx:
        somebody(tx, 1, "supervisor")
        sent(tx, 2, datetime.combine(day, time(12), UTC))
        [thread] = storage.vault.unannounced(tx, reports.PATIENT)
        if ended is not None:
            storage.vault.set_status(tx, thread.id, "closed", day + timedelta(days=ended))
        found = storage.vault.thread(tx, thread.id)
        assert found
        told = datetime.combine(erased_on(found), time(12), UTC)
        assert retention.ends_soon(found, told - 14 * DAY)
        assert not retention.ends_soon(found, told - 15 * DAY)
        assert erase_outlived(tx, told - DAY) == 0
        assert erase_outlived(tx, told) == 1


def test_its_readers_are_warned_once_and_only_of_what_nobody_ended(tx: Transaction) -> None:
    samira, _ = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor FR-BRE")
    statuses: list[Status] = ["announced", "read", "closed", "received"]
    for number, status in enumerate(statuses, 3):
        storage.vault.set_status(tx, sent(tx, number, NOW), status, NOW.date())
    told = NOW.replace(year=NOW.year + 1, day=1) - 14 * DAY
    for now in (told - DAY, told, told + DAY):
        retention.warn(tx, ["FR-ARA", "FR-BRE"], now)
    rows = [(row[1], row[2], row[4]) for row in dump(tx)["notices"]]
    assert rows == [("report.ending", "inbox", f"member:{people.member(samira).id}")]


def test_the_month_before_is_spared_until_it_is_over_everywhere(tx: Transaction) -> None:
    reports.make_keys(tx, ["FR-972"], datetime(2026, 5, 31, 12, tzinfo=UTC))
    destroy_unused_keys(tx, datetime(2026, 6, 1, 1, tzinfo=UTC))
    assert ("FR-972", "2026-05") in tx.keys.list()
    assert timedelta(days=1) <= retention.SPARED


def test_exact_counts_go_when_their_quarter_is_published(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor")
    sent(tx, 2, NOW)
    sent(tx, 3, NOW + 60 * DAY)  # the next quarter
    assert forget_counted(tx, NOW + 60 * DAY) == 0
    figures.publish(tx, NOW + 60 * DAY)
    assert forget_counted(tx, NOW + 60 * DAY) == 1
    assert [tally.month for tally in storage.tallies.every(tx)] == ["2026-07"]
    assert forget_counted(tx, NOW + 60 * DAY) == 0


def test_exact_counts_are_never_kept_a_year(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor")
    sent(tx, 2, NOW)
    assert forget_counted(tx, NOW + 330 * DAY) == 0
    assert forget_counted(tx, NOW + 365 * DAY) == 1


def test_published_figures_are_kept_five_years(tx: Transaction) -> None:
    somebody(tx, 1, "coordinator")
    figures.publish(tx, NOW)  # the first quarter of 2026
    end = datetime(2031, 4, 2, tzinfo=UTC)
    assert forget_figures(tx, end - 2 * DAY) == 0
    assert storage.figures.quarters(tx) == ["2026-Q1"]
    assert forget_figures(tx, end) > 0
    assert storage.figures.quarters(tx) == []


def test_an_invitation_goes_a_month_after_its_end_with_what_was_begun_with_it(tx: Transaction) -> None:
    invitations.by_operator(tx, "peer_worker", "FR-ARA", "a", NOW)
    invitations.by_operator(tx, "peer_worker", "FR-ARA", "b", NOW + 2 * DAY)
    joining.open_invitation(tx, people.recognise(tx, 1, "fr"), "a", NOW)
    end = NOW + invitations.VALID_FOR + retention.INVITATION
    assert (retention.forget_joinings(tx, end - DAY), retention.forget_invitations(tx, end - DAY)) == (0, 0)
    assert retention.forget_invitations(tx, end) == 0  # somebody still has a place in it
    assert (retention.forget_joinings(tx, end), retention.forget_invitations(tx, end)) == (1, 1)
    assert len(dump(tx)["invitations"]) == 1


def test_an_invitation_in_preparation_has_no_end(tx: Transaction) -> None:
    invitations.prepare(tx, somebody(tx, 1, "coordinator"))
    assert retention.forget_invitations(tx, NOW + 1000 * DAY) == 0


def test_a_change_can_be_confirmed_after_a_sweep_and_no_more_after_two(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    meeting = published(tx, ines)
    for sweeps, reason in ((1, None), (2, Reason.STALE)):
        changes.propose(tx, ines, meeting.id, {"place": "Lyon"}, NOW)
        assert sum(retention.forget_changes(tx, NOW) for _ in range(sweeps)) == sweeps - 1
        assert refused(lambda: changes.confirm(tx, ines, meeting.id, "one", NOW)) == reason
        assert len(dump(tx)["changes"]) == 2 - sweeps
