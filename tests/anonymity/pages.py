"""SQLite's files as they lie on the disk: header, pages, and the frames of a write-ahead log."""

from dataclasses import dataclass
from pathlib import Path

MAGIC = b"SQLite format 3\0"
WAL_MAGICS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
WAL_HEADER, FRAME_HEADER = 32, 24
FREE_PAGES, CHANGES, VERSION_VALID_FOR = 36, 24, 92  # places of numbers in a database's header


@dataclass(frozen=True)
class Frame:
    """One page as a commit left it; `size` is the database's in pages, 0 unless this frame ends a commit."""

    page: int
    size: int
    content: bytes


def number(content: bytes, place: int) -> int:
    """Four bytes of a header."""
    return int.from_bytes(content[place : place + 4])


def page_size(content: bytes) -> int:
    """How long a page of this database is."""
    return int.from_bytes(content[16:18]) or 65536


def frames(content: bytes) -> list[Frame]:
    """A write-ahead log from the first frame to the last; those of an earlier round of the log too."""
    size = number(content, 8)
    starts = range(WAL_HEADER, len(content) - FRAME_HEADER - size + 1, FRAME_HEADER + size) if content else ()
    return [Frame(number(content, at), number(content, at + 4), content[at + 24 : at + 24 + size]) for at in starts]


def blocks(content: bytes) -> list[bytes]:
    """A file in parts that no value crosses: pages of a database or of its log, else all of it."""
    if content.startswith(MAGIC):
        size = page_size(content)
        return [content[start : start + size] for start in range(0, len(content), size)]
    if content[:4] in WAL_MAGICS:
        return [frame.content for frame in frames(content)]
    return [content]


def of_file(file: Path) -> list[bytes]:
    """The same for a file."""
    return blocks(file.read_bytes())
