"""People: who is recognised, and what ordinary acts leave behind: no hour, whoever acts and whenever."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest

from handlers.rules import drafts, groups, invitations, joining, meetings, overview, people
from handlers.rules.refusal import Reason
from storage import members
from storage.database import Transaction
from storage.members import NATIONAL
from tests.rules.cast import DAY, NOW, STRANGER, draft, published, refused, somebody
from tests.storage.pair import Dump, Pair, dump

Act = Callable[[Transaction, datetime], object]


def test_members_are_recognised_in_their_language_and_strangers_in_their_own(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    assert people.recognise(tx, 1, "en") == awa
    assert people.member(awa).language == awa.language == "fr"
    stranger = people.recognise(tx, 2, "en")
    assert (stranger.telegram_id, stranger.language, stranger.member) == (2, "en", None)


def test_who_has_left_is_a_stranger(tx: Transaction) -> None:
    somebody(tx, 1, "coordinator")
    tx.community.execute(members.members.update().values(state="left"))
    assert people.recognise(tx, 1, "fr").member is None


def test_rights_are_those_of_the_role_and_the_region(tx: Transaction) -> None:
    ines, national, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator national"), somebody(tx, 3)
    assert refused(lambda: people.coordinator(ines, "FR-ARA")) is refused(lambda: people.coordinator(ines)) is None
    assert refused(lambda: people.coordinator(ines, "FR-BRE")) == Reason.OTHER_REGION
    assert refused(lambda: people.coordinator(ines, NATIONAL)) == Reason.OTHER_REGION
    assert refused(lambda: people.coordinator(national, "FR-BRE")) is None
    assert refused(lambda: people.coordinator(awa)) == Reason.COORDINATORS_ONLY
    assert (
        refused(lambda: people.coordinator(STRANGER)) == refused(lambda: people.member(STRANGER)) == Reason.MEMBERS_ONLY
    )
    assert people.zone(people.member(somebody(tx, 4, region="FR-974"))) == "Indian/Reunion"
    assert [people.belongs(people.member(ines), code) for code in ("FR-ARA", "FR-BRE", NATIONAL)] == [True, False, True]


def test_blocking_and_coming_back_is_a_state_and_nothing_else(tx: Transaction) -> None:
    somebody(tx, 1, "peer_worker")
    before = dump(tx)
    people.go_away(tx, people.recognise(tx, 1, "fr"))
    assert people.member(people.recognise(tx, 1, "fr")).state == "unreachable"
    for _ in range(2):
        people.come_back(tx, people.recognise(tx, 1, "fr"))
        assert dump(tx) == before
    for act in (people.go_away, people.come_back, people.anybody):
        act(tx, STRANGER)
    assert dump(tx) == before


def join(tx: Transaction, now: datetime) -> None:
    def who() -> people.Person:
        return people.recognise(tx, 9, "fr")

    joining.open_invitation(tx, who(), "token", now)
    joining.choose_language(tx, who(), "en")
    for text in ("promise", "charter"):
        joining.agree(tx, who(), text, "2026-11")
    joining.give_name(tx, who(), "Zoé")
    joining.come_of_age(tx, who())
    joining.choose_region(tx, who(), "FR-ARA")
    joining.give_organisation(tx, who(), None)
    joining.finish(tx, who(), True, now)


def answer(*words: str) -> Act:
    def act(tx: Transaction, now: datetime) -> None:
        for word in words:
            meetings.answer(tx, people.recognise(tx, 2, "fr"), 1, word, now)

    return act


def prepare(tx: Transaction, now: datetime) -> None:
    ines = people.recognise(tx, 1, "fr")
    begun = drafts.prepare(tx, ines, "uid", "Pairs")
    drafts.fill(tx, ines, begun.id, "when", "12/06/2026 14h30", now)
    drafts.place(tx, ines, begun.id, 5, 6)


def announce(tx: Transaction, now: datetime) -> None:
    ines = people.recognise(tx, 1, "fr")
    drafts.publish(tx, ines, draft(tx, ines, starts_at=NOW + 25 * DAY).id, 5, now)


ACTS: dict[str, Act] = {
    "look": lambda tx, now: overview.next_one(tx, people.recognise(tx, 2, "fr"), now),
    "answer": answer("yes"),
    "change one's mind": answer("no", "maybe", "no"),
    "come after all": answer("no", "yes"),
    "language": lambda tx, _: people.choose_language(tx, people.recognise(tx, 2, "fr"), "en"),
    "block": lambda tx, _: people.go_away(tx, people.recognise(tx, 2, "fr")),
    "come back": lambda tx, _: people.come_back(tx, people.recognise(tx, 3, "fr")),
    "write": lambda tx, _: joining.purpose(tx, people.recognise(tx, 2, "fr")),
    "join": join,
    "prepare": prepare,
    "announce": announce,
    "group": lambda tx, _: groups.welcome(tx, people.recognise(tx, 1, "fr"), -5, "Pairs", NOW),
}


def world(pair: Pair, acts: Iterable[Act], now: datetime) -> Dump:
    with pair.rehearse() as tx:
        tx.community.exec_driver_sql("DELETE FROM sqlite_sequence")
        ines = somebody(tx, 1, "coordinator")
        for number in (2, 3):
            somebody(tx, number, "peer_worker")
        members.set_state(tx, 3, "unreachable")
        assert published(tx, ines).id == 1
        invitations.by_operator(tx, "peer_worker", "FR-ARA", "token", NOW)
        for act in acts:
            act(tx, now)
        return dump(tx)


@pytest.mark.parametrize("act", ACTS)
def test_what_a_person_does_leaves_no_hour(pair: Pair, act: str) -> None:
    first, later = (world(pair, [ACTS[act]], NOW + timedelta(hours=hours, minutes=hours)) for hours in (0, 7))
    assert first == later
    assert (first == world(pair, [], NOW)) == (act in ("look", "write"))
