"""`entrepairs keys`: what is listed, made, replaced, copied and destroyed, and what is refused."""

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from storage import engines, vault
from storage.entries import Entry
from storage.keys import Keyring
from tests.edge.shell import Shell, configure, trouble
from tests.storage.vaults import BOX, NATIONAL, TEXT, Report, opened

TODAY = datetime.now(UTC).date()
MONTH = f"{TODAY:%Y-%m}"
NEXT = f"{TODAY.replace(day=1) + timedelta(days=32):%Y-%m}"
LONG_AGO, THEN = date(2026, 3, 5), "2026-03"
VAULT = "sqlite:///data/vault.db"


@pytest.fixture
def report(shell: Shell) -> Report:
    """A configuration, and one report of March 2026 that region and nation can read."""
    configure()
    Path("data").mkdir(mode=0o700)
    with opened(VAULT, Path("keys")) as place:
        return place.add(readers=[BOX, NATIONAL], today=LONG_AGO)


def read(report: Report, box: str = BOX) -> list[Entry]:
    with opened(VAULT, Path("keys")) as place, place.begin() as tx:
        return vault.read_as_box(tx, report.id, box)


@pytest.mark.usefixtures("report")
def test_list_says_what_is_in_use_open_and_lost(shell: Shell) -> None:
    Keyring(Path("keys")).public(BOX, "2026-04")
    Path("keys/FR-ARA/2026-04.key").chmod(0o640)
    Path("keys/national/2026-03.key").unlink()
    ended = shell("keys", "list")
    assert (ended.code, ended.err) == (0, [])
    assert ended.out == [
        "FR-ARA    2026-03  600             in use: 1 report",
        "FR-ARA    2026-04  640, open!      not in use",
        "national  2026-03  lost            1 report nobody can open but the writer",
    ]


def test_rotate_makes_the_keys_of_this_month_and_the_next(shell: Shell) -> None:
    configure()
    made = [f"{box}/{month}" for box in (BOX, NATIONAL) for month in (MONTH, NEXT)]
    assert shell("keys", "rotate").out == [f"Keys made: {', '.join(made)}."]
    assert shell("keys", "rotate").out == ["Keys made: none, they were all there."]
    assert "go with --replace" in trouble(shell("keys", "rotate", "--box", BOX))


def test_replaced_keys_open_what_the_old_ones_did(shell: Shell, report: Report) -> None:
    before = Path("keys/FR-ARA/2026-03.key").read_bytes()
    others = Path("keys/national/2026-03.key").read_bytes()
    asked = trouble(shell("keys", "rotate", "--replace", "--box", BOX))
    assert asked == "entrepairs: 1 key would be replaced, and every report concerned locked anew. Add --yes to do it."
    assert Path("keys/FR-ARA/2026-03.key").read_bytes() == before
    ended = shell("keys", "rotate", "--replace", "--box", BOX, "--yes")
    assert ended.out[0] == "1 key replaced, 1 report locked anew; they are read as before."
    assert Path("keys/FR-ARA/2026-03.key").read_bytes() != before
    assert Path("keys/national/2026-03.key").read_bytes() == others
    assert read(report) == read(report, NATIONAL) == [Entry("writer", TEXT)]


def test_a_replacement_that_was_interrupted_is_finished_by_the_next(shell: Shell, report: Report) -> None:
    before = Path("keys/FR-ARA/2026-03.key").read_bytes()
    assert shell("keys", "rotate", "--replace", "--box", BOX, "--yes").code == 0
    Path("keys/FR-ARA/2026-03.key").rename("keys/FR-ARA/.2026-03.next")  # as if it had stopped before the last step
    Path("keys/FR-ARA/2026-03.key").write_bytes(before)
    Path("keys/FR-ARA/2026-03.key").chmod(0o600)
    assert shell("keys", "rotate", "--replace", "--box", BOX, "--yes").code == 0
    assert read(report) == [Entry("writer", TEXT)]


def test_a_copy_of_the_keys_opens_the_reports(shell: Shell, report: Report) -> None:
    for _ in range(2):
        ended = shell("keys", "export", "away/keys", "--month", THEN)
        assert ended.out == ["2 keys copied to away/keys; keep it apart from the copies of the data."]
    assert [stat.S_IMODE(path.stat().st_mode) for path in sorted(Path("away/keys").rglob("*"))] == [
        0o700,
        0o600,
        0o700,
        0o600,
    ]
    Path("keys").rename("lost")
    Path("away/keys").rename("keys")
    assert read(report) == [Entry("writer", TEXT)]


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("folder", ["data", "data/copy", "keys", "keys/copy", "away/../data/x"])
def test_no_copy_is_made_beside_the_data_or_the_keys(shell: Shell, folder: str) -> None:
    assert "The copy must be outside" in trouble(shell("keys", "export", folder))
    assert len(list(Path("keys").rglob("*.key"))) == 2
    assert not list(Path("data").rglob("*.key"))


@pytest.mark.usefixtures("report")
def test_no_copy_is_made_where_others_may_look_or_another_key_lies(shell: Shell) -> None:
    Path("open").mkdir(mode=0o755)
    Path("open").chmod(0o755)
    assert "run chmod 700" in trouble(shell("keys", "export", "open"))
    Path("other/FR-ARA").mkdir(parents=True)
    for place in ("other", "other/FR-ARA"):
        Path(place).chmod(0o700)
    Keyring(Path("other")).public(BOX, THEN)
    assert "is another key: it was left as it is." in trouble(shell("keys", "export", "other"))
    assert trouble(shell("keys", "export", "/proc/nothing")).startswith("entrepairs: N")


def test_destroy_says_what_will_be_lost_and_asks(shell: Shell, report: Report) -> None:
    lost = "1 report of FR-ARA, unreadable to its supervisors for good"
    assert trouble(shell("keys", "destroy", BOX, THEN)).endswith(f"This would make {lost}. Add --yes to do it.")
    assert read(report) == [Entry("writer", TEXT)]
    ended = shell("keys", "destroy", BOX, THEN, "--yes")
    assert ended.out == [f"The key is destroyed: {lost}. Copies of it elsewhere are yours to destroy."]
    assert read(report, NATIONAL) == [Entry("writer", TEXT)]
    assert "lost" in shell("keys", "list").out[0]
    assert "There is no such key" in trouble(shell("keys", "destroy", BOX, THEN, "--yes"))


@pytest.mark.usefixtures("report")
def test_beside_a_running_bot_only_what_cannot_lose_a_message_is_done(shell: Shell) -> None:
    Keyring(Path("keys")).public(BOX, MONTH)
    lock = engines.lock(VAULT)
    assert lock is not None
    with lock:
        for command in (["list"], ["rotate"], ["export", "away"], ["destroy", BOX, THEN, "--yes"]):
            assert shell("keys", *command).code == 0
        for command in (["rotate", "--replace", "--yes"], ["destroy", BOX, MONTH, "--yes"]):
            assert "Another Entrepairs already runs" in trouble(shell("keys", *command))
    assert shell("keys", "destroy", BOX, MONTH, "--yes").code == 0


def test_usage_errors_end_with_two(shell: Shell) -> None:
    configure()
    for arguments in (["fly"], ["destroy"], ["export"], ["rotate", "--x"]):
        assert shell("keys", *arguments).code == 2
    for command in (["export", "away"], ["destroy", "..", "x"], ["rotate", "--replace", "--yes"]):
        assert "There is no such key" in trouble(shell("keys", *command))
