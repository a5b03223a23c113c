"""Topics of a forum and polls, from the bot's side and from people's."""

from typing import Any

import pytest

from bot.demo.botapi.errors import Impossible
from tests.botapi.scene import Scene

OPTIONS = [{"text": "mardi"}, {"text": "jeudi"}, {"text": "vendredi"}]


async def test_topics_exist_in_forums_only(scene: Scene) -> None:
    error = await scene.refused("createForumTopic", chat_id=scene.group, name="Dates")
    assert error.description == "Bad Request: the chat is not a forum"
    error = await scene.refused("sendMessage", chat_id=scene.group, text="x", message_thread_id=5)
    assert error.description == "Bad Request: message thread not found"


async def test_a_topic_gathers_its_messages_and_takes_them_away(scene: Scene) -> None:
    forum = scene.telegram.group("Forum", owner=scene.ines.id, forum=True)
    scene.telegram.add_bot(scene.ines.id, forum)
    topic = await scene.telegram.call("createForumTopic", {"chat_id": forum, "name": "Dates"})
    place = {"chat_id": forum, "message_thread_id": topic["message_thread_id"]}
    sent = await scene.send(**place)
    assert sent["is_topic_message"]
    await scene.telegram.call("closeForumTopic", place)
    error = await scene.refused("closeForumTopic", **place)
    assert error.description == "Bad Request: TOPIC_NOT_MODIFIED"
    await scene.telegram.call("deleteForumTopic", place)
    assert (await scene.refused("sendMessage", text="x", **place)).description.endswith("message thread not found")
    shown = scene.telegram.visible(scene.ines.id, forum)
    assert all("message_thread_id" not in message for message in shown)


async def poll(scene: Scene, **more: object) -> dict[str, Any]:
    wanted = {"chat_id": scene.group, "question": "Quand ?", "options": OPTIONS} | more
    body: dict[str, Any] = await scene.telegram.call("sendPoll", wanted)
    return body


async def test_votes_are_counted_and_told(scene: Scene) -> None:
    asked = await poll(scene, is_anonymous=False)
    scene.telegram.vote(scene.awa.id, scene.group, asked["message_id"], [0])
    scene.telegram.vote(scene.luc.id, scene.group, asked["message_id"], [1])
    scene.telegram.vote(scene.luc.id, scene.group, asked["message_id"], [])
    updates = await scene.updates()
    answers = [u["poll_answer"] for u in updates if "poll_answer" in u]
    assert [(a["user"]["first_name"], a["option_ids"]) for a in answers] == [("Awa", [0]), ("Luc", [1]), ("Luc", [])]
    last = updates[-2]["poll"]
    assert [option["voter_count"] for option in last["options"]] == [1, 0, 0]
    assert last["total_voter_count"] == 1


async def test_an_anonymous_poll_tells_no_names(scene: Scene) -> None:
    asked = await poll(scene)
    scene.telegram.vote(scene.awa.id, scene.group, asked["message_id"], [0])
    assert [set(u) - {"update_id"} for u in await scene.updates()] == [{"poll"}]


async def test_a_poll_takes_what_it_allows(scene: Scene) -> None:
    asked = await poll(scene, allows_revoting=False)
    with pytest.raises(Impossible, match="one option"):
        scene.telegram.vote(scene.awa.id, scene.group, asked["message_id"], [0, 1])
    scene.telegram.vote(scene.awa.id, scene.group, asked["message_id"], [0])
    with pytest.raises(Impossible, match="no change"):
        scene.telegram.vote(scene.awa.id, scene.group, asked["message_id"], [1])
    await scene.telegram.call("stopPoll", {"chat_id": scene.group, "message_id": asked["message_id"]})
    with pytest.raises(Impossible, match="closed"):
        scene.telegram.vote(scene.luc.id, scene.group, asked["message_id"], [0])
    error = await scene.refused("stopPoll", chat_id=scene.group, message_id=asked["message_id"])
    assert error.description == "Bad Request: poll has already been closed"


@pytest.mark.parametrize(
    ("more", "trouble"),
    [
        ({"options": [{"text": "seul"}]}, "poll must have 2-12 options"),
        ({"options": [{"text": "x" * 101}, {"text": "y"}]}, "poll text length must not exceed 100"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"type": "quiz"}, "quiz must have a correct option"),
    ],
)
async def test_bad_polls_are_refused(scene: Scene, more: dict[str, Any], trouble: str) -> None:
    wanted = {"chat_id": scene.group, "question": "Quand ?", "options": OPTIONS} | more
    assert (await scene.refused("sendPoll", **wanted)).description == f"Bad Request: {trouble}"
