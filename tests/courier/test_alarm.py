"""The operator hears that something waits for nobody, at a slot, without a word of what it is."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from storage.members import Role
from tests.dialogues.stage import Stage

SAID = "reports wait that nobody has read, and there is nobody else to read them"
DANGER = (
    "Faire part d’une difficulté",
    "Autres thèmes ▸",
    "Violence, harcèlement",
    "Danger immédiat",
    "Envoyer aussi mon message",
    "Non, elle peut le lire",
    "Envoyer",
)


@pytest.mark.slow
async def test_a_danger_that_goes_nowhere_is_said_at_the_next_slot(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    await stage.member("Awa", Role("peer_worker", "FR-ARA"))
    await stage.member("Samira", Role("supervisor", "FR-ARA"))
    with capture_logs() as lines:
        await stage.say("Awa", "Il y a le feu chez nous.")
        for button in DANGER:
            await stage.tap("Awa", button)
        await stage.later(timedelta(hours=4))
        assert _errors(lines) == []
        await stage.later(timedelta(hours=6))  # the two hours are over, and a region's slot comes
        said = _errors(lines)
        await stage.close()
    assert said
    assert all(line == {"event": SAID, "log_level": "error"} for line in said)


def _errors(lines: list[EventDict]) -> list[EventDict]:
    return [line for line in lines if line["log_level"] == "error"]
