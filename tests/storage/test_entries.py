"""A photo among the texts of a report: sealed as they are, all of one size, opened by its id alone."""

import secrets
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import entries, sealing, vault
from storage.entries import Entry
from storage.vault_schema import entries as rows
from tests.storage.test_vault_secrecy import found
from tests.storage.vaults import BOX, NATIONAL, TEXT, OpenVault, Report

PHOTO = b"\xff\xd8 the photo\n{" + bytes(range(256)) * 400 + b"canary-of-the-pixels"


def add(vault_: OpenVault, report: Report, photo: bytes = PHOTO) -> bytes:
    """A photo of its writer's; returns its id."""
    entry_id = secrets.token_bytes(16)
    with vault_.begin() as tx:
        assert vault.append_as_writer(tx, report.token, entry_id, "", photo)
        assert not vault.append_as_writer(tx, report.token, entry_id, "", b"again")
    return entry_id


def test_it_stands_in_its_place_and_opens_by_its_id(vault_of_either_kind: OpenVault) -> None:
    report, other = vault_of_either_kind.add(), vault_of_either_kind.add()
    photo = add(vault_of_either_kind, report)
    with vault_of_either_kind.begin() as tx:
        vault.append_as_writer(tx, report.token, secrets.token_bytes(16), "après")
        vault.release(tx, report.id)
        expected = [Entry("writer", TEXT), Entry("writer", "", photo), Entry("writer", "après")]
        assert vault.read_as_box(tx, report.id, BOX) == expected
        assert vault.photo_as_box(tx, report.id, BOX, photo) == PHOTO
        assert vault.photo_as_writer(tx, report.token, photo) == PHOTO
        assert entries.photos(tx, report.id) == {photo}
        for nothing in (
            vault.photo_as_writer(tx, other.token, photo),
            vault.photo_as_writer(tx, secrets.token_bytes(16), photo),
            vault.photo_as_writer(tx, report.token, report.entry_id),
            vault.photo_as_box(tx, other.id, BOX, photo),
        ):
            assert nothing == b""
        with pytest.raises(vault.NotForThisBox):
            vault.photo_as_box(tx, report.id, NATIONAL, photo)


def test_held_it_is_its_writers_alone(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    photo = add(vault_of_either_kind, report)
    with vault_of_either_kind.begin() as tx:
        assert vault.photo_as_box(tx, report.id, BOX, photo) == b""
        assert vault.read_as_box(tx, report.id, BOX) == [Entry("writer", TEXT)]
        assert vault.photo_as_writer(tx, report.token, photo) == PHOTO


def test_it_goes_with_the_report_to_another_box(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add(aside="FR-BRE")
    photo = add(vault_of_either_kind, report)
    with vault_of_either_kind.begin() as tx:
        vault.release(tx, report.id)
        vault.hand_on(tx, report.id, BOX, NATIONAL, secrets.token_bytes(16))
        assert vault.aside(tx, report.id, NATIONAL) == "FR-BRE"
        assert vault.photo_as_box(tx, report.id, NATIONAL, photo) == PHOTO
        with pytest.raises(vault.NotForThisBox):
            vault.photo_as_box(tx, report.id, BOX, photo)


def test_photos_are_all_of_one_size(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    ids = [add(vault_of_either_kind, report, bytes([1]) * size) for size in (1, 5000, 240 * 1024)]
    with vault_of_either_kind.begin() as tx:
        sizes = sa.select(sa.func.length(rows.c.sealed)).where(rows.c.id.in_(ids))
        assert list(tx.vault.scalars(sizes)) == [24 + sealing.PHOTO_STEP + 16] * 3


def test_a_photo_in_the_place_of_another_is_seen(vault_of_either_kind: OpenVault) -> None:
    report = vault_of_either_kind.add()
    one, other = add(vault_of_either_kind, report, b"one"), add(vault_of_either_kind, report, b"other")
    with vault_of_either_kind.begin() as tx:
        of_other = sa.select(rows.c.sealed).where(rows.c.id == other).scalar_subquery()
        tx.vault.execute(sa.update(rows).where(rows.c.id == one).values(sealed=of_other))
        with pytest.raises(sealing.Tampered):
            vault.photo_as_writer(tx, report.token, one)


def test_nothing_of_it_is_in_the_files_nor_stays_when_it_is_erased(vault_file: OpenVault, tmp_path: Path) -> None:
    report = vault_file.add()
    photo = add(vault_file, report)
    with vault_file.begin() as tx:
        sealed = tx.vault.scalars(sa.select(rows.c.sealed).where(rows.c.id == photo)).one()
    parts = [sealed[at : at + 32] for at in (0, len(sealed) // 2, len(sealed) - 32)]
    assert found(tmp_path, b"the photo", b"canary-of-the-pixels", PHOTO[1000:1032]) == set()
    assert found(tmp_path, parts[0]) == {"vault.db"}
    with vault_file.begin() as tx:
        vault.erase(tx, report.id)
    assert found(tmp_path, *parts, photo) == set()
