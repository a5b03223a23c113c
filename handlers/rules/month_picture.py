"""A month drawn to be printed, A4 across: Monday first, black on white, nothing told by colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from handlers.rules.placards import BLACK, WHITE, hatched, headline, own_font, width, wrapped, write

WIDTH, HEIGHT = 4093, 2894  # dots: 350 to the inch
MARGIN, HEAD, LINE, PAD = 110, 330, 54, 18
DAYS = 7
GRID = 4  # how thick a line is
LOW = LINE // 4  # dots of a line below the foot of its letters


@dataclass(frozen=True)
class Cell:
    """A day: what is written beside its number, and what takes place, each with its hour."""

    day: int
    note: str
    entries: tuple[tuple[str, str], ...]


def drawn(title: str, weekdays: Sequence[str], before: int, cells: Sequence[Cell]) -> bytes:
    """The picture (PNG); `before` is how many days of its first week belong to the month before."""
    picture, font = Image.new("L", (WIDTH, HEIGHT), WHITE), own_font()
    headline(picture, font, title, MARGIN)
    pen = ImageDraw.Draw(picture)
    across, down = (WIDTH - 2 * MARGIN) // DAYS, (HEIGHT - HEAD - MARGIN) // -(-(before + len(cells)) // DAYS)
    for number, name in enumerate(weekdays):
        middle = MARGIN + number * across + (across - width(font, name)) / 2
        write(pen, font, name, middle, HEAD - LOW - PAD, heavy=1)
    for place, cell in enumerate(cells, before):
        left, top = MARGIN + place % DAYS * across, HEAD + place // DAYS * down
        _day(picture, font, cell, (left, top, left + across, top + down))
    kept = BytesIO()
    picture.save(kept, "PNG", dpi=(350, 350))
    return kept.getvalue()


def _day(picture: Image.Image, font: FreeTypeFont, cell: Cell, box: tuple[int, int, int, int]) -> None:
    pen, (left, top, right, bottom) = ImageDraw.Draw(picture), box
    if cell.note:  # a holiday is hatched: grey would be lost in a copy
        picture.paste(hatched(right - left, LINE + PAD), (left, top))
    pen.rectangle(box, outline=BLACK, width=GRID)
    number = str(cell.day)
    size = round(width(font, number)) + 2 * PAD
    pen.rectangle((left, top, left + size + PAD, top + LINE + PAD), fill=WHITE, outline=BLACK, width=GRID)
    write(pen, font, number, left + PAD, top + LINE - LOW + PAD // 2, heavy=2)
    lines = [(line, 0) for line in wrapped(font, cell.note, right - left - 2 * PAD)]
    lines += _entries(font, cell.entries, right - left - 2 * PAD, (bottom - top) // LINE - 1 - len(lines))
    for place, (line, heavy) in enumerate(lines, 2):
        write(pen, font, line, left + PAD, top + PAD + place * LINE, heavy=heavy)


def _entries(font: FreeTypeFont, entries: Sequence[tuple[str, str]], most: int, room: int) -> list[tuple[str, int]]:
    """Hour and title of each, as many as there is room for; of the others, how many."""
    found: list[tuple[str, int]] = []
    for place, (hour, title) in enumerate(entries):
        left = len(entries) - place - 1
        fits = room - len(found) - (1 if left else 0)  # a line is kept to say that there are more
        lines = list(wrapped(font, title, most))[: max(1, min(3, fits - 1 - 2 * left))]
        if fits < 1 + len(lines):
            return [*found, (f"+ {left + 1}", 2)]
        if " ".join(lines) != " ".join(wrapped(font, title, most)):
            lines[-1] = f"{lines[-1][:-3].rstrip()}..."
        found += [(hour, 2), *((line, 0) for line in lines)]
    return found
