"""The charter's file: the one the operator names, or the one that comes with the program."""

import re
import tomllib
from pathlib import Path
from typing import Any

from handlers.rules.charter import Charter
from handlers.speech import LANGUAGES
from storage.trouble import Trouble

OWN = Path(__file__).with_name("charter.toml")
VERSION = re.compile(r"[\w.-]{1,16}", re.ASCII)
LONGEST = {"text": 3500, "changes": 400}  # both fit into one message with what stands around them


def load(path: Path | None) -> Charter:
    """The charter of this file; Trouble with one sentence when it is not whole."""
    file = path or OWN
    raw = _read(file)
    version = raw.get("version")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise Trouble(f'{file} needs version = "…": 1 to 16 letters, digits, dots or dashes.')
    texts = {language: _words(file, raw, language, "text") for language in LANGUAGES}
    changes = {language: _words(file, raw, language, "changes") for language in LANGUAGES}
    for language in LANGUAGES:
        if not texts[language]:
            raise Trouble(f"{file} needs text in [{language}].")
        if not changes[language] and any(changes.values()):
            raise Trouble(f"{file} says what changed in one language only: changes is missing in [{language}].")
    return Charter(version, texts, changes)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Trouble(f"The charter {file} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Trouble(f"The charter {file} is not valid TOML.") from None


def _words(file: Path, raw: dict[str, Any], language: str, name: str) -> str:
    section = raw.get(language, {})
    words = section.get(name, "") if isinstance(section, dict) else None
    if not isinstance(words, str):
        raise Trouble(f"{file}: {name} in [{language}] must be text.")
    if len(words.encode("utf-16-le")) // 2 > LONGEST[name]:  # as Telegram counts
        raise Trouble(f"{file}: {name} in [{language}] is longer than {LONGEST[name]} characters.")
    return words.strip()
