"""Whatever comes in, nothing is shown to the wrong people, stumbles or is lost; a build that does so is caught."""

import asyncio

import pytest

from tests.anonymity import fuzz, village
from tests.anonymity.moments import Moment


@pytest.fixture(scope="module")
def moment(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """The village as it stands."""
    return asyncio.run(village.founded(tmp_path_factory.mktemp("village")))


def test_whatever_comes_in_nothing_is_shown_stumbles_or_is_lost(moment: Moment) -> None:
    found = fuzz.fuzzed(moment, *fuzz.SMALL, repeatable=True)
    assert (found.wrong, found.inputs) == (set(), fuzz.SMALL[0] * fuzz.SMALL[1])


def test_a_lax_build_is_caught(moment: Moment) -> None:
    assert fuzz.control(moment).leaks >= fuzz.PLANTED
