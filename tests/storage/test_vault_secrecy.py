"""What a thief of the vault's files finds: no text, no token, no key, nothing to move or change unseen."""

import base64
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import sealing, vault
from storage.keys import KeyLost, Keyring
from storage.vault_schema import entries, threads, wraps
from tests.storage.vaults import BOX, NATIONAL, OpenVault, Report, Tx, opened, send

CANARY = "canari-d’épreuve-7f3a91"


def shapes(secret: bytes) -> Iterator[bytes]:
    """A secret as it could lie in a file."""
    yield from (secret, secret[::-1], secret.hex().encode(), secret.hex().upper().encode())
    yield base64.b64encode(secret).rstrip(b"=")[:-1]
    yield base64.b32encode(secret).rstrip(b"=")[:-1]


def found(folder: Path, *canaries: bytes) -> set[str]:
    """The files that hold one of these secrets in any shape; the keys' folder is not the thief's."""
    wanted = [shape for secret in canaries for shape in shapes(secret)]
    files = [file for file in folder.rglob("*") if file.is_file() and "keys" not in file.parts]
    assert files
    return {file.name for file in files if any(shape in file.read_bytes() for shape in wanted)}


def words() -> list[bytes]:
    return [CANARY.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]


def test_no_text_token_or_key_is_ever_in_the_files(vault_file: OpenVault, tmp_path: Path) -> None:
    report = vault_file.add(CANARY * 3)
    private = bytes(vault_file.keys.private(BOX, "2026-11"))
    second = Report(*(secrets.token_bytes(16) for _ in range(3)))
    hidden = [*words(), report.token, second.token, private]
    journal = tmp_path / "vault.db-journal"
    with vault_file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA cache_size=1")  # so that pages reach the file before the commit
        tx = Tx(connection, vault_file.keys)
        send(tx, second, CANARY * 200)
        vault.append_as_writer(tx, report.token, secrets.token_bytes(16), CANARY)
        vault.append_as_box(tx, report.id, BOX, secrets.token_bytes(16), "note", CANARY)
        assert journal.stat().st_size > 0
        assert found(tmp_path, *hidden) == set()
        assert found(tmp_path, second.id) == {"vault.db"}
        connection.commit()
    assert found(tmp_path, *hidden) == set()
    assert journal.stat().st_size == 0


def test_the_search_would_find_them(vault_file: OpenVault, tmp_path: Path) -> None:
    report = vault_file.add()
    assert found(tmp_path, report.id) == {"vault.db"}
    for leak in (CANARY.encode(), base64.b64encode(report.token), report.token.hex().encode()):
        with vault_file.begin() as tx:
            row = {"id": secrets.token_bytes(16), "thread_id": report.id, "sealed": leak}
            tx.vault.execute(sa.insert(entries), row)
        assert found(tmp_path, *words(), report.token) == {"vault.db"}
        with vault_file.begin() as tx:
            tx.vault.execute(sa.delete(entries).where(entries.c.id == row["id"]))
        assert found(tmp_path, *words(), report.token) == set()


def test_nothing_of_an_erased_report_stays(vault_file: OpenVault, tmp_path: Path) -> None:
    kept = [vault_file.add("x" * 3000) for _ in range(5)]
    report = vault_file.add("x" * 9000)
    with vault_file.begin() as tx:
        traces = [report.id, report.entry_id, sealing.lookup(report.token)]
        for table in (wraps, entries):
            sealed = tx.vault.scalars(sa.select(table.c.sealed).where(table.c.thread_id == report.id))
            traces += [part for one in sealed for part in (one[:16], one[-16:])]
        vault.erase(tx, report.id)
        assert len(traces) == 3 + 2 * 3
    assert found(tmp_path, *traces) == set()
    assert all(found(tmp_path, one.id) for one in kept)


def test_an_old_copy_closes_with_its_months_key(vault_file: OpenVault, tmp_path: Path) -> None:
    report = vault_file.add(readers=[BOX, NATIONAL])
    (tmp_path / "backup").mkdir()
    copy = shutil.copy(tmp_path / "vault.db", tmp_path / "backup" / "vault.db")
    with vault_file.begin() as tx:
        vault.erase(tx, report.id)
        assert vault.keys_in_use(tx) == set()
    for box in (BOX, NATIONAL):
        vault_file.keys.destroy(box, "2026-11")
    with opened(f"sqlite:///{copy}", tmp_path / "keys") as old, old.begin() as tx:
        assert len(vault.in_boxes(tx, [BOX], vault.STATUSES)) == 1
        for box in (BOX, NATIONAL):
            with pytest.raises(KeyLost):
                vault.read_as_box(tx, report.id, box)


def test_a_copy_with_the_keys_of_another_place_stays_closed(vault_file: OpenVault, tmp_path: Path) -> None:
    report = vault_file.add()
    elsewhere = Keyring(tmp_path / "other" / "keys")
    elsewhere.public(BOX, "2026-11")
    with vault_file.engine.begin() as connection, pytest.raises(KeyLost):
        vault.read_as_box(Tx(connection, elsewhere), report.id, BOX)


def test_a_changed_text_is_seen(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    with vault_of_either_kind.begin() as tx:
        sealed = bytearray(tx.vault.scalars(sa.select(entries.c.sealed)).one())
        sealed[40] ^= 1
        tx.vault.execute(sa.update(entries).values(sealed=bytes(sealed)))
        with pytest.raises(sealing.Tampered):
            vault.read_as_box(tx, report.id, BOX)
        with pytest.raises(sealing.Tampered):
            vault.read_as_writer(tx, report.token)


def test_a_text_put_into_another_report_is_seen(vault_of_either_kind: OpenVault) -> None:
    one, other = vault_of_either_kind.add(), vault_of_either_kind.add()
    with vault_of_either_kind.begin() as tx:
        tx.vault.execute(sa.update(entries).where(entries.c.id == one.entry_id).values(thread_id=other.id))
        with pytest.raises(sealing.Tampered):
            vault.read_as_box(tx, other.id, BOX)


def test_a_text_put_in_the_place_of_another_is_seen(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add("un")
    second = secrets.token_bytes(16)
    with vault_of_either_kind.begin() as tx:
        vault.append_as_writer(tx, report.token, second, "deux")
        of_second = sa.select(entries.c.sealed).where(entries.c.id == second).scalar_subquery()
        tx.vault.execute(sa.update(entries).values(sealed=of_second))
        with pytest.raises(sealing.Tampered):
            vault.read_as_box(tx, report.id, BOX)


def test_a_key_put_into_another_report_opens_nothing(vault_of_either_kind: OpenVault) -> None:
    mine, theirs = vault_of_either_kind.add(), vault_of_either_kind.add(readers=[BOX, NATIONAL])
    with vault_of_either_kind.begin() as tx:
        nationals = wraps.c.reader == f"{NATIONAL}/2026-11"
        tx.vault.execute(sa.update(wraps).where(nationals).values(thread_id=mine.id))
        with pytest.raises(KeyLost):
            vault.read_as_box(tx, mine.id, NATIONAL)
        with pytest.raises(vault.NotForThisBox):
            vault.read_as_box(tx, theirs.id, NATIONAL)


def test_lengths_under_a_step_are_all_alike(vault_of_either_kind: OpenVault) -> None:
    for text in ("", "a", "Au secours.", "é" * 490):
        vault_of_either_kind.add(text)
    with vault_of_either_kind.begin() as tx:
        assert set(tx.vault.scalars(sa.select(sa.func.length(entries.c.sealed)))) == {24 + 1024 + 16}
        assert len(set(tx.vault.scalars(sa.select(threads.c.lookup)))) == 4
