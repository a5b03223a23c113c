"""The image to print: the code of the link, large, black on white, and what it is for below."""

from io import BytesIO

import pytest
import segno
from PIL import Image, ImageOps

from handlers.invited import BORDER, DOTS, picture

LINK = f"https://t.me/entrepairs_bot?start=i_{'A' * 22}"
BLACK, WHITE = 0, 255
WORDS = "Pairs en lien\nréunion du 12 juin, où l’on parle de la fin de l’été"
SMALLEST = 800  # dots a side: some seven centimetres at 300 dots an inch


def _picture(words: str) -> Image.Image:
    return Image.open(BytesIO(picture(LINK, words))).convert("L")


def _ink(image: Image.Image, words: str) -> Image.Image:
    """What is below the code."""
    assert image.height > image.width, words
    return image.crop((0, image.width, image.width, image.height))


def test_the_picture_is_the_code_of_the_link_with_a_white_border() -> None:
    image = _picture(WORDS)
    squares = range(image.width // DOTS)
    seen = [[image.getpixel((x * DOTS + DOTS // 2, y * DOTS + DOTS // 2)) for x in squares] for y in squares]
    code = segno.make_qr(LINK, error="m")
    wanted = [[BLACK if dark else WHITE for dark in row] for row in code.matrix_iter(border=BORDER)]
    assert image.width >= SMALLEST
    assert seen == wanted
    assert {pixel for row in seen[:BORDER] for pixel in row} == {WHITE}


@pytest.mark.parametrize("words", [WORDS, "x" * 60, "mot " * 99, "Île-de-France, ÉCOLE « œuvre » 🙂", "\n".join("abc")])
def test_the_words_are_drawn_below_within_the_border(words: str) -> None:
    ink = _ink(_picture(words), words)
    box = ImageOps.invert(ink).getbbox()
    assert box is not None
    assert box[0] >= BORDER * DOTS - 2  # a letter may lean out of its place
    assert box[2] <= ink.width - BORDER * DOTS + 2
    assert box[3] <= ink.height - BORDER * DOTS // 2


@pytest.mark.parametrize(("plain", "accented"), list(zip("eeeeacuioEAI", "éèêëàçùîôÉÀÎ", strict=True)))
def test_no_accent_is_lost(plain: str, accented: str) -> None:
    words = (plain, accented)
    assert len({_ink(_picture(each), each).tobytes() for each in words}) == len(words)


def test_what_has_no_letter_is_left_out() -> None:
    assert len({_ink(_picture(each), each).tobytes() for each in ("Été", "Été 🙂")}) == 1
