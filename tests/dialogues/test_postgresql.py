"""The main stories once more, with the whole program on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogues import story
from tests.dialogues.play import play
from tests.storage import postgres

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgresql")]

STORIES = Path(__file__).parent / "stories"


@pytest.fixture
def urls() -> Iterator[tuple[str, str]]:
    """Two empty databases; skipped aloud where no PostgreSQL can be had."""
    with postgres.two_databases() as both:
        yield both


@pytest.mark.parametrize("name", ["01-entrer", "10-difficulte", "30-reunion"])
async def test_the_story_is_the_same(name: str, urls: tuple[str, str]) -> None:
    path = STORIES / f"{name}.txt"
    told = await play(story.read(path), urls=urls, restart=7)
    assert story.written(told.lines) == path.read_text("utf-8")
