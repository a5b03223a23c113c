"""The month to be printed: A4 across, black on white, with room for whatever takes place."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handlers.rules import month_picture, placards
from handlers.rules.month_picture import HEIGHT, WIDTH, Cell
from tests.examples import fewer

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
ENTRY = st.tuples(st.sampled_from(["9 h", "14 h 30"]), st.text(max_size=60))


def drawn(before: int = 6, number: int = 30, **days: Cell) -> Image.Image:
    cells = [days.get(f"d{day}", Cell(day, "", ())) for day in range(1, number + 1)]
    return Image.open(BytesIO(month_picture.drawn("Août 2026 – Île-de-France", DAYS, before, cells)))


def ink(picture: Image.Image, *box: int) -> int:
    return sum(picture.crop(box).histogram()[:128])  # type: ignore[arg-type]


def test_it_is_a4_across_at_350_dots_and_of_black_and_white() -> None:
    picture = drawn()
    assert (picture.size, picture.mode) == ((WIDTH, HEIGHT), "L")
    assert round(picture.info["dpi"][0]) == 350
    assert abs(WIDTH / HEIGHT - 2**0.5) < 0.001
    counts = picture.histogram()
    assert sum(counts[:64]) + sum(counts[192:]) > 0.99 * WIDTH * HEIGHT


def test_meetings_and_holidays_are_seen_in_their_day() -> None:
    plain, busy = (
        drawn(before=0),
        drawn(before=0, d3=Cell(3, "", (("14 h", "Réunion"),)), d11=Cell(11, "Armistice", ())),
    )
    across, down = (WIDTH - 220) // 7, (HEIGHT - 330 - 110) // 5
    for day in range(1, 31):
        left, top = 110 + (day - 1) % 7 * across + 10, 330 + (day - 1) // 7 * down + 10
        box = (left, top, left + across - 20, top + down - 20)
        assert (ink(busy, *box) > ink(plain, *box)) == (day in (3, 11)), day


@pytest.mark.parametrize(("first", "number"), [(date(2027, 2, 1), 28), (date(2026, 11, 1), 30), (date(2026, 8, 1), 31)])
def test_every_month_fits_on_the_page(first: date, number: int) -> None:
    picture = drawn(first.weekday(), number)
    assert ink(picture, 0, HEIGHT - 100, WIDTH, HEIGHT) == 0
    assert ink(picture, 0, 400, 100, HEIGHT) == ink(picture, WIDTH - 100, 400, WIDTH, HEIGHT) == 0


@fewer(5)
@given(entries=st.lists(ENTRY, max_size=9), room=st.integers(1, 12))
def test_what_has_no_room_is_counted(entries: list[tuple[str, str]], room: int) -> None:
    found = month_picture._entries(placards.own_font(), entries, 500, room)
    assert len(found) <= room
    hours = [line for line, heavy in found if heavy and not line.startswith("+")]
    left = [int(line.removeprefix("+ ")) for line, heavy in found if heavy and line.startswith("+")]
    assert hours == [hour for hour, _ in entries[: len(hours)]]
    assert len(hours) + sum(left) == len(entries)
