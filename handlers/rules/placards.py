"""Words drawn below a picture, as a part of it: printed and pinned up, they stay."""

import unicodedata
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

SIZE, LINE, STROKE = (
    44,
    66,
    4,
)  # dots: of the letters, from line to line, of an accent; 44 are four millimetres in print
MOST_LINES = 9
BLACK, WHITE = 0, 255
HEADLINE = 54  # dots from line to line where a headline is made from, half as large
HATCH, APART = 2, 26  # of lines: how thick, and how far from one another
X_HEIGHT = 25  # dots of a small letter: what is above it on an i is its dot
# The font that comes with Pillow has the letters of English: accents are drawn on them, some signs written otherwise.
INSTEAD = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "–": "-", "—": "-", "…": "...", "\u00a0": " "})
ABOVE, BELOW = -1, 1
# Lines in dots, from the middle of a letter's upper or lower edge.
ACCENTS = {
    "\u0301": (ABOVE, [(-2, -5, 5, -13)]),  # é
    "\u0300": (ABOVE, [(2, -5, -5, -13)]),  # è
    "\u0302": (ABOVE, [(-7, -5, 0, -12), (0, -12, 7, -5)]),  # ê
    "\u0303": (ABOVE, [(-8, -6, -2, -9), (-2, -9, 2, -6), (2, -6, 8, -9)]),  # ñ
    "\u0308": (ABOVE, [(-7, -8, -5, -8), (5, -8, 7, -8)]),  # ë
    "\u0327": (BELOW, [(0, 0, 2, 6), (2, 6, -5, 9)]),  # ç
}


def below(picture: bytes, words: str, margin: int) -> bytes:
    """The picture (PNG, black on white) with the words below it, wrapped; `margin` in dots stays white beside them."""
    font = own_font()
    with Image.open(BytesIO(picture)) as above:
        lines = [line for part in words.splitlines() for line in wrapped(font, part, above.width - 2 * margin)]
        drawn = Image.new("L", (above.width, above.height + LINE * len(lines[:MOST_LINES]) + margin), WHITE)
        drawn.paste(above.convert("L"))
        pen = ImageDraw.Draw(drawn)
        for number, line in enumerate(lines[:MOST_LINES], 1):
            write(pen, font, line, margin, above.height + number * LINE - LINE // 3)
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def own_font() -> FreeTypeFont:
    """The font that comes with Pillow, in the one size its accents are drawn for."""
    font = ImageFont.load_default(SIZE)
    assert isinstance(font, FreeTypeFont), "Pillow was built without FreeType"  # noqa: S101 - states an invariant
    return font


def wrapped(font: FreeTypeFont, words: str, most: int) -> Iterator[str]:
    """Lines that are no wider; a word that is wider by itself is cut."""
    line = ""
    for word in words.translate(INSTEAD).split():
        longer = f"{line} {word}".strip()
        if line and width(font, longer) > most:
            yield line
            longer = word
        while width(font, longer) > most:
            fits = next(n for n in range(len(longer) - 1, 0, -1) if width(font, longer[:n]) <= most)
            yield longer[:fits]
            longer = longer[fits:]
        line = longer
    if line:
        yield line


def width(font: FreeTypeFont, text: str) -> float:
    """How wide a line is, in dots."""
    return sum(font.getlength(letter[0]) for letter in _letters(font, text))


def _letters(font: FreeTypeFont, text: str) -> Iterator[str]:
    """Each letter with its accents; what the font has no letter for is left out."""
    nothing = bytes(font.getmask("\uffff"))
    letter = ""
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign):
            letter += sign
            continue
        if letter:
            yield letter
        letter = "" if bytes(font.getmask(sign)) == nothing else sign
    if letter:
        yield letter


def write(pen: ImageDraw.ImageDraw, font: FreeTypeFont, line: str, x: float, y: int, *, heavy: int = 0) -> None:
    """A line, from the left end of its foot; `heavy` is by how many dots its letters are made stronger."""
    for letter in _letters(font, line):
        pen.text((x, y), letter[0], fill=BLACK, font=font, anchor="ls", stroke_width=heavy)
        for accent in letter[1:]:
            if accent in ACCENTS:
                _accent(pen, font, letter[0], accent, x, y)
        x += font.getlength(letter[0]) + heavy


def _accent(pen: ImageDraw.ImageDraw, font: FreeTypeFont, letter: str, accent: str, x: float, y: int) -> None:
    left, top, right, bottom = font.getbbox(letter, anchor="ls")
    where, strokes = ACCENTS[accent]
    if letter in "ij" and where == ABOVE:
        pen.rectangle((x + left, y + top, x + right, y - X_HEIGHT), fill=WHITE)  # the dot of an i
        top = -X_HEIGHT
    middle, edge = x + (left + right) / 2, y + (top if where == ABOVE else bottom)
    for start_x, start_y, end_x, end_y in strokes:
        points = (middle + start_x, edge + start_y, middle + end_x, edge + end_y)
        pen.line(points, fill=BLACK, width=STROKE)


def headline(picture: Image.Image, font: FreeTypeFont, words: str, margin: int) -> None:
    """A line twice as large at the top of a picture: the accents are made for one size."""
    (line, *_) = wrapped(font, words, (picture.width - 2 * margin) // 2) or [""]
    small = Image.new("L", (round(width(font, line)) + HEADLINE, 2 * HEADLINE), WHITE)
    write(ImageDraw.Draw(small), font, line, 0, HEADLINE + HEADLINE // 4, heavy=1)
    picture.paste(small.resize((2 * small.width, 2 * small.height), Image.Resampling.LANCZOS), (margin, HEADLINE // 2))


def hatched(across: int, down: int) -> Image.Image:
    """What stands for a grey, which would be lost in a copy."""
    picture = Image.new("L", (across, down), WHITE)
    pen = ImageDraw.Draw(picture)
    for start in range(-down, across, APART):
        pen.line((start, down, start + down, 0), fill=BLACK, width=HATCH)
    return picture
