"""A photo encoded anew: upright, bounded, the pixels and nothing else; whatever bytes come, at worst a kind no."""

import contextlib
import random
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from handlers.rules import pictures
from handlers.rules.refusal import Reason, Refusal
from storage.sealing import PHOTO_STEP
from tests.rules.cast import refuses

CANARY = "canari-48-85-Lyon"
ORIENTATION, CAMERA, COMMENT = 0x0112, 0x0110, 0x9286


def coded(image: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    """A picture as a file."""
    file = BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def decoded(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def told(form: str, orientation: int = 1) -> bytes:
    """A picture whose file tells all it can."""
    exif, image = Image.Exif(), Image.new("RGB", (60, 40), "navy")
    exif[CAMERA], exif[ORIENTATION] = CANARY, orientation
    exif.get_ifd(0x8769)[COMMENT] = CANARY.encode()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY.encode()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    more: dict[str, object] = {"exif": exif, "xmp": xmp, "icc_profile": profile, "comment": CANARY, "pnginfo": texts}
    return coded(image, form, **more) + CANARY.encode()


JPEG = told("JPEG")


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_nothing_of_the_file_survives(form: str) -> None:
    content = told(form)
    assert CANARY.encode() in content
    remade = pictures.remade(content)
    assert CANARY.encode() not in remade
    image = decoded(remade)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (60, 40))
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert all(marker[0] == "APP0" for marker in image.applist)  # type: ignore[attr-defined]  # of JPEG files only


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(orientation: int) -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste("black", (0, 0, 20, 10))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    seen = decoded(pictures.remade(coded(image, exif=exif, quality=95)))
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    right, low = corners[orientation]
    assert seen.size == ((40, 20) if orientation < 5 else (20, 40))
    for x, y in [(0, 0), (1, 0), (0, 1), (1, 1)]:
        grey = seen.convert("L").getpixel((seen.width * (1 + 2 * x) // 4, seen.height * (1 + 2 * y) // 4))
        assert isinstance(grey, int)
        assert (grey < 60) == ((x, y) == (right, low))


@given(st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"]), st.integers(1, 50), st.integers(1, 50))
@settings(max_examples=30, deadline=None)
def test_every_kind_of_picture_keeps_its_shape(mode: str, width: int, height: int) -> None:
    content = coded(Image.new(mode, (width, height)), "JPEG" if mode == "CMYK" else "PNG")
    assert decoded(pictures.remade(content)).size == (width, height)


def test_what_is_transparent_is_white() -> None:
    assert decoded(pictures.remade(coded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))).getpixel((4, 4)) == (
        255,
        255,
        255,
    )


def test_a_large_one_is_made_smaller() -> None:
    lying = Image.Exif()
    lying[ORIENTATION] = 6
    large = coded(Image.radial_gradient("L").resize((3000, 2000)), exif=lying)
    assert decoded(pictures.remade(large)).size == (853, 1280)


@pytest.mark.slow
def test_even_noise_fits_where_it_is_sealed() -> None:
    noise = Image.frombytes("RGB", (1500, 1000), random.Random(1).randbytes(3 * 1500 * 1000))  # noqa: S311 - repeatable
    remade = pictures.remade(coded(noise, quality=95))
    assert len(remade) <= pictures.MOST_BYTES < PHOTO_STEP - 200  # what is sealed beside it
    assert 500 < decoded(remade).width < pictures.LONGEST_SIDE


@given(st.binary(max_size=200) | st.tuples(st.just(JPEG), st.integers(0, len(JPEG)), st.binary(max_size=9)))
@example((JPEG, 2, b""))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_a_picture_or_kindly_refused(given: bytes | tuple[bytes, int, bytes]) -> None:
    content = given if isinstance(given, bytes) else given[0][: given[1]] + given[2] + given[0][given[1] + 3 :]
    with contextlib.suppress(Refusal):
        remade = pictures.remade(content)
        assert decoded(remade).format == "JPEG"
        assert CANARY.encode() not in remade


def _bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has four hundred million pixels."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    "content",
    [b"", _bomb(), coded(Image.new("RGB", (4, 4)), "GIF"), coded(Image.new("RGB", (4, 4)), "TIFF"), JPEG[:300]],
    ids=["nothing", "bomb", "gif", "tiff", "cut"],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with refuses(Reason.PHOTO_UNFIT):
        pictures.remade(content)


def test_what_telegram_would_not_hand_out_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_RECEIVED", len(JPEG) - 1)
    with refuses(Reason.PHOTO_UNFIT):
        pictures.remade(JPEG)
