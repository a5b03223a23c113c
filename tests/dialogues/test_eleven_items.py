"""Eleven items written for an agenda in a day: the last is refused in words of its own; what counts them knows none."""

from pathlib import Path

import pytest

from handlers.rules.quotas import Quotas, _mark
from handlers.speech import speech
from storage.agenda import of
from storage.members import Role
from tests.anonymity.acts import must, on_phone
from tests.dialogues.stage import Stage, ordinary

ENOUGH = ordinary(speech("fr")("refusal.quota_items"))


@pytest.mark.slow
async def test_the_eleventh_is_refused_and_nothing_held_leads_to_the_ten(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    try:
        for name, role in {"Inès": "coordinator", "Awa": "peer_worker", "Samira": "supervisor"}.items():
            await stage.member(name, Role(role, "FR-ARA"))
        await stage.say("Inès", "/reunion")
        await must(stage, "Inès", "d:ask:when:")
        await stage.say("Inès", "12 juin 14h30")
        await must(stage, "Inès", "d:sure:", "d:publish:")
        await must(stage, "Awa", "ag:o:")
        for number in range(11):
            await must(stage, "Awa", "ag:new:")
            await stage.say("Awa", f"Point {number}")
            assert on_phone(stage, "Awa", ENOUGH) == (number == 10)
            if number < 10:
                await must(stage, "Awa", "ag:add:a:", "ag:see:")
        held = _held(stage.program.house.quotas)
        found = await stage.program.stores.database.commit(lambda tx: of(tx, 1))
        assert (len(found), len(held)) == (10, 10)
        for item in found:
            forms = (item.id.to_bytes(6), item.id.to_bytes(8), str(item.id).encode())
            assert not held & {*forms, *map(_mark, forms)}
        await stage.say("Awa", "Je n’en peux plus.")
        await must(stage, "Awa", "r:t:0:", "r:l:0:", "r:q:01:", "r:v:01-", "r:s:", "w:o:")
    finally:
        await stage.close()


def _held(quotas: Quotas) -> set[bytes]:
    return set[bytes]().union(*quotas._counted.values())
