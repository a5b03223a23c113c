"""Whoever of a zone writes, everything that others see is the same to the byte; where it is not, it is noticed."""

from pathlib import Path

from tests.anonymity import leaks, swap, walks
from tests.anonymity.town import PEER

PEOPLE = 5


async def test_nothing_but_the_writers_own_chat_differs(tmp_path: Path) -> None:
    first, second = [await swap.played(tmp_path / str(writer), PEOPLE, writer) for writer in (0, 1)]
    assert swap.differing(first, second) == set()
    assert first[0]["vault.db"] != first[1]["vault.db"], "there is something to compare"
    assert first[-1]["what others are told"]
    assert {"community.db", "community.db-wal", "vault.db", "vault.db-journal"} <= first[-1].keys()


async def test_a_leaky_build_differs() -> None:
    assert (await swap.measure(PEOPLE, leaks.telling, swap.SCENES[1:2])).leaks >= swap.PLANTED


async def test_a_question_that_names_its_account_differs() -> None:
    asks = [(walks.asks_the_peers, PEER, swap.MINUTES)]
    assert "vault.db" in (await swap.measure(PEOPLE, leaks.telling, asks)).leaks
