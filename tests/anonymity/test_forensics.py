"""The vault's file tells neither order nor time, nothing is left of what was erased, and old copies stay closed."""

import pytest

from tests.anonymity import forensics
from tests.anonymity.databases import tables
from tests.anonymity.month import Month

CERTAINTY = 0.999  # of a small month; what leaks is beyond
pytestmark = pytest.mark.xdist_group("anonymity")


def test_a_thief_of_files_learns_nothing(small_month: Month) -> None:
    assert forensics.measure(small_month, CERTAINTY).leaks == set()


def test_the_old_copy_opened_as_long_as_its_key_was_there(small_month: Month) -> None:
    backup = small_month.backups[-1]
    threads = tables(backup / "data" / "vault.db")["threads"]
    assert len(threads) >= small_month.size.reports - 1  # who changed their mind took one back
    assert forensics.opened(backup, small_month.end / "keys") == len(threads)


def test_careless_files_are_caught(leaky_month: Month) -> None:
    assert forensics.measure(leaky_month, CERTAINTY).leaks >= forensics.PLANTED
