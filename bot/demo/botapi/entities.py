"""Formatted text: entities counted in UTF-16 units, checked, found by themselves in plain text, trimmed."""

import re
from collections.abc import Sequence
from typing import Any

from bot.demo.botapi.errors import bad
from bot.demo.botapi.hypertext import parse

Entity = dict[str, Any]
GIVEN = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
NEEDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
# A command stands free: what touches it is neither a letter, a digit, "_" nor "/", nor "<" or ">" as in "</b>".
ALONE_BEFORE, ALONE_AFTER = r"(?<![\w/<>])", r"(?![\w/<>])"
FOUND = {
    "url": re.compile(r"\bhttps?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)]"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(ALONE_BEFORE + r"/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@))" + ALONE_AFTER),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b"),
}
SPACE = " \t\r\n"


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units, the unit of every offset in the Bot API."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers; offsets in UTF-16 code units."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def formatted(text: str, parse_mode: str | None, given: Sequence[Entity] | None) -> tuple[str, list[Entity]]:
    """The text as readers see it and its entities, in order; raises ApiError for markup it refuses."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad(f"parse_mode {parse_mode} is not simulated, use HTML or entities")
        text, entities = parse(text)
    else:
        entities = [dict(entity) for entity in given or ()]
    check(text, entities)
    text, entities = _trimmed(text, entities)
    return text, sorted(entities + detect(text, entities), key=lambda e: (e["offset"], -e["length"]))


def check(text: str, entities: Sequence[Entity]) -> None:
    """Raises ApiError unless each entity lies in `text`, on character borders, with what its type needs."""
    inside = _borders(text)
    for entity in entities:
        offset, end = entity["offset"], entity["offset"] + entity["length"]
        begins = f"can't parse entities: entity beginning at UTF-16 offset {offset}"
        if entity["type"] not in GIVEN:
            raise bad(f"can't parse MessageEntity: unsupported type {entity['type']} specified")
        if offset < 0 or entity["length"] <= 0 or end > max(inside):
            raise bad(f"{begins} ends after the end of the text at UTF-16 offset {end}")
        if offset not in inside or end not in inside:
            raise bad(f"{begins} begins or ends in a middle of a UTF-16 symbol")
        _complete(entity)


def _complete(entity: Entity) -> None:
    need = NEEDS.get(entity["type"])
    if need and need not in entity:
        raise bad(f"can't parse MessageEntity: {entity['type']} must have {need}")
    if not DATE_TIME_FORMAT.fullmatch(entity.get("date_time_format", "")):
        raise bad("can't parse MessageEntity: invalid date_time_format")


def _borders(text: str) -> set[int]:
    borders, at = {0}, 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        borders.add(at)
    return borders


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Telegram drops white space at both ends of a message; entities move and shrink with it."""
    lead = len(text) - len(text.lstrip(SPACE))
    text = text.strip(SPACE)
    size, kept = units(text), []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def detect(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """Links, addresses, commands and mentions, which Telegram marks by itself outside code and links."""
    busy = [e for e in taken if e["type"] in ("code", "pre", "text_link", "text_mention", "date_time")]
    spans = [(e["offset"], e["offset"] + e["length"]) for e in busy]
    found: list[Entity] = []
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(text):
            start, length = units(text[: match.start()]), units(match.group())
            if all(end <= start or start + length <= begin for begin, end in spans):
                spans.append((start, start + length))
                found.append({"type": kind, "offset": start, "length": length})
    known = {(e["type"], e["offset"]) for e in taken}
    new = [e for e in found if (e["type"], e["offset"]) not in known]
    return sorted(new, key=lambda e: int(e["offset"]))
