"""What the boxes' keys open is counted, and locked anew with another key without a word being lost."""

import pytest
from nacl.public import PrivateKey

from storage import vault, vault_keys
from storage.entries import Entry
from storage.keys import KeyLost
from tests.storage.vaults import BOX, NATIONAL, TEXT, OpenVault

MONTH = "2026-11"
KEY = (BOX, MONTH)


def test_reports_are_counted_by_the_key_that_opens_them(vault_of_either_kind: OpenVault) -> None:
    open_vault = vault_of_either_kind
    open_vault.add()
    open_vault.add(readers=[BOX, NATIONAL])
    with open_vault.begin() as tx:
        assert vault_keys.reports(tx) == {KEY: 2, (NATIONAL, MONTH): 1}
        assert set(vault_keys.reports(tx)) == vault.keys_in_use(tx)


def test_what_is_locked_anew_is_read_with_the_new_key_alone(vault_of_either_kind: OpenVault) -> None:
    open_vault, keys = vault_of_either_kind, vault_of_either_kind.keys
    report, other = open_vault.add(readers=[BOX, NATIONAL]), open_vault.add(box=NATIONAL, readers=[NATIONAL])
    old, successor = keys.private(*KEY), keys.successor(*KEY)
    with open_vault.begin() as tx:
        assert vault_keys.lock_anew(tx, KEY, old, successor) == 1
        assert vault_keys.lock_anew(tx, KEY, old, successor) == 0  # run again after an interruption
        with pytest.raises(KeyLost):
            vault.read_as_box(tx, report.id, BOX)
    keys.replace(*KEY)
    with open_vault.begin() as tx:
        assert vault.read_as_box(tx, report.id, BOX) == [Entry("writer", TEXT)]
        assert vault.append_as_box(tx, report.id, BOX, b"e" * 16, "reader", "Oui.")
        opened = vault.read_as_writer(tx, report.token)
        assert opened is not None
        assert [entry.text for entry in opened[1]] == [TEXT, "Oui."]
        for mine in (report, other):  # no other box notices
            assert vault.thread(tx, mine.id) is not None
        assert vault.read_as_box(tx, other.id, NATIONAL) == [Entry("writer", TEXT)]


def test_a_key_that_opens_nothing_changes_nothing(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    with vault_of_either_kind.begin() as tx:
        assert vault_keys.lock_anew(tx, KEY, PrivateKey.generate(), PrivateKey.generate().public_key) == 0
        assert vault.read_as_box(tx, report.id, BOX) == [Entry("writer", TEXT)]


def test_another_program_on_the_same_vault_is_noticed(vault_of_either_kind: OpenVault) -> None:
    open_vault = vault_of_either_kind
    with open_vault.begin() as tx:
        assert not vault_keys.others_are_connected(tx)
    if open_vault.engine.dialect.name == "postgresql":  # on SQLite the lock keeps it away
        with open_vault.engine.connect() as other, open_vault.begin() as tx:
            assert other.exec_driver_sql("SELECT 1").scalar() == 1
            assert vault_keys.others_are_connected(tx)
