"""How many reports came is counted once each, outlives them, and says nothing finer than a month."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import sqlalchemy as sa

import storage.tallies
from storage import engines, migrate, vault
from storage.tallies import Tally
from storage.vault_schema import tallies as table
from storage.vault_schema import threads
from tests.storage.conftest import Urls
from tests.storage.vaults import BOX, DEPUTY, NATIONAL, TODAY, OpenVault, Report, Tx, send


def fresh() -> Report:
    return Report(*(secrets.token_bytes(16) for _ in range(3)))


def tallies(opened: OpenVault) -> set[Tally]:
    with opened.begin() as tx:
        found = storage.tallies.every(tx)
    assert len(found) == len(set(found))
    return set(found)


def test_reports_are_counted_by_box_month_and_theme(vault_of_either_kind: OpenVault) -> None:
    assert tallies(vault_of_either_kind) == set()
    for _ in range(3):
        vault_of_either_kind.add(readers=[BOX, NATIONAL])
    vault_of_either_kind.add(theme="violence", level=3)
    vault_of_either_kind.add(box=DEPUTY, readers=[DEPUTY])
    vault_of_either_kind.add(today=date(2026, 12, 1))
    assert tallies(vault_of_either_kind) == {
        Tally(BOX, "2026-11", "isolement", 3),
        Tally(BOX, "2026-11", "violence", 1),
        Tally(DEPUTY, "2026-11", "isolement", 1),
        Tally(BOX, "2026-12", "isolement", 1),
    }


def test_a_second_delivery_is_not_counted(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    other = fresh()
    again = (
        report,
        Report(report.token, other.id, other.entry_id),
        Report(other.token, other.id, report.entry_id),
    )
    with vault_of_either_kind.begin() as tx:
        assert [send(tx, delivery) for delivery in again] == [False, False, False]
        vault.append_as_writer(tx, report.token, secrets.token_bytes(16), "suite")
    assert tallies(vault_of_either_kind) == {Tally(BOX, "2026-11", "isolement", 1)}


def test_an_erased_report_still_counts(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    with vault_of_either_kind.begin() as tx:
        vault.erase(tx, report.id)
    assert tallies(vault_of_either_kind) == {Tally(BOX, "2026-11", "isolement", 1)}


def test_what_is_undone_is_not_counted(vault_of_either_kind: OpenVault) -> None:
    with vault_of_either_kind.engine.connect() as connection, connection.begin() as transaction:
        assert send(Tx(connection, vault_of_either_kind.keys), fresh())
        transaction.rollback()
    assert tallies(vault_of_either_kind) == set()


def test_reports_at_the_same_moment_are_all_counted(vault_of_either_kind: OpenVault) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: vault_of_either_kind.add(), range(12)))
    assert tallies(vault_of_either_kind) == {Tally(BOX, "2026-11", "isolement", 12)}


def test_months_are_forgotten_up_to_one(vault_of_either_kind: OpenVault) -> None:
    for month in (10, 11, 12):
        vault_of_either_kind.add(today=date(2026, month, 5))
    with vault_of_either_kind.begin() as tx:
        assert storage.tallies.forget(tx, "2026-09") == 0
        assert storage.tallies.forget(tx, "2026-11") == 2
    assert tallies(vault_of_either_kind) == {Tally(BOX, "2026-12", "isolement", 1)}


def test_the_step_to_this_version_counts_what_is_there(urls: Urls) -> None:
    engine = engines.vault_engine(urls.vault)
    migrate.apply(engine, migrate.FOLDERS["vault"], "0001")
    fixed = {"box": BOX, "month": "2026-11", "level": 1, "status": "received", "status_on": TODAY}
    with engine.begin() as connection:
        for theme in ("isolement", "autre", "isolement"):
            own = {"id": secrets.token_bytes(16), "lookup": secrets.token_bytes(32), "theme": theme}
            connection.execute(sa.insert(threads).values({**fixed, **own}))
    migrate.upgrade(engine, "vault")
    with engine.begin() as connection:
        found = {(row.month, row.theme): row.reports for row in connection.execute(sa.select(table))}
    assert found == {("2026-11", "isolement"): 2, ("2026-11", "autre"): 1}
    engine.dispose()
