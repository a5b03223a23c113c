"""What is typed after a meeting, and what is read: nothing is lost, and what the card says is what will be shared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.minutes_card import written
from handlers.rules import minutes
from handlers.rules.minutes import Line
from handlers.rules.refusal import Reason
from handlers.speech import LANGUAGES, speech
from storage.actions import ACTION, DECISION
from tests.rules.cast import NOW, refused

ZONE = "Europe/Paris"
JUNE = date(2026, 6, 12)
READ = {
    "Décision : on garde le jeudi": Line(DECISION, "on garde le jeudi"),
    "- decision: on garde le jeudi": Line(DECISION, "on garde le jeudi"),
    "On se tutoie": Line(DECISION, "On se tutoie"),
    "Action :": Line(DECISION, "Action :"),
    "Action : Awa, avant le 12 juin : écrire": Line(ACTION, "écrire", "Awa", JUNE),
    "• action: Awa et Luc, d’ici le 12 juin : écrire": Line(ACTION, "écrire", "Awa et Luc", JUNE),
    "Action : Awa, pour le vendredi 12 juin à 14h : écrire": Line(ACTION, "écrire", "Awa", JUNE),
    "Action : avant le 12 juin : écrire": Line(ACTION, "écrire", None, JUNE),
    "Action: Awa, by 12 June: write": Line(ACTION, "write", "Awa", JUNE),
    "Action : Awa : écrire : vite": Line(ACTION, "écrire : vite", "Awa"),
    "Action : écrire à la mairie": Line(ACTION, "écrire à la mairie"),
    "Action : il faut écrire : à la mairie": Line(ACTION, "il faut écrire : à la mairie"),
    "Action : Awa, avant la rentrée : écrire": Line(ACTION, "avant la rentrée : écrire", "Awa"),
    "Action : Awa, avant le 12 mai 2020 : écrire": Line(ACTION, "avant le 12 mai 2020 : écrire", "Awa"),
}


@pytest.mark.parametrize("text", READ)
def test_a_line_is_read(text: str) -> None:
    assert minutes.lines(text, NOW, ZONE, "fr") == [READ[text]]


NAMES = st.sampled_from(["Awa", "Awa et Luc", "Zoé, avant le 12 juin", "awa", "12", "avant le 12 juin", "Élodie"])
PIECES = st.sampled_from(["Décision", "Action", "action", "écrire", "à la mairie", "14:30", "Luc", "avant demain"])
TYPED = st.lists(st.one_of(NAMES, PIECES), min_size=1, max_size=5).flatmap(
    lambda pieces: st.sampled_from([" : ", ": ", ", ", " "]).map(lambda glue: glue.join(pieces))
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.lists(TYPED, min_size=1, max_size=4).map("\n".join))
def test_what_the_card_says_is_what_is_shared(language: str, text: str) -> None:
    found = minutes.lines(text, NOW, ZONE, language)
    shown = written(speech(language), found)
    assert minutes.lines(shown, NOW, ZONE, language) == found


@given(text=TYPED)
def test_no_word_is_lost(text: str) -> None:
    (line,) = minutes.lines(text, NOW, ZONE, "fr")
    shown = written(speech("fr"), [line])
    kept = {word.strip(",:").casefold() for word in shown.replace("\u00a0", " ").split()}
    said = {word.strip(",:").casefold() for word in text.split()} - {"demain", "avant", "le", "12", "juin"}
    assert said <= kept | {"action", "décision"}


def test_what_does_not_fit_is_refused_with_where() -> None:
    assert refused(lambda: minutes.lines(" \n - ", NOW, ZONE, "fr")) == Reason.MINUTES_EMPTY
    assert refused(lambda: minutes.lines("x\n" * 21, NOW, ZONE, "fr")) == Reason.LINES_TOO_MANY
    assert refused(lambda: minutes.lines("x" * 201, NOW, ZONE, "fr")) == Reason.LINE_TOO_LONG
    assert refused(lambda: minutes.lines("x" * 3001, NOW, ZONE, "fr")) == Reason.FIELD_TOO_LONG
