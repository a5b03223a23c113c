"""The first screen: every line is a promise, said in both languages and bound to the test that keeps it."""

from dataclasses import dataclass

import pytest

from handlers.speech import LANGUAGES, NBSP, THIN, speech
from tests.promises.source import known_tests

SCREENS = ("report.promise", "joining.promise", "privacy.screen")


@dataclass(frozen=True)
class Promise:
    """A line of the first screen, in French and in English, and the tests that fail when it is broken."""

    french: str
    english: str
    kept_by: tuple[str, ...] = ()

    def said(self, language: str) -> str:
        """The line in this language."""
        return self.french if language == "fr" else self.english


SCHEMA = "tests/storage/test_vault_schema.py::"
SECRECY = "tests/storage/test_vault_secrecy.py::"
STORIES = "tests/dialogues/test_stories.py::test_a_story_with_restarts_and_the_same_delivered_twice"

RETENTION = "tests/rules/test_retention.py::"
KEPT = (
    Promise(
        "Lu par une personne qui supervise, sans votre nom, votre pseudo ni votre numéro.",
        "Read by a supervisor, without your name, username or number.",
        (STORIES, SCHEMA + "test_no_column_is_about_a_person_a_message_or_a_time"),
    ),
    Promise(
        "Le bot n’enregistre pas qui a écrit ; rien dans ses fichiers ni ses sauvegardes ne fait le lien avec vous.",
        "The bot does not record who wrote; nothing in its files or backups links it to you.",
        (
            "tests/anonymity/test_canaries.py::test_no_canary_is_found",
            SCHEMA + "test_the_vault_holds_these_columns_and_no_other",
            SCHEMA + "test_the_vault_points_to_nothing_outside_itself",
            SCHEMA + "test_no_table_on_sqlite_has_a_rowid",
            "tests/storage/test_vault_tidy.py::test_the_same_reports_in_any_order_make_the_same_file",
            "tests/edge/test_log.py::test_an_incident_has_type_and_place_and_no_text",
        ),
    ),
    Promise(
        "Gardé sous clé (chiffré)",
        "Locked (encrypted)",
        (
            SECRECY + "test_no_text_token_or_key_is_ever_in_the_files",
            SECRECY + "test_a_copy_with_the_keys_of_another_place_stays_closed",
            "tests/storage/test_keys.py::test_only_the_owner_may_enter_and_read",
        ),
    ),
    Promise(
        "Arrive le matin ou le soir, sans l’heure ; tout de suite si vous dites que cela ne peut pas attendre.",
        "Arrives in the morning or the evening, without the time; at once if you say that it cannot wait.",
        (STORIES, SCHEMA + "test_no_column_is_about_a_person_a_message_or_a_time"),
    ),
    Promise(
        "Ce n’est pas un service d’urgence : 15, 112 ; 3114 jour et nuit.",
        "Not an emergency service: 15, 112; 3114 day and night.",
        (
            "tests/rules/test_numbers.py::test_danger_shows_the_emergency_numbers_in_their_order",
            "tests/edge/test_doctor.py::test_old_emergency_numbers",
        ),
    ),
    Promise(
        "Autre moyen de nous joindre : ana@pairs.example.",
        "Other way to reach us: ana@pairs.example.",
        ("tests/edge/test_settings.py::test_the_example_loads_and_names_every_setting",),
    ),
    Promise(
        "effacé 60 jours après la fin, 12 mois au plus.",
        "erased 60 days after the end, 12 months at most.",
        (
            RETENTION + "test_a_closed_report_lives_sixty_days",
            RETENTION + "test_a_report_lives_until_the_month_of_its_first_birthday",
            RETENTION + "test_never_more_than_twelve_months_and_never_less_than_eleven",
        ),
    ),
)
# What no test can keep: that it is said at all is what is tested.
NOT_PROMISED = (
    Promise("Telegram transporte le message et peut le lire.", "Telegram carries the message and can read it."),
    Promise(
        "La personne qui tient le serveur pourrait, en trichant, savoir qui écrit.",
        "Who runs the server could, by cheating, find out who writes.",
    ),
    Promise(
        "Votre style ou un détail peut vous faire reconnaître.",
        "Your style or a detail may give you away.",
    ),
    Promise("Qui tient votre téléphone voit cette conversation.", "Who holds your phone sees this chat."),
)


def _screen(language: str, key: str) -> str:
    said = speech(language)(key, community="Pairs", contact="ana@pairs.example", version="2026-11")
    return said.replace(NBSP, " ").replace(THIN, " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SCREENS)
def test_the_screen_says_every_line(language: str, key: str) -> None:
    screen = _screen(language, key)
    lines = [promise.said(language) for promise in (*KEPT, *NOT_PROMISED)]
    assert [line for line in lines if line not in screen] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_promises_nothing_else(language: str) -> None:
    """A new line on the first screen comes with the test that keeps it."""
    screen = _screen(language, "report.promise")
    for promise in (*KEPT, *NOT_PROMISED):
        screen = screen.replace(promise.said(language), "")
    left = [line.strip("–, ") for line in screen.splitlines()]
    assert [line for line in left if line and not line.startswith("<b>")] == []


@pytest.mark.parametrize("promise", KEPT, ids=lambda promise: promise.english)
def test_every_line_is_kept_by_a_test(promise: Promise) -> None:
    assert promise.kept_by
    assert set(promise.kept_by) - known_tests() == set()
