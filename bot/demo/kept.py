"""What the phones show, kept in a file that only its owner may open: it holds whole conversations."""

import os
import pickle
from pathlib import Path
from typing import NamedTuple

import structlog

from bot.demo.hours import Clock
from bot.demo.stage import Phone
from bot.demo.telegram import Telegram

log = structlog.stdlib.get_logger(__name__)

FILE = "phones.pickle"  # the bot's own data stand beside it, as in real life
DRAFT = f"{FILE}.new"
DATA = ("data", "keys")
OURS = {FILE, DRAFT, *DATA}


def prepare(folder: Path) -> None:
    """Make the folder, for its owner alone; one that holds other things too keeps the mode that it has."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if {each.name for each in folder.iterdir()} <= OURS:
        folder.chmod(0o700)


class Kept(NamedTuple):
    """Everything that a second start of the demo shows again."""

    clock: Clock
    language: str
    telegram: Telegram
    phones: list[Phone]
    group: int


def load(folder: Path) -> Kept | None:
    """What was saved; None when there is nothing, or nothing that this version understands."""
    try:
        return Kept(*pickle.loads((folder / FILE).read_bytes()))  # noqa: S301 - written by this program for itself
    except FileNotFoundError:
        return None
    except Exception as error:
        log.warning("the phones of another version cannot be read; beginning anew", error=type(error).__name__)
        return None


def save(folder: Path, kept: Kept) -> None:
    """Put the whole file in the place of the one before."""
    draft = folder / DRAFT
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        pickle.dump(tuple(kept), file)
    draft.replace(folder / FILE)
