"""Log lines to stderr, JSON or for the eye: type, place and incident code, never what a person wrote."""

import asyncio
import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from bot import hush, redact
from storage.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "handlers", "storage")
CHATTY = (
    "httpx",
    "httpcore",
    "apscheduler",
    "sqlalchemy",
    "aiohttp.access",
    "telegram",
    "uvicorn",
    "alembic",
)
LETTERS = "ACDEFGHJKLMNPQRTUVWXY"  # no digit: a code must pass the redactor, and be read over the telephone

_log = structlog.stdlib.get_logger("bot.log")


def configure(
    level: str = "INFO",
    form: str = "json",
    *,
    stream: TextIO | None = None,
    debug: bool = False,
    waits: bool = True,
) -> None:
    """Send every log record, third parties' included, through the redactor; `debug` is for tests only.

    `waits`: what is logged on somebody's account waits for the next slot (bot/hush.py).
    """
    if level.upper() == "DEBUG" and not debug:
        raise Trouble("log.level must not be DEBUG: it would write what people say.")
    logging.raiseExceptions = False  # a record that cannot be formatted would be printed whole
    logging.captureWarnings(True)
    handler = hush.Speaker(stream or sys.stderr, _said, waits=waits)
    handler.setFormatter(_Formatter(form))
    handler.addFilter(_heard)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _heard(record: logging.LogRecord) -> bool:
    """Third parties are heard from WARNING on: below, they tell what passes through them."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS


class _Formatter(logging.Formatter):
    """One line a record, redacted; an exception as its type and place."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.converter = time.gmtime
        self._json = form == "json"

    def format(self, record: logging.LogRecord) -> str:
        fields = redact.clean(self._fields(record))
        if self._json:
            return json.dumps(fields, ensure_ascii=False)
        said = " ".join(f"{key}={value}" for key, value in fields.items() if key not in _HEAD)
        return redact.redact(f"{fields['at']} {fields['level']:<7} {fields['event']} {said}".rstrip())

    def _fields(self, record: logging.LogRecord) -> dict[str, Any]:
        # to the second: a fraction would have six digits, and time a person's act too well
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ")
        return {"at": at, "level": record.levelname.lower(), "logger": record.name, **_said(record)}


def _said(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says, redacted; an exception as its type and place."""
    said = dict(record.msg) if isinstance(record.msg, dict) else {"event": record.getMessage()}
    error = _error(said.pop("exc_info", None) or record.exc_info)
    cleaned: dict[str, Any] = redact.clean({**said, **(describe(error) if error else {})})
    return cleaned


def _error(given: Any) -> BaseException | None:
    """The exception behind what logging and structlog accept as `exc_info`."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return _error(given[1])
    return sys.exc_info()[1] if given else None


_HEAD = ("at", "level", "event")


def incident(error: BaseException) -> str:
    """A short random code to give to the person and to find in the log; the log has type and place only."""
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(3)) for _ in range(2))
    _log.error("incident", code=code, **describe(error))
    return code


def describe(error: BaseException) -> dict[str, str]:
    """Type and place of an error, and of what caused it if that is another one; never its text."""
    root = _root(error)
    told = {"error": _kind(error), "place": place(error)}
    if root is not error:
        told |= {"cause": _kind(root), "cause_place": place(root)}
    return told


def place(error: BaseException) -> str:
    """`file:line` of the deepest frame that is ours, else of the deepest one by its file's name alone."""
    here = "unknown"
    for frame, line in _frames(error.__traceback__):
        name = _ours(frame)
        if name is not None:
            here = f"{name}:{line}"
        elif here == "unknown" or here.startswith("<"):
            here = f"<{Path(frame).name}:{line}>"
    return here


def catch_strays(loop: asyncio.AbstractEventLoop) -> None:
    """Errors of forgotten tasks become incidents; asyncio would log their text."""

    def stray(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        with hush.acting():  # nobody knows for whom it worked
            if isinstance(error, BaseException):
                incident(error)
            else:
                _log.warning("the event loop complains", kind=str(context.get("message", ""))[:60])

    loop.set_exception_handler(stray)


def _root(error: BaseException) -> BaseException:
    seen = {id(error)}
    while (cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__)) is not None:
        if id(cause) in seen:
            break
        seen.add(id(cause))
        error = cause
    return error


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    for frame, line in traceback.walk_tb(trace):
        yield frame.f_code.co_filename, line


def _ours(filename: str) -> str | None:
    path = Path(filename)
    if not path.is_relative_to(ROOT):
        return None
    inside = path.relative_to(ROOT)
    return inside.as_posix() if inside.parts[0] in (*OURS, "tests") else None
