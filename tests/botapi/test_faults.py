"""Troubles that a test can order: floods by the clock, errors, hanging, lost answers, broken connections."""

import asyncio

import pytest

from bot.demo.botapi.errors import Cut, Lost
from tests.botapi.scene import Scene


async def test_a_flood_in_one_chat_leaves_the_others_alone(scene: Scene) -> None:
    scene.telegram.flood(7, chat_id=scene.awa.id)
    error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x")
    assert (error.code, error.description, error.parameters) == (
        429,
        "Too Many Requests: retry after 7",
        {"retry_after": 7},
    )
    await scene.send(chat_id=scene.luc.id)
    scene.clock.forward(seconds=5)
    assert (await scene.refused("sendMessage", chat_id=scene.awa.id, text="x")).parameters == {"retry_after": 2}
    scene.clock.forward(seconds=2)
    await scene.send()


async def test_a_flood_everywhere_still_lets_updates_through(scene: Scene) -> None:
    scene.telegram.flood(3)
    assert (await scene.refused("sendMessage", chat_id=scene.luc.id, text="x")).code == 429
    assert await scene.updates() == []


async def test_an_error_is_met_as_often_as_ordered(scene: Scene) -> None:
    scene.telegram.fault("error", method="sendMessage", code=500, description="Internal Server Error", times=2)
    await scene.telegram.call("getMe", {})
    for _ in range(2):
        error = await scene.refused("sendMessage", chat_id=scene.awa.id, text="x")
        assert (error.code, error.description) == (500, "Internal Server Error")
    await scene.send()


async def test_a_cut_comes_before_any_effect_and_a_loss_after_it(scene: Scene) -> None:
    scene.telegram.fault("cut", chat_id=scene.awa.id)
    with pytest.raises(Cut):
        await scene.send("un")
    scene.telegram.fault("lost", chat_id=scene.awa.id)
    with pytest.raises(Lost):
        await scene.send("deux")
    texts = [m["text"] for m in scene.telegram.visible(scene.awa.id, scene.awa.id)]
    assert texts == ["/start", "deux"]


async def test_a_hanging_call_ends_when_cleared_without_effect(scene: Scene) -> None:
    scene.telegram.fault("hang", times=None)
    call = asyncio.create_task(scene.send())
    await asyncio.sleep(0.01)
    assert not call.done()
    scene.telegram.clear_faults()
    with pytest.raises(Cut):
        await call
    assert scene.telegram.journal == []
    await scene.send()


async def test_a_hanging_call_breaks_by_itself(scene: Scene) -> None:
    scene.telegram.fault("hang", seconds=0.01)
    with pytest.raises(Cut):
        await scene.send()


async def test_getupdates_fails_only_by_name(scene: Scene) -> None:
    scene.telegram.fault("error", method="getUpdates")
    assert (await scene.refused("getUpdates")).code == 502
    assert await scene.updates() == []
