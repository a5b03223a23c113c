"""Three hundred updates wait; the program is stopped and killed in their middle. Each has its effect, once."""

import random
from pathlib import Path

import pytest

from tests.hard import city
from tests.hard.city import ALL, City
from tests.hard.counted import count, receipts
from tests.hard.process import Process, served, until_done, until_taken

pytestmark = pytest.mark.slow

ONCE = {
    "answers": city.ANSWERING,
    "reports": city.WRITING,
    "threads": city.WRITING,
    "titles": city.DRAFTING,
    "names": city.NAMING,
    "joined": city.JOINING,
    "members": ALL - city.NAMING + 2,  # with the supervisor and the coordinator who announced the meeting
}


def act(town: City) -> int:
    """Everyone acts, and one update in their middle is none; returns how many things the bot had done so far."""
    town.act()
    queue = town.telegram.world.queue
    queue.put("message", {"message_id": "no number", "chat": "no chat"})
    assert town.telegram.pending == ALL + 1
    middle = queue.waiting.pop()
    queue.waiting.insert(ALL // 2, middle)
    for number, update in zip(sorted(u.update_id for u in queue.waiting), queue.waiting, strict=True):
        update.update_id = number
    return len(town.telegram.journal)


async def finished(town: City, process: Process) -> None:
    """The last start: everything is taken, and the program ends well."""
    await process.start()
    await until_taken(town.telegram)
    code, seconds = await process.stop()
    assert (code, seconds < 10) == (0, True)
    assert await count(town) == ONCE
    for person in town.writing:
        assert len(receipts(town, person)) == 1
        left = [m for m in town.telegram.visible(person, person) if "fatiguée" in m.get("text", "")]
        assert left == [], "no text stays on the phone"
    assert "incident" not in process.words()


async def test_three_hundred_updates_have_their_effect_once(tmp_path: Path) -> None:
    town = await city.built(tmp_path)
    before = act(town)
    stopped, *killed = sorted(random.Random(7).sample(range(3, 600), 3))  # noqa: S311 - any moments will do
    async with served(town.telegram) as address:
        process = Process(tmp_path, address)
        await process.start()
        await until_done(town.telegram, before + stopped)
        code, seconds = await process.stop()
        assert (code, seconds < 10) == (0, True)
        for moment in killed:
            assert 0 < town.telegram.pending <= ALL, "too late to prove anything"
            await process.start()
            await until_done(town.telegram, before + moment)
            await process.kill()
        await finished(town, process)
