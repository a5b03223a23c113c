"""getUpdates: confirmation by offset, long poll, one poll at a time, 24 hours of retention, redelivery."""

import asyncio
from typing import Any

import pytest

from bot.demo.botapi.errors import ApiError
from tests.botapi.scene import Scene


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def get(scene: Scene, **parameters: object) -> list[dict[str, Any]]:
    taken: list[dict[str, Any]] = await scene.telegram.call("getUpdates", parameters)
    return taken


async def test_what_is_not_confirmed_comes_again(scene: Scene) -> None:
    for text in ("un", "deux", "trois"):
        scene.telegram.say(scene.awa.id, text)
    taken = await get(scene, limit=2)
    assert texts(taken) == ["un", "deux"]
    assert texts(await get(scene)) == ["un", "deux", "trois"]
    assert texts(await get(scene, offset=taken[0]["update_id"] + 1)) == ["deux", "trois"]
    assert texts(await get(scene, offset=-1)) == ["trois"]
    assert scene.telegram.pending == 1


async def test_updates_are_kept_24_hours(scene: Scene) -> None:
    scene.telegram.say(scene.awa.id, "vieux")
    scene.clock.forward(hours=23)
    scene.telegram.say(scene.awa.id, "récent")
    scene.clock.forward(hours=2)
    assert texts(await get(scene)) == ["récent"]


async def test_a_long_poll_wakes_with_the_update_and_ends_empty_in_time(scene: Scene) -> None:
    poll = asyncio.create_task(get(scene, timeout=30))
    await asyncio.sleep(0.01)
    scene.telegram.say(scene.awa.id, "réveil")
    assert texts(await asyncio.wait_for(poll, 1)) == ["réveil"]
    await scene.updates()
    started = asyncio.get_running_loop().time()
    assert await get(scene, timeout=1) == []
    assert 0.9 < asyncio.get_running_loop().time() - started < 2


async def test_a_cancelled_poll_loses_nothing(scene: Scene) -> None:
    poll = asyncio.create_task(get(scene, timeout=30))
    await asyncio.sleep(0.01)
    poll.cancel()
    scene.telegram.say(scene.awa.id, "gardé")
    assert texts(await get(scene)) == ["gardé"]


async def test_a_second_poll_ends_the_first_with_a_conflict(scene: Scene) -> None:
    older = asyncio.create_task(get(scene, timeout=30))
    await asyncio.sleep(0.01)
    newer = asyncio.create_task(get(scene, timeout=30))
    with pytest.raises(ApiError, match="terminated by other getUpdates request") as caught:
        await older
    assert caught.value.code == 409
    scene.telegram.say(scene.awa.id, "au second")
    assert texts(await newer) == ["au second"]


async def test_only_allowed_kinds_are_kept(scene: Scene) -> None:
    scene.telegram.leave(scene.luc.id, scene.group)
    kinds = [set(update) - {"update_id"} for update in await scene.updates()]
    assert kinds == [{"message"}], "chat_member must be asked for"
    await get(scene, allowed_updates=["chat_member"])
    scene.telegram.join(scene.luc.id, scene.group)
    [update] = await get(scene)
    assert update["chat_member"]["new_chat_member"]["status"] == "member"


async def test_redelivery_gives_everything_twice(scene: Scene) -> None:
    scene.telegram.redeliver = True
    scene.telegram.say(scene.awa.id, "un")
    [first] = await get(scene)
    scene.telegram.say(scene.awa.id, "deux")
    again = await get(scene, offset=first["update_id"] + 1)
    assert texts(again) == ["un", "deux"]
    last = await get(scene, offset=again[-1]["update_id"] + 1)
    assert texts(last) == ["deux"]
    assert await get(scene, offset=last[-1]["update_id"] + 1) == []
    assert scene.telegram.pending == 0


async def test_a_webhook_and_a_poll_exclude_each_other(scene: Scene) -> None:
    await scene.telegram.call("setWebhook", {"url": "https://example.org/hook"})
    error = await scene.refused("getUpdates")
    assert error.code == 409
    await scene.telegram.call("deleteWebhook", {"drop_pending_updates": True})
    assert await get(scene) == []
