"""No canary is found in the program's files, killed or not; every leak of the leaky builds is."""

from pathlib import Path

import pytest

from tests.anonymity import canaries, signals
from tests.anonymity.month import Month
from tests.anonymity.search import Search

pytestmark = pytest.mark.xdist_group("anonymity")


def test_no_canary_is_found(small_month: Month) -> None:
    assert canaries.scan(small_month).leaks == set()


def test_every_planted_one_is_found(leaky_month: Month) -> None:
    assert canaries.scan(leaky_month).leaks >= canaries.PLANTED


def test_they_are_found_where_they_may_be(small_month: Month) -> None:
    search = Search(small_month.town.secrets([]))
    seen = canaries.in_columns(small_month.end / "data" / "community.db", search)
    assert seen >= {("id", "members.telegram_id"), ("name", "members.first_name"), ("message", "cards.message_id")}


@pytest.mark.slow
async def test_killed_and_stopped_in_the_middle_it_leaves_none(tmp_path: Path) -> None:
    assert (await signals.struck(tmp_path, signals.SMALL)).leaks == set()


@pytest.mark.slow
async def test_a_leaky_process_is_caught(tmp_path: Path) -> None:
    leaks = (await signals.struck(tmp_path, signals.Blows(1, ()), leaky=True)).leaks
    assert leaks >= signals.PLANTED
