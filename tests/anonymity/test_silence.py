"""Reports are not heard of, in peace or trouble; a build that speaks at once is."""

from pathlib import Path

from tests.anonymity import leaks, silence


async def test_nothing_is_heard_of_a_report(tmp_path: Path) -> None:
    assert (await silence.measure(tmp_path, silence.SMALL)).leaks == set()


async def test_a_chatty_build_is_heard(tmp_path: Path) -> None:
    assert (await silence.measure(tmp_path, silence.BRIEF, leaks.chatty)).leaks >= silence.PLANTED
