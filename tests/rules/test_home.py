"""The home screen: one line tells a member’s next meeting and their own answer; it costs one query."""

import pytest
from sqlalchemy import event

import storage.answers
from handlers import home
from handlers.rules import meetings, overview
from handlers.rules.charter import Charter
from handlers.rules.people import Person
from handlers.screen import Screen
from handlers.speech import speech
from storage.database import Transaction
from tests.dialogues.stage import ordinary
from tests.rules.cast import DAY, NOW, STRANGER, VERSION, number_of, published, somebody

OWN = Charter(VERSION, {"fr": "x", "en": "y"}, {})


def opened(tx: Transaction, who: Person, language: str = "fr") -> list[str]:
    """The lines of the home screen that tell of a meeting."""
    found = overview.at_home(tx, who, NOW)
    screen: Screen = home.screen(speech(language), who, "Pairs", OWN, found)
    return [line for line in ordinary(screen.text).splitlines() if "réunion :" in line or "meeting:" in line]


def test_no_line_where_there_is_no_meeting_or_no_member(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    far = somebody(tx, 3, "peer_worker", region="FR-BRE")
    assert opened(tx, awa) == []
    published(tx, ines)
    assert [len(opened(tx, who)) for who in (ines, awa, far, STRANGER)] == [1, 1, 0, 0]
    assert overview.nearest(tx, awa, NOW + 365 * DAY) is None


@pytest.mark.parametrize(
    ("word", "french", "english"),
    [
        (None, "Prochaine réunion : {}.", "Next meeting: {}."),
        (
            "yes",
            "Prochaine réunion : {}. Votre réponse : J’y serai.",
            "Next meeting: {}. Your answer: I will be there.",
        ),
        (
            "no",
            "Prochaine réunion : {}. Votre réponse : Je ne peux pas.",
            "Next meeting: {}. Your answer: I cannot come.",
        ),
        ("wait", "Prochaine réunion : {}. Vous attendez une place.", "Next meeting: {}. You are waiting for a seat."),
    ],
)
def test_it_tells_when_and_what_one_said(tx: Transaction, word: str | None, french: str, english: str) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    meeting = published(tx, ines)
    if word is not None:
        storage.answers.put(tx, meeting.id, number_of(awa), *(("yes", 1) if word == "wait" else (word, None)))
    for language, line in (("fr", french), ("en", english)):
        when = speech(language).moment_for(meetings.start(meeting), meeting.zone, meeting.zone)
        assert opened(tx, awa, language) == [line.format(ordinary(when))]


def test_it_costs_one_query(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    said = list[str]()

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(tx.community, "before_cursor_execute", hear)
    overview.at_home(tx, awa, NOW)
    assert len(said) == 1
