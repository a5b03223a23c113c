"""Leaving: who went is nobody's holder any more, and erased on their day; answers and meetings stay without them."""

from datetime import UTC, date, datetime, timedelta

from storage import answers, cards, census, leaving, meetings, members, notices
from storage.members import Role
from storage.notices import NewNotice
from tests.storage.pair import Pair
from tests.storage.people import member

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 5, 26)
PEER, COORDINATOR = Role("peer_worker", "FR-ARA"), Role("coordinator", "FR-ARA")


def test_who_is_leaving_keeps_their_roles_and_is_counted_nowhere(pair: Pair) -> None:
    with pair.begin() as tx:
        awa, luc = member(tx, 1, PEER), member(tx, 2, PEER)
        leaving.depart(tx, awa.id, "leaving", TODAY + DAY)
        assert members.holders(tx, ["peer_worker"], ["FR-ARA"]) == [luc.id]
        assert census.peers(tx, "FR-ARA") == 1
        assert census.first_names(tx) == ["N2"]
        found = members.by_telegram(tx, 1)
        assert found is not None
        assert (found.state, found.roles, found.erased_on) == ("leaving", frozenset({PEER}), TODAY + DAY)
        members.set_state(tx, 1, "unreachable")
        leaving.come_back(tx, awa.id)
        assert members.by_id(tx, awa.id) == awa


def test_who_left_has_no_role_any_more(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1, PEER)
        leaving.depart(tx, awa.id, "left", TODAY)
        found = members.by_id(tx, awa.id)
        assert found is not None
        assert (found.state, found.roles) == ("left", frozenset())


def test_the_last_day_comes_once(pair: Pair) -> None:
    with pair.begin() as tx:
        awa, luc = member(tx, 1), member(tx, 2)
        leaving.depart(tx, awa.id, "leaving", TODAY)
        leaving.depart(tx, luc.id, "leaving", TODAY + DAY)
        assert leaving.to_erase(tx, TODAY - DAY) == []
        assert leaving.to_erase(tx, TODAY) == [awa.id]
        leaving.erase(tx, awa.id)
        assert leaving.to_erase(tx, TODAY + DAY) == [luc.id]
        assert members.by_id(tx, awa.id) is None


def test_what_somebody_prepared_stays_without_them(pair: Pair) -> None:
    with pair.begin() as tx:
        ines = member(tx, 1, COORDINATOR)
        told = meetings.begin(tx, uid="u1", owner=ines.id, region="FR-ARA", title="T", zone="Europe/Paris", minutes=60)
        meetings.change(tx, told.id, state="published", starts_at=NOW)
        begun = meetings.begin(tx, uid="u2", owner=ines.id, region="FR-ARA", title="U", zone="Europe/Paris", minutes=60)
        meetings.discard_of(tx, ines.id)
        leaving.erase(tx, ines.id)
        stays = meetings.by_id(tx, told.id)
        assert stays is not None
        assert (stays.owner, stays.state) == (None, "published")
        assert meetings.by_id(tx, begun.id) is None


def test_signs_only_move_forward(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1)
        assert leaving.joined_before(tx, "2026-02") == [awa.id]
        leaving.stay(tx, awa.id, "2026-05")
        leaving.stay(tx, awa.id, "2026-03")
        assert leaving.joined_before(tx, "2026-05") == []
        assert leaving.joined_before(tx, "2026-06") == [awa.id]


def test_answers_are_taken_back_or_counted(pair: Pair) -> None:
    with pair.begin() as tx:
        ines, awa, luc = (member(tx, number) for number in (1, 2, 3))
        numbers = []
        for days in (-400, -1, 1):
            held = meetings.begin(
                tx, uid=f"{days}", owner=ines.id, region="FR-ARA", title="T", zone="Europe/Paris", minutes=60
            )
            meetings.change(tx, held.id, state="published", starts_at=NOW + days * DAY)
            numbers.append(held.id)
            answers.put(tx, held.id, awa.id, "yes")
            answers.put(tx, held.id, luc.id, "yes")
        old, past, coming = numbers
        assert answers.release(tx, awa.id, NOW) == [coming]
        assert answers.release(tx, awa.id, NOW) == []
        assert answers.headcount(tx, coming) == {"yes": 1}
        assert answers.answered_before(tx, NOW - 365 * DAY) == [
            (awa.id, NOW - 400 * DAY),
            (luc.id, NOW - 400 * DAY),
        ]
        assert answers.count_answers_before(tx, NOW - 365 * DAY) == 2
        assert answers.count_answers_of(tx, awa.id) == 1
        assert answers.headcount(tx, old) == answers.headcount(tx, past) == {"yes": 2}
        assert [meeting.id for meeting, _ in answers.answered(tx, awa.id)] == []
        assert [meeting.id for meeting, _ in answers.answered(tx, luc.id)] == [past, coming]
        assert answers.last_answered(tx, luc.id) == NOW + DAY
        assert answers.last_answered(tx, awa.id) is None


def _told(kind: str, due_at: datetime, expires_at: datetime | None = None) -> NewNotice:
    return NewNotice(kind, "x", "1", "member:1", due_at, notices.REMINDER, expires_at)


def test_what_was_told_is_forgotten_when_it_is_over_and_cannot_come_again(pair: Pair) -> None:
    with pair.begin() as tx:
        old, young = NOW - 31 * DAY, NOW - 29 * DAY
        notices.add(tx, [_told("a", old), _told("b", young), _told("c", old, NOW + DAY), _told("d", old, old + DAY)])
        assert notices.first_due(tx, "a", "x", "member:1") == old
        assert notices.first_due(tx, "a", "x", "member:2") is None
        for notice in notices.claim(tx, NOW, 10, DAY):
            notices.settle(tx, notice.id, "sent")
        assert notices.forget_settled(tx, NOW - 30 * DAY, NOW) == 2
        assert [kind for kind, _, _ in notices.to(tx, "member:1")] == ["c", "b"]
        cards.post(tx, "meeting:1", "member:1", 1, 5)
        notices.forget_all(tx, "member:1")
        cards.forget_all(tx, "member:1")
        assert notices.to(tx, "member:1") == []
        assert cards.stale(tx, 0, 10) == []
