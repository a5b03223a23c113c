"""Coverage drawn to be printed, A4 across: a line a region, a cell a month; words in each, and a bar below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from handlers.rules.placards import BLACK, WHITE, hatched, headline, own_font, wrapped, write

WIDTH, HEIGHT = 4093, 2894  # dots: 350 to the inch
MARGIN, HEAD, LINE, PAD = 110, 330, 50, 14
NAMES, COLUMNS = 640, 12  # how wide the names are; months that have room beside them
TALLEST = 240
GRID, BAR = 4, 18  # of lines: how thick; of a share: how high
LOW = LINE // 4  # dots of a line below the foot of its letters

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cell:
    """A month of a region: its words, and between which percents the share is; None where nothing is told."""

    words: str
    share: tuple[int, int] | None


def drawn(
    title: str, months: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]], legend: Sequence[str]
) -> bytes:
    """The picture (PNG) of up to 12 months, with what its words and bars mean below it."""
    picture, font = Image.new("L", (WIDTH, HEIGHT), WHITE), own_font()
    headline(picture, font, title, MARGIN)
    notes = [line for words in legend for line in wrapped(font, words, WIDTH - 2 * MARGIN)]
    down = min(TALLEST, (HEIGHT - MARGIN - LINE * len(notes) - PAD - HEAD) // max(1, len(rows)))
    for month, box in zip(months, _boxes(HEAD - 2 * LINE - PAD, HEAD), strict=False):
        _words(picture, font, month, box, heavy=1)
    for number, (name, cells) in enumerate(rows):
        top = HEAD + number * down
        _words(picture, font, name, (MARGIN, top, MARGIN + NAMES, top + down), heavy=1)
        for cell, box in zip(cells, _boxes(top, top + down), strict=False):
            _cell(picture, font, cell, box)
    for place, line in enumerate(notes, 1):
        write(ImageDraw.Draw(picture), font, line, MARGIN, HEAD + down * len(rows) + PAD + place * LINE - LOW)
    kept = BytesIO()
    picture.save(kept, "PNG", dpi=(350, 350))
    return kept.getvalue()


def _boxes(top: int, bottom: int) -> list[Box]:
    """The places of the months in a line."""
    across = (WIDTH - 2 * MARGIN - NAMES) // COLUMNS
    lefts = (MARGIN + NAMES + place * across for place in range(COLUMNS))
    return [(left, top, left + across, bottom) for left in lefts]


def _words(picture: Image.Image, font: FreeTypeFont, words: str, box: Box, *, heavy: int = 0) -> None:
    """Words from the top of a box; what has no room in it is left out."""
    pen, (left, top, right, bottom) = ImageDraw.Draw(picture), box
    lines = list(wrapped(font, words, right - left - 2 * PAD))[: (bottom - top) // LINE]
    for place, line in enumerate(lines, 1):
        write(pen, font, line, left + PAD, top + GRID + place * LINE - LOW, heavy=heavy)


def _cell(picture: Image.Image, font: FreeTypeFont, cell: Cell, box: Box) -> None:
    pen, (left, top, right, bottom) = ImageDraw.Draw(picture), box
    pen.rectangle(box, outline=BLACK, width=GRID)
    _words(picture, font, cell.words, (left, top, right, bottom - BAR))
    if cell.share is None:
        return
    inside, foot = right - left - 2 * GRID, bottom - GRID
    sure, possible = (left + GRID + inside * percent // 100 for percent in cell.share)
    picture.paste(hatched(possible - sure, BAR), (sure, foot - BAR))
    pen.rectangle((left + GRID, foot - BAR, sure, foot), fill=BLACK)
    pen.rectangle((left + GRID, foot - BAR, possible, foot), outline=BLACK, width=GRID // 2)
