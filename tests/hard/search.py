"""The search of a thief: every byte of every file, for a secret in any shape that programs give to it."""

import base64
from collections.abc import Iterator
from pathlib import Path


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


def of_number(number: int) -> set[bytes]:
    """A number written out, in hexadecimal, and as 8 bytes or the 5 that SQLite may cut them to."""
    words = of_text(str(number)) | of_text(f"{number:x}") | of_text(f"{number:X}")
    short = number.to_bytes(5, "big")
    return words.union(shapes(number.to_bytes(8, "big")), [short, short[::-1]])


def found(places: list[Path], secrets: dict[str, set[bytes]]) -> set[tuple[str, str]]:
    """Which secret lies in which file, by their names."""
    files = [file for place in places for file in (sorted(place.rglob("*")) if place.is_dir() else [place])]
    hits = set()
    for file in files:
        if file.is_file():
            content = file.read_bytes()
            hits |= {(name, file.name) for name, wanted in secrets.items() if any(one in content for one in wanted)}
    return hits
