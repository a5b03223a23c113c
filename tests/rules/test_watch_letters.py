"""Letters of the watch: none is written that is no longer true; what waits for a pause and what does not."""

import pytest

import storage.watches
from handlers.letters_watches import WRITERS
from handlers.rules import covers, hearing, pause, people, rotas, watches
from handlers.rules.gaps import GAP, YOURS
from handlers.rules.hearing import ASKED, DECLINED, TAKEN
from handlers.rules.people import Person
from handlers.rules.recipients import Recipient
from handlers.rules.watches import WEEK
from handlers.speech import LANGUAGES, speech
from storage.database import Transaction
from tests.rules.cast import DAY, NOW, number_of, somebody
from tests.rules.weeks import HERE, THIS

NEXT = THIS + WEEK


def written(tx: Transaction, kind: str, who: Person, days: int = 0, language: str = "fr") -> str | None:
    """What is said to this person of the next week, so many days from now."""
    member = people.recognise(tx, who.telegram_id, language).member
    about = watches.about(HERE, NEXT)
    found = WRITERS[kind](tx, about, Recipient(who.telegram_id, member), speech(language), NOW + days * DAY)
    return None if found is None else found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_written_that_is_no_longer_true(tx: Transaction, language: str) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim, everybody = somebody(tx, 3, "supervisor"), WRITERS

    def true(days: int = 0) -> set[tuple[str, int]]:
        people = (ines, samira, karim)
        return {
            (kind, number_of(one)) for kind in everybody for one in people if written(tx, kind, one, days, language)
        }

    assert true() == {(GAP, 1), (TAKEN, 2), (TAKEN, 3), (TAKEN, 1)}
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    assert true() - {(TAKEN, 1), (TAKEN, 3)} == {(YOURS, 2)}
    covers.leave(tx, samira, HERE, NEXT, NOW)
    assert true() - {(TAKEN, 1), (TAKEN, 3)} == {(GAP, 1), (DECLINED, 2)}
    covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)
    assert true() - {(TAKEN, 1), (TAKEN, 3)} == {(GAP, 1), (ASKED, 3)}
    covers.accept(tx, karim, HERE, NEXT, NOW)
    assert true() - {(TAKEN, 1)} == {(YOURS, 3), (TAKEN, 2)}
    assert true(13) == set()  # the week is over


def test_the_first_line_says_nothing_of_anybody_and_markup_is_no_markup(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    storage.watches.plan(tx, HERE, NEXT, number_of(samira))
    covers.leave(tx, samira, HERE, NEXT, NOW)
    text = written(tx, GAP, ines)
    assert text is not None
    assert text.partition("\n")[0] == "<b>Une semaine à prévoir</b>"
    assert "\nN2 ne sera pas là.\n" in text


def test_a_gap_tells_who_is_away_and_who_is_asked(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")

    def why() -> str:
        return (written(tx, GAP, ines) or "").split("\n")[3]

    assert why() == "Personne n’est de veille."
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    pause.begin(tx, samira, NEXT + DAY, NOW)
    assert why() == "N2 est en pause."
    covers.leave(tx, samira, HERE, NEXT, NOW)
    covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)
    assert why() == "N2 ne sera pas là\u202f; N3 n’a pas encore répondu."


def test_who_could_not_is_told_apart_until_nobody_is_left_to_ask(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    covers.leave(tx, samira, HERE, NEXT, NOW)
    for wanted in ("vous pouvez le redemander une fois", "Il n’y a plus personne à qui demander"):
        covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)
        covers.decline(tx, karim, HERE, NEXT, NOW)
        text = written(tx, DECLINED, samira)
        assert text is not None
        assert wanted in text
        assert "quelqu’un d’autre" not in text
    somebody(tx, 4, "supervisor")
    assert "Vous pouvez demander à quelqu’un d’autre." in (written(tx, DECLINED, samira) or "")


def test_in_a_pause_one_hears_whether_ones_week_is_covered_and_of_nothing_to_do(tx: Transaction) -> None:
    samira = somebody(tx, 2, "supervisor", "coordinator")
    pause.begin(tx, samira, THIS + 20 * DAY, NOW)
    reader = people.recognise(tx, samira.telegram_id, "fr").member
    assert reader is not None
    about = watches.about(HERE, NEXT)
    unheard = {kind for kind in WRITERS if hearing.unwanted(tx, reader, kind, about, NOW)}
    assert unheard == {GAP, YOURS, ASKED}
    night = NOW.replace(hour=22)
    assert all(hearing.waits(tx, reader, kind, about, NOW + 20 * DAY, night) for kind in WRITERS)
