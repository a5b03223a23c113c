"""Reports: one message a token, in the box that someone reads; what is refused leaves nothing."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import storage.vault
from handlers.rules import inbox, reports, workdays
from handlers.rules.refusal import Reason
from handlers.rules.reports import LONGEST, Draft
from handlers.rules.routing import Way
from storage import members
from storage.database import Transaction
from storage.vault_schema import metadata
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, ids, refused, refuses, report, somebody
from tests.storage.pair import dump


def sealed(tx: Transaction) -> int:
    """How many rows the vault holds."""
    return sum(
        tx.vault.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in metadata.tables.values()
    )


def test_a_report_is_read_by_its_writer_and_waits_for_the_slot(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    thread = reports.submit(tx, awa, report(level=1), ids(), NOW)
    assert (thread.box, thread.theme, thread.level, thread.status) == ("FR-ARA", "isolement", 1, "received")
    assert (thread.due, thread.status_on, thread.month) == (date(2026, 5, 28), date(2026, 5, 26), "2026-05")
    found, entries = reports.read_as_writer(tx, STRANGER, report().token)  # from any account
    assert (found, [(entry.author, entry.text) for entry in entries]) == (thread, [("writer", "Texte 1")])


def test_the_same_button_twice_is_one_report_as_it_was_first(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    first = reports.submit(tx, awa, report(), ids(1), NOW)
    held = sealed(tx)
    assert reports.submit(tx, awa, report(), ids(2), NOW + DAY) == first
    changed = Draft(report().token, "violence", 3, Way("FR-ARA"), "autre texte")
    assert reports.submit(tx, awa, changed, ids(3), NOW) == first
    assert sealed(tx) == held
    assert [entry.text for entry in reports.read_as_writer(tx, awa, report().token)[1]] == ["Texte 1"]


@pytest.mark.parametrize(
    ("roles", "box"),
    [
        (["supervisor", "supervisor national"], "FR-ARA"),
        (["supervisor national"], "national"),
        (["supervisor FR-BRE", "supervisor national"], "national"),
        (["supervisor FR-BRE", "coordinator"], None),
        ([], None),
    ],
)
def test_a_report_goes_to_a_box_that_someone_reads_or_nowhere(
    tx: Transaction, roles: list[str], box: str | None
) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, *roles)
    if box is not None:
        assert reports.submit(tx, awa, report(), ids(), NOW, least=1).box == box
        return
    with refuses(Reason.NO_READER):
        reports.submit(tx, awa, report(), ids(), NOW)
    assert sealed(tx) == 0


def test_a_writer_chooses_among_the_zones_that_someone_reads(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor FR-BRE", "supervisor national")
    somebody(tx, 3, "supervisor FR-974")
    members.set_state(tx, 3, "unreachable")
    assert reports.zones(tx, awa, None) == {"FR-BRE", "national"}
    assert [reports.supervised(tx, awa, code) for code in ("FR-BRE", "FR-974", "FR-ARA")] == [True, True, False]
    for ask in (
        lambda: reports.zones(tx, STRANGER, None),
        lambda: reports.supervised(tx, STRANGER, "FR-ARA"),
        lambda: reports.prospect(tx, STRANGER, Way("FR-ARA"), "x", 1),
    ):
        assert refused(ask) == Reason.MEMBERS_ONLY


def test_a_reply_asks_for_a_reading_of_its_own(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    reports.submit(tx, awa, report(level=1), ids(), NOW)
    found = reports.reply(tx, awa, report().token, b"e" * 16, "Encore", NOW + 7 * DAY)
    assert found.due == date(2026, 6, 4)
    for days in (7, 14):  # announced once
        reports.announce(tx, [1], ["FR-ARA"], NOW + days * DAY, lambda: "v")
        assert storage.vault.find(tx, report().token).due == date(2026, 6, 4)  # type: ignore[union-attr]


def test_a_supervisor_who_cannot_be_reached_reads_nothing(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    members.set_state(tx, 2, "unreachable")
    with refuses(Reason.NO_READER):
        reports.submit(tx, awa, report(), ids(), NOW)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"theme": "inconnu"}, Reason.STALE),
        ({"level": 4}, Reason.STALE),
        ({"level": -1}, Reason.STALE),
        ({"theme": "violence", "level": 0}, Reason.STALE),
        ({"way": Way("FR-XXX")}, Reason.STALE),
        ({"way": Way("national")}, Reason.NO_READER),
        ({"token": b"short"}, Reason.CARD_TOO_OLD),
        ({"text": ""}, Reason.CARD_TOO_OLD),
        ({"text": "x" * (LONGEST + 1)}, Reason.TEXT_TOO_LONG),
        ({"text": "x" * LONGEST}, None),
    ],
)
def test_what_makes_no_sense_leaves_nothing(tx: Transaction, change: dict[str, object], reason: Reason | None) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    draft = Draft(**{**vars(report()), **change})
    assert refused(lambda: reports.submit(tx, awa, draft, ids(), NOW)) == reason
    assert bool(sealed(tx)) == (reason is None)


def test_strangers_send_nothing_and_a_wrong_token_opens_nothing(tx: Transaction) -> None:
    somebody(tx, 2, "supervisor")
    assert refused(lambda: reports.submit(tx, STRANGER, report(), ids(), NOW)) == Reason.MEMBERS_ONLY
    assert refused(lambda: reports.writer(tx, STRANGER)) == Reason.MEMBERS_ONLY
    assert refused(lambda: reports.read_as_writer(tx, STRANGER, b"?" * 16)) == Reason.REPORT_GONE
    assert refused(lambda: reports.reply(tx, STRANGER, b"?" * 16, b"e" * 16, "x", NOW)) == Reason.REPORT_GONE
    assert sealed(tx) == 0


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.sampled_from(["FR-ARA", "FR-974", "national"]))
def test_a_delay_counts_working_days_of_the_box(today: date, box: str) -> None:
    assert reports.due(0, today, box) is None
    assert reports.due(3, today, box) == today
    for level, promised in ((1, 2), (2, 1)):
        due = reports.due(level, today, box)
        assert due
        assert workdays.is_workday(due, box)
        assert workdays.between(today, due, box) == promised


@pytest.mark.parametrize(
    ("region", "now", "day"),
    [
        ("FR-974", datetime(2026, 5, 31, 20, tzinfo=UTC), date(2026, 6, 1)),
        ("FR-972", datetime(2026, 6, 1, 3, tzinfo=UTC), date(2026, 5, 31)),
        ("FR-ARA", datetime(2026, 5, 31, 22, tzinfo=UTC), date(2026, 6, 1)),
    ],
)
def test_days_and_months_are_those_of_the_box(tx: Transaction, region: str, now: datetime, day: date) -> None:
    somebody(tx, 2, f"supervisor {region}")
    thread = reports.submit(tx, somebody(tx, 1, "peer_worker"), report(region=region), ids(), now)
    assert (thread.status_on, thread.month) == (day, f"{day:%Y-%m}")


def test_the_exchange_goes_on_and_what_is_new_waits_again(tx: Transaction) -> None:
    awa, samira = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    thread = reports.submit(tx, awa, report(), ids(), NOW)
    storage.vault.set_status(tx, thread.id, "announced", date(2026, 5, 26))
    inbox.answer(tx, samira, thread.id, b"r" * 16, "Bonjour", NOW)
    for _ in range(2):
        went_on = reports.reply(tx, STRANGER, report().token, b"e" * 16, "Merci", NOW + DAY)
        assert (went_on.status, went_on.due) == ("received", date(2026, 5, 29))
    kept = storage.vault.thread(tx, thread.id)
    assert kept
    assert (kept.status, kept.status_on) == ("answered", date(2026, 5, 26))
    said = reports.read_as_writer(tx, STRANGER, report().token)[1]
    assert [(entry.author, entry.text) for entry in said] == [
        ("writer", "Texte 1"),
        ("reader", "Bonjour"),
        ("writer", "Merci"),
    ]


def test_a_late_second_delivery_of_a_reply_does_not_announce_it_again(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    thread = reports.submit(tx, awa, report(), ids(), NOW)
    reports.reply(tx, awa, report().token, b"e" * 16, "Merci", NOW)
    reports.announce(tx, [1], ["FR-ARA"], NOW, lambda: "v")
    assert reports.reply(tx, awa, report().token, b"e" * 16, "Merci", NOW).status == "announced"
    assert storage.vault.unannounced(tx, [1]) == []
    assert storage.vault.thread(tx, thread.id) == reports.look(tx, awa, report().token, NOW).thread


def test_a_closed_report_and_a_long_text_take_no_reply(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    thread = reports.submit(tx, awa, report(), ids(), NOW)
    held = sealed(tx)
    with refuses(Reason.TEXT_TOO_LONG):
        reports.reply(tx, awa, report().token, b"e" * 16, "x" * (LONGEST + 1), NOW)
    storage.vault.set_status(tx, thread.id, "closed", date(2026, 5, 26))
    with refuses(Reason.REPORT_CLOSED):
        reports.reply(tx, awa, report().token, b"e" * 16, "x", NOW + 15 * DAY)
    assert sealed(tx) == held


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_the_community_database_is_the_same_whoever_writes_and_whenever(tx: Transaction, level: int) -> None:
    """Until it is announced no row changes; reading and answering change none either."""
    awa, luc, samira = (
        somebody(tx, n, role) for n, role in ((1, "peer_worker"), (2, "peer_worker"), (3, "supervisor"))
    )
    before = dump(tx)
    for number, (writer, now) in enumerate([(awa, NOW), (luc, NOW + 5 * HOUR)]):
        reports.writer(tx, writer)
        thread = reports.submit(tx, writer, report(number, level), ids(number), now)
        storage.vault.set_status(tx, thread.id, "announced", date(2026, 5, 26))
        inbox.waiting(tx, samira)
        inbox.open_as_reader(tx, samira, thread.id, now)
        inbox.answer(tx, samira, thread.id, number.to_bytes(16, "big"), "Bonjour", now)
        reports.read_as_writer(tx, writer, report(number).token)
        reports.reply(tx, writer, report(number).token, (number + 50).to_bytes(16, "big"), "Merci", now)
        assert dump(tx) == before


def test_a_month_has_its_key_before_its_first_message(tx: Transaction) -> None:
    last_evening = datetime(2031, 1, 31, 12, tzinfo=UTC)
    reports.make_keys(tx, ["FR-ARA", "national"], last_evening)
    assert {(box, f"2031-0{n}") for box in ("FR-ARA", "national") for n in (1, 2)} <= set(tx.keys.list())
