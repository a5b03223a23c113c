"""The two stories, clicked through in a real browser as a person would, on the demo as `make demo` starts it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.page.browser import Phones, opened
from tests.page.serving import playing

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("page")]

TEXT = "Je suis seule dans l’équipe, et fatiguée."
ANSWER = "Merci de l’avoir écrit. Parlons-en jeudi."


def write_a_difficulty(phones: Phones) -> None:
    phones.write("Awa", TEXT, then="Que souhaitez-vous en faire")
    phones.press("Awa", "Faire part d’une difficulté")
    phones.press("Awa", "Isolement")
    phones.press("Awa", "J’aimerais une réponse", then="Cela concerne-t-il")
    phones.press("Awa", "Non, elle peut le lire", then="Voici exactement ce qui sera lu")
    phones.picture("difficulty-preview")
    phones.press("Awa", "Envoyer", then="Votre message est bien arrivé")
    phones.gone("Awa", TEXT)


def add_a_photo(phones: Phones) -> None:
    phones.press("Awa", "Ajouter une photo", then="Envoyez ici une photo")
    phones.photo("Awa", picture(), then="Voici exactement ce qui sera vu")
    expect(phones.phone("Awa").locator(".message .photo")).to_have_count(1)
    phones.picture("photo-preview")
    phones.press("Awa", "Envoyer", then="Votre photo est partie")
    expect(phones.phone("Awa").locator(".message .photo")).to_have_count(0)


def picture() -> bytes:
    """A wall with a window, larger than what is kept of it."""
    file, wall = BytesIO(), Image.new("RGB", (1600, 1200), "tan")
    wall.paste("lightblue", (300, 300, 900, 800))
    wall.save(file, "PNG")
    return file.getvalue()


def read_and_answer(phones: Phones) -> None:
    phones.wait("Samira", "1 nouveau message · Isolement")
    phones.press("Samira", "Ouvrir")
    phones.press("Samira", "Nouveau · Isolement · J’aimerais une réponse", then=TEXT)
    phones.picture("difficulty-opened")
    phones.press("Samira", "Voir la photo", then="Cet affichage s’efface")
    seen = phones.phone("Samira").locator(".message .photo")
    assert seen.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") == 1280
    phones.picture("photo-seen")
    phones.press("Samira", "Fermer")
    expect(seen).to_have_count(0)
    phones.press("Samira", "Répondre", then="Écrivez ici votre réponse")
    phones.write("Samira", ANSWER, then="Votre réponse, telle qu’elle sera lue")
    phones.press("Samira", "Envoyer", then="Votre réponse est enregistrée")


def test_a_difficulty_from_awa_to_samira_and_back(chrome: Browser, scene: str) -> None:
    with opened(chrome, scene) as phones:
        write_a_difficulty(phones)
        add_a_photo(phones)
        assert "nouveau message" not in " ".join(phones.texts("Samira"))
        phones.control("hour")
        phones.control("restart")
        read_and_answer(phones)
        phones.press("Awa", "Lire la réponse", then=ANSWER)
        phones.picture("difficulty-answered")
        phones.press("Awa", "Répondre", then="Écrivez ici")
        phones.write("Awa", "Merci, à jeudi.", then="Votre message, tel qu’il sera lu")
        phones.press("Awa", "Envoyer", then="Votre message est bien arrivé")
        phones.control("day")
        phones.wait("Samira", "1 nouveau message · Isolement")


def test_a_message_is_opened_answered_and_closed_with_three_presses(chrome: Browser, scene: str) -> None:
    """Ten of them: `tests/dialogues/test_ten_reports.py`."""
    with opened(chrome, scene, width=390, height=844, touch=True) as phones:
        phones.close_guide()
        write_a_difficulty(phones)
        phones.control("day")
        phones.show("Samira")
        phones.press("Samira", "Ouvrir", then="1 message")
        phones.press("Samira", "Nouveau · Isolement · J’aimerais une réponse", then=TEXT)
        phones.picture("narrow-opened")
        phones.press("Samira", "Répondre", then="Écrivez ici votre réponse")
        phones.write("Samira", ANSWER, then="Votre réponse, telle qu’elle sera lue")
        phones.picture("narrow-answer")
        phones.press("Samira", "Envoyer et terminer", then="L’échange est terminé")
        phones.picture("narrow-closed")


def test_a_meeting_from_ines_to_the_reminder(chrome: Browser, scene: str) -> None:
    with opened(chrome, scene) as phones:
        phones.press("Inès", "Préparer une réunion")
        phones.press("Inès", "Date", then="Quand aura lieu cette réunion")
        phones.picture("meeting-date")
        phones.write("Inès", "dans 4 jours à 14h30", then="14 h 30")
        phones.press("Inès", "Titre", then="Quel titre")
        phones.write("Inès", "Rencontre des pairs", then="Titre : Rencontre des pairs")
        phones.picture("meeting-draft")
        phones.press("Inès", "Annoncer la réunion", then="Annoncée à")
        phones.picture("meeting-sure")
        phones.press("Inès", "Annoncer sans lieu", then="Personne n’a encore dit venir")
        phones.wait("Awa", "Rencontre des pairs")
        phones.wait("groupe", "Rencontre des pairs")
        phones.press("Awa", "J’y serai", then="Votre réponse : J’y serai")
        assert phones.phone("Awa").locator(".file").inner_text().startswith("entrepairs.ics")
        phones.wait("groupe", "1 personne vient")
        phones.press("Luc", "Je ne peux pas", then="Votre réponse : Je ne peux pas")
        phones.control("day")
        phones.wait("Awa", "C’est bientôt")
        phones.picture("meeting-reminder")
        assert "C’est bientôt" not in " ".join(phones.texts("Luc"))


def test_the_same_in_english_on_a_narrow_screen(chrome: Browser, scene: str) -> None:
    with opened(chrome, scene, width=390, height=844, touch=True) as phones:
        phones.close_guide()
        phones.language("en")
        phones.wait("Awa", "Hello Awa")
        phones.picture("narrow-home")
        phones.press("Awa", "Tell us about a difficulty", then="What we cannot promise")
        phones.write("Awa", "I feel unsafe at work.")
        phones.press("Awa", "Other themes ▸")
        phones.press("Awa", "Violence, harassment")
        phones.press("Awa", "Immediate danger", then="call now")
        phones.picture("narrow-danger")
        phones.press("Awa", "Send my message as well", then="Is it about the person who supervises")
        phones.press("Awa", "No, they may read it", then="This is exactly what will be read")
        phones.press("Awa", "Send", then="Your message has arrived")
        phones.show("Samira")
        phones.wait("Samira", "1 new message · Violence, harassment")
        phones.picture("narrow-supervisor")


def let_noe_in(phones: Phones) -> None:
    phones.press("Inès", "Membres")
    phones.press("Inès", "Inviter")
    phones.press("Inès", "Créer le lien")
    phones.wait("Inès", "Invitation prête").get_by_role("link").click()
    phones.wait("Noé", "voici ce qui vous est promis")
    phones.picture("joining-promise")
    phones.press("Noé", "J’ai lu, je continue")
    phones.press("Noé", "J’accepte la charte")
    phones.press("Noé", "J’ai 18 ans ou plus")
    phones.picture("joining-charter")
    phones.wait("Noé", "Comment souhaitez-vous")
    phones.language("en")
    phones.wait("Noé", "What would you like to be called")
    phones.language("fr")
    phones.write("Noé", "Noé", then="Dans quelle région")
    phones.press("Noé", "Auvergne-Rhône-Alpes", then="Votre structure")
    phones.press("Noé", "Passer", then="Dernier pas")
    phones.press("Noé", "Oui, y figurer", then="Bonjour Noé")
    phones.picture("joining-home")


def test_an_invitation_lets_noe_in_and_all_is_kept_over_a_second_start(chrome: Browser, tmp_path: Path) -> None:
    with playing(tmp_path) as address, opened(chrome, address, width=1800) as phones:
        role = phones.phone("Noé").locator(".role")
        expect(role).to_have_text("pas encore membre")
        expect(phones.phone("Noé").get_by_role("tab")).to_have_count(2)  # the door of the group is one
        let_noe_in(phones)
        expect(role).to_have_text("travailleur pair")
        phones.turn("Noé", "Groupe")
        phones.phone("Noé").get_by_role("button", name="Rejoindre le groupe").click()
        phones.wait("Noé", "J’apporte le café")  # the bot tidied away that he joined
        phones.picture("joining-group")
        phones.page.reload()
        expect(role).to_have_text("travailleur pair")
        phones.language("en")
        expect(role).to_have_text("peer worker")
        phones.write("Awa", TEXT, then="What would you like to do with this")
    with playing(tmp_path) as address, opened(chrome, address, width=1800) as phones:
        expect(phones.phone("Noé").locator(".role")).to_have_text("peer worker")
        phones.wait("Awa", TEXT)
        phones.press("Awa", "Do nothing with it")
        phones.gone("Awa", TEXT)


def test_another_language_leaves_nothing_of_the_one_before(chrome: Browser, scene: str) -> None:
    with opened(chrome, scene) as phones:
        awa = phones.phone("Awa")
        for language, key, hint, hello in (
            ("en", "Faire part d’une difficulté", "Avec vos mots…", "Hello Awa"),
            ("fr", "Tell us about a difficulty", "In your own words…", "Bonjour Awa"),
        ):
            phones.press("Awa", key)
            expect(awa.locator("textarea")).to_have_attribute("placeholder", hint)
            phones.language(language)
            phones.wait("Awa", hello)
            expect(awa.locator("textarea")).to_have_attribute("placeholder", "Message")
            expect(awa.locator(".aim")).to_be_hidden()
            expect(phones.phone("Luc").locator(".owner .fresh")).to_be_hidden()
