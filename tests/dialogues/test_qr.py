"""The image to print: the code of the link, large, black on white."""

from io import BytesIO

import segno
from PIL import Image

from handlers.invited import BORDER, DOTS, picture

LINK = f"https://t.me/entrepairs_bot?start=i_{'A' * 22}"
BLACK, WHITE = 0, 255
SMALLEST = 800  # dots a side: some seven centimetres at 300 dots an inch


def test_the_picture_is_the_code_of_the_link_with_a_white_border() -> None:
    image = Image.open(BytesIO(picture(LINK))).convert("L")
    squares = range(image.width // DOTS)
    seen = [[image.getpixel((x * DOTS + DOTS // 2, y * DOTS + DOTS // 2)) for x in squares] for y in squares]
    code = segno.make_qr(LINK, error="m")
    wanted = [[BLACK if dark else WHITE for dark in row] for row in code.matrix_iter(border=BORDER)]
    assert image.width == image.height
    assert image.width >= SMALLEST
    assert seen == wanted
    assert {pixel for row in seen[:BORDER] for pixel in row} == {WHITE}
