"""The boxes' private keys: made once whoever asks, kept from others, gone when destroyed."""

import os
import stat
from pathlib import Path

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox

from storage.keys import KeyLost, Keyring
from storage.trouble import Trouble
from tests.storage import others

BOX, MONTH = "FR-ARA", "2026-11"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_made_when_first_needed_and_stays(folder: Path) -> None:
    public = Keyring(folder).public(BOX, MONTH)
    again = Keyring(folder)
    assert again.public(BOX, MONTH) == public
    assert again.private(BOX, MONTH).public_key == public
    assert again.list() == ((BOX, MONTH),)


def test_only_the_owner_may_enter_and_read(folder: Path) -> None:
    Keyring(folder).public(BOX, MONTH)
    assert [mode(place) for place in (folder, folder / BOX)] == [0o700, 0o700]
    assert mode(folder / BOX / f"{MONTH}.key") == 0o600
    assert [file.name for file in (folder / BOX).iterdir()] == [f"{MONTH}.key"]


def test_every_box_and_month_has_its_own(folder: Path) -> None:
    ring = Keyring(folder)
    pairs = [("FR-ARA", "2026-11"), ("FR-ARA", "2026-12"), ("national", "2026-11")]
    assert len({bytes(ring.public(*pair)) for pair in pairs}) == 3
    assert ring.list() == tuple(pairs)


def test_a_missing_key_is_lost_and_not_made_by_reading(folder: Path) -> None:
    ring = Keyring(folder)
    with pytest.raises(KeyLost):
        ring.private(BOX, MONTH)
    assert ring.list() == ()
    assert not folder.exists()


def test_a_destroyed_key_is_gone_for_every_process(folder: Path) -> None:
    one, other = Keyring(folder), Keyring(folder)
    sealed = SealedBox(one.public(BOX, MONTH)).encrypt(b"text")
    assert SealedBox(other.private(BOX, MONTH)).decrypt(sealed) == b"text"
    one.destroy(BOX, MONTH)
    one.destroy(BOX, MONTH)
    for ring in (one, other):
        with pytest.raises(KeyLost):
            ring.private(BOX, MONTH)
    assert list((folder / BOX).iterdir()) == []
    assert other.public(BOX, MONTH) != PrivateKey(b"0" * 32).public_key


def test_a_new_key_in_the_place_of_a_cached_one_is_noticed(folder: Path) -> None:
    one, other = Keyring(folder), Keyring(folder)
    first = one.public(BOX, MONTH)
    other.destroy(BOX, MONTH)
    second = other.public(BOX, MONTH)
    assert one.public(BOX, MONTH) == second != first


@pytest.mark.parametrize("opened", ["file", "box", "folder"])
def test_a_key_open_to_others_is_refused(folder: Path, opened: str) -> None:
    ring = Keyring(folder)
    ring.public(BOX, MONTH)
    ring.check()
    file = folder / BOX / f"{MONTH}.key"
    place = {"file": file, "box": file.parent, "folder": folder}[opened]
    place.chmod(0o640 if opened == "file" else 0o755)
    for refused in (lambda: ring.private(BOX, MONTH), lambda: ring.public(BOX, MONTH), ring.check):
        with pytest.raises(Trouble, match="is open to others: run chmod"):
            refused()


def test_a_folder_that_was_open_before_is_refused(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(Trouble, match="chmod 700"):
        Keyring(folder).public(BOX, MONTH)


def test_a_damaged_key_is_not_replaced(folder: Path) -> None:
    Keyring(folder).public(BOX, MONTH)
    file = folder / BOX / f"{MONTH}.key"
    file.write_bytes(b"short")
    with pytest.raises(Trouble, match="damaged"):
        Keyring(folder).public(BOX, MONTH)
    assert file.read_bytes() == b"short"


def test_a_place_that_can_hold_no_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="cannot be read: Not a directory"):
        Keyring(tmp_path / "file" / "keys").public(BOX, MONTH)
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / BOX).symlink_to(tmp_path / "nowhere")
    with pytest.raises(Trouble, match="No key can be made"):
        Keyring(tmp_path / "keys").public(BOX, MONTH)


@pytest.mark.parametrize(
    ("box", "month"),
    [("..", MONTH), ("a/b", MONTH), ("", MONTH), (BOX, "../2026"), (BOX, "2026-1"), (BOX, "٢٠٢٦-١١")],
)
def test_names_that_could_leave_the_folder_are_refused(folder: Path, box: str, month: str) -> None:
    with pytest.raises(ValueError, match="a box is"):
        Keyring(folder).public(box, month)


def test_a_copied_key_opens_the_same_and_replaces_no_other(folder: Path, tmp_path: Path) -> None:
    ring, copy = Keyring(folder), Keyring(tmp_path / "copy")
    ring.public(BOX, MONTH)
    for _ in range(2):
        copy.put(BOX, MONTH, ring.private(BOX, MONTH))
    assert copy.private(BOX, MONTH) == ring.private(BOX, MONTH)
    assert (mode(tmp_path / "copy"), copy.mode(BOX, MONTH)) == (0o700, 0o600)
    with pytest.raises(Trouble, match="is another key: it was left as it is"):
        copy.put(BOX, MONTH, PrivateKey.generate())
    assert copy.private(BOX, MONTH) == ring.private(BOX, MONTH)


def test_a_successor_waits_until_it_replaces_the_key_in_every_process(folder: Path) -> None:
    ring, other = Keyring(folder), Keyring(folder)
    old, new = ring.public(BOX, MONTH), ring.successor(BOX, MONTH)
    assert old == other.public(BOX, MONTH) != new == other.successor(BOX, MONTH)
    assert ring.list() == ((BOX, MONTH),)
    for _ in range(2):
        other.replace(BOX, MONTH)
        assert ring.public(BOX, MONTH) == other.public(BOX, MONTH) == new
    assert [file.name for file in (folder / BOX).iterdir()] == [f"{MONTH}.key"]
    assert ring.successor(BOX, MONTH) not in (old, new)


def test_a_destroyed_key_leaves_no_successor(folder: Path) -> None:
    ring = Keyring(folder)
    ring.public(BOX, MONTH)
    ring.successor(BOX, MONTH)
    ring.destroy(BOX, MONTH)
    assert list((folder / BOX).iterdir()) == []
    with pytest.raises(KeyLost):
        ring.mode(BOX, MONTH)


@pytest.mark.slow
def test_processes_that_make_the_same_keys_at_once_agree(folder: Path, tmp_path: Path) -> None:
    months = [f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)]
    results = [tmp_path / f"result{n}" for n in range(4)]
    assert others.at_once(others.make_keys, [folder] * 4, [BOX] * 4, [months] * 4, results) == [0] * 4
    assert len({result.read_bytes() for result in results}) == 1
    assert len(os.listdir(folder / BOX)) == len(months)
    assert all(isinstance(Keyring(folder).public(BOX, month), PublicKey) for month in months)
