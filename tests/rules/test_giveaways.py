"""What the preview warns of: numbers, addresses and names as people write them, and what is none of these."""

import pytest

from handlers.rules.giveaways import Giveaway, Kind, find

NAMES = ["Luc", "Marie-Claire", "Rose", "Zoë", "Awa D.", "Moi", "Inès", "Denis", "Max", "🌻"]
HOUSES = ["Association Relais de l’Isère", "L’Étape", "Les Restos du cœur", "Foyer Saint-Martin", "Emmaüs", "Le Foyer"]


def found(text: str) -> list[tuple[str, str]]:
    return [(giveaway.kind.value, giveaway.words) for giveaway in find(text, "Inès", NAMES, HOUSES)]


def soft(text: str) -> list[str]:
    return [giveaway.words for giveaway in find(text, "Inès", NAMES, HOUSES) if giveaway.soft]


def test_everything_in_the_order_of_the_text_each_thing_once() -> None:
    text = "Appelez LUC au 06 12 34 56 78 (06.12.34.56.78), luc@asso.fr ou @luc_38, dit Luc. Inès"
    assert find(text, "Inès", ["Luc", "Inès"]) == (
        Giveaway(Kind.NAME, "LUC"),
        Giveaway(Kind.PHONE, "06 12 34 56 78"),
        Giveaway(Kind.EMAIL, "luc@asso.fr"),
        Giveaway(Kind.HANDLE, "@luc_38"),
        Giveaway(Kind.OWN_NAME, "Inès"),
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("voir https://exemple.org/a?b=c.", "https://exemple.org/a?b=c"),
        ("(http://exemple.org)", "http://exemple.org"),
        ("www.exemple.de, par exemple", "www.exemple.de"),
        ("sur t.me/exemple !", "t.me/exemple"),
        ("WA.ME/33612345678", "WA.ME/33612345678"),
        ("notre site exemple.asso.fr.", "exemple.asso.fr"),
        ("exemple.org/equipe/awa…", "exemple.org/equipe/awa"),
        ("c’est exemple.com.Je crois", "exemple.com"),
        ("relais-exemple.re:8080/x", "relais-exemple.re:8080/x"),
    ],
)
def test_addresses_of_the_web(text: str, address: str) -> None:
    assert found(text) == [("link", address)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("écrivez à awa.d+pair@exemple.org.", "awa.d+pair@exemple.org"),
        ("<Awa_D@sous.exemple-org.fr>", "Awa_D@sous.exemple-org.fr"),
        ("mailto:awa@exemple.org", "awa@exemple.org"),
    ],
)
def test_e_mails(text: str, address: str) -> None:
    assert found(text) == [("email", address)]


@pytest.mark.parametrize("text", ["@awa", "dites-le à @awa.", "(@awa)", "« @awa »"])
def test_names_of_accounts(text: str) -> None:
    assert found(text) == [("handle", "@awa")]


@pytest.mark.parametrize(
    "text",
    [
        "Je suis fatigué.Je dors mal.C’est fini.La suite.De rien.Il dit.Me voilà.Ma cheffe.Au revoir",
        "les salarié.e.s, étudiant.es, tou.te.s, les pair@s, rendez-vous @14h30, 3.5 km, etc...",
        "Il dit oui/non et/ou peut-être ; M. le directeur ; rapport.pdf ; v2.0",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("luc est venu", "luc"),
        ("le chef de Luc, Luc", "Luc"),
        ("la réunion d’Awa", "Awa"),
        ("j’ai vu MARIE CLAIRE", "MARIE CLAIRE"),
        ("Marie‑Claire", "Marie‑Claire"),
        ("avec Zoe", "Zoe"),
        ("L\u200buc", "L\u200buc"),
        ("Luc's", "Luc"),
        ("Luc_Zidane", "Luc"),
    ],
)
def test_first_names(text: str, name: str) -> None:
    assert found(text) == [("name", name)]


def test_the_writers_own_name_goes_before_the_same_name_of_another() -> None:
    assert found("signé Ines") == [("own_name", "Ines")]
    assert found("qu’Inès") == [("own_name", "Inès")]


@pytest.mark.parametrize(
    "text", ["lucide, élucubration", "mon déni", "ma vie", "moi aussi, c’est à moi", "Lu cassé", ""]
)
def test_what_is_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("au Relais de l'Isere", "Relais de l'Isere"),
        ("l’association relais de l’Isère", "association relais de l’Isère"),
        ("aux restos du coeur", "restos du coeur"),
        ("un Resto du Cœur", "Resto du Cœur"),
        ("chez Emmaüs", "Emmaüs"),
        ("à Saint-Martin", "Saint-Martin"),
    ],
)
def test_organisations(text: str, house: str) -> None:
    assert found(text) == [("organisation", house)]


def test_words_that_may_be_ordinary_are_told_softly() -> None:
    assert soft("Rose m’a offert une rose") == ["Rose"]
    assert soft("des roses, des Lucs") == ["roses", "Lucs"]
    assert soft("à l’Étape, une étape") == ["étape"]
    assert soft("le foyer, emmaüs") == ["le foyer", "emmaüs"]
    assert soft("Claire est là, avec Marie") == ["Claire", "Marie"]  # parts of Marie-Claire
    assert soft("Luc, Inès, Marie-Claire, Relais de l’Isère, 06 12 34 56 78") == []
