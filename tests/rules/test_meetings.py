"""Answering a meeting: a state, seen by all, that decides who is still reminded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.notices
from handlers.rules import meetings, overview, people, profile
from handlers.rules.meetings import ANSWERS
from handlers.rules.overview import Wanted
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage import cards
from storage.answers import Answer
from storage.database import Transaction
from storage.members import NATIONAL
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, draft, number_of, published, refused, somebody
from tests.storage.pair import Pair, dump

EVERY = {"meeting.j14", "meeting.j3", "meeting.h2", "meeting.after"}


def waiting(tx: Transaction, who: Person) -> set[str]:
    """The reminders this member is still to have."""
    return {
        str(row[1])
        for row in dump(tx)["notices"]
        if row[4] == f"member:{number_of(who)}" and row[9] == "waiting" and row[1] != "meeting.card"
    }


@fewer(5)
@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(ANSWERS)), max_size=8))
def test_the_last_answer_counts_and_who_says_no_is_not_reminded(pair: Pair, said: list[tuple[int, str]]) -> None:
    with pair.rehearse() as tx:
        ines = somebody(tx, 1, "coordinator")
        readers = [somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker", region="FR-ARA")]
        meeting, last = published(tx, ines), dict[int, str]()
        for number, word in said:
            view, new = meetings.answer(tx, readers[number], meeting.id, word, NOW)
            assert (new, view.answer) == (last.get(number) != word, Answer(word))
            last[number] = word
            words = list(last.values())
            assert view.headcount == {each: words.count(each) for each in set(words)}
        for number, reader in enumerate(readers):
            expected = (
                set() if last.get(number) == "no" else {"meeting.j14", "meeting.j3", "meeting.h2", "meeting.after"}
            )
            assert waiting(tx, reader) == expected
        assert len(waiting(tx, ines)) == 4


def test_who_comes_back_late_is_reminded_of_what_is_to_come_only(tx: Transaction) -> None:
    awa, meeting = somebody(tx, 2, "peer_worker"), published(tx, somebody(tx, 1, "coordinator"))
    meetings.answer(tx, awa, meeting.id, "no", NOW)
    meetings.answer(tx, awa, meeting.id, "yes", NOW + 20 * DAY)
    assert waiting(tx, awa) == {"meeting.j3", "meeting.h2", "meeting.after"}


def test_a_reminder_that_was_said_is_not_said_again(tx: Transaction) -> None:
    awa, meeting = somebody(tx, 2, "peer_worker"), published(tx, somebody(tx, 1, "coordinator"))
    for notice in storage.notices.claim(tx, NOW + 17 * DAY, 99, DAY):
        storage.notices.settle(tx, notice.id, "sent")
    for word in ("no", "yes", "no", "maybe"):
        meetings.answer(tx, awa, meeting.id, word, NOW + 18 * DAY)
    assert waiting(tx, awa) == {"meeting.j3", "meeting.h2", "meeting.after"}


def test_a_new_answer_renews_the_cards_and_the_same_one_does_not(tx: Transaction) -> None:
    awa, meeting = somebody(tx, 2, "peer_worker"), published(tx, somebody(tx, 1, "coordinator"))
    cards.post(tx, meetings.about(meeting.id), "member:1", 1, 5)

    def stale() -> bool:
        return bool(dump(tx)["cards"][0][-1])

    meetings.answer(tx, awa, meeting.id, "yes", NOW)
    assert (stale(), tx.rings) == (True, True)
    tx.community.execute(cards.cards.update().values(stale=False))
    meetings.answer(tx, awa, meeting.id, "yes", NOW)
    assert not stale()


@pytest.mark.parametrize(
    ("roles", "place", "reason"),
    [
        (["peer_worker"], "FR-ARA", None),
        (["supervisor"], "FR-ARA", None),
        (["peer_worker FR-BRE"], "FR-ARA", Reason.OTHER_REGION),
        (["peer_worker FR-BRE"], NATIONAL, None),
        (["supervisor national"], "FR-ARA", None),
        ([], "FR-ARA", Reason.OTHER_REGION),
    ],
)
def test_a_meeting_is_for_its_region(tx: Transaction, roles: list[str], place: str, reason: Reason | None) -> None:
    ines = somebody(tx, 1, "coordinator national", "coordinator")
    meeting = published(tx, ines)
    tx.community.exec_driver_sql("UPDATE meetings SET region = ?", (place,))
    who = somebody(tx, 2, *roles, region="FR-BRE" if "FR-BRE" in str(roles) else "FR-ARA")
    assert refused(lambda: meetings.look(tx, who, meeting.id)) == reason
    assert refused(lambda: meetings.answer(tx, who, meeting.id, "yes", NOW)) == reason
    assert refused(lambda: meetings.look(tx, STRANGER, meeting.id)) == Reason.MEMBERS_ONLY
    seen = overview.page(tx, who, Wanted(), 0, 5, NOW)
    assert [each.meeting.id for each in seen.found] == ([meeting.id] if reason is None else [])
    assert seen.zone == "Europe/Paris"


def test_what_cannot_be_answered(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    meeting, prepared = published(tx, ines), draft(tx, ines, starts_at=NOW + 9 * DAY)
    starts_at = meetings.start(meeting)
    assert refused(lambda: meetings.answer(tx, ines, meeting.id, "perhaps", NOW)) == Reason.STALE
    assert refused(lambda: meetings.answer(tx, ines, meeting.id, "yes", starts_at)) == Reason.MEETING_OVER
    assert refused(lambda: meetings.look(tx, ines, prepared.id)) == Reason.MEETING_GONE
    assert refused(lambda: meetings.look(tx, ines, prepared.id + 1)) == Reason.MEETING_GONE
    assert meetings.seen_by(tx, meetings.about(prepared.id), None) is None
    assert dump(tx)["answers"] == []


def test_a_group_sees_the_meeting_s_clock_and_no_answer_of_its_own(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    far = somebody(tx, 2, "peer_worker FR-ARA", region="FR-974")
    meeting = published(tx, ines)
    meetings.answer(tx, far, meeting.id, "yes", NOW)
    group = meetings.seen_by(tx, meetings.about(meeting.id), None)
    mine = meetings.seen_by(tx, meetings.about(meeting.id), people.member(far))
    assert group
    assert mine
    assert (group.zone, group.answer, group.headcount) == ("Europe/Paris", None, {"yes": 1})
    assert (mine.zone, mine.answer) == ("Indian/Reunion", Answer("yes"))


def test_names_of_comers_are_for_who_runs_it_and_of_those_who_chose_to_be_seen(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    awa, luc, zoe = (somebody(tx, number, "peer_worker") for number in (2, 3, 4))
    meeting = published(tx, ines)
    for who in (awa, luc):
        meetings.answer(tx, who, meeting.id, "yes", NOW)
    profile.show_among_comers(tx, luc, shown=True)
    assert meetings.look(tx, ines, meeting.id).names == ("N2", "N3")
    assert meetings.look(tx, zoe, meeting.id).names == ("N3",)
    profile.show_among_comers(tx, luc, shown=False)
    assert meetings.look(tx, zoe, meeting.id).names == ()
    group = meetings.seen_by(tx, meetings.about(meeting.id), None)
    assert group
    assert group.names == ()
