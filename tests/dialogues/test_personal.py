"""What is given to a person is all that the community database holds of them."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from storage import meetings
from storage.community import metadata
from storage.members import Role
from tests.dialogues.stage import Stage

# Every column that leads to a person, and what of the files shows it.
GIVEN = {
    "members.id": "the file itself",
    "members.telegram_id": "telegram_id",
    "roles.member_id": "roles",
    "answers.member_id": "answers",
    "meetings.owner": "prepared",
    "votes.member_id": "votes",
    "polls.owner": "polls",
    "presences.member_id": "there",
    "items.author": "proposed",
    "item_votes.member_id": "wanted",
    "actions.member_id": "actions",
    "meetings.facilitator": "facilitates",
    "standing_answers.member_id": "standing",
    "changes.author": "said: half a minute",
    "mutes.member_id": "muted",
    "bookings.member_id": "supervision",
    "holds.member_id": "supervision",
    "caseloads.member_id": "supervision",
    "caseloads.supervisor": "supervision",
    "desks.member_id": "supervision",
    "snoozes.member_id": "supervision",
    "watches.member_id": "supervision",
    "watches.asked": "supervision",
    "openings.supervisor": "supervision",
    "patterns.supervisor": "supervision",
    "feeds.member_id": "calendar_address",
    "invitations.owner": "inviting",
    "words.author": "words",
    "notices.recipient": "notices",
    "joinings.telegram_id": "first_name",
    "cards.recipient": "said: numbers of messages",
    "cards.chat_id": "said: numbers of messages",
    "erasures.chat_id": "said: numbers of messages",
    "groups.chat_id": "no person",
    "requests.telegram_id": "requests",
    "departures.telegram_id": "departures: until they are out",
    "arrivals.member": "arrivals: until they are greeted",
    "journal.actor": "journal",
    "journal.member": "journal",
}
TITLE = "Pairs & <soin>"


def test_every_column_about_a_person_is_given_or_named() -> None:
    about = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.name in ("telegram_id", "chat_id", "recipient", "actor", "member")
        or any(key.target_fullname == "members.id" for key in column.foreign_keys)
    }
    assert about | {"members.id"} == set(GIVEN)


class Words(HTMLParser):
    """The words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.said.append(data.replace("\u00a0", " "))


def _files(stage: Stage, name: str) -> list[str]:
    found = [message["document"] for message in stage.seen(name) if "document" in message]
    return [stage.telegram.download(document["path"]).content.decode() for document in found]


@pytest.mark.slow
async def test_the_files_say_what_is_kept(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    await stage.member("Inès", Role("coordinator", "FR-ARA"), Role("supervisor", "national"))
    await stage.tap("Inès", "Préparer une réunion")
    await stage.run(lambda tx: meetings.change(tx, 1, title=TITLE))
    await stage.tap("Inès", "Date")
    await stage.say("Inès", "vendredi 12 juin 14h30")
    await stage.tap("Inès", "Annoncer la réunion")
    await stage.tap("Inès", "Annoncer sans lieu")
    await stage.tap("Inès", "J’y serai")
    await stage.say("Inès", "/annonce")
    await stage.tap("Inès", "Écrire le texte")
    await stage.say("Inès", TITLE)
    await stage.say("Inès", "/reunions")
    for button in ("Proposer des dates", "Dates"):
        await stage.tap("Inès", button)
    await stage.say("Inès", "mardi 16 juin 14h\njeudi 18 juin 14h")
    for button in ("C’est tout", "Annoncer le sondage", "Annoncer", "Si besoin"):
        await stage.tap("Inès", button)
    await stage.say("Inès", "/mesdonnees")
    *_, page, data = _files(stage, "Inès")
    told = json.loads(data)
    assert told["telegram_id"] == stage.ids["Inès"]
    assert told["roles"] == [{"role": "coordinator", "region": "FR-ARA"}, {"role": "supervisor", "region": "national"}]
    at = {"title": TITLE, "region": "FR-ARA", "at": "2026-06-12T14:30", "zone": "Europe/Paris"}
    assert (told["prepared"], told["answers"]) == ([at], [at | {"answer": "yes"}])
    draft = {"region": "FR-ARA", "audience": "region", "text": TITLE, "state": "draft", "sent_on": None}
    assert told["words"] == [draft]
    poll = {"title": "Réunion de pairs", "region": "FR-ARA", "zone": "Europe/Paris"}
    assert (told["polls"], told["votes"]) == ([poll], [poll | {"at": "2026-06-16T14:00", "vote": "maybe"}])
    assert {notice["kind"] for notice in told["notices"]} >= {"meeting.j3"}
    assert {shown for shown in GIVEN.values() if " " not in shown} <= set(told)
    words = Words(page).said
    assert f"{TITLE}, vendredi 12 juin 2026, 14 h 30" in words
    assert {"Réunion de pairs, mardi 16 juin 2026, 14 h", "Si besoin"} <= set(words)
    assert {"Inès", "Auvergne-Rhône-Alpes", "J’y serai", str(len(told["notices"]))} <= set(words)
    await stage.close()
