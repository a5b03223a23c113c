"""The worker on PostgreSQL: several threads and processes at once, and nothing of one is lost to another."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
import pytest
import sqlalchemy as sa

import storage.invitations
from handlers.rules import invitations, joining, people, reports
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.routing import Way
from storage import answers, cards, groups, meetings, members, notices, slots
from storage.database import POSTGRESQL_THREADS, TRIES, Database, Transaction
from storage.members import Role
from storage.notices import NewNotice
from storage.trouble import Away
from tests.storage.pair import Pair
from tests.storage.people import member

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]
NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
UseCase = Callable[[Transaction], object]


@pytest.fixture
async def database(servers: Pair) -> AsyncIterator[Database]:
    opened = servers.database()
    yield opened
    await asyncio.to_thread(opened.close)


async def together(database: Database, *use_cases: UseCase) -> list[object]:
    async with asyncio.timeout(10):
        return list(await asyncio.gather(*map(database.commit, use_cases), return_exceptions=True))


async def test_use_cases_run_at_once_and_a_failing_one_undoes_only_itself(database: Database, servers: Pair) -> None:
    barrier, bug = threading.Barrier(POSTGRESQL_THREADS), ValueError("bug")

    def use_case(number: int) -> UseCase:
        def run(tx: Transaction) -> int:
            groups.add(tx, number, "")
            tx.vault.exec_driver_sql("SELECT 1")
            barrier.wait(5)
            if number == 2:
                raise bug
            return number

        return run

    assert await together(database, *map(use_case, range(POSTGRESQL_THREADS))) == [0, 1, bug, 3]
    with servers.rehearse() as tx:
        assert set(tx.community.execute(sa.select(groups.groups.c.chat_id)).scalars()) == {0, 1, 3}


async def test_a_deadlock_is_tried_again_and_both_are_done(database: Database, servers: Pair) -> None:
    barrier, runs = threading.Barrier(2), Counter[str]()
    with servers.begin() as tx:
        numbers = [groups.add(tx, number, "").id for number in (1, 2)]

    def bind(name: str, order: list[int]) -> UseCase:
        def run(tx: Transaction) -> None:
            runs[name] += 1
            for step, number in enumerate(order):
                groups.bind(tx, number, name)
                if step == 0 and runs[name] == 1:
                    barrier.wait(5)

        return run

    assert await together(database, bind("A", numbers), bind("B", numbers[::-1])) == [None, None]
    assert sum(runs.values()) > 2
    with servers.rehearse() as tx:
        assert len({group.region for number in numbers if (group := groups.by_id(tx, number))}) == 1


@pytest.mark.parametrize(("state", "runs"), [("40001", TRIES), ("40P01", TRIES), ("23505", TRIES), ("22012", 1)])
async def test_only_lost_races_are_tried_again_and_not_forever(
    database: Database, servers: Pair, state: str, runs: int
) -> None:
    tried: list[None] = []
    rings: list[None] = []
    database.on_ring = lambda: rings.append(None)

    def lose(tx: Transaction) -> None:
        tried.append(None)
        groups.add(tx, 1, "")
        tx.rings = True
        tx.community.exec_driver_sql(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")

    [error] = await together(database, lose)
    assert isinstance(error, Away if state.startswith("40") else sa.exc.DBAPIError)
    assert (len(tried), rings) == (runs, [])
    with servers.rehearse() as tx:
        assert groups.by_chat(tx, 1) is None


async def test_a_lost_connection_is_told_and_the_next_use_case_gets_another(database: Database) -> None:
    def cut(tx: Transaction) -> None:
        driver = tx.community.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        driver.pgconn.finish()
        groups.add(tx, 1, "")

    for _ in range(2 * POSTGRESQL_THREADS):
        assert [type(error) for error in await together(database, cut)] == [Away]
    assert await together(database, lambda tx: groups.add(tx, 2, "").chat_id) == [2]


async def test_a_server_that_drops_everyone_is_met_again(database: Database, servers: Pair) -> None:
    await together(database, *[lambda tx: groups.by_chat(tx, 1)] * POSTGRESQL_THREADS)
    with servers.community.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    for number in range(POSTGRESQL_THREADS):
        [added] = await together(database, partial(groups.add, chat_id=number, title=""))
        assert isinstance(added, groups.Group)


async def test_everyone_may_answer_the_same_meeting_at_once(database: Database, servers: Pair) -> None:
    many = 24
    with servers.begin() as tx:
        people_there = [member(tx, number).id for number in range(1, many + 1)]
        meeting = meetings.begin(
            tx, uid="u", owner=people_there[0], region="FR-ARA", title="", zone="Europe/Paris", minutes=90
        )
        for number in people_there:
            cards.post(tx, "meeting:1", f"member:{number}", number, number)

    def answer(number: int) -> UseCase:
        def run(tx: Transaction) -> None:
            answers.put(tx, meeting.id, number, "yes")
            cards.outdate(tx, "meeting:1")

        return run

    assert await together(database, *map(answer, people_there * 2)) == [None] * (many * 2)
    with servers.rehearse() as tx:
        assert answers.headcount(tx, meeting.id) == {"yes": many}


@pytest.mark.parametrize("known", [False, True])
async def test_a_link_opened_by_many_at_once_lets_in_as_many_as_it_may(
    database: Database, servers: Pair, known: bool
) -> None:
    with servers.begin() as tx:
        for number in range(1, 13):
            if known:
                member(tx, number)
        invitations.by_operator(tx, "supervisor", "FR-ARA", "token", NOW)
        tx.community.execute(sa.update(storage.invitations.invitations).values(uses=5))

    def open_it(number: int) -> UseCase:
        return lambda tx: joining.open_invitation(tx, people.recognise(tx, number, "fr"), "token", NOW)

    answers = await together(database, *map(open_it, range(1, 13)))
    refused = [error.reason for error in answers if isinstance(error, Refusal)]
    assert refused == [Reason.INVITATION_USED] * 7
    with servers.rehearse() as tx:
        assert len(members.holders(tx, ["supervisor"], ["FR-ARA"])) == 5 * known


async def test_a_slot_is_given_to_one(database: Database) -> None:
    def advance(hours: int) -> UseCase:
        return lambda tx: slots.advance(tx, "Europe/Paris", NOW + timedelta(hours=hours))

    assert await together(database, *[advance(0)] * 8) == [False] * 8
    assert Counter(await together(database, *[advance(1)] * 8)) == {True: 1, False: 7}


async def test_a_report_is_announced_once_by_two_processes_at_the_same_slot(database: Database, servers: Pair) -> None:
    with servers.begin() as tx:
        who = people.Person(1, "fr", member(tx, 1))
        member(tx, 2, Role("supervisor", "FR-ARA"))
        draft = reports.Draft(b"t" * 16, "isolement", 1, Way("FR-ARA"), "texte")
        reports.submit(tx, who, draft, (b"a" * 16, b"b" * 16), NOW)
    versions = iter(map(str, range(100)))

    def version() -> str:
        time.sleep(0.05)  # long enough for the others to look too
        return next(versions)

    def announce(tx: Transaction) -> None:
        reports.announce(tx, reports.PATIENT, ["FR-ARA"], NOW, version)

    await together(database, *[announce] * 8)
    with servers.rehearse() as tx:
        assert notices.counts(tx) == {"waiting": 1}


async def test_two_couriers_never_claim_the_same_notice(database: Database, servers: Pair) -> None:
    many, claims = 40, 16
    with servers.begin() as tx:
        notices.add(tx, [NewNotice("k", str(number), "0", "member:1", NOW, notices.ALERT) for number in range(many)])
    barrier = threading.Barrier(POSTGRESQL_THREADS)

    def claim(tx: Transaction) -> list[int]:
        found = notices.claim(tx, NOW, 3, timedelta(minutes=1))
        barrier.wait(5)  # all hold their rows at once, nobody waits for another
        return [notice.id for notice in found]

    answers = await together(database, *[claim] * claims)
    taken = [number for answer in answers if isinstance(answer, list) for number in answer]
    assert len(taken) == len(set(taken)) == many
