"""The database worker: every use case runs here, one transaction each, in a thread of its own (rule 1)."""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage import engines
from storage.keys import Keyring
from storage.trouble import Away

R = TypeVar("R")

GROUP = 64  # waiting use cases written with one fsync on SQLite
POSTGRESQL_THREADS = 4
# SQLite: busy, locked, read-only, input/output, full, cannot be opened; anything else is a bug of ours
PASSING = (5, 6, 8, 10, 13, 14)
TRIES = 4  # of a use case that lost a race to another on PostgreSQL
# serialization failure, deadlock, unique violation: looked at again, the other's rows decide
LOST_RACES = ("40001", "40P01", "23505")


class Transaction:
    """What a use case may touch: the community database, the vault, its keys. Lives for one use case."""

    def __init__(self, group: "_Group", keys: Keyring, *, alone: bool = True) -> None:
        self._group, self._alone = group, alone
        self._marked: list[Connection] = []
        self.community = self._mark(group.community)
        self.keys = keys
        self.rings = False
        """Set by whoever writes something that is due: the courier is woken after the commit."""

    @property
    def vault(self) -> Connection:
        """The vault's connection; its transaction begins with the first use, so most use cases never open it."""
        connection = self._group.vault()
        return connection if connection in self._marked else self._mark(connection)

    def _mark(self, connection: Connection) -> Connection:
        """Others of the group have written before: what is undone is what comes from here on."""
        self._marked.append(connection)
        if not self._alone:
            connection.exec_driver_sql("SAVEPOINT one")
        return connection

    def end(self, *, keep: bool) -> None:
        """Keep or undo what this use case wrote; the group's commit makes it last."""
        for connection in self._marked:
            if self._alone:
                if not keep:
                    connection.rollback()
                continue
            if not keep:
                connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one")
            connection.exec_driver_sql("RELEASE SAVEPOINT one")


class _Group:
    """One commit of both databases, shared by the use cases that waited together."""

    def __init__(self, community: Engine, vault: Engine) -> None:
        self.community = community.connect()
        self._vault_engine = vault
        self._vault: Connection | None = None

    def begin(self) -> None:
        self.community.begin()

    def vault(self) -> Connection:
        if self._vault is None:
            self._vault = self._vault_engine.connect()
            self._vault.begin()
        return self._vault

    def commit(self) -> None:
        # Community first: a crash between the two repeats an announcement; the other order would lose one.
        self.community.commit()
        if self._vault is not None:
            self._vault.commit()
            engines.blur(self._vault_engine)

    def discard(self) -> None:
        """After a failure, throw the connections away: one whose COMMIT failed may still hold its transaction."""
        self.community.invalidate()
        if self._vault is not None:
            self._vault.invalidate()

    def close(self) -> None:
        try:
            self.community.close()
        finally:
            if self._vault is not None:
                self._vault.close()


class _Job:
    def __init__(self, run: Callable[[Transaction], Any], loop: asyncio.AbstractEventLoop) -> None:
        self.run = run
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.value: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        if self.future.cancelled():  # the caller's deadline passed; what was committed stays committed
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


class Database:
    """Runs use cases against the community database and the vault; `commit` is the only commit there is."""

    def __init__(self, community: Engine, vault: Engine, keys: Keyring) -> None:
        sqlite = community.dialect.name == "sqlite"
        self._community, self._vault, self._keys = community, vault, keys
        self._group_size = GROUP if sqlite else 1
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door, self._closed = threading.Lock(), False
        self._threads = [
            threading.Thread(target=self._work, name=f"database-{n}", daemon=True)
            for n in range(1 if sqlite else POSTGRESQL_THREADS)
        ]
        self.on_ring: Callable[[], None] = lambda: None
        for thread in self._threads:
            thread.start()

    async def commit(self, use_case: Callable[[Transaction], R]) -> R:
        """Run the use case in a transaction of its own; what it raises is raised here, and nothing of it is kept.

        On PostgreSQL it may run again after losing a race. RuntimeError once the database is closed.
        """
        job = _Job(use_case, asyncio.get_running_loop())
        with self._door:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._jobs.put(job)
        result: R = await job.future
        return result

    def close(self) -> None:
        """Finish what waits, then let the connections go."""
        with self._door:
            self._closed = True
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._community.dispose()
        self._vault.dispose()

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            jobs, ending = self._take_waiting(first)
            rings = self._run(jobs)
            _settle(jobs, self.on_ring if rings else None)
            if ending:
                return

    def _take_waiting(self, first: _Job) -> tuple[list[_Job], bool]:
        jobs = [first]
        while len(jobs) < self._group_size:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _run(self, jobs: list[_Job]) -> bool:
        """Whatever happens, the jobs know and the thread lives on: a dead one would leave every caller waiting."""
        rings = False
        for _ in range(TRIES):
            for job in jobs:
                job.error = None
            try:
                rings = self._once(jobs)
            except BaseException as error:  # nothing was kept: every caller must know
                rings = False
                for job in jobs:
                    job.error = job.error or error
            if not any(_lost_a_race(job.error) for job in jobs):
                break
        for job in jobs:
            job.error = _told(job.error)
        return rings

    def _once(self, jobs: list[_Job]) -> bool:
        with closing(_Group(self._community, self._vault)) as group:
            try:
                group.begin()
                rings = [self._attempt(group, job, alone=len(jobs) == 1) for job in jobs]
                group.commit()
            except BaseException:
                group.discard()
                raise
        return any(rings)

    def _attempt(self, group: _Group, job: _Job, *, alone: bool) -> bool:
        tx = Transaction(group, self._keys, alone=alone)
        try:
            job.value = job.run(tx)
        except StopIteration as error:  # a future cannot carry it
            job.error = RuntimeError("a use case let StopIteration out")
            job.error.__cause__ = error
        except BaseException as error:
            job.error = error
        tx.end(keep=job.error is None)
        return tx.rings and job.error is None


def _lost_a_race(error: BaseException | None) -> bool:
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in LOST_RACES


def _told(error: BaseException | None) -> BaseException | None:
    """A database that is away is said in a word of ours: who asked may come again, without knowing any SQL."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return error
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None and code & 0xFF not in PASSING:
        return error
    away = Away(type(error).__name__)
    away.__cause__ = error
    return away


def _settle(jobs: list[_Job], ring: Callable[[], None] | None) -> None:
    for loop in {job.loop for job in jobs}:
        with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
            loop.call_soon_threadsafe(_wake, [job for job in jobs if job.loop is loop], ring)


def _wake(jobs: list[_Job], ring: Callable[[], None] | None) -> None:
    for job in jobs:
        job.settle()
    if ring is not None:
        ring()
