"""The whole demo on wide and narrow screens: no phone cut without an arrow to it, no word broken in a button."""

import pytest
from playwright.sync_api import Browser, expect

from tests.page.browser import Phones, opened

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("page")]

WIDE = [(1920, 1080), (1680, 1050), (1440, 900), (1366, 768), (1280, 800), (1200, 800), (1024, 768), (820, 1180)]
NARROW = [(390, 844), (320, 640)]
PICTURED = [(1440, 900), (390, 844)]

# phones of which a part is outside the screen, but for those under an arrow that can be pressed
CUT = """() => {
  const arrows = [...document.querySelectorAll(".turn")].filter((arrow) => arrow.checkVisibility())
    .map((arrow) => arrow.classList.contains("on") ? innerWidth : 0);
  return [...document.querySelectorAll(".phone")].filter((phone) => phone.checkVisibility()).filter((phone) => {
    const { left, right } = phone.getBoundingClientRect();
    return (right > innerWidth && !arrows.includes(innerWidth)) || (left < 0 && !arrows.includes(0));
  }).map((phone) => phone.dataset.person);
}"""
BROKEN = """() => [...document.querySelectorAll(".key-words")].flatMap((label) => {
  const text = label.firstChild;
  return [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
  }).map(({ 0: word }) => word);
})"""
OUTSIDE = """() => [...document.querySelectorAll(".bar button, .guide button, .key")].filter((key) => {
  const frame = (key.closest(".screen") ?? document.body).getBoundingClientRect();
  const { left, right, width } = key.getBoundingClientRect();
  return width && (left < frame.left - 1 || right > frame.right + 1);
}).map((key) => key.textContent)"""


DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def looks_whole(phones: Phones) -> None:
    phones.page.evaluate(DRAWN)  # the arrows come and go with the frame after the one of another width
    for question in (CUT, BROKEN, OUTSIDE):
        assert phones.page.evaluate(question) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_cut_or_broken_at_any_width(chrome: Browser, opening: str, language: str) -> None:
    with opened(chrome, opening) as phones:
        phones.language(language)
        for width, height in WIDE + NARROW:
            phones.page.set_viewport_size({"width": width, "height": height})
            looks_whole(phones)
            if (width, height) in PICTURED:
                phones.picture(f"width-{width}-{language}")


@pytest.mark.parametrize("width", [1440, 1024, 820])
def test_the_arrows_lead_to_every_phone_and_back(chrome: Browser, opening: str, width: int) -> None:
    with opened(chrome, opening, width=width) as phones:
        on, back = phones.page.locator("#phones-on"), phones.page.locator("#phones-back")
        expect(back).to_be_hidden()
        for _ in range(5):
            if on.is_visible():
                on.click()
                phones.page.wait_for_timeout(100)
                looks_whole(phones)
        expect(on).to_be_hidden()
        expect(phones.phone("Nora")).to_be_in_viewport(ratio=1)
        back.click()
        phones.show("Awa")
        expect(back).to_be_hidden()
        expect(phones.phone("Awa")).to_be_in_viewport(ratio=1)


def test_what_was_said_last_stays_in_sight_beside_the_guide(chrome: Browser, opening: str) -> None:
    with opened(chrome, opening, width=1024, height=768) as phones:
        for _ in range(2):
            expect(phones.phone("Awa").locator(".message .key").last).to_be_in_viewport()
            phones.page.reload()


def test_the_menu_closes_when_one_of_its_controls_was_used(chrome: Browser, opening: str) -> None:
    with opened(chrome, opening, width=390, height=844, touch=True) as phones:
        menu, controls = phones.page.locator("#menu"), phones.page.locator("#controls")
        for control in ("#hour", "#restart", "[data-language=en]", "#guide-open", "[data-language=fr]"):
            menu.click()
            expect(controls).to_be_visible()
            phones.page.locator(control).click()
            expect(controls).to_be_hidden()
            expect(menu).to_have_attribute("aria-expanded", "false")
            expect(menu).to_be_focused()
        menu.click()
        phones.page.locator("#reset").click()
        expect(phones.page.locator("#ask")).to_be_visible()
        expect(controls).to_be_hidden()
        phones.page.keyboard.press("Escape")
        expect(menu).to_be_focused()
