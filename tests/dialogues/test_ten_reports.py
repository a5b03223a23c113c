"""Ten messages wait: each is opened, answered and closed with three taps, and each writer finds the answer."""

from pathlib import Path

import pytest

from storage.members import Role
from tests.dialogues.stage import Stage

TEN = 10
OPEN = "Nouveau ·"


class Hand:
    """A supervisor's, which counts its taps."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self.taps = stage, 0

    async def tap(self, button: str) -> None:
        """The lowest button that begins so, which is under the lowest message: there is nothing to look for."""
        self.taps += 1
        text = next(text for text in reversed(self._stage.buttons("Samira")) if text.startswith(button))
        message, _ = self._stage.button("Samira", text)
        assert message == self._stage.seen("Samira")[-1]["message_id"], button
        await self._stage.tap("Samira", text)


@pytest.mark.slow
async def test_ten_messages_take_three_taps_each(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    try:
        await stage.member("Samira", Role("supervisor", "FR-ARA"))
        writers = [f"Pair{number}" for number in range(TEN)]
        for name in writers:
            await _write(stage, name)
        await stage.later(stage.time.replace(hour=18))
        hand = Hand(stage)
        await hand.tap("Ouvrir")
        for number in range(TEN):
            before = hand.taps
            await hand.tap(OPEN)
            await hand.tap("Répondre")
            await stage.say("Samira", f"Réponse {number}.")
            await hand.tap("Envoyer et terminer")
            assert hand.taps - before <= 3
        assert hand.taps == 1 + 3 * TEN
        assert sorted([await _answer(stage, name) for name in writers]) == [f"Réponse {n}." for n in range(TEN)]
        await stage.start("Samira")
        await hand.tap("Messages reçus")
        assert "Rien n’attend." in stage.last("Samira")
    finally:
        await stage.close()


async def _write(stage: Stage, name: str) -> None:
    await stage.member(name, Role("peer_worker", "FR-ARA"))
    await stage.say(name, f"Difficulté de {name}.")
    for button in ("Faire part d’une difficulté", "Isolement", "J’aimerais une réponse", "Non, elle peut le lire"):
        await stage.tap(name, button)
    await stage.tap(name, "Envoyer")


async def _answer(stage: Stage, name: str) -> str:
    await stage.tap(name, "Lire la réponse")
    return next(line for line in stage.last(name).split("\n") if line.startswith("Réponse"))
