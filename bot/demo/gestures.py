"""What a person does on the page, read from JSON and done on the simulated Telegram."""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.demo.botapi import entities, files
from bot.demo.botapi.entities import Entity
from bot.demo.botapi.errors import ApiError
from bot.demo.telegram import Telegram

LONGEST_TEXT = 4096


class Malformed(Exception):
    """What the page sent makes no sense; the message says why."""


@dataclass(frozen=True)
class Gesture:
    """One gesture of one person in one chat; fields that its kind does not use keep their defaults."""

    kind: str
    person: int
    chat: int
    text: str = ""
    message: int = 0
    data: str = ""
    reply_to: int | None = None
    dates: Sequence[Sequence[int]] = ()  # in the text of `say`: offset, length, the seconds since 1970


TYPES: dict[str, type] = {
    "kind": str,
    "person": int,
    "chat": int,
    "text": str,
    "message": int,
    "data": str,
    "reply_to": int,
    "dates": list,
}
ACTS: dict[str, Callable[[Telegram, Gesture], object]] = {
    "say": lambda telegram, g: telegram.say(g.person, g.text, g.chat, g.reply_to, dates=marks(g)),
    "photo": lambda telegram, g: telegram.send_media(
        g.person, "photo", g.chat, content=b64decode(g.data), name="image.jpg", reply_to=g.reply_to
    ),
    "tap": lambda telegram, g: telegram.tap(g.person, g.chat, g.message, g.data),
    "start": lambda telegram, g: telegram.start(g.person, g.text),
    "read": lambda telegram, g: telegram.read(g.person, g.chat),
    "edit": lambda telegram, g: telegram.edit(g.person, g.chat, g.message, g.text),
    "delete": lambda telegram, g: telegram.delete(g.person, g.chat, g.message),
    "join": lambda telegram, g: telegram.join(g.person, g.text or telegram.door(g.chat) or g.chat),
    "leave": lambda telegram, g: telegram.leave(g.person, g.chat),
    "block": lambda telegram, g: telegram.block(g.person),
    "unblock": lambda telegram, g: telegram.unblock(g.person),
}


def read(body: Mapping[str, object]) -> Gesture:
    """The gesture that `body` asks for; raises Malformed."""
    given = {name: value for name, value in body.items() if value is not None}
    for name, value in given.items():
        if name not in TYPES:
            raise Malformed(f"unknown field {name}")
        if not isinstance(value, TYPES[name]) or isinstance(value, bool):
            raise Malformed(f"{name} must be {TYPES[name].__name__}")
    missing = {"kind", "person", "chat"} - given.keys()
    if missing:
        raise Malformed(f"missing {', '.join(sorted(missing))}")
    gesture = Gesture(**given)  # type: ignore[arg-type]  # each type was checked just above
    if gesture.kind not in ACTS:
        raise Malformed("unknown kind")
    if len(gesture.text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise Malformed(f"a message holds {LONGEST_TEXT} characters")
    _look(gesture)
    return gesture


def marks(gesture: Gesture) -> list[Entity]:
    """The dates that this person's Telegram marks."""
    return [
        {"type": "date_time", "offset": offset, "length": length, "unix_time": unix_time, "date_time_format": "wDT"}
        for offset, length, unix_time in gesture.dates
    ]


def _look(gesture: Gesture) -> None:
    """Whether it holds what it sends; raises Malformed."""
    try:
        if not all(len(one) == 3 and {type(number) for number in one} == {int} for one in gesture.dates):
            raise TypeError
        entities.check(gesture.text, marks(gesture))
    except (TypeError, ApiError):
        raise Malformed("a date is offset, length and unix time, within the text") from None
    if gesture.kind in ("say", "edit") and not gesture.text.strip():
        raise Malformed("a message needs words")
    if gesture.kind == "photo":
        try:
            files.size(b64decode(gesture.data, validate=True))
        except (ValueError, ApiError):
            raise Malformed("this is no picture") from None


def perform(telegram: Telegram, gesture: Gesture) -> object:
    """Does it; a tap gives its callback's id. Raises Impossible for what no phone offers."""
    return ACTS[gesture.kind](telegram, gesture)
