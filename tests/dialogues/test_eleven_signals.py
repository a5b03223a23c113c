"""Eleven messages pointed out in a day: ten are passed on, the last is refused with a word of its own."""

from pathlib import Path

import pytest

from handlers.speech import speech
from storage.members import Role
from tests.anonymity.acts import must, on_phone
from tests.dialogues.stage import Stage, ordinary

PEOPLE = {"Inès": "coordinator", "Samira": "supervisor", "Luc": "peer_worker", "Awa": "peer_worker"}
PASSED_ON = ordinary(speech("fr")("moderation.reported"))
ENOUGH = ordinary(speech("fr")("refusal.quota_signals", contact="contact@pairs.example"))


@pytest.mark.slow
async def test_the_eleventh_is_refused_and_a_difficulty_still_goes(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    try:
        for name, role in PEOPLE.items():
            await stage.member(name, Role(role, "FR-ARA"))
        ines, luc, awa = (stage.ids[name] for name in ("Inès", "Luc", "Awa"))
        group = stage.telegram.group("Pairs ARA", ines, [luc, awa])
        stage.telegram.add_bot(ines, group)
        for number in range(11):
            rude = stage.telegram.say(luc, f"Message {number}", group)
            stage.telegram.say(awa, "/signaler", group, rude)
        await stage.settle()
        assert (on_phone(stage, "Awa", PASSED_ON), on_phone(stage, "Awa", ENOUGH)) == (10, 1)
        await stage.say("Awa", "Je n’en peux plus.")
        await must(stage, "Awa", "r:t:0:", "r:l:0:", "r:q:01:", "r:v:01-", "r:s:", "w:o:")
    finally:
        await stage.close()
