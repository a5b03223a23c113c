"""What may come in: taps, texts, media and raw updates, honest, forged, cut, foreign, too long and of wrong types."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from bot.demo.botapi.attachments import SHAPES
from handlers import front, texts
from tests.promises.test_buttons import LONGEST

ACTORS = ("Awa", "Luc", "Samira", "Gwen", "Nadia", "Inès", "Paul", "Yann")
# Not these: whoever has left, or reads another language, cannot be asked in the end whether all is as ever.
SPARED = {"h:lang", "l:sure", "l:part"}
VERBS = sorted({*front.TAPS, *(verb for feature in front.FEATURES for verb in feature.TAPS)} - SPARED)
PAYLOADS = (*front.LINKS, *texts.ANSWERS)
COMMANDS = (*front.COMMANDS, "settings", "start@entrepairs_bot", "")
ODD = (
    "<b>&amp;</b>",
    "\u202e12 juin",
    "06 12 34 56 78",
    "mardi 14h",
    "ABCD-EFGH-JKMNP\n" * 2,
    "é" * 4096,
    "0",
    "🙂" * 900,
)
JUNK: tuple[Any, ...] = (None, 0, -1, 2**70, 1.5, True, "", "x", "é" * 5000, [], {}, [None], {"id": 1}, [[{"text": 1}]])
KINDS = (*SHAPES, "location", "contact", "text")


@dataclass(frozen=True)
class Tap:
    """Somebody taps: `data` as a number is one of the buttons there are, anybody's; `at` is the message it is under."""

    who: str
    data: int | str
    at: int
    cut: int = 0  # characters from its end


@dataclass(frozen=True)
class Say:
    """Somebody writes, perhaps in reply to one of their messages, perhaps opening a link with somebody's token."""

    who: str
    text: str
    reply: int | None
    token: int | None


@dataclass(frozen=True)
class Send:
    """Something other than text."""

    who: str
    kind: str
    forwarded: bool


@dataclass(frozen=True)
class Raw:
    """An update of no app: one of `base`, with fields taken away (no value) or turned into junk."""

    who: str
    base: str
    data: int
    changes: tuple[tuple[int, tuple[Any, ...]], ...]


Input = Tap | Say | Send | Raw

_who, _number = st.sampled_from(ACTORS), st.integers(0, 500)
_argument = st.sampled_from(sorted(set(LONGEST.values()))) | st.text(max_size=30)
_forged = st.tuples(st.sampled_from(VERBS), st.lists(_argument, max_size=3)).map(
    lambda data: ":".join([data[0], *data[1]])
)
_text = (
    st.text(min_size=1, max_size=200)
    | st.sampled_from(ODD)
    | st.sampled_from(COMMANDS).map(lambda command: f"/{command}")
    | st.sampled_from(PAYLOADS).map(lambda prefix: f"/start {prefix}")
)
_change = st.tuples(_number, st.just(()) | st.sampled_from(JUNK).map(lambda value: (value,)))
BASES = ("tap", "text", "photo", "edited", "member", "group")
one: st.SearchStrategy[Input] = (
    st.builds(Tap, _who, _number | _forged | st.text(max_size=80), _number, st.just(0) | st.integers(0, 30))
    | st.builds(Tap, _who, _number, _number)
    | st.builds(Say, _who, _text, st.none() | _number, st.none() | _number)
    | st.builds(Send, _who, st.sampled_from(KINDS), st.booleans())
    | st.builds(Raw, _who, st.sampled_from(BASES), _number, st.lists(_change, min_size=1, max_size=3).map(tuple))
)
