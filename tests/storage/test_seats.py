"""Many people and few times with supervisors, at once: 200 people, 50 times, everything twice, three processes."""

import asyncio
import random
from datetime import timedelta
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

import storage.bookings
import storage.members
from handlers.rules import bookings, openings, people
from handlers.rules.civil import wall
from handlers.rules.openings import Offer
from handlers.rules.refusal import Reason, Refusal
from storage.database import Database, Transaction
from storage.members import Role
from tests.rules.cast import NOW
from tests.storage import others
from tests.storage import pair as pairs
from tests.storage.conftest import Urls
from tests.storage.people import member

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]
PEOPLE, TIMES, PROCESSES = 200, 50, 3
TURNS = 2  # of each person: a first wish, and a second
NO = {Reason.SEAT_TAKEN, Reason.SEATS_ENOUGH}


def wishes(person: int) -> list[int]:
    """The times a person tries, as their places in the list of times; many want the same."""
    drawn = random.Random(person)  # noqa: S311 - whom we play is no secret
    return [drawn.randrange(TIMES) if turn else drawn.randrange(TIMES // 3) for turn in range(TURNS)]


def people_at_once(start: Barrier, place: int, urls: Urls, keys: Path, times: list[int]) -> None:
    """One process: a third of the people, and each of their taps twice."""
    opened = pairs.at(urls.community, urls.vault, keys)
    start.wait(others.PATIENCE)
    asyncio.run(_taps(opened, place, times))


async def _taps(opened: pairs.Pair, place: int, times: list[int]) -> None:
    database = opened.database()
    persons = range(place + 2, PEOPLE + 2, PROCESSES)
    try:
        await asyncio.gather(*(_person(database, person, times) for person in persons))
    finally:
        await asyncio.to_thread(database.close)


async def _person(database: Database, person: int, times: list[int]) -> None:
    for wish in wishes(person):
        for _ in range(2):  # everything is delivered twice
            await database.commit(partial(_tap, person=person, time=times[wish]))


def _tap(tx: Transaction, person: int, time: int) -> None:
    try:
        bookings.book(tx, people.recognise(tx, person, "fr"), time, NOW)
    except Refusal as refusal:
        if refusal.reason not in NO:
            raise


def test_no_seat_is_had_twice_and_none_is_lost(migrated: Urls | str, tmp_path: Path) -> None:
    if isinstance(migrated, str):
        pytest.skip(f"no PostgreSQL: {migrated}")
    opened = pairs.at(migrated.community, migrated.vault, tmp_path / "keys")
    opened.empty()
    with opened.begin() as tx:
        supervisor = member(tx, 1, Role("supervisor", "FR-ARA"))
        for person in range(2, PEOPLE + 2):
            member(tx, person, Role("peer_worker", "FR-ARA"))
        who = people.recognise(tx, supervisor.telegram_id, "fr")
        first = wall(NOW, "Europe/Paris") + timedelta(days=7)
        times = [
            openings.offer(tx, who, Offer(first + timedelta(hours=2 * place), every=0, seats=1), NOW)[0].id
            for place in range(TIMES)
        ]
    arguments = range(PROCESSES), [migrated] * PROCESSES, [tmp_path / "keys"] * PROCESSES, [times] * PROCESSES
    assert others.at_once(people_at_once, *arguments) == [0] * PROCESSES
    with opened.rehearse() as tx:
        had = {time: storage.bookings.of_opening(tx, time) for time in times}
        wanted = {times[wish] for person in range(2, PEOPLE + 2) for wish in wishes(person)}
        assert {time for time, seats in had.items() if seats} == wanted  # each that anybody wanted is somebody’s
        for time in wanted:
            [seat] = had[time]
            found = storage.members.by_id(tx, seat.member_id)
            assert found is not None
            assert time in {times[wish] for wish in wishes(found.telegram_id)}
    opened.empty()
    opened.close()
