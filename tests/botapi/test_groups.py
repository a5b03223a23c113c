"""Groups: privacy mode, the bot's comings and goings, its rights and power, migration."""

import pytest

from bot.demo.botapi.errors import Impossible
from bot.demo.botapi.membership import USUAL_RIGHTS
from tests.botapi.scene import Scene


async def test_privacy_mode_lets_commands_replies_and_service_messages_through(scene: Scene) -> None:
    group = scene.telegram.group("Petit", owner=scene.ines.id, members=[scene.awa.id], supergroup=False)
    scene.telegram.say(scene.awa.id, "/avant", group)
    scene.telegram.add_bot(scene.ines.id, group, administrator=False)
    asked = await scene.send(chat_id=group)
    await scene.updates()
    for text in ("bonjour", "/aide", "/aide@entrepairs_bot", "/aide@another_bot", "voir /aide"):
        scene.telegram.say(scene.awa.id, text, group)
    scene.telegram.say(scene.awa.id, "réponse", group, reply_to=asked["message_id"])
    scene.telegram.leave(scene.awa.id, group)
    heard = [update["message"] for update in await scene.updates()]
    assert [m.get("text", "left") for m in heard] == ["/aide", "/aide@entrepairs_bot", "réponse", "left"]


async def test_an_administrator_bot_hears_everything(scene: Scene) -> None:
    scene.telegram.say(scene.awa.id, "bonjour", scene.group)
    [update] = await scene.updates()
    assert update["message"]["text"] == "bonjour"


async def test_the_bot_hears_of_its_own_place(scene: Scene) -> None:
    scene.telegram.remove_bot(scene.ines.id, scene.group)
    scene.telegram.block(scene.awa.id)
    scene.telegram.start(scene.awa.id)
    changes = [u["my_chat_member"] for u in await scene.updates() if "my_chat_member" in u]
    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("administrator", "kicked"), ("member", "kicked"), ("kicked", "member")]


async def test_a_group_that_put_the_bot_out_is_forbidden(scene: Scene) -> None:
    scene.telegram.remove_bot(scene.ines.id, scene.group)
    error = await scene.refused("sendMessage", chat_id=scene.group, text="x")
    assert (error.code, error.description) == (403, "Forbidden: bot was kicked from the supergroup chat")
    scene.telegram.add_bot(scene.ines.id, scene.group)
    await scene.telegram.call("leaveChat", {"chat_id": scene.group})
    error = await scene.refused("sendMessage", chat_id=scene.group, text="x")
    assert error.description == "Forbidden: bot is not a member of the supergroup chat"


async def test_what_needs_a_right_is_refused_without_it(scene: Scene) -> None:
    scene.telegram.add_bot(scene.ines.id, scene.group, rights=USUAL_RIGHTS - {"can_delete_messages"})
    number = scene.telegram.say(scene.awa.id, "bonjour", scene.group)
    error = await scene.refused("deleteMessage", chat_id=scene.group, message_id=number)
    assert error.description == "Bad Request: message can't be deleted"
    scene.telegram.add_bot(scene.ines.id, scene.group, administrator=False)
    for method, more, trouble in (
        ("pinChatMessage", {"message_id": number}, "not enough rights to manage pinned messages in the chat"),
        ("exportChatInviteLink", {}, "not enough rights to manage chat invite link"),
        ("banChatMember", {"user_id": scene.awa.id}, "not enough rights to restrict/unrestrict chat member"),
    ):
        error = await scene.refused(method, chat_id=scene.group, **more)
        assert error.description == f"Bad Request: {trouble}"


async def test_owners_and_the_bot_itself_cannot_be_banned(scene: Scene) -> None:
    for user, trouble in ((scene.ines.id, "can't remove chat owner"), (123456, "can't restrict self")):
        error = await scene.refused("banChatMember", chat_id=scene.group, user_id=user)
        assert error.description == f"Bad Request: {trouble}"


async def test_the_banned_are_out_until_unbanned(scene: Scene) -> None:
    where = {"chat_id": scene.group, "user_id": scene.awa.id}
    await scene.telegram.call("banChatMember", where)
    assert scene.telegram.visible(scene.awa.id, scene.group) == []
    with pytest.raises(Impossible, match="banned"):
        scene.telegram.join(scene.awa.id, scene.group)
    await scene.telegram.call("unbanChatMember", where | {"only_if_banned": True})
    scene.telegram.join(scene.awa.id, scene.group)
    assert (await scene.telegram.call("getChatMember", where))["status"] == "member"


async def test_the_restricted_cannot_write_until_allowed(scene: Scene) -> None:
    where = {"chat_id": scene.group, "user_id": scene.awa.id}
    await scene.telegram.call("restrictChatMember", where | {"permissions": {"can_send_messages": False}})
    with pytest.raises(Impossible, match="may not write"):
        scene.telegram.say(scene.awa.id, "bonjour", scene.group)
    member = await scene.telegram.call("getChatMember", where)
    everything = dict.fromkeys((name for name in member if name.startswith("can_")), True)
    await scene.telegram.call("restrictChatMember", where | {"permissions": everything})
    scene.telegram.say(scene.awa.id, "bonjour", scene.group)


async def test_a_small_group_becomes_a_supergroup(scene: Scene) -> None:
    small = scene.telegram.group("Petit", owner=scene.ines.id, members=[scene.awa.id], supergroup=False)
    scene.telegram.add_bot(scene.ines.id, small)
    await scene.updates()
    large = scene.telegram.migrate(small)
    told = [update["message"] for update in await scene.updates()]
    assert [(m["chat"]["id"], m.get("migrate_to_chat_id"), m.get("migrate_from_chat_id")) for m in told] == [
        (small, large, None),
        (large, None, small),
    ]
    error = await scene.refused("sendMessage", chat_id=small, text="x")
    assert error.code == 400
    assert error.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert error.parameters == {"migrate_to_chat_id": large}
    await scene.send(chat_id=large)
    chats = [chat["id"] for chat in scene.telegram.view(scene.awa.id)["chats"]]
    assert small not in chats
    assert large in chats


async def test_members_are_counted_and_administrators_listed(scene: Scene) -> None:
    assert await scene.telegram.call("getChatMemberCount", {"chat_id": scene.group}) == 4
    listed = await scene.telegram.call("getChatAdministrators", {"chat_id": scene.group})
    assert [member["status"] for member in listed] == ["creator", "administrator"]
    error = await scene.refused("getChatAdministrators", chat_id=scene.awa.id)
    assert error.description == "Bad Request: there are no administrators in the private chat"
