"""A report is found by its writer's token, read by its boxes only, written once however often it comes."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from storage import vault
from storage.entries import Author, Entry
from storage.keys import KeyLost
from storage.vault import Thread
from storage.vault_schema import entries, threads, wraps
from tests.storage.vaults import BOX, DEPUTY, NATIONAL, TEXT, TODAY, OpenVault, Report, Tx, send

LATER = date(2026, 12, 3)


@pytest.fixture
def open_vault(vault_of_either_kind: OpenVault) -> OpenVault:
    return vault_of_either_kind


def fresh() -> bytes:
    return secrets.token_bytes(16)


def test_the_writer_finds_and_reads_the_report(open_vault: OpenVault) -> None:
    report = open_vault.add()
    expected = Thread(report.id, BOX, "2026-11", "isolement", 1, "received", None, TODAY)
    with open_vault.begin() as tx:
        assert vault.find(tx, report.token) == expected
        assert vault.thread(tx, report.id) == expected
        assert vault.read_as_writer(tx, report.token) == (expected, [Entry("writer", TEXT)])


def test_another_token_finds_nothing(open_vault: OpenVault) -> None:
    open_vault.add()
    with open_vault.begin() as tx:
        assert vault.find(tx, fresh()) is None
        assert vault.thread(tx, fresh()) is None
        assert vault.read_as_writer(tx, fresh()) is None
        with pytest.raises(vault.NoSuchThread):
            vault.append_as_writer(tx, fresh(), fresh(), "encore")


def test_only_the_boxes_it_is_wrapped_for_read_it(open_vault: OpenVault) -> None:
    report = open_vault.add(readers=[BOX, NATIONAL, BOX])
    with open_vault.begin() as tx:
        for box in (BOX, NATIONAL):
            assert vault.read_as_box(tx, report.id, box) == [Entry("writer", TEXT)]
        tx.keys.public(DEPUTY, "2026-11")
        for thread_id, box in [(report.id, DEPUTY), (report.id, "writer"), (fresh(), BOX)]:
            with pytest.raises(vault.NotForThisBox):
                vault.read_as_box(tx, thread_id, box)
            with pytest.raises(vault.NotForThisBox):
                vault.append_as_box(tx, thread_id, box, fresh(), "reader", "bonjour")


def test_a_conversation_is_read_in_its_order(open_vault: OpenVault) -> None:
    report = open_vault.add("un")
    with open_vault.begin() as tx:
        for n in range(12):
            assert vault.append_as_box(tx, report.id, BOX, fresh(), "reader", f"réponse {n}")
            assert vault.append_as_box(tx, report.id, BOX, fresh(), "note", f"note {n}")
            assert vault.append_as_writer(tx, report.token, fresh(), f"suite {n}")
        held = vault.read_as_box(tx, report.id, BOX)
        assert vault.release(tx, report.id)
        box = vault.read_as_box(tx, report.id, BOX)
        writer = vault.read_as_writer(tx, report.token)
    assert writer is not None
    expected = [Entry("writer", "un")]
    for n in range(12):
        said: list[tuple[Author, str]] = [("reader", "réponse"), ("note", "note"), ("writer", "suite")]
        expected += [Entry(author, f"{text} {n}") for author, text in said]
    assert box == expected
    assert held == [entry for entry in expected if not entry.text.startswith("suite")]
    assert writer[1] == [entry for entry in expected if entry.author != "note"]


def test_a_second_delivery_changes_nothing(open_vault: OpenVault) -> None:
    report = open_vault.add()
    answer, more = fresh(), fresh()
    for first in (True, False):
        with open_vault.begin() as tx:
            assert send(tx, report) is False
            assert send(tx, Report(report.token, fresh(), fresh()), "autre") is False
            assert send(tx, Report(fresh(), fresh(), report.entry_id), "autre") is False
            assert vault.append_as_box(tx, report.id, BOX, answer, "reader", "bonjour") is first
            assert vault.append_as_writer(tx, report.token, more, "merci") is first
    with open_vault.begin() as tx:
        assert [vault.held(tx, report.id), vault.release(tx, report.id), vault.held(tx, report.id)] == [
            True,
            True,
            False,
        ]
        assert [entry.text for entry in vault.read_as_box(tx, report.id, BOX)] == [TEXT, "bonjour", "merci"]
        assert len(vault.in_boxes(tx, [BOX], vault.STATUSES)) == 1


@pytest.mark.parametrize("text", ["", "é" * 4096, "fin \ud83d", "\x00\n\x80", "👩🏽‍🦽"])
def test_every_text_comes_back_as_it_was(open_vault: OpenVault, text: str) -> None:
    report = open_vault.add(text)
    with open_vault.begin() as tx:
        assert vault.read_as_box(tx, report.id, BOX) == [Entry("writer", text)]


def test_a_box_lists_its_own_reports_by_status(open_vault: OpenVault) -> None:
    one, two, other = open_vault.add(), open_vault.add(), open_vault.add(box=DEPUTY, readers=[DEPUTY, BOX])
    with open_vault.begin() as tx:
        vault.set_status(tx, two.id, "announced", TODAY)
        assert [thread.id for thread in vault.in_boxes(tx, [BOX], ["received"])] == [one.id]
        assert [thread.id for thread in vault.in_boxes(tx, [BOX], ["announced", "read"])] == [two.id]
        assert [thread.id for thread in vault.in_boxes(tx, [DEPUTY], vault.STATUSES)] == [other.id]
        assert vault.in_boxes(tx, [NATIONAL], vault.STATUSES) == []
        assert vault.in_boxes(tx, [BOX], []) == []


def test_a_list_is_in_the_order_of_random_ids(open_vault: OpenVault) -> None:
    reports = [open_vault.add() for _ in range(20)]
    with open_vault.begin() as tx:
        listed = [thread.id for thread in vault.in_boxes(tx, [BOX], ["received"])]
        assert listed == sorted(report.id for report in reports)
        assert [thread.id for thread in vault.unannounced(tx, [1])] == listed


def test_a_report_without_a_wrap_for_its_box_is_in_no_list(open_vault: OpenVault) -> None:
    report = open_vault.add(readers=[BOX, NATIONAL])
    with open_vault.begin() as tx:
        vault.set_status(tx, report.id, "announced", TODAY)
        tx.vault.execute(sa.delete(wraps).where(wraps.c.reader == f"{BOX}/2026-11"))
        assert vault.in_boxes(tx, [BOX], vault.STATUSES) == []
        with pytest.raises(vault.NotForThisBox):
            vault.read_as_box(tx, report.id, BOX)


def test_handed_on_it_is_read_by_the_other_box_only(open_vault: OpenVault) -> None:
    report = open_vault.add()
    with open_vault.begin() as tx:
        vault.set_taken(tx, report.id, True)
        vault.hand_on(tx, report.id, BOX, DEPUTY, fresh())
        assert vault.read_as_box(tx, report.id, DEPUTY) == [Entry("writer", TEXT), Entry("moved", "")]
        with pytest.raises(vault.NotForThisBox):
            vault.read_as_box(tx, report.id, BOX)
        assert tx.vault.execute(sa.select(wraps.c.reader).order_by(wraps.c.reader)).scalars().all() == [
            f"{DEPUTY}/2026-11",
            "writer",
        ]
        found = vault.find(tx, report.token)
        assert found
        assert (found.box, found.taken) == (DEPUTY, False)
        for box, to in ((BOX, NATIONAL), (DEPUTY, DEPUTY)):
            with pytest.raises(vault.NotForThisBox):
                vault.hand_on(tx, report.id, box, to, fresh())


def test_who_must_not_read_is_sealed_with_the_text(open_vault: OpenVault) -> None:
    apart, open_to_all = open_vault.add(aside="FR-973"), open_vault.add()
    with open_vault.begin() as tx:
        vault.append_as_writer(tx, apart.token, fresh(), "encore")
        assert [vault.aside(tx, each.id, BOX) for each in (apart, open_to_all)] == ["FR-973", None]
        assert {len(sealed) for sealed in tx.vault.execute(sa.select(entries.c.sealed)).scalars()} == {
            len(tx.vault.execute(sa.select(entries.c.sealed)).scalars().first() or b"")
        }
        for table in (threads, wraps, entries):
            assert "FR-973" not in repr(tx.vault.execute(sa.select(table)).all())


def test_a_lost_key_is_wrapped_again_by_the_writer(open_vault: OpenVault) -> None:
    report = open_vault.add()
    with open_vault.begin() as tx:
        found = vault.find(tx, report.token)
        assert found
        assert not vault.lost(tx, found)
        tx.keys.destroy(BOX, "2026-11")
        assert vault.lost(tx, found)
        for _ in range(2):
            assert vault.wrap_again(tx, report.token) == found
            assert vault.read_as_box(tx, report.id, BOX) == [Entry("writer", TEXT)]
        with pytest.raises(vault.NoSuchThread):
            vault.wrap_again(tx, fresh())


def test_taking_care_is_a_mark(open_vault: OpenVault) -> None:
    report = open_vault.add()
    with open_vault.begin() as tx:
        assert [vault.set_taken(tx, report.id, mark) for mark in (False, True, True, False)] == [
            False,
            True,
            False,
            True,
        ]


def test_what_is_to_announce_goes_by_level(open_vault: OpenVault) -> None:
    reports = [open_vault.add(level=level) for level in (0, 1, 2, 3)]
    with open_vault.begin() as tx:
        assert {thread.level for thread in vault.unannounced(tx, [0, 1])} == {0, 1}
        vault.set_status(tx, reports[2].id, "announced", TODAY)
        assert [thread.id for thread in vault.unannounced(tx, [2, 3])] == [reports[3].id]
        assert vault.unannounced(tx, []) == []


def test_a_status_moves_once(open_vault: OpenVault) -> None:
    report = open_vault.add()
    with open_vault.begin() as tx:
        assert vault.set_status(tx, report.id, "read", LATER) is True
        assert vault.set_status(tx, report.id, "read", date(2027, 1, 1)) is False
        assert vault.set_status(tx, fresh(), "read", LATER) is False
        found = vault.find(tx, report.token)
        assert found is not None
        assert (found.status, found.status_on) == ("read", LATER)
        with pytest.raises(ValueError, match="not a status"):
            vault.set_status(tx, report.id, "lost", LATER)  # type: ignore[arg-type]


def test_an_erased_report_is_gone_with_all_it_had(open_vault: OpenVault) -> None:
    report, kept = open_vault.add(), open_vault.add(box=DEPUTY, readers=[DEPUTY])
    with open_vault.begin() as tx:
        assert vault.keys_in_use(tx) == {(BOX, "2026-11"), (DEPUTY, "2026-11")}
        vault.erase(tx, report.id)
        vault.erase(tx, report.id)
        assert vault.find(tx, report.token) is None
        assert vault.keys_in_use(tx) == {(DEPUTY, "2026-11")}
        tables = (wraps, entries)
        counts = [tx.vault.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables]
        assert counts == [2, 1]
        assert vault.read_as_box(tx, kept.id, DEPUTY) == [Entry("writer", TEXT)]


def test_the_month_of_the_day_chooses_the_key(open_vault: OpenVault) -> None:
    november, december = open_vault.add(), open_vault.add(today=LATER)
    open_vault.keys.destroy(BOX, "2026-11")
    with open_vault.begin() as tx:
        assert vault.read_as_box(tx, december.id, BOX) == [Entry("writer", TEXT)]
        with pytest.raises(KeyLost):
            vault.read_as_box(tx, november.id, BOX)
        found = vault.read_as_writer(tx, november.token)
        assert found is not None
        assert found[1] == [Entry("writer", TEXT)]


def test_another_key_in_the_place_of_the_lost_one_is_a_lost_key(open_vault: OpenVault) -> None:
    report = open_vault.add()
    open_vault.keys.destroy(BOX, "2026-11")
    open_vault.add()
    with open_vault.begin() as tx, pytest.raises(KeyLost):
        vault.read_as_box(tx, report.id, BOX)


def test_a_report_its_own_box_could_not_read_is_refused(open_vault: OpenVault) -> None:
    with pytest.raises(ValueError, match="readable by the box"):
        open_vault.add(readers=[NATIONAL])


def test_what_is_undone_leaves_nothing(open_vault: OpenVault) -> None:
    report = Report(fresh(), fresh(), fresh())
    with open_vault.engine.connect() as connection, connection.begin() as transaction:
        assert send(Tx(connection, open_vault.keys), report)
        transaction.rollback()
    with open_vault.begin() as tx:
        assert vault.find(tx, report.token) is None


def test_deliveries_at_the_same_moment_are_written_once(open_vault: OpenVault) -> None:
    report, answer = Report(fresh(), fresh(), fresh()), fresh()

    def deliver(own: bytes) -> tuple[bool, bool, bool]:
        with open_vault.begin() as tx:
            sent = send(tx, report)
        with open_vault.begin() as tx:
            repeated = vault.append_as_box(tx, report.id, BOX, answer, "reader", "bonjour")
        with open_vault.begin() as tx:
            return sent, repeated, vault.append_as_writer(tx, report.token, own, "merci")

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(deliver, [fresh() for _ in range(4)]))
    assert [sum(column) for column in zip(*results, strict=True)] == [1, 1, 4]
    with open_vault.begin() as tx:
        assert vault.release(tx, report.id)
        assert len(vault.read_as_box(tx, report.id, BOX)) == 6
