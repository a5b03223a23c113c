"""Writes that depend on what is there already, in one statement where both databases have one."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, insert, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction


def unless_there(tx: Transaction, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows; those that are there already, by any unique key, stay as they are."""
    upsert = sqlite_insert if tx.community.dialect.name == "sqlite" else postgresql_insert
    if rows:
        tx.community.execute(upsert(table).on_conflict_do_nothing(), rows)


def add_up(tx: Transaction, table: Table, more: Counter[tuple[int, str]]) -> None:
    """Raise the `number` of rows, each named by its primary key in the order of its columns, or begin it there."""
    names = [column.name for column in table.primary_key.columns]
    for values, number in more.items():
        key = dict(zip(names, values, strict=True))
        raised = update(table).filter_by(**key).values(number=table.c.number + number)
        if not tx.community.execute(raised).rowcount:
            tx.community.execute(insert(table).values(number=number, **key))
