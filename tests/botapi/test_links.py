"""Invite links: used up, expired, revoked, and those that only let people ask."""

from typing import Any

import pytest

from bot.demo.botapi.errors import Impossible
from tests.botapi.scene import Scene


async def link(scene: Scene, **more: object) -> str:
    made: dict[str, Any] = await scene.telegram.call("createChatInviteLink", {"chat_id": scene.group} | more)
    return str(made["invite_link"])


async def test_a_link_lets_its_number_of_people_in(scene: Scene) -> None:
    url = await link(scene, member_limit=1)
    scene.telegram.join(scene.stranger.id, url)
    late = scene.telegram.person("Paul")
    with pytest.raises(Impossible, match="expired"):
        scene.telegram.join(late.id, url)
    [update] = await scene.updates()
    assert update["message"]["new_chat_members"][0]["first_name"] == "Zoé"


async def test_a_link_expires_by_the_clock_and_can_be_revoked(scene: Scene) -> None:
    expiring = await link(scene, expire_date=int(scene.clock().timestamp()) + 60)
    revoked = await link(scene)
    body = await scene.telegram.call("revokeChatInviteLink", {"chat_id": scene.group, "invite_link": revoked})
    assert body["is_revoked"]
    scene.clock.forward(seconds=61)
    for url in (expiring, revoked):
        with pytest.raises(Impossible, match="expired"):
            scene.telegram.join(scene.stranger.id, url)


async def test_who_asked_can_be_written_to_for_five_minutes_and_let_in(scene: Scene) -> None:
    zoe = scene.stranger.id
    url = await link(scene, creates_join_request=True)
    scene.telegram.join(zoe, url)
    [update] = await scene.updates()
    assert update["chat_join_request"]["user_chat_id"] == zoe
    await scene.send(chat_id=zoe)
    scene.clock.forward(minutes=6)
    assert (await scene.refused("sendMessage", chat_id=zoe, text="x")).code == 403
    where = {"chat_id": scene.group, "user_id": zoe}
    await scene.telegram.call("approveChatJoinRequest", where)
    assert (await scene.telegram.call("getChatMember", where))["status"] == "member"
    error = await scene.refused("declineChatJoinRequest", **where)
    assert error.description == "Bad Request: USER_ALREADY_PARTICIPANT"


async def test_the_declined_stay_outside(scene: Scene) -> None:
    url = await link(scene, creates_join_request=True)
    scene.telegram.join(scene.stranger.id, url)
    where = {"chat_id": scene.group, "user_id": scene.stranger.id}
    await scene.telegram.call("declineChatJoinRequest", where)
    assert (await scene.telegram.call("getChatMember", where))["status"] == "left"
    assert (await scene.refused("approveChatJoinRequest", **where)).description.endswith("HIDE_REQUESTER_MISSING")


async def test_the_main_link_is_replaced(scene: Scene) -> None:
    old = await scene.telegram.call("exportChatInviteLink", {"chat_id": scene.group})
    new = await scene.telegram.call("exportChatInviteLink", {"chat_id": scene.group})
    assert (await scene.telegram.call("getChat", {"chat_id": scene.group}))["invite_link"] == new
    with pytest.raises(Impossible, match="expired"):
        scene.telegram.join(scene.stranger.id, old)
