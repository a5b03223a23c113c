"""A fresh simulated world for each test, and everything that it can emit."""

import pytest

from tests.botapi.scene import Scene, made
from tests.botapi.story import Emitted, everything


@pytest.fixture
async def scene() -> Scene:
    """The world with no update waiting for the bot."""
    scene = made()
    await scene.updates()
    return scene


@pytest.fixture
async def emitted(scene: Scene) -> Emitted:
    """One of everything."""
    return await everything(scene)
