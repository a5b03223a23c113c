"""The main stories once more, with the whole program on PostgreSQL."""

from pathlib import Path

import pytest

from tests.dialogues import story
from tests.dialogues.play import play

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]

STORIES = Path(__file__).parent / "stories"


@pytest.mark.parametrize("name", ["01-entrer", "10-difficulte", "30-reunion"])
async def test_the_story_is_the_same(name: str, two_databases: tuple[str, str]) -> None:
    path = STORIES / f"{name}.txt"
    told = await play(story.read(path), urls=two_databases, restart=7)
    assert story.written(told.lines) == path.read_text("utf-8")
