"""The rules of the vault's tables, read from the real database and not only from their description."""

import re

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage import vault_schema
from tests.storage.vaults import OpenVault

ABOUT_SOMEONE = re.compile(
    r"user|member|person|people|author|writer|sender|owner|name|phone|mail|chat|message|update|callback|telegram|tg"
)
ABOUT_TIME = re.compile(r"time|hour|minute|second|stamp|created|seen|_at$|seq|position|number|count|version")

NUMBERS = {("threads", "level"), ("tallies", "reports")}  # what is chosen, and how many: no key, no order


def columns(open_vault: OpenVault) -> list[tuple[str, str, sa.types.TypeEngine[object]]]:
    inspector = sa.inspect(open_vault.engine)
    tables = [table for table in inspector.get_table_names() if table != "alembic_version"]
    return [(table, column["name"], column["type"]) for table in tables for column in inspector.get_columns(table)]


def test_the_vault_holds_these_columns_and_no_other(vault_of_either_kind: OpenVault) -> None:
    found: dict[str, list[str]] = {}
    for table, name, _ in columns(vault_of_either_kind):
        found.setdefault(table, []).append(name)
    assert found == {
        "threads": ["id", "lookup", "box", "month", "theme", "level", "status", "due", "status_on", "taken"],
        "wraps": ["id", "thread_id", "reader", "sealed"],
        "entries": ["id", "thread_id", "sealed", "held"],
        "tallies": ["id", "box", "month", "theme", "reports"],
        "questions": ["id", "box", "month", "until", "wrap", "sealed"],
    }


def test_no_column_is_about_a_person_a_message_or_a_time(vault_of_either_kind: OpenVault) -> None:
    for table, name, kind in columns(vault_of_either_kind):
        assert not ABOUT_SOMEONE.search(name), (table, name)
        assert not ABOUT_TIME.search(name), (table, name)
        assert not isinstance(kind, sa.DateTime | sa.Time | sa.Interval | sa.JSON), (table, name)
        assert not isinstance(kind, sa.Integer) or (table, name) in NUMBERS, (table, name)


def test_every_key_is_of_random_bytes(vault_of_either_kind: OpenVault) -> None:
    inspector = sa.inspect(vault_of_either_kind.engine)
    kinds = {(table, name): kind for table, name, kind in columns(vault_of_either_kind)}
    for table in vault_schema.metadata.tables:
        assert inspector.get_pk_constraint(table)["constrained_columns"] == ["id"]
        assert isinstance(kinds[table, "id"], sa.LargeBinary)


def test_no_table_on_sqlite_has_a_rowid(vault_file: OpenVault) -> None:
    with vault_file.begin() as tx:
        tables = tx.vault.exec_driver_sql("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'").all()
        assert {name: wr for name, wr in tables if name != "sqlite_schema"} == {
            "threads": 1,
            "wraps": 1,
            "entries": 1,
            "tallies": 1,
            "questions": 1,
            "alembic_version": 1,
        }
        for table in vault_schema.metadata.tables:
            with pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
                tx.vault.execute(sa.select(sa.literal_column("rowid")).select_from(sa.table(table)))


def test_the_migrations_make_what_the_queries_expect(vault_of_either_kind: OpenVault) -> None:
    with vault_of_either_kind.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, vault_schema.metadata) == []


def test_the_vault_points_to_nothing_outside_itself() -> None:
    tables = set(vault_schema.metadata.tables)
    targets = {key.column.table.name for table in vault_schema.metadata.sorted_tables for key in table.foreign_keys}
    assert targets == {"threads"} <= tables


def test_sqlite_keeps_what_is_deleted_out_of_its_file(vault_file: OpenVault) -> None:
    with vault_file.begin() as tx:
        settings = {
            name: tx.vault.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("secure_delete", "journal_mode", "foreign_keys", "synchronous")
        }
    assert settings == {"secure_delete": 1, "journal_mode": "truncate", "foreign_keys": 1, "synchronous": 2}
