"""What never reaches a log line: bot tokens, ids, @names, links, passwords of database addresses."""

import re
from collections.abc import Mapping
from typing import Any

PATTERNS = (
    (re.compile(r"(://)[^/\s@'\"]*@"), r"\1[secret] "),
    (re.compile(r"(/calendar/)[^/\s'\"]+"), r"\1[token]"),
    (re.compile(r"/bot[^/\s'\"]+"), "/bot[token]"),
    (re.compile(r"\d+(?::|%3A)[\w-]{16,}", re.IGNORECASE), "[token]"),
    (re.compile(r"(?:https?://)?(?:t|telegram)\.(?:me|dog)/[^\s'\"]+", re.IGNORECASE), "[link]"),
    (re.compile(r"tg://[^\s'\"]+", re.IGNORECASE), "[link]"),
    (re.compile(r"(/start(?:@\w+)?\s+)[\w-]+", re.IGNORECASE), r"\1[payload]"),
    (re.compile(r"(\bstart(?:group|app|channel)?=)[\w-]+", re.IGNORECASE), r"\1[payload]"),
    (re.compile(r"@\w+"), "[name]"),
    (re.compile(r"\d{6,}"), "[id]"),
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
DEEPEST = 6

_known: set[str] = set()


def hide(*secrets: str) -> None:
    """Also hide these texts, wherever they appear, from now on."""
    _known.update(secret for secret in secrets if len(secret) >= 6)


def redact(text: str) -> str:
    """The text on one line, without what identifies a person or opens a door."""
    text = CONTROL.sub(" ", text)
    for secret in _known:
        text = text.replace(secret, "[secret]")
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


def clean(value: Any, depth: int = 0) -> Any:
    """A value fit for a log line: every text redacted, numbers that could be ids too, objects as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if redact(str(value)) == str(value) else "[id]"
    if isinstance(value, Mapping) and depth < DEEPEST:
        return {redact(str(key)): clean(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth < DEEPEST:
        return [clean(each, depth + 1) for each in value]
    return redact(str(value))
