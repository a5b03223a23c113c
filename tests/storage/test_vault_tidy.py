"""After a slot the vault's layout is the same whatever the order in which the reports came."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import questions, vault, vault_schema
from storage.entries import Entry
from storage.vault_schema import entries, tallies, threads, wraps
from storage.vault_tidy import tidy
from tests.storage.conftest import POSTGRESQL
from tests.storage.vaults import BOX, TEXT, OpenVault, Tx, opened

Rows = dict[str, list[dict[str, Any]]]


def rows(source: OpenVault) -> Rows:
    with source.begin() as tx:
        return {
            table.name: [dict(row) for row in tx.vault.execute(sa.select(table)).mappings()]
            for table in vault_schema.metadata.sorted_tables
        }


def arrive(target: OpenVault, all_rows: Rows, order: Sequence[bytes]) -> None:
    """Let the same reports come in another order, each in a transaction of its own."""
    for thread_id in order:
        with target.begin() as tx:
            for table in (threads, wraps, entries):
                of = "id" if table is threads else "thread_id"
                tx.vault.execute(sa.insert(table), [row for row in all_rows[table.name] if row[of] == thread_id])
            tally(tx, all_rows, thread_id)


def tally(tx: Tx, all_rows: Rows, thread_id: bytes) -> None:
    """Count a report in the row that it has in `all_rows`, made when the first one comes."""
    theme = next(row["theme"] for row in all_rows["threads"] if row["id"] == thread_id)
    row = next(row for row in all_rows["tallies"] if row["theme"] == theme)
    one_more = sa.update(tallies).where(tallies.c.id == row["id"]).values(reports=tallies.c.reports + 1)
    if not tx.vault.execute(one_more).rowcount:
        tx.vault.execute(sa.insert(tallies).values({**row, "reports": 1}))


def layout(file: Path) -> bytes:
    """A file's bytes without the header's two counters of changes."""
    content = bytearray(file.read_bytes())
    for counter in (24, 92):
        content[counter : counter + 4] = bytes(4)
    return bytes(content)


def test_the_same_reports_in_any_order_make_the_same_file(vault_file: OpenVault, tmp_path: Path) -> None:
    for n in range(40):
        vault_file.add("x" * (n % 3) * 1500, theme=f"theme {n % 7}")
    everything = rows(vault_file)
    ids = [row["id"] for row in everything["threads"]]
    before, after = [], []
    for seed in range(3):
        file = tmp_path / f"vault{seed}.db"
        with opened(f"sqlite:///{file}", tmp_path / "keys") as other:
            arrive(other, everything, random.Random(seed).sample(ids, len(ids)))  # noqa: S311
            before.append(layout(file))
            tidy(other.engine)
            after.append(layout(file))
            assert rows(other) == everything
    assert len(set(before)) == 3  # so there was something to hide
    assert len(set(after)) == 1


@pytest.mark.parametrize("urls", [pytest.param("postgresql", marks=POSTGRESQL)], indirect=True)
def test_postgresqls_rows_lie_in_the_order_of_their_ids(vault_of_either_kind: OpenVault) -> None:
    reports = [vault_of_either_kind.add() for _ in range(30)]
    asked = {vault_of_either_kind.ask() for _ in range(10)}
    with vault_of_either_kind.begin() as tx:
        vault.erase(tx, reports.pop().id)
    tidy(vault_of_either_kind.engine)
    with vault_of_either_kind.begin() as tx:
        for table in vault_schema.metadata.sorted_tables:
            ids = tx.vault.scalars(sa.select(table.c.id).order_by(sa.text("ctid"))).all()
            assert ids == sorted(ids)
            transactions = sa.select(sa.text("xmin::text")).select_from(table).distinct()
            assert len(tx.vault.execute(transactions).all()) == 1
        assert all(vault.find(tx, report.token) for report in reports)
        assert set(questions.waiting(tx, [BOX])) == asked


def test_tidying_loses_nothing_and_may_be_done_again(vault_of_either_kind: OpenVault) -> None:
    reports = [vault_of_either_kind.add() for _ in range(5)]
    everything = rows(vault_of_either_kind)
    for _ in range(2):
        tidy(vault_of_either_kind.engine)
    assert {name: sorted(map(repr, table)) for name, table in rows(vault_of_either_kind).items()} == {
        name: sorted(map(repr, table)) for name, table in everything.items()
    }
    with vault_of_either_kind.begin() as tx:
        assert vault.read_as_box(tx, reports[0].id, BOX) == [Entry("writer", TEXT)]
