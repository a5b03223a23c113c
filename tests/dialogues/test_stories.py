"""Every story, played twice: as it is told, with restarts on the way, and with everything delivered twice."""

from pathlib import Path

import pytest

from tests.dialogues import story
from tests.dialogues.play import play

QUICK = ("10-difficulte", "30-reunion")
RESTARTS = 5  # the program is started anew before every fifth line
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


@pytest.mark.parametrize("path", [path for path in STORIES if path.stem in QUICK], ids=lambda path: path.stem)
async def test_the_two_main_stories(path: Path) -> None:
    """Told once, for those who wait for the answer."""
    told = await play(story.read(path))
    assert story.written(told.lines) == path.read_text("utf-8")


@pytest.mark.slow
async def test_a_story_with_restarts_and_the_same_delivered_twice(path: Path, recording: bool) -> None:
    told = await play(story.read(path), restart=0 if recording else RESTARTS)
    if recording:
        path.write_text(story.written(told.lines), "utf-8")
    assert story.written(told.lines) == path.read_text("utf-8")
    twice = await play(story.read(path), redeliver=True, like=told)
    for name, rows in told.remains.rows.items():
        assert twice.remains.rows[name] == rows, f"delivered twice, the table {name} differs"
    for name, screen in told.remains.screens.items():
        assert twice.remains.screens[name] == screen, f"delivered twice, the screen of {name} differs"
