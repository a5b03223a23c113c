"""Every story, played three times: as it is told, with everything delivered twice, with a restart before each line."""

from pathlib import Path

import pytest

from tests.dialogues import story
from tests.dialogues.play import play

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


@pytest.fixture(params=STORIES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """The file of a story."""
    found: Path = request.param
    return found


@pytest.fixture
def recording(request: pytest.FixtureRequest) -> bool:
    """Whether the bot's lines are to be written anew."""
    return bool(request.config.getoption("--record"))


async def test_a_story_and_the_same_delivered_twice(path: Path, recording: bool) -> None:
    told = await play(story.read(path))
    if recording:
        path.write_text(story.written(told.lines), "utf-8")
    assert story.written(told.lines) == path.read_text("utf-8")
    twice = await play(story.read(path), redeliver=True, like=told)
    for name, rows in told.remains.rows.items():
        assert twice.remains.rows[name] == rows, f"delivered twice, the table {name} differs"
    for name, screen in told.remains.screens.items():
        assert twice.remains.screens[name] == screen, f"delivered twice, the screen of {name} differs"


async def test_a_restart_before_each_line_changes_nothing(path: Path, recording: bool) -> None:
    if recording:
        pytest.skip("recorded first: run again without --record")
    restarted = await play(story.read(path), restart=True)
    assert story.written(restarted.lines) == path.read_text("utf-8")
