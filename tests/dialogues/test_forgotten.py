"""After /oublier, every byte of every file is searched for the person: they are in none, but before they were."""

from datetime import timedelta
from pathlib import Path

import pytest

from storage.members import Role
from tests.anonymity import search
from tests.dialogues.stage import Stage

NAME, NICKNAME = "Zénobie", "Xanthippe"  # in Telegram, and as given to the community
ORGANISATION = "Clinique Zygomatique"
WORD = "Le local de Zuydcoote est fermé."  # written to many
QUESTION = "Qui connaît une supervision à Yssingeaux ?"


@pytest.mark.slow
async def test_who_asked_to_be_forgotten_is_in_no_file(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    await stage.member("Inès", Role("coordinator", "FR-ARA"))
    group = stage.telegram.group("Pairs", stage.ids["Inès"], [])
    stage.telegram.add_bot(stage.ids["Inès"], group)
    await stage.settle()
    stage.person(NAME)
    await _live(stage, group)
    assert stage.telegram.world.chats[group].present(stage.ids[NAME])
    secrets = {
        "number": search.of_number(stage.ids[NAME]) | search.digests(stage.ids[NAME]),
        "name": search.of_text(NAME),
        "nickname": search.of_text(NICKNAME),
        "organisation": search.of_text(ORGANISATION),
        "question": search.of_text(QUESTION),
        "word": search.of_text(WORD),
    }
    await stage.close()
    assert {what for what, _ in search.found(_files(tmp_path), secrets)} == {
        "number",
        "nickname",
        "organisation",
        "word",
    }

    await stage.restart()
    await stage.say(NAME, "/oublier")
    await stage.tap(NAME, "Quitter et tout effacer")
    await stage.tap(NAME, "Oui, tout effacer")
    await stage.later(timedelta(days=2, hours=12))
    assert not stage.telegram.world.chats[group].present(stage.ids[NAME])
    assert search.found(_files(tmp_path), secrets) == set()  # while it runs
    await stage.close()
    assert search.found(_files(tmp_path), secrets) == set()


async def _live(stage: Stage, group: int) -> None:
    """Comes in, announces, answers, asks, writes, silences: everything of which something is kept."""
    await stage.start(NAME, await stage.invitation("coordinator", "FR-ARA"))
    for button in ("J’ai lu, je continue", "J’accepte la charte", "J’ai 18 ans ou plus"):
        await stage.tap(NAME, button)
    await stage.say(NAME, NICKNAME)
    await stage.tap(NAME, "Auvergne-Rhône-Alpes")
    await stage.say(NAME, ORGANISATION)
    await stage.tap(NAME, "Oui, y figurer")
    await stage.tap(NAME, "Préparer une réunion")
    await stage.tap(NAME, "Date")
    await stage.say(NAME, "vendredi 12 juin 14h30")
    await stage.tap(NAME, "Annoncer la réunion")
    await stage.tap(NAME, "Annoncer sans lieu")
    await stage.tap(NAME, "J’y serai")
    await stage.start(NAME)
    for button in ("Réunions", "Proposer des dates", "Dates"):
        await stage.tap(NAME, button)
    await stage.say(NAME, "mardi 16 juin 14h\njeudi 18 juin 14h")
    for button in ("C’est tout", "Annoncer le sondage", "Annoncer", "Oui"):
        await stage.tap(NAME, button)
    (door,) = stage.telegram.world.chats[group].links
    stage.telegram.join(stage.ids[NAME], door)
    await stage.settle()
    await stage.say(NAME, QUESTION)
    for button in ("Poser la question aux pairs", "Signer de mon prénom", "Envoyer"):
        await stage.tap(NAME, button)
    for draft in ("Envoyer à 1 personne", None):
        await stage.say(NAME, "/annonce")
        await stage.tap(NAME, "Écrire le texte")
        await stage.say(NAME, WORD)
        if draft is not None:
            await stage.tap(NAME, "Envoyer…")
            await stage.tap(NAME, draft)
    await stage.later(timedelta(days=6))
    await stage.tap(NAME, "Ne plus recevoir ce mot")
    await stage.start(NAME)
    await stage.tap(NAME, "Préparer une réunion")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
