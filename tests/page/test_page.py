"""The page in a real browser, before a bot that echoes: chats, keyboards, replies, files, narrow screens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.page.browser import opened
from tests.page.serving import serving
from tests.page.small_stage import SmallStage

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("page")]


@pytest.fixture
def address() -> Iterator[str]:
    with serving(SmallStage()) as address:
        yield address


def test_a_conversation_looks_and_answers_as_a_chat(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        phones.start("Awa")
        phones.wait("Awa", "Vous avez écrit : /start")
        phones.press("Awa", "Modifier", then="C’est modifié.")
        expect(phones.phone("Awa").locator(".toast")).to_have_text("C’est noté.")
        phones.press("Awa", "Question")
        field = phones.phone("Awa").locator("textarea")
        expect(field).to_have_attribute("placeholder", "Adresse ou lien")
        phones.write("Awa", "12, rue des Lilas\nau fond de la cour")
        answer = phones.wait("Awa", "Vous avez écrit : 12, rue des Lilas")
        expect(answer.locator(".quote")).to_have_count(0)
        asked = phones.phone("Awa").locator(".message.out .quote")
        expect(asked).to_contain_text("Où ?")
        phones.press("Awa", "Effacer")
        phones.gone("Awa", "Vous avez écrit : 12, rue")
        phones.picture("conversation")


def test_a_date_is_put_into_an_answer_and_marked_as_telegram_does(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        phones.start("Awa")
        phones.wait("Awa", "/start")
        awa = phones.phone("Awa")
        expect(awa.locator(".mark-date")).to_be_hidden()
        phones.press("Awa", "Question")
        for day in ("2026-06-19T14:30", "2026-12-04T09:00"):
            awa.locator(".mark-date").click()
            awa.locator(".moment").fill(day)
            awa.get_by_role("button", name="Mettre dans le message").click()
        phones.picture("date")
        awa.locator("textarea").press("Enter")
        phones.wait("Awa", "Vous avez écrit : vendredi 19 juin 2026, 14 h 30")
        marked = awa.locator(".message.out time.when")
        both = ["vendredi 19 juin 2026, 14 h 30", "vendredi 4 décembre 2026, 9 h 00"]
        expect(marked).to_have_text(both)
        expect(awa.locator(".message.out .text").last).to_have_text(" ".join(both))
        expect(marked.last).to_have_attribute("title", "vendredi 4 décembre 2026, 9\u00a0h\u00a000")


def test_alerts_files_and_own_messages(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        phones.start("Luc")
        phones.wait("Luc", "/start")
        phones.press("Luc", "Avis")
        luc = phones.phone("Luc")
        expect(luc.get_by_role("alertdialog")).to_contain_text("C’est noté.")
        luc.get_by_role("button", name="OK").click()
        phones.press("Luc", "Fichier")
        with phones.page.expect_download() as download:
            luc.locator(".file").click()
        assert download.value.suggested_filename == "réunion.ics"
        phones.write("Luc", "Une faute")
        phones.act("Luc", "Une faute", "edit")
        phones.write("Luc", "Sans faute")
        expect(phones.wait("Luc", "Sans faute").locator(".foot").first).to_contain_text("modifié")
        phones.act("Luc", "Sans faute", "remove")
        phones.gone("Luc", "Sans faute")


def test_the_group_is_one_chat_on_every_phone(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        phones.turn("Inès", "Groupe")
        phones.write("Inès", "Bonjour <b>à toutes</b>")
        phones.wait("groupe", "Bonjour <b>à toutes</b>")
        assert phones.unread("Samira") == 1
        phones.turn("Samira", "Groupe")
        expect(phones.phone("Samira").locator(".owner .fresh")).to_be_hidden()
        phones.reply("groupe", "Bonjour", "Bonjour Inès")
        quoted = phones.wait("Inès", "Bonjour Inès")
        expect(quoted.locator(".quote")).to_contain_text("Inès")
        phones.phone("groupe").locator(".title").click()
        members = phones.phone("groupe").locator(".members li")
        expect(members).to_have_count(5)
        phones.phone("groupe").get_by_role("button", name="Quitter le groupe").click()
        phones.phone("groupe").get_by_role("button", name="Rejoindre le groupe").click()
        phones.wait("Samira", "Luc a rejoint le groupe")
        phones.write("Inès", "mot " * 1023 + "pas😀et la suite")
        phones.wait("Inès", "😀et la suite")
        assert [said.strip()[-3:] for said in phones.texts("Inès")[-2:]] == ["pas", "ite"]


def test_time_language_restart_and_reset(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        assert phones.clock().lower() == "vendredi 12 juin 2026, 14\u00a0h\u00a030"
        phones.start("Awa")
        phones.wait("Awa", "Vous avez écrit")
        phones.control("day")
        phones.wait("Awa", "Rappel")
        expect(phones.phone("Awa").locator(".day").last).to_have_text("samedi 13 juin")
        phones.language("en")
        expect(phones.page.locator("#clock")).to_have_text("Saturday 13 June 2026, 14:30")
        phones.control("restart")
        phones.write("Awa", "Toujours là ?", then="Vous avez écrit : Toujours là ?")
        phones.control("reset")
        begin = phones.phone("Awa").locator(".composer .begin")
        expect(begin).to_be_visible()
        expect(begin).to_have_text("Start")
        assert phones.texts("Awa") == []


def test_the_guide_shows_the_way_and_ticks_itself(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        guide = phones.page.locator("#guide")
        expect(guide).to_contain_text("Étape 1 sur 7")
        expect(phones.phone("Awa")).to_have_class("phone shown pointed")
        guide.get_by_role("button", name="Suivant").click()
        expect(guide).to_contain_text("Étape 2 sur 7")
        phones.close_guide()
        expect(guide).to_be_hidden()
        phones.page.reload()
        expect(phones.phone("Awa")).to_be_visible()
        expect(guide).to_be_hidden()
        phones.page.locator("#guide-open").click()
        expect(guide).to_contain_text("Étape 2 sur 7")


@pytest.mark.parametrize(("width", "height", "dark"), [(390, 844, False), (320, 640, True)])
def test_a_narrow_screen_shows_one_phone(chrome: Browser, address: str, width: int, height: int, dark: bool) -> None:
    with opened(chrome, address, width=width, height=height, dark=dark) as phones:
        expect(phones.phone("Luc")).to_be_hidden()
        phones.close_guide()
        phones.start("Awa")
        phones.wait("Awa", "Vous avez écrit")
        phones.show("Luc")
        expect(phones.phone("Awa")).to_be_hidden()
        phones.control("day")
        expect(phones.page.locator('[data-goto="Awa"] .badge')).to_contain_text("1")
        phones.show("Awa")
        expect(phones.page.locator('[data-goto="Awa"] .badge')).to_be_hidden()
        assert phones.page.evaluate("document.documentElement.scrollWidth") == width
        phones.picture(f"narrow-{width}")


def test_the_page_asks_nothing_of_the_world(chrome: Browser, address: str) -> None:
    with opened(chrome, address) as phones:
        asked: list[str] = []
        phones.page.on("request", lambda request: asked.append(request.url))
        phones.page.reload()
        expect(phones.phone("Awa")).to_be_visible()
        assert asked
        assert all(url.startswith(address) for url in asked)
