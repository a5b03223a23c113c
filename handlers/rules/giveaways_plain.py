"""A text as the search for giveaways reads it: lower case, no accents, each letter with its place in the original."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# What normalisation leaves: letters that are two in most spellings, and the apostrophes of telephones.
_TWO = {"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'"}
# Accents, and what is not seen: a soft hyphen or a mark of direction must not hide a name.
_DROPPED = ("Mn", "Cf")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is what is searched; `places[n]` is where its letter n stands in the original."""

    original: str
    text: str
    places: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """The words of a stretch of `text` as they were written; never empty."""
        return self.original[self.places[start] : max(self.places[end], self.places[end - 1] + 1)]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a plain text: what it is, and `same`, equal for two writings of one thing.

    `soft`: it may well mean something else.
    """

    start: int
    end: int
    kind: str
    same: str
    soft: bool = False


def words(listed: str) -> frozenset[str]:
    """A list of plain words, written as a sentence."""
    return frozenset(listed.split())


def plain(original: str) -> Plain:
    """Make a text searchable; any text will do."""
    letters, places = [], []
    for place, letter in enumerate(original):
        for each in _letters(letter):
            letters.append(each)
            places.append(place)
    return Plain(original, "".join(letters), (*places, len(original)))


def _letters(letter: str) -> Iterator[str]:
    for piece in unicodedata.normalize("NFKD", letter).casefold():
        if unicodedata.category(piece) not in _DROPPED:
            figure = unicodedata.decimal(piece, None)
            yield from _TWO.get(piece, piece) if figure is None else str(figure)
