"""The worker on SQLite: many use cases share a commit, and each is kept or undone by itself."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import groups, notices
from storage.database import GROUP, Database, Transaction
from storage.trouble import Away
from tests.storage.pair import Pair

UseCase = Callable[[Transaction], object]


class Gate:
    """A use case that holds the worker until it is opened, so that what comes meanwhile waits together."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def __call__(self, tx: Transaction) -> None:
        assert self.open.wait(5)


@pytest.fixture
async def database(files: Pair) -> AsyncIterator[Database]:
    opened = files.database()
    yield opened
    await asyncio.to_thread(opened.close)


async def together(database: Database, *use_cases: UseCase) -> list[object]:
    """What the use cases give or raise when they wait together behind a gate."""
    gate = Gate()
    cases: list[UseCase] = [gate, *use_cases]
    tasks = [asyncio.create_task(database.commit(case)) for case in cases]
    await asyncio.sleep(0)
    gate.open.set()
    async with asyncio.timeout(5):
        return (await asyncio.gather(*tasks, return_exceptions=True))[1:]


def note(number: int) -> UseCase:
    return lambda tx: groups.add(tx, number, "").chat_id


def seal(tx: Transaction, number: int) -> None:
    row = (number.to_bytes(16, "big"), number.to_bytes(32, "big"))
    tx.vault.exec_driver_sql(
        "INSERT INTO threads (id, lookup, box, month, theme, level, status, status_on)"
        " VALUES (?, ?, 'b', '2026-05', 't', 1, 'received', '2026-05-26')",
        row,
    )


def both(number: int) -> UseCase:
    def use_case(tx: Transaction) -> int:
        seal(tx, number)
        groups.add(tx, number, "")
        return number

    return use_case


def failing(use_case: UseCase, error: BaseException) -> UseCase:
    def run(tx: Transaction) -> None:
        use_case(tx)
        tx.rings = True
        raise error

    return run


def kept(files: Pair) -> tuple[list[int], int]:
    """The groups in the community database, and how many reports are in the vault."""
    with files.rehearse() as tx:
        noted = tx.community.execute(sa.select(groups.groups.c.chat_id).order_by(groups.groups.c.id)).scalars()
        return list(noted), tx.vault.exec_driver_sql("SELECT count(*) FROM threads").scalar_one()


async def test_many_waiting_use_cases_share_few_commits_in_the_order_they_came(database: Database, files: Pair) -> None:
    commits: list[object] = []
    sa.event.listen(files.community, "commit", commits.append)
    many = 150
    assert await together(database, *map(note, range(many))) == list(range(many))
    assert len(commits) <= 1 + 3
    assert kept(files) == (list(range(many)), 0)


@pytest.mark.parametrize("around", [note, both])
@pytest.mark.parametrize("inside", [note, both])
async def test_a_failing_use_case_undoes_only_itself(
    database: Database, files: Pair, around: Callable[[int], UseCase], inside: Callable[[int], UseCase]
) -> None:
    bug = ValueError("bug")
    assert await together(database, around(1), failing(inside(2), bug), around(3)) == [1, bug, 3]
    assert kept(files) == ([1, 3], 2 if around is both else 0)


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), StopIteration(1)])
async def test_no_error_of_a_use_case_stops_the_worker(database: Database, files: Pair, error: BaseException) -> None:
    raised: list[BaseException] = []

    async def told() -> None:
        try:
            await database.commit(failing(note(1), error))
        except BaseException as caught:
            raised.append(caught)

    async with asyncio.timeout(5):
        await told()
        assert await database.commit(note(2)) == 2
    assert error in (raised[0], raised[0].__cause__)
    assert kept(files) == ([2], 0)


def ringing(number: int) -> UseCase:
    def use_case(tx: Transaction) -> None:
        groups.add(tx, number, "")
        tx.rings = True

    return use_case


def full_disk(_connection: sa.Connection) -> None:
    raise OSError("disk full")


async def test_a_commit_that_fails_is_told_to_every_caller_and_rings_no_one(database: Database, files: Pair) -> None:
    rings: list[None] = []
    database.on_ring = lambda: rings.append(None)
    sa.event.listen(files.community, "commit", full_disk)
    answers = await together(database, ringing(1), failing(note(2), ValueError("own")), both(3))
    sa.event.remove(files.community, "commit", full_disk)
    assert [type(answer) for answer in answers] == [OSError, ValueError, OSError]
    assert (kept(files), rings) == (([], 0), [])
    assert await together(database, note(4)) == [4]


async def test_the_vault_commits_last_and_its_failure_is_told(database: Database, files: Pair) -> None:
    order: list[sa.Engine] = []
    for engine in (files.community, files.vault):
        sa.event.listen(engine, "commit", lambda connection: order.append(connection.engine))
    await database.commit(both(1))
    assert order == [files.community, files.vault]
    sa.event.listen(files.vault, "commit", full_disk)
    with pytest.raises(OSError, match="disk full"):
        await database.commit(both(2))
    sa.event.remove(files.vault, "commit", full_disk)
    assert kept(files) == ([1, 2], 1)  # an announcement may come twice; it is never lost


async def test_a_database_that_cannot_be_opened_is_told_and_tried_again(database: Database, files: Pair) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no such disk")

    sa.event.listen(files.community, "engine_connect", refuse)
    assert [type(answer) for answer in await together(database, note(1), note(2))] == [OSError, OSError]
    sa.event.remove(files.community, "engine_connect", refuse)
    assert await together(database, note(3)) == [3]


async def test_it_rings_after_the_commit_and_only_for_what_was_kept(database: Database, files: Pair) -> None:
    seen: list[list[int]] = []
    database.on_ring = lambda: seen.append(kept(files)[0])
    await database.commit(note(1))
    await together(database, failing(ringing(2), ValueError()))
    assert seen == []
    await database.commit(ringing(3))
    assert seen == [[1, 3]]
    await database.commit(lambda tx: notices.add(tx, []))
    assert len(seen) == 1


async def test_a_caller_who_has_gone_disturbs_nobody(database: Database, files: Pair) -> None:
    gate = Gate()
    cases: list[UseCase] = [gate, note(1), note(2)]
    tasks = [asyncio.create_task(database.commit(case)) for case in cases]
    await asyncio.sleep(0)
    tasks[1].cancel()
    gate.open.set()
    async with asyncio.timeout(5):
        assert await tasks[2] == 2
    assert tasks[1].cancelled()
    assert kept(files) == ([1, 2], 0)


async def test_the_vault_is_not_opened_by_who_does_not_need_it(database: Database, files: Pair) -> None:
    opened: list[object] = []
    sa.event.listen(files.vault, "engine_connect", opened.append)
    await together(database, note(1), failing(note(2), ValueError()))
    assert opened == []
    await together(database, both(3), both(4), note(5))
    assert len(opened) <= 2  # once a commit


async def test_closing_finishes_what_waits_and_then_takes_nothing(files: Pair) -> None:
    database, gate = files.database(), Gate()
    cases: list[UseCase] = [gate, *map(note, range(GROUP + 5))]
    tasks = [asyncio.create_task(database.commit(case)) for case in cases]
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(database.close))
    await asyncio.sleep(0.05)
    assert not closing.done()
    gate.open.set()
    async with asyncio.timeout(5):
        await closing
        assert (await asyncio.gather(*tasks))[1:] == list(range(GROUP + 5))
        with pytest.raises(RuntimeError, match="closed"):
            await database.commit(note(1))
    database.close()  # again: nothing happens


def test_a_loop_that_ended_meanwhile_does_not_stop_the_worker(files: Pair) -> None:
    database, gate = files.database(), Gate()

    async def leave() -> None:
        cases: list[UseCase] = [gate, note(1)]
        tasks = [asyncio.ensure_future(database.commit(case)) for case in cases]
        await asyncio.wait(tasks, timeout=0.05)

    async def come() -> object:
        gate.open.set()
        return await asyncio.wait_for(database.commit(note(2)), 5)

    asyncio.run(leave())
    assert asyncio.run(come()) == 2
    database.close()
    assert kept(files) == ([1, 2], 0)


async def test_a_vault_that_someone_reads_for_too_long_is_usable_afterwards(files: Pair, tmp_path: Path) -> None:
    @sa.event.listens_for(files.vault, "connect")
    def hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    database = files.database()
    with closing(sqlite3.connect(tmp_path / "data" / "vault.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM threads").fetchall()
        with pytest.raises(Away):
            await database.commit(both(1))
    assert await database.commit(both(2)) == 2
    assert kept(files) == ([1, 2], 1)
    await asyncio.to_thread(database.close)
