"""One line of the doctor: how bad, and a sentence without any secret."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    level: Literal["ok", "warn", "bad"]
    sentence: str


def ok(sentence: str) -> Finding:
    return Finding("ok", sentence)


def warn(sentence: str) -> Finding:
    return Finding("warn", sentence)


def bad(sentence: str) -> Finding:
    """Something to change before the program starts."""
    return Finding("bad", sentence)
