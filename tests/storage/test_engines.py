"""Databases are opened safely: settings of SQLite, one process a file, and clear words for bad addresses."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import engines
from storage.trouble import Trouble
from tests.storage.pair import Pair


def test_the_community_file_is_safe_against_power_cuts(files: Pair) -> None:
    with files.rehearse() as tx:
        names = ("journal_mode", "synchronous", "foreign_keys")
        found = [tx.community.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
    assert found == ["wal", 2, 1]


def test_a_transaction_that_only_reads_has_the_writer_s_turn_already(files: Pair, tmp_path: Path) -> None:
    other = sa.create_engine(f"sqlite:///{tmp_path}/data/community.db", connect_args={"timeout": 0})
    with files.rehearse(), other.connect() as connection, pytest.raises(sa.exc.OperationalError, match="locked"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    other.dispose()


def test_an_error_of_the_database_shows_no_values(pair: Pair) -> None:
    with pair.rehearse() as tx, pytest.raises(sa.exc.DBAPIError) as raised:
        tx.community.execute(sa.text("SELECT * FROM nowhere WHERE x = :x"), {"x": "s3cret"})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nothing", "not understood"),
        ("", "not understood"),
        ("mysql://u:s3cret@h/d", "“mysql” is not supported"),
        ("sqlite:///{file}/x.db", "cannot be created"),
    ],
)
def test_a_bad_address_is_said_in_one_sentence_without_its_password(tmp_path: Path, url: str, said: str) -> None:
    (tmp_path / "file").touch()
    for opening in (engines.community_engine, engines.vault_engine):
        with pytest.raises(Trouble, match=said) as trouble:
            opening(url.format(file=tmp_path / "file"))
        assert "s3cret" not in str(trouble.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+asyncpg", "postgresql+psycopg2"])
def test_any_way_to_write_postgresql_means_the_one_driver(scheme: str) -> None:
    assert engines.community_engine(f"{scheme}://h/d").url.drivername == "postgresql+psycopg"
    assert engines.lock(f"{scheme}://h/d") is None


def test_a_new_folder_is_its_owner_s_alone(tmp_path: Path) -> None:
    engines.community_engine(f"sqlite:///{tmp_path}/new/community.db").dispose()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_file_is_one_process_s_until_it_ends(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/community.db"
    held = engines.lock(url)
    assert held
    with pytest.raises(Trouble, match=r"Another Entrepairs already runs on .*community\.db; stop it first"):
        engines.lock(url)
    with pytest.raises(Trouble):
        engines.lock(f"sqlite:///{tmp_path}/new/../new/community.db")
    other = engines.lock(f"sqlite:///{tmp_path}/new/vault.db")
    held.close()
    again = engines.lock(url)
    for handle in (other, again):
        assert handle
        handle.close()


def test_a_lock_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "community.db.lock").mkdir()
    with pytest.raises(Trouble, match="cannot be written"):
        engines.lock(f"sqlite:///{tmp_path}/community.db")


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/community.db"
    hold = "import sys, time; from storage import engines; h = engines.lock(sys.argv[1]); print(flush=True)"
    with subprocess.Popen([sys.executable, "-c", f"{hold}; time.sleep(60)", url], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(Trouble, match="already runs"):
            engines.lock(url)
        process.kill()
        process.wait()
    freed = engines.lock(url)
    assert freed
    freed.close()
