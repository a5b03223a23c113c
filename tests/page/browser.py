"""Chromium in front of the page of phones: find it, open the page, press, write and look as people do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, sync_playwright

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "page"
# The first draws pages and is no more than that: it takes a fifth less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--renderer-process-limit=1"]  # or each page opened has a process of its own to start
PATIENCE_MS = 10_000
GROUP = "groupe"
_left: dict[tuple[Browser, bool], Page] = {}
"""Windows that a test has left in order, with the memory of a new one; by browser, and whether one may touch them."""


def chromium() -> str:
    """Path of the system's Chromium (or `$CHROMIUM`); skips the test, saying why, where there is none."""
    named = os.environ.get("CHROMIUM")
    found = next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install chromium or set CHROMIUM to run the page's tests")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium, closed at the end."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def opened(
    chrome: Browser,
    url: str,
    *,
    width: int = 1440,
    height: int = 900,
    dark: bool = False,
    touch: bool = False,
) -> Iterator["Phones"]:
    """The page in a window as new, once every phone shows; fails at the end if its console had errors.

    A window that was left is taken again: it opens the page with half of the work.
    """
    page = _left.pop((chrome, touch), None) or _window(chrome, touch)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if dark else "light")
    phones = Phones(page)
    page.goto(url)
    page.locator(f"[data-person={GROUP}]").wait_for(state="attached")
    yield phones
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.context.clear_cookies()
    page.goto("about:blank")
    assert phones.errors == []
    _left[chrome, touch] = page


def _window(chrome: Browser, touch: bool) -> Page:
    context = chrome.new_context(has_touch=touch, reduced_motion="reduce", locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


class Phones:
    """The page; `person` is a first name as on the phone, or "groupe" for the fifth frame."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    def phone(self, person: str) -> Locator:
        """The whole phone."""
        return self.page.locator(f'[data-person="{person}"]')

    def show(self, person: str) -> None:
        """Brings a phone into view with the strip of people of narrower screens."""
        self.page.locator(f'[data-goto="{person}"]').click()

    def turn(self, person: str, chat: str) -> None:
        """Turns a phone to one of its conversations, by the words of its tab (« Groupe », « En privé »)."""
        self.phone(person).get_by_role("tab", name=chat).click()

    def start(self, person: str) -> None:
        """Presses « Démarrer »."""
        self.phone(person).locator(".composer .begin").click()

    def key(self, person: str, words: str) -> Locator:
        """The newest button under a message that has exactly these words; spaces of any kind are alike."""
        named = self.page.get_by_text(words, exact=True)
        return self.phone(person).locator(".message .key").filter(has=named).last

    def press(self, person: str, words: str, then: str = "") -> None:
        """Presses it and waits for a message that contains `then`, if that is given."""
        self.key(person, words).click()
        if then:
            self.wait(person, then)

    def write(self, person: str, text: str, then: str = "") -> None:
        """Types a message, several lines if `text` has them, sends it, and waits as `press` does."""
        field = self.phone(person).locator(".composer textarea")
        field.click()
        field.fill(text)
        field.press("Enter")
        if then:
            self.wait(person, then)

    def photo(self, person: str, picture: bytes, then: str = "") -> None:
        """Chooses a picture with the paperclip, which sends it, and waits as `press` does."""
        chosen: FilePayload = {"name": "photo.png", "mimeType": "image/png", "buffer": picture}
        self.phone(person).locator(".composer input[type=file]").set_input_files(chosen)
        if then:
            self.wait(person, then)

    def reply(self, person: str, to: str, text: str) -> None:
        """Answers the newest message that contains `to`."""
        self.act(person, to, "reply")
        self.write(person, text)

    def act(self, person: str, on: str, deed: str) -> None:
        """Opens the actions on a message and chooses `reply`, or for one's own `edit` or `remove`."""
        message = self.message(person, on)
        if deed != "reply":
            message = self.phone(person).locator(".message.out").filter(has_text=on).last
        message.hover()
        message.locator(".more").click()
        self.phone(person).locator(f'.menu [data-deed="{deed}"]').click()

    def message(self, person: str, text: str) -> Locator:
        """The newest message shown that contains `text`."""
        return self.phone(person).locator("[data-message]").filter(has_text=text).last

    def wait(self, person: str, text: str, seconds: float = 10) -> Locator:
        """Waits until such a message is there and gives it; fails after `seconds`."""
        found = self.message(person, text)
        found.wait_for(state="attached", timeout=seconds * 1000)
        return found

    def gone(self, person: str, text: str, seconds: float = 10) -> None:
        """Waits until no message contains `text`."""
        self.message(person, text).wait_for(state="detached", timeout=seconds * 1000)

    def texts(self, person: str) -> list[str]:
        """What the messages of the open conversation say, oldest first."""
        return self.phone(person).locator("[data-message] .text").all_inner_texts()

    def unread(self, person: str) -> int:
        """The number on the phone's own mark of news; 0 without one."""
        mark = self.phone(person).locator(".owner .fresh")
        return int(mark.inner_text().split()[0]) if mark.is_visible() else 0

    def control(self, name: str) -> None:
        """Presses `hour`, `day`, `restart` or `reset` in the top bar (in its menu where it is narrow)."""
        self._bar(f"#{name}")
        if name == "reset":
            self.page.locator("#ask .danger").click()
        self.page.wait_for_selector(f"#{name}:not([aria-busy])", state="attached")

    def language(self, language: str) -> None:
        """Turns the page to `fr` or `en`."""
        self._bar(f'[data-language="{language}"]')
        self.page.wait_for_selector(f'html[lang="{language}"]', state="attached")
        self.page.wait_for_selector(f'[data-language="{language}"]:not([aria-busy])', state="attached")

    def _bar(self, selector: str) -> None:
        if not self.page.locator(selector).is_visible():
            self.page.locator("#menu").click()
        self.page.locator(selector).click()

    def clock(self) -> str:
        """The simulated date and hour as written."""
        return self.page.locator("#clock").inner_text()

    def close_guide(self) -> None:
        """Closes the guided story if it is open."""
        close = self.page.locator(".guide-close")
        if close.is_visible():
            close.click()

    def picture(self, name: str) -> Path:
        """Saves a screenshot as `artefacts/page/<name>.png`."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path
