"""One Chromium for all the tests of the page, and one demo for those that play on the whole of it."""

import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.page.browser import browser
from tests.page.serving import playing


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    with browser() as chrome:
        yield chrome


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with playing(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture
def scene(demo: str) -> str:
    """The demo with its opening scene, as « Recommencer » puts it back."""
    return began_anew(demo)


@pytest.fixture(scope="module")
def opening(demo: str) -> str:
    """The same for a whole file, whose tests only look at it."""
    return began_anew(demo)


def began_anew(demo: str) -> str:
    """Press « Recommencer »."""
    json = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{demo}demo/reset", b"{}", json)  # noqa: S310 - our own process
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200
    return demo
