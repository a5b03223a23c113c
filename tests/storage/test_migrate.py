"""A database is brought to this program's tables from any earlier ones, or is left alone and says why."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import engines, migrate, vault_schema
from storage.trouble import Trouble
from tests.storage import others
from tests.storage.conftest import Urls
from tests.storage.vaults import OpenVault

NEXT = '''"""A step of a later version: `threads` is made again with one more column."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = {last!r}


def upgrade() -> None:
    with op.batch_alter_table("threads", recreate={recreate!r}) as batch:
        batch.add_column(sa.Column("colour", sa.String(10)))
'''


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDERS["vault"]))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def later_version(tmp_path: Path, recreate: str) -> Path:
    """The migrations of a program one step ahead of ours."""
    folder = tmp_path / "100% later"
    shutil.copytree(migrate.FOLDERS["vault"], folder)
    (folder / "versions" / "next.py").write_text(NEXT.format(last=revisions()[-1], recreate=recreate))
    return folder


@pytest.mark.parametrize("start", [None, *revisions()])
def test_any_earlier_revision_is_brought_up_to_date(urls: Urls, start: str | None) -> None:
    engine = engines.vault_engine(urls.vault)
    if start:
        migrate.apply(engine, migrate.FOLDERS["vault"], start)
    assert migrate.current(engine, "vault") == start
    for _ in range(2):
        migrate.upgrade(engine, "vault")
        assert migrate.current(engine, "vault") == revisions()[-1]
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), vault_schema.metadata) == []
    engine.dispose()


def test_a_later_versions_step_keeps_the_reports_and_this_one_then_refuses(
    vault_of_either_kind: OpenVault, tmp_path: Path
) -> None:
    vault_of_either_kind.add()
    vault_of_either_kind.ask()
    engine = vault_of_either_kind.engine
    # Only SQLite has to make a table again; there, the rows that point to it must survive its being dropped.
    migrate.apply(engine, later_version(tmp_path, "always" if engine.dialect.name == "sqlite" else "never"))
    with engine.begin() as connection:
        for table in vault_schema.metadata.sorted_tables:
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    for refused in (migrate.upgrade, migrate.current):
        with pytest.raises(Trouble, match="newer than this program"):
            refused(engine, "vault")
    assert "newer than this program" in str(migrate.problem(engine, "vault"))


def test_foreign_keys_are_on_again_after_a_migration(vault_file: OpenVault) -> None:
    with vault_file.engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_step_that_fails_leaves_the_database_as_it_was(vault_of_either_kind: OpenVault, tmp_path: Path) -> None:
    folder = later_version(tmp_path, "never")
    step = folder / "versions" / "next.py"
    step.write_text(step.read_text() + "    raise RuntimeError\n")
    with pytest.raises(RuntimeError):
        migrate.apply(vault_of_either_kind.engine, folder)
    assert migrate.current(vault_of_either_kind.engine, "vault") == revisions()[-1]
    assert "colour" not in [column["name"] for column in sa.inspect(vault_of_either_kind.engine).get_columns("threads")]


def test_a_good_database_has_no_problem(vault_of_either_kind: OpenVault) -> None:
    assert migrate.problem(vault_of_either_kind.engine, "vault") is None


def test_looking_for_problems_makes_no_file(tmp_path: Path) -> None:
    engine = engines.vault_engine(f"sqlite:///{tmp_path / 'vault.db'}")
    assert migrate.problem(engine, "vault") is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "vault.db").write_text("not a database, " * 100)
    engine = engines.vault_engine(f"sqlite:///{tmp_path / 'vault.db'}")
    sentence = "The vault database cannot be opened or brought up to date: file is not a database"
    with pytest.raises(Trouble, match=sentence):
        migrate.upgrade(engine, "vault")
    assert migrate.problem(engine, "vault") == sentence


def test_an_unreachable_server_is_said_without_its_password(tmp_path: Path) -> None:
    engine = engines.vault_engine(f"postgresql://entrepairs:s3cret@/vault?host={tmp_path}")
    with pytest.raises(Trouble, match="The vault database cannot be opened") as trouble:
        migrate.upgrade(engine, "vault")
    assert "s3cret" not in str(trouble.value)
    assert "\n" not in str(trouble.value)
    assert migrate.problem(engine, "vault") == str(trouble.value)


@pytest.mark.slow
def test_two_processes_may_start_at_once(urls: Urls) -> None:
    assert others.at_once(others.start_program, [urls.vault] * 3) == [0, 0, 0]
