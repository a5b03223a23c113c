"""What is logged while somebody acts comes out at the next slot, in any order, with the time of then."""

import asyncio
import io
import json
import logging
import threading

import pytest
import structlog

from bot import hush, log


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    log.configure("INFO", "json", stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_what_somebody_causes_waits(stream: io.StringIO) -> None:
    with hush.acting():
        log.incident(ValueError("Je n’en peux plus"))
        logging.getLogger("telegram.ext").warning("nothing came of it")
    structlog.stdlib.get_logger("bot.program").info("of itself")
    assert [line["event"] for line in lines(stream)] == ["of itself"]
    hush.release()
    _, *held = lines(stream)
    assert {line["event"] for line in held} == {"incident", "nothing came of it"}
    assert all(line["held"] for line in held)
    hush.release()
    assert len(lines(stream)) == 3


async def test_a_task_of_somebody_and_the_tasks_it_begins(stream: io.StringIO) -> None:
    async def speak() -> None:
        logging.getLogger("bot").warning("said")

    async def work() -> None:
        hush.act()
        await asyncio.create_task(speak())

    await asyncio.create_task(work())
    assert lines(stream) == []
    await speak()
    assert len(lines(stream)) == 1


def test_the_databases_threads_work_for_everybody(stream: io.StringIO) -> None:
    say = logging.getLogger("sqlalchemy.pool").error
    for name in ("database-0", "another"):
        thread = threading.Thread(target=say, args=(name,), name=name)
        thread.start()
        thread.join()
    assert [line["event"] for line in lines(stream)] == ["another"]


def test_they_come_out_in_any_order(stream: io.StringIO) -> None:
    with hush.acting():
        for number in range(40):
            logging.getLogger("bot").warning("line %d", number)
    hush.release()
    said = [line["event"] for line in lines(stream)]
    assert said != sorted(said, key=lambda event: int(str(event).split()[1]))
    assert len(set(said)) == 40


def test_what_is_too_much_is_counted(stream: io.StringIO) -> None:
    with hush.acting():
        for _ in range(hush.MOST + 5):
            logging.getLogger("bot").warning("again")
    hush.release()
    assert len(lines(stream)) == hush.MOST + 1
    assert [line["lines"] for line in lines(stream) if "lines" in line] == [5]


def test_the_end_of_the_program_says_what_waits(stream: io.StringIO) -> None:
    with hush.acting():
        logging.getLogger("bot").warning("the last words")
    logging.getLogger().handlers[0].close()
    assert len(lines(stream)) == 1


def test_the_demo_does_not_wait() -> None:
    stream = io.StringIO()
    log.configure("INFO", "json", stream=stream, waits=False)
    with hush.acting():
        log.incident(ValueError())
    assert len(lines(stream)) == 1
