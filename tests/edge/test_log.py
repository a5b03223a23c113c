"""Log lines as a reader of the logs sees them: type, place, code; no text, no person."""

import asyncio
import io
import json
import logging
from collections.abc import Callable

import pytest
import structlog

from bot import hush, log
from storage.trouble import Trouble

SECRET = "Je n’en peux plus, Awa Diallo"


Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Lines:
    stream = io.StringIO()
    log.configure("INFO", "json", stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(text: str) -> None:
    raise KeyError(text)


def caught(text: str) -> Exception:
    try:
        try:
            fail(text)
        except KeyError as error:
            raise ValueError(text) from error
    except ValueError as error:
        return error
    raise AssertionError("unreachable")


def test_an_incident_has_type_and_place_and_no_text(lines: Lines) -> None:
    code = log.incident(caught(SECRET))
    (line,) = lines()
    assert line["code"] == code
    assert line["error"] == "ValueError"
    assert line["cause"] == "KeyError"
    assert str(line["place"]).startswith("tests/edge/test_log.py:")
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_codes_differ_and_pass_the_redactor() -> None:
    log.configure(stream=io.StringIO())
    codes = {log.incident(ValueError()) for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 7 for code in codes)


@pytest.mark.parametrize("form", ["json", "console"])
def test_tracebacks_show_no_text_of_the_error(form: str) -> None:
    stream = io.StringIO()
    log.configure("INFO", form, stream=stream)
    for speak in (
        lambda: logging.getLogger("telegram.ext").exception("it failed"),
        lambda: structlog.stdlib.get_logger("bot").exception("it failed"),
        lambda: structlog.stdlib.get_logger("bot").error("it failed", exc_info=caught(SECRET)),
    ):
        try:
            fail(SECRET)
        except KeyError:
            speak()
    said = stream.getvalue()
    assert SECRET not in said
    assert said.count("KeyError") == 3
    assert len(said.splitlines()) == 3


def test_third_parties_are_heard_from_warning_on_and_redacted(lines: Lines) -> None:
    for name in ("httpx", "apscheduler.scheduler", "sqlalchemy.engine.Engine", "aiohttp.access", "somebody"):
        logging.getLogger(name).info("POST https://api.telegram.org/bot123456:%s/getMe", "A" * 35)
        logging.getLogger(name).warning("chat %d of @awa on /bot123456:%s/", 987654321, "A" * 35)
    assert {line["event"] for line in lines()} == {"chat [id] of [name] on /bot[token]/"}
    assert len(lines()) == 5


def test_our_own_lines_keep_their_fields(lines: Lines) -> None:
    structlog.stdlib.get_logger("handlers.meetings").info("published", recipients=12, chat=123456789)
    (line,) = lines()
    assert (line["event"], line["recipients"], line["chat"]) == ("published", 12, "[id]")
    assert (line["level"], line["logger"]) == ("info", "handlers.meetings")


def test_a_record_that_cannot_be_formatted_says_nothing(lines: Lines, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("somebody").warning("%d", SECRET)
    assert lines() == []
    assert SECRET not in capsys.readouterr().err


def test_debug_is_refused() -> None:
    with pytest.raises(Trouble, match=r"log\.level"):
        log.configure("debug")


async def test_a_forgotten_task_becomes_an_incident(lines: Lines) -> None:
    log.catch_strays(asyncio.get_running_loop())

    async def stray() -> None:
        fail(SECRET)

    task = asyncio.create_task(stray())
    await asyncio.sleep(0.01)
    assert task.done()
    del task
    await asyncio.sleep(0.01)
    hush.release()
    (line,) = lines()
    assert line["error"] == "KeyError"
