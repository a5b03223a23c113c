"""A photo decoded and encoded anew: the same picture, and nothing else of the file that came."""

from io import BytesIO

from PIL import Image, ImageOps

from handlers.rules.refusal import Reason, Refusal

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_RECEIVED = 20 * 1024 * 1024  # bytes; what getFile hands out
MOST_PIXELS = 4096 * 4096  # of a picture to decode: a small file can hold a very large one
LONGEST_SIDE = 1280  # pixels; more is not needed to see, and shows more than one thinks
MOST_BYTES = 240 * 1024  # with what is sealed beside it, it must fit into one storage.sealing.PHOTO_STEP
QUALITIES = (85, 70, 55, 40)
SMALLER = 0.7  # of each side, when no quality makes it small enough

Image.MAX_IMAGE_PIXELS = None  # Pillow would warn, which is a line in the log, before it refuses


def remade(content: bytes) -> bytes:
    """The picture as a JPEG of at most MOST_BYTES, upright, without any metadata. Takes long: not for the event loop.

    Refuses what is no JPEG, PNG or WEBP picture, or too large a one.
    """
    if len(content) > MOST_RECEIVED:
        raise Refusal(Reason.PHOTO_UNFIT)
    try:
        return _small(_clean(content))
    except Exception as error:  # decoders meet whatever bytes there are with whatever errors
        raise Refusal(Reason.PHOTO_UNFIT) from error


def _clean(content: bytes) -> Image.Image:
    """The pixels alone, upright, on white, on a canvas that knows nothing of the file."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright.getchannel("A"))
    return canvas


def _small(image: Image.Image) -> bytes:
    """The best quality that is small enough, or a smaller picture."""
    for quality in QUALITIES:
        coded = BytesIO()
        image.save(coded, "JPEG", quality=quality, optimize=True)
        if coded.tell() <= MOST_BYTES:
            return coded.getvalue()
    return _small(image.resize((max(1, int(image.width * SMALLER)), max(1, int(image.height * SMALLER)))))
