"""Polls: asked and stopped by the bot, answered by people."""

from collections.abc import Sequence
from typing import Any

from bot.demo.botapi.entities import formatted
from bot.demo.botapi.errors import Impossible, bad
from bot.demo.botapi.keyboards import inline
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.sending import post
from bot.demo.botapi.state import JSON, Message, Person
from bot.demo.botapi.world import World


def _text(values: Values, name: str, most: int, entities: str = "entities") -> JSON:
    prefix = "" if name == "text" else f"{name}_"
    parts = values.get(name, ""), values.get(f"{name}_parse_mode"), values.get(f"{name}_entities")
    text, found = formatted(*parts)
    if len(text) > most:
        raise bad(f"poll {name} length must not exceed {most}")
    shown = [entity for entity in found if entity["type"] == "custom_emoji"] if name != "explanation" else found
    key = "text_entities" if name == "text" else f"{prefix}{entities}"
    return {name: text} | ({key: shown} if shown else {})


def _options(values: Values) -> list[JSON]:
    if not 2 <= len(values["options"]) <= 12:
        raise bad("poll must have 2-12 options")
    options = [_text(option, "text", 100) for option in values["options"]]
    if not all(option["text"] for option in options):
        raise bad("poll options must be non-empty")
    return [{"persistent_id": str(at), "voter_count": 0} | option for at, option in enumerate(options)]


def _quiz(values: Values, count: int) -> JSON:
    if values.get("type", "regular") not in ("regular", "quiz"):
        raise bad("unsupported poll type specified")
    if values.get("type") != "quiz":
        return {}
    right = values.get("correct_option_ids", [])
    if not right or not all(0 <= at < count for at in right):
        raise bad("quiz must have a correct option")
    return {"correct_option_ids": right} | (_text(values, "explanation", 200) if values.get("explanation") else {})


def _end(world: World, values: Values) -> JSON:
    if "open_period" in values:
        seconds = values["open_period"]
        return {"open_period": seconds, "close_date": world.stamp() + seconds}
    return {"close_date": values["close_date"]} if "close_date" in values else {}


def send_poll(world: World, values: Values) -> JSON:
    world.open_chat(values["chat_id"])
    question = _text(values, "question", 300)
    if not question["question"]:
        raise bad("poll question must be non-empty")
    options, quiz = _options(values), values.get("type") == "quiz"
    poll: JSON = question | {
        "id": str(world.number(world.code("poll"))),
        "options": options,
        "total_voter_count": 0,
        "is_closed": values.get("is_closed", False),
        "is_anonymous": values.get("is_anonymous", True),
        "type": values.get("type", "regular"),
        "allows_multiple_answers": values.get("allows_multiple_answers", False),
        "allows_revoting": values.get("allows_revoting", not quiz),
        "members_only": False,
    }
    body = post(world, values, {"poll": poll | _quiz(values, len(options)) | _end(world, values)})
    world.polls[poll["id"]] = (body["chat"]["id"], body["message_id"])
    world.votes[poll["id"]] = {}
    return body


def _put(world: World, message: Message, **changes: Any) -> JSON:
    poll: JSON = message.body["poll"] | changes
    message.body = message.body | {"poll": poll}
    world.queue.put("poll", poll)
    world.touch()
    return poll


def stop_poll(world: World, values: Values) -> JSON:
    message = world.open_chat(values["chat_id"]).there(values["message_id"])
    if message is None or "poll" not in message.body:
        raise bad("message with poll to stop not found")
    if message.body["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    poll = _put(world, message, is_closed=True)
    kept = {name: value for name, value in message.body.items() if name != "reply_markup"}
    message.body = kept | inline(values.get("reply_markup"))
    return poll


def vote(world: World, person: Person, message: Message, chosen: Sequence[int]) -> None:
    """Somebody ticks these options, none to withdraw; raises Impossible where no phone would let them."""
    poll = message.body["poll"]
    votes = world.votes[poll["id"]]
    if poll["is_closed"] or poll.get("close_date", world.stamp() + 1) <= world.stamp():
        raise Impossible("this poll is closed")
    if person.id in votes and not poll["allows_revoting"]:
        raise Impossible("this poll takes one vote and no change")
    if len(chosen) > 1 and not poll["allows_multiple_answers"]:
        raise Impossible("this poll takes one option")
    votes[person.id] = list(chosen)
    counts = [sum(at in ticked for ticked in votes.values()) for at in range(len(poll["options"]))]
    options = [option | {"voter_count": count} for option, count in zip(poll["options"], counts, strict=True)]
    total = sum(bool(ticked) for ticked in votes.values())
    _put(world, message, options=options, total_voter_count=total)
    if not poll["is_anonymous"]:
        ids = [poll["options"][at]["persistent_id"] for at in chosen]
        answer = {"poll_id": poll["id"], "user": person.user(), "option_ids": list(chosen)}
        world.queue.put("poll_answer", answer | {"option_persistent_ids": ids})
