"""Every story, played three times: as it is told, delivered twice, and with a restart before each line."""

from pathlib import Path

import pytest

from tests.dialogues import story
from tests.dialogues.play import Played, play

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))
_told: dict[Path, Played] = {}  # plainly, once in each test process


@pytest.fixture(params=STORIES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """The file of a story."""
    found: Path = request.param
    return found


@pytest.fixture
def recording(request: pytest.FixtureRequest) -> bool:
    """Whether the bot's lines are to be written anew."""
    return bool(request.config.getoption("--record"))


async def told(path: Path) -> Played:
    """The story as it is told."""
    if path not in _told:
        _told[path] = await play(story.read(path))
    return _told[path]


async def test_the_bot_does_what_the_story_says(path: Path, recording: bool) -> None:
    played = await told(path)
    if recording:
        path.write_text(story.written(played.lines), "utf-8")
    assert story.written(played.lines) == path.read_text("utf-8")


async def test_delivered_twice_a_story_ends_the_same(path: Path) -> None:
    plain = await told(path)
    twice = await play(story.read(path), redeliver=True, like=plain)
    _same_end(twice, plain)


async def test_a_restart_before_each_line_changes_nothing(path: Path) -> None:
    plain = await told(path)
    restarted = await play(story.read(path), restart=True)
    assert story.written(restarted.lines) == story.written(plain.lines)
    _same_end(restarted, plain)


def _same_end(one: Played, other: Played) -> None:
    for found, expected in ((one.remains.rows, other.remains.rows), (one.remains.screens, other.remains.screens)):
        for name, wanted in expected.items():
            assert found[name] == wanted, name
