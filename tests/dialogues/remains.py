"""What a story leaves behind: the screens of the phones, and the rows of both databases."""

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.botapi.state import JSON
from tests.dialogues import screens
from tests.dialogues.journal import Act
from tests.dialogues.screens import Lines
from tests.dialogues.stage import Stage
from tests.dialogues.story import Line

# What differs from one run to the next and has no effect of its own: random values, numbers of messages and rows.
VOLATILE = {
    "id",
    "uid",
    "token_hash",
    "door",
    "source",
    "version",
    "message_id",
    "card",
    "question",
    "lookup",
    "sealed",
    "thread_id",
}
DRAWN = re.compile(r"[0-9a-f]{32}")  # what a notice or a post is about, where that has a random id
OPENED = re.compile(r"/start q_\S{22}")
# Each view that is shown again must also be erased again.
REPEATED = {"erasures"}


@dataclass
class Remains:
    """The end of a story, to be compared with another run of it."""

    screens: dict[str, list[Lines]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)


def phones(stage: Stage, names: dict[int, str], echoes: set[tuple[int, int]]) -> dict[str, list[Lines]]:
    """Every chat as each person sees it in the end, without the `echoes` (chat and message)."""
    found: dict[str, list[Lines]] = {}
    for name, number in stage.ids.items():
        for chat, label in names.items():
            if chat == number or chat < 0:
                seen = [_shown(m) for m in stage.seen(name, chat) if (chat, m["message_id"]) not in echoes]
                found[f"{name}, {label}"] = seen
    return found


def _shown(message: JSON) -> Lines:
    rows = {"reply_markup": {"inline_keyboard": message["keyboard"]}}
    who = message["service"] or message["from"]["name"]
    return tuple(OPENED.sub("/start q_…", line) for line in (who, *screens.lines(message | rows)))


def echoes(line: Line, acts: list[Act], plain: dict[int, list[Lines]]) -> set[tuple[int, int]]:
    """The messages of a line that came once more because the update did; `plain` is what came of it alone.

    AssertionError if anything else came.
    """
    found: set[tuple[int, int]] = set()
    for chat, expected in plain.items():
        sent = [act for act in acts if act.chat == chat and act.message_id is not None]
        left = Counter(expected)
        for act in reversed(sent):  # people go on with the lowest
            if left[act.text] > 0:
                left[act.text] -= 1
            else:
                assert act.text in expected, f"line {line.number}, delivered twice, also brings:\n{act.text}"
                found.add((chat, act.message_id or 0))
        assert not +left, f"line {line.number}, delivered twice, brings no longer:\n{+left}"
    return found


def rows(folder: Path) -> dict[str, list[str]]:
    """Every row of both databases, without what is volatile, table by table."""
    found: dict[str, list[str]] = {}
    for name in ("community", "vault"):
        with sqlite3.connect(folder / "data" / f"{name}.db") as database:
            database.row_factory = sqlite3.Row
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table not in REPEATED:
                    read = database.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - our own tables
                    found[table] = sorted(_stable(row) for row in read)
        database.close()
    return found


def _stable(row: sqlite3.Row) -> str:
    return ", ".join(f"{name}={row[name]!r}" for name in row.keys() if not _varies(name, row[name]))  # noqa: SIM118


def _varies(name: str, value: object) -> bool:
    return name in VOLATILE or (name in ("about", "answers") and DRAWN.fullmatch(str(value)) is not None)
