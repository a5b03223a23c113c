"""Every button and command, tried by everybody, in private and in the region's group: allowed, or which no is said.

A new button is a line with its data in the file of its feature; what stands for ids is in `parish.py`. `--record`
writes below it what everybody is told: read it before you commit it.
"""

import asyncio
import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
from telegram.ext import CommandHandler

from handlers import front
from handlers.menu import helped
from storage.members import Member
from tests.dialogues.parish import ACTORS, MEMBERS, PRESENT, STRANGER, founded
from tests.dialogues.tries import BUG, OK, UNANSWERED, trying

FOLDER = Path(__file__).parent / "matrix"
COMMANDS = FOLDER / "commands.txt"
WIDTH = 21  # of a column with the longest of the usual words
TOGETHER = {", ".join(ACTORS): "everybody", ", ".join(PRESENT): "every member"}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("matrix")]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is said to whom, row by row."""
    return asyncio.run(_tried(tmp_path_factory.mktemp("matrix")))


async def _tried(folder: Path) -> dict[str, list[str]]:
    parish = await founded(folder)
    async with trying(parish) as tries:
        return {
            row: [
                *_told("private", {who: await tries.private(who, row) for who in ACTORS}),
                *_told("group", {who: await tries.in_group(who, row) for who in ACTORS}),
            ]
            for path in sorted(FOLDER.glob("*.txt"))
            for row in _rows(path)
        }


def _rows(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith((" ", "#"))]


def _told(place: str, words: dict[str, str]) -> Iterator[str]:
    """A line for each word, and who hears it."""
    for word in sorted(set(words.values()), key=lambda one: (not one.startswith(OK), one)):
        heard = ", ".join(who for who in ACTORS if words[who] == word)
        for some, name in TOGETHER.items():
            heard = heard.replace(some, name)
        yield f"    {place:8}{word:{WIDTH}}{heard}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_everybody_is_told_what_is_written(
    path: Path, found: dict[str, list[str]], request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--record"):
        path.write_text(_written(path, found), "utf-8")
    written, is_now = path.read_text("utf-8").splitlines(), _written(path, found).splitlines()
    difference = "\n".join(unified_diff(written, is_now, "as it is written", "as it should read", n=4, lineterm=""))
    assert not difference, f"--record writes it, for you to judge\n{difference}"


def _written(path: Path, found: dict[str, list[str]]) -> str:
    """The file as it should read: its remarks and rows, and below each row what is said."""
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(" ")]
    return "\n".join(line for one in kept for line in (one, *found.get(one, ()))) + "\n"


def test_every_tap_is_answered_and_nothing_fails(found: dict[str, list[str]]) -> None:
    wrong = re.compile(rf" ({BUG}|{UNANSWERED}) ")
    assert [(row, line) for row, lines in found.items() for line in lines if wrong.search(line)] == []


def test_every_button_has_a_row_below_its_feature_and_every_row_is_a_button() -> None:
    features = {"front": front.TAPS} | {feature.__name__.rpartition(".")[2]: feature.TAPS for feature in front.FEATURES}
    rows = {path.stem: {_verb(row) for row in _rows(path)} for path in FOLDER.glob("*.txt") if path != COMMANDS}
    assert rows == {name: set(taps) for name, taps in features.items()}


def _verb(row: str) -> str:
    return ":".join(row.split(":")[:2])


def test_every_command_and_link_has_a_row_and_every_row_is_one() -> None:
    commands = {name for one in front.handlers() if isinstance(one, CommandHandler) for name in one.commands}
    assert {row.split()[0].removeprefix("/") for row in _rows(COMMANDS)} == commands
    payloads = [payload for row in _rows(COMMANDS) if (payload := row.partition("/start ")[2])]
    assert [prefix for prefix in front.LINKS if not any(one.startswith(prefix) for one in payloads)] == []
    assert [one for one in payloads if not one.startswith(tuple(front.LINKS))] == []


@pytest.mark.parametrize("who", [STRANGER, "peer", "supervisor", "coordinator"])
def test_the_help_lists_what_one_can_use(who: str) -> None:
    answered, name = {"retirer"} if who == "coordinator" else set(), ""  # explained to all, used in groups
    for line in COMMANDS.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            name = line.removeprefix("/").split(" ")[0]
        elif line.split()[:2] == ["private", OK] and who in _heard(line):
            answered |= {name} & (set(front.COMMANDS) - {"aide", "retirer"})
    held = frozenset(MEMBERS.get(who, ()))
    member = Member(1, 1, "Awa", "fr", "FR-ARA", "active", "2026-05", "", "", held) if held else None
    assert set(helped(member)) == answered


def _heard(line: str) -> list[str]:
    written = line.split(maxsplit=2)[2]
    for some, name in TOGETHER.items():
        written = written.replace(name, some)
    return written.split(", ")
