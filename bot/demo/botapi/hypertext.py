"""Telegram's HTML: a small set of tags turned into entities, anything else refused in Telegram's words."""

import re
from html import unescape
from typing import Any

from bot.demo.botapi.errors import ApiError, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
TOKEN = re.compile(r"<|[^<]+")
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


def parse(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities; raises ApiError 400 for a tag that is unknown, unclosed or crossed."""
    return _Reader(source).read()


class _Reader:
    """One pass over the source: the text so far, its length in UTF-16 units, the tags still open."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.text: list[str] = []
        self.size = 0
        self.open: list[tuple[str, dict[str, Any]]] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            token = TOKEN.match(self.source, self.at)
            assert token, "every character begins a token"  # noqa: S101 - states what the pattern guarantees
            if token.group() == "<":
                self._tag()
            else:
                self._plain(token.group())
                self.at = token.end()
        if self.open:
            raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1][0]}\"")
        return "".join(self.text), self.entities

    def _plain(self, part: str) -> None:
        plain = REFERENCE.sub(lambda match: unescape(match.group()), part)
        self.text.append(plain)
        self.size += len(plain.encode("utf-16-le")) // 2

    def _wrong(self, what: str) -> ApiError:
        offset = len(self.source[: self.at].encode())
        return bad(f"can't parse entities: {what} at byte offset {offset}")

    def _tag(self) -> None:
        match = TAG.match(self.source, self.at)
        if match is None:
            raise self._wrong("Unclosed or malformed tag")
        name = match[2].lower()
        if match[1]:
            self._close(name)
        elif name not in TAGS:
            raise self._wrong(f'Unsupported start tag "{name}"')
        else:
            found = {a[1]: unescape(a[2] or a[3] or a[4] or "") for a in ATTRIBUTE.finditer(match[3])}
            self.open.append((name, self._entity(name, found)))
        self.at = match.end()

    def _close(self, name: str) -> None:
        if not self.open:
            raise self._wrong("Unexpected end tag")
        expected, entity = self.open.pop()
        if expected != name:
            raise self._wrong(f'Unmatched end tag, expected "</{expected}>", found "</{name}>",')
        entity["length"] = self.size - entity["offset"]
        if self._names_language(entity) or not entity["length"] or entity.get("url") == "":
            return
        self.entities.append(entity)

    def _names_language(self, entity: dict[str, Any]) -> bool:
        """`<pre><code class="language-x">` is one entity: the code's language goes to the pre around it."""
        language = entity.pop("language", None) if entity["type"] == "code" else None
        inside = bool(self.open) and self.open[-1][0] == "pre" and entity["type"] == "code"
        if inside and language:
            self.open[-1][1]["language"] = language
        return inside

    def _entity(self, name: str, attributes: dict[str, str]) -> dict[str, Any]:
        kind = TAGS[name]
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"')
        if name == "blockquote" and "expandable" in attributes:
            kind = "expandable_blockquote"
        entity = {"type": kind, "offset": self.size, "length": 0}
        if name == "code" and attributes.get("class", "").startswith("language-"):
            entity["language"] = attributes["class"].removeprefix("language-")
        return entity | self._needs(kind, attributes)

    def _needs(self, kind: str, attributes: dict[str, str]) -> dict[str, Any]:
        if kind == "text_link":
            return {"url": attributes.get("href", "")}
        if kind == "custom_emoji":
            return {"custom_emoji_id": attributes.get("emoji-id", "")}
        if kind != "date_time":
            return {}
        if not attributes.get("unix", "").isdigit():
            raise self._wrong('Tag "tg-time" must have the attribute "unix"')
        shown = {"date_time_format": attributes["format"]} if "format" in attributes else {}
        return {"unix_time": int(attributes["unix"])} | shown
