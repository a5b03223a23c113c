"""The search of a thief: every byte of every file, for a secret in any shape that programs give to it."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.anonymity import pages

WINDOW = 5  # bytes: the shortest shape, and by how many bytes a candidate is found
FEW = 64  # shapes, up to which looking for one after the other takes less time
CUT = 8  # bytes of a digest that are looked for: programs like to shorten them
ALGORITHMS = ("md5", "sha1", "sha256", "blake2b")

Secrets = Mapping[str, Iterable[bytes]]
"""What is looked for: the shapes of each secret, by its name."""


def shapes(secret: bytes) -> Iterator[bytes]:
    """Bytes as they may lie in a file: plain, backwards, hexadecimal, base64 wherever its groups begin."""
    yield from (secret, secret[::-1], secret.hex().encode(), secret.hex().upper().encode())
    for skipped in range(3):
        coded = base64.b64encode(b"\0" * skipped + secret)
        # only the digits that hold nothing of what stands before or after
        inner = coded[-(-skipped * 8 // 6) : (skipped + len(secret)) * 8 // 6]
        yield from (inner, inner.translate(bytes.maketrans(b"+/", b"-_")))


def of_text(text: str) -> set[bytes]:
    """A text in the codings that are in use."""
    return {shape for coding in ("utf-8", "utf-16-le", "utf-16-be") for shape in shapes(text.encode(coding))}


def of_number(number: int, least: int = 5) -> set[bytes]:
    """A number written out, in hexadecimal, and as the 8 bytes of a machine or the 6 or 5 they may be cut to.

    Less than 32 bits, and numbers of which there are thousands (`least` is 6), are looked for in 6 bytes at least: 5
    would be found by chance in what is sealed, of which a photo makes a quarter of a mebibyte.
    """
    words = of_text(str(number)) | of_text(f"{number:x}") | of_text(f"{number:X}")
    widths = range(least if number >= 2**32 else 6, 7)
    short = [number.to_bytes(width, order) for width in widths for order in ("big", "little")]
    return words.union(shapes(number.to_bytes(8, "big")), short)


def digests(number: int, keys: Iterable[bytes] = ()) -> set[bytes]:
    """What a hash of a number, or an HMAC with one of these keys, begins with, in any shape."""
    written = [str(number).encode(), *(number.to_bytes(8, order) for order in ("big", "little"))]
    return {shape for content in written for digest in _digests(content, keys) for shape in _starts(digest)}


def _digests(content: bytes, keys: Iterable[bytes]) -> Iterator[bytes]:
    for algorithm in ALGORITHMS:
        yield hashlib.new(algorithm, content).digest()
        for key in keys:
            yield hmac.digest(key, content, algorithm)
    for size in (16, 32):  # how long it shall be changes all of it
        yield hashlib.blake2b(content, digest_size=size).digest()


def _starts(digest: bytes) -> Iterator[bytes]:
    start = digest[:CUT]
    yield from (start, start.hex().encode(), start.hex().upper().encode(), base64.b64encode(digest)[:10])
    yield base64.urlsafe_b64encode(digest)[:10]


class Search:
    """Looks for many secrets at once; each of their shapes has at least `WINDOW` bytes."""

    def __init__(self, secrets: Secrets) -> None:
        # By their ends: numbers that are given in turn begin alike.
        self._ending: dict[bytes, list[tuple[bytes, str]]] = {}
        self._seen: dict[bytes, frozenset[str]] = {}
        self._shapes = 0
        for name, wanted in secrets.items():
            for shape in wanted:
                assert len(shape) >= WINDOW, name
                self._ending.setdefault(shape[-WINDOW:], []).append((shape, name))
                self._shapes += 1

    def names(self, content: bytes) -> frozenset[str]:
        """The names of the secrets that lie in these bytes; the pages of a database are mostly old friends."""
        return frozenset().union(*(self._in_block(block) for block in pages.blocks(content)))

    def _in_block(self, block: bytes) -> frozenset[str]:
        known = hashlib.blake2b(block, digest_size=16).digest()
        if known not in self._seen:
            candidates = (pair for end in self._ends(block) for pair in self._ending[end])
            self._seen[known] = frozenset(name for shape, name in candidates if shape in block)
        return self._seen[known]

    def _ends(self, block: bytes) -> Iterable[bytes]:
        known = self._ending
        if self._shapes <= FEW:
            return known
        return {w for place in range(len(block) - WINDOW + 1) if (w := block[place : place + WINDOW]) in known}


def found(places: Iterable[Path], secrets: Secrets) -> set[tuple[str, Path]]:
    """Which secret lies in which file, by its name."""
    search = Search(secrets)
    return {(name, file) for file in files(places) for name in search.names(file.read_bytes())}


def files(places: Iterable[Path]) -> list[Path]:
    """Every file in these places."""
    inside = (file for place in places for file in (sorted(place.rglob("*")) if place.is_dir() else [place]))
    return [file for file in inside if file.is_file()]
