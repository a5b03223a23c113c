"""The discreet code: a writer's token on paper instead of a button, and the PIN that may go with it."""

import re
import unicodedata
from itertools import accumulate, pairwise

import storage.sealing

# Crockford's base 32: no I, L, O or U, so that nothing is misread or makes a word by chance.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26  # characters: 130 bits for the token's 128
GROUPS = (4, 4, 5, 4, 4, 5)  # two equal halves: on paper, two lines
_BITS = 5
_ENDS = tuple(accumulate(GROUPS, initial=0))
_WRITTEN = re.compile(r"\s*(?=[^0-9]*[0-9])[0-9A-Za-z]{4}([\s-]{1,3}[0-9A-Za-z]{4,5}){5}\b")
_APART = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_GROUP = re.compile(r"[0-9A-Za-z]{3,6}")
_UNBROKEN = re.compile(r"[0-9A-Za-z]{20,30}")
_HOUR = re.compile(r"\d{1,2}[hH]\d{0,2}")
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}

SHORTEST, LONGEST_FIGURES, LONGEST = 4, 12, 64  # characters of a PIN: of any, of figures, of words
WORDS = 4  # of a PIN: more of them are a sentence


def write(code: bytes) -> str:
    """The 26 characters of 16 bytes, in groups: `0G2K-…`; ValueError for another length."""
    if len(code) != storage.sealing.TOKEN_BYTES:
        raise ValueError("a code has 16 bytes")
    number = int.from_bytes(code)
    letters = "".join(ALPHABET[number >> _BITS * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(letters[start:end] for start, end in pairwise(_ENDS))


def read(text: str) -> bytes | None:
    """The 16 bytes somebody copied, whatever the case, spaces and dashes, with O for 0, I or L for 1.

    None for what cannot be a code. Two bits are to spare, too few to find slips: a code with one wrong character is
    another code, and no report has it, but for one chance in 2¹²⁸ for each report there is.
    """
    letters = [letter for letter in unicodedata.normalize("NFKC", text).upper() if not _is_space(letter)]
    if len(letters) != LENGTH or any(letter not in _VALUES for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << _BITS | _VALUES[letter]
    return None if number >> 8 * storage.sealing.TOKEN_BYTES else number.to_bytes(storage.sealing.TOKEN_BYTES)


def is_meant(text: str) -> bool:
    """Whether a text begins as a code is written: it must not go to anybody as a message. No sentence does."""
    return _WRITTEN.match(text) is not None and read(split(text)[0]) is not None


def is_tried(text: str) -> bool:
    """Whether a text may be a code, with a slip in it or not: it reads as one, or its first groups are as strange."""
    first, _ = split(text)
    if any(letter.isdigit() for letter in first) and read(first) is not None:
        return True
    groups = _APART.split(text.strip())[: len(GROUPS)]
    if _UNBROKEN.fullmatch(groups[0]):
        return _is_mixed(groups[0])
    return all(map(_GROUP.fullmatch, groups[:3])) and sum(map(_is_mixed, groups)) >= 2


def _is_mixed(group: str) -> bool:
    """Letters among figures, as in no word and no hour."""
    return group.isalnum() and not group.isalpha() and not group.isdecimal() and not _HOUR.fullmatch(group)


def split(text: str) -> tuple[str, str]:
    """A code and what follows it, its PIN if it has one: the code ends with its 26th letter or figure."""
    seen = 0
    for place, letter in enumerate(text):
        seen += letter.isalnum()
        if seen == LENGTH:
            return text[: place + 1], text[place + 1 :].strip()
    return text, ""


def _is_space(letter: str) -> bool:
    """Spaces, ends of lines, dashes of every length, and marks that are not seen."""
    return letter.isspace() or unicodedata.category(letter) in ("Pd", "Cf") or letter == "\u2212"


def may_be_pin(text: str) -> bool:
    """Whether a text is short enough to be a PIN, fit or not; a sentence is none."""
    return sum(any(map(str.isalnum, word)) for word in text.split()) <= WORDS


def pin(text: str) -> str | None:
    """A PIN as it is kept in mind: 4 to 12 figures, or words of 4 to 64 letters and figures in all.

    However it is written – case, accents, spaces, punctuation – it comes out the same. None for what is no PIN.
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = (letter for letter in letters if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in bare).split()
    figures = "".join(words)
    if figures.isdecimal():
        figures = "".join(str(int(figure)) for figure in figures)  # those of other scripts too
        return figures if SHORTEST <= len(figures) <= LONGEST_FIGURES else None
    return " ".join(words) if SHORTEST <= len(figures) <= LONGEST else None


def token(code: bytes, with_pin: str | None = None) -> bytes:
    """What a report is found and opened by: the code itself, or with a PIN a token that neither gives alone.

    `with_pin` comes from `pin`. With one, it takes about a tenth of a second and 64 MiB.
    """
    return code if with_pin is None else storage.sealing.stretch(code, with_pin)
