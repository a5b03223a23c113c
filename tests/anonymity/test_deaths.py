"""Killed anywhere on the way, nothing that is sent is lost, halved or doubled; a build that does so is caught."""

import asyncio

import pytest

from tests.anonymity import deaths
from tests.anonymity.acts import Act, acts


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Act]:
    """Everything that is sent, told up to its tap."""
    return asyncio.run(acts(tmp_path_factory.mktemp("acts")))


def test_whatever_is_sent_survives_a_death_anywhere(found: list[Act]) -> None:
    toll = deaths.swept(found, deaths.SMALL)
    assert toll.spoilt == set()
    assert toll.deaths >= len(found)
    assert 0 < toll.on_disk < toll.deaths, "some die before it is kept, some after"


def test_builds_that_double_or_lose_are_caught(found: list[Act]) -> None:
    assert deaths.control(found).leaks >= deaths.PLANTED
