"""Topics of a forum: opened, renamed, closed, deleted."""

from bot.demo.botapi.errors import bad
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.state import JSON, Chat, Topic
from bot.demo.botapi.world import World

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def _forum(world: World, values: Values) -> Chat:
    chat = world.chat(values["chat_id"])
    if not chat.forum:
        raise bad("the chat is not a forum")
    world.need(chat, "can_manage_topics", "not enough rights to manage topics")
    return chat


def _topic(world: World, values: Values) -> tuple[Chat, Topic]:
    chat = _forum(world, values)
    topic = chat.topics.get(values["message_thread_id"])
    if topic is None:
        raise bad("message thread not found")
    return chat, topic


def _say(world: World, chat: Chat, topic: Topic, content: JSON) -> None:
    place = {"message_thread_id": topic.id, "is_topic_message": True}
    world.write(chat, world.bot, content | place)


def _icon(topic: Topic) -> JSON:
    return {"icon_custom_emoji_id": topic.icon} if topic.icon else {}


def create_forum_topic(world: World, values: Values) -> JSON:
    chat = _forum(world, values)
    color = values.get("icon_color", COLORS[0])
    if color not in COLORS:
        raise bad("invalid forum topic icon color specified")
    topic = Topic(0, values["name"], color, icon=values.get("icon_custom_emoji_id"))
    body = {"name": topic.name, "icon_color": color} | _icon(topic)
    message = world.write(chat, world.bot, {"forum_topic_created": body, "is_topic_message": True})
    topic.id = message.id
    message.body = message.body | {"message_thread_id": topic.id}
    chat.topics[topic.id] = topic
    return {"message_thread_id": topic.id} | body


def edit_forum_topic(world: World, values: Values) -> bool:
    chat, topic = _topic(world, values)
    name, icon = values.get("name") or topic.name, values.get("icon_custom_emoji_id", topic.icon)
    if (name, icon) == (topic.name, topic.icon):
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon = name, icon
    _say(world, chat, topic, {"forum_topic_edited": {"name": name} | _icon(topic)})
    return True


def _turn(world: World, values: Values, closed: bool) -> bool:
    chat, topic = _topic(world, values)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _say(world, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def close_forum_topic(world: World, values: Values) -> bool:
    return _turn(world, values, closed=True)


def reopen_forum_topic(world: World, values: Values) -> bool:
    return _turn(world, values, closed=False)


def delete_forum_topic(world: World, values: Values) -> bool:
    chat, topic = _topic(world, values)
    world.need(chat, "can_delete_messages", "not enough rights to delete a topic")
    del chat.topics[topic.id]
    for message in chat.messages.values():
        message.deleted |= message.body.get("message_thread_id") == topic.id
    world.touch()
    return True
