"""How a message reads in a story: its lines, quotes, buttons, and what is new in one that was edited."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from bot.demo.botapi.entities import cut, units
from bot.demo.botapi.state import JSON
from tests.dialogues.stage import ordinary

Lines = tuple[str, ...]
LONG = 9  # lines; a longer screen is written out once in a story
SNIPPET = 42  # characters of a message that is only mentioned
TOKEN = re.compile(r"(?:(?<=start[= ][iwbknced]_)|(?<=/calendar/))[\w-]+")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}\b")  # half of a code on paper


def lines(body: JSON, placeholder: str | None = None) -> Lines:
    """A message of the Bot API, line by line; `placeholder` is what a question's empty field says."""
    found = _words(body)
    if "document" in body:
        found.append(f"(fichier : {body['document'].get('file_name')})")
    if "photo" in body:
        found.append("(photo)")
    found += keyboard(body)
    if body.get("has_protected_content"):
        found.append("(ce message ne se copie pas, ne se transfère pas)")
    if placeholder is not None:
        found.append(f"(le champ de réponse s’ouvre : {placeholder})")
    return tuple(CODE.sub("####-####-#####", TOKEN.sub("…", ordinary(line))) for line in found)


def _words(body: JSON) -> list[str]:
    text = body.get("text") or body.get("caption") or ""
    found: list[str] = []
    end = 0
    for entity in body.get("entities", []):
        if entity["type"] == "blockquote":
            found += _split(cut(text, end, entity["offset"] - end))
            end = entity["offset"] + entity["length"]
            found += [f"> {line}" for line in cut(text, entity["offset"], entity["length"]).split("\n")]
    return found + _split(cut(text, end, units(text) - end))


def _split(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def keyboard(body: JSON) -> list[str]:
    """The rows of buttons."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return [" ".join(f"[{button['text']}]" for button in row) for row in rows]


def change(before: Lines, after: Lines) -> Lines:
    """Only what is new, if most of a screen stayed as it was."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    if 2 * same < len(after):
        return after
    found: list[str] = []
    for how, _, _, start, end in matcher.get_opcodes():
        found += ["…"] if how == "equal" else after[start:end]
    return tuple(found)


def shortened(text: Lines, known: set[Lines]) -> Lines:
    """A long screen that the story has shown already: its first line and its buttons."""
    if len(text) < LONG:
        return text
    if text not in known:
        known.add(text)
        return text
    return text[0], "… (le même écran que plus haut)", *(line for line in text[1:] if line.startswith("["))


def snippet(body: JSON | None) -> str:
    """The beginning of a message that is only mentioned."""
    told = body or {}
    words = " ".join(
        ordinary(told.get("text") or told.get("caption") or ("(photo)" if "photo" in told else "")).split()
    )
    if not words:
        return "(message de service)"
    return words if len(words) <= SNIPPET else words[:SNIPPET].rstrip() + "…"


def listed(names: Iterable[str]) -> str:
    """« Awa, Luc et Zoé »."""
    *most, last = names
    return f"{', '.join(most)} et {last}" if most else last


def boxed(text: Sequence[str]) -> list[str]:
    """A message under its head."""
    return [f"    │ {line}" for line in text]
