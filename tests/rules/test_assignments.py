"""Who is entrusted to whom: by the region's coordinators only, with one word to each of those concerned."""

from collections import Counter

import storage.desks
import storage.members
from handlers.rules import assignments, bookings, caseloads, hearing, needs, pause, people
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.members import Role
from tests.rules.cast import DAY, NOW, number_of, refused, somebody
from tests.storage.pair import dump


def told(tx: Transaction) -> Counter[tuple[str, str]]:
    """Who is to be told of a change."""
    return Counter((str(row[1]), str(row[4])) for row in dump(tx)["notices"])


def test_a_coordinator_entrusts_and_those_concerned_hear_of_it_once(tx: Transaction) -> None:
    ines = somebody(tx, 9, "coordinator")
    samira, karim = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor")
    awa = somebody(tx, 3, "peer_worker")
    for _ in range(2):
        found = assignments.entrust(tx, ines, number_of(awa), number_of(samira), NOW)
    assert found.supervisor is not None
    assert found.supervisor.id == number_of(samira)
    mine, theirs = f"member:{number_of(awa)}", [f"member:{number_of(one)}" for one in (samira, karim)]
    assert told(tx) == {(assignments.MINE, mine): 1, (assignments.THEIRS, theirs[0]): 1}
    assert caseloads.supervisors(tx, people.member(awa)) == {number_of(samira)}
    assignments.entrust(tx, ines, number_of(awa), number_of(karim), NOW)  # before they heard of the first
    assert told(tx)[assignments.MINE, mine] == 1
    assert told(tx)[assignments.THEIRS, theirs[1]] == 1
    assignments.entrust(tx, ines, number_of(awa), None, NOW)
    assert caseloads.supervisors(tx, people.member(awa)) == {number_of(samira), number_of(karim)}


def test_only_the_regions_coordinators_entrust_and_only_they_and_the_supervisor_see(tx: Transaction) -> None:
    ines, far = somebody(tx, 9, "coordinator"), somebody(tx, 8, "coordinator", region="FR-BRE")
    samira, karim = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor")
    awa = somebody(tx, 3, "peer_worker")
    number = number_of(awa)
    assignments.entrust(tx, ines, number, number_of(samira), NOW)
    assert refused(lambda: assignments.entrust(tx, samira, number, None, NOW)) == Reason.COORDINATORS_ONLY
    assert refused(lambda: assignments.entrust(tx, far, number, None, NOW)) == Reason.OTHER_REGION
    assert refused(lambda: assignments.region(tx, far, "FR-ARA", NOW)) == Reason.OTHER_REGION
    assert refused(lambda: assignments.case(tx, karim, number, NOW)) == Reason.OTHER_REGION
    assert refused(lambda: assignments.case(tx, awa, number, NOW)) == Reason.COORDINATORS_ONLY
    assert refused(lambda: assignments.case(tx, ines, number_of(samira), NOW)) == Reason.PERSON_GONE
    assert assignments.case(tx, samira, number, NOW)[1] is False
    assert assignments.case(tx, ines, number, NOW)[1] is True


def test_nobody_is_entrusted_to_who_is_away_elsewhere_or_themself(tx: Transaction) -> None:
    ines, awa = somebody(tx, 9, "coordinator"), somebody(tx, 3, "peer_worker", "supervisor")
    samira, far = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor", region="FR-BRE")
    pause.begin(tx, samira, NOW.date() + 7 * DAY, NOW)
    for one in (samira, far, awa):
        refusal = refused(lambda one=one: assignments.entrust(tx, ines, number_of(awa), number_of(one), NOW))  # type: ignore[misc]
        assert refusal == Reason.SUPERVISOR_AWAY
    assert assignments.propose(tx, ines, "FR-ARA", NOW).moves == []


def test_what_is_done_is_what_was_shown(tx: Transaction) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor")
    karim, peers = somebody(tx, 2, "supervisor"), [somebody(tx, n, "peer_worker") for n in (3, 4, 5)]
    shown = assignments.propose(tx, ines, "FR-ARA", NOW)
    one, other = number_of(samira), number_of(karim)
    numbers = [number_of(peer) for peer in peers]
    assert [(who.id, to.id) for who, _, to in shown.moves] == list(zip(numbers, (one, other, one), strict=True))
    assignments.entrust(tx, ines, numbers[1], one, NOW)
    assert refused(lambda: assignments.settle(tx, ines, "FR-ARA", shown.stamp, NOW)) == Reason.PROPOSAL_OLD
    shown = assignments.propose(tx, ines, "FR-ARA", NOW)
    assert assignments.settle(tx, ines, "FR-ARA", shown.stamp, NOW) == 2
    assert assignments.settle(tx, ines, "FR-ARA", shown.stamp, NOW) == 0  # tapped again
    held = storage.desks.all_cases(tx)
    assert Counter(held[number] for number in numbers) == {one: 2, other: 1}


def test_whoever_supervises_no_more_has_nobody(tx: Transaction) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor")
    karim, awa = somebody(tx, 2, "supervisor"), somebody(tx, 3, "peer_worker")
    assignments.entrust(tx, ines, number_of(awa), number_of(samira), NOW)
    assert not assignments.region(tx, ines, "FR-ARA", NOW).few
    storage.members.withdraw(tx, number_of(samira), Role("supervisor", "FR-ARA"))
    seen = assignments.region(tx, ines, "FR-ARA", NOW)
    assert [one.need.member.id for one in seen.nobody] == [number_of(awa)]
    assert [one.supervisor.id for one in seen.loads] == [number_of(karim)]
    assert seen.few
    assert [one.id for one in bookings.sight(tx, awa, NOW).supervisors] == [number_of(karim)]


def test_a_supervisor_sees_their_own_who_need_a_date_first(tx: Transaction) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor")
    awa, luc = somebody(tx, 3, "peer_worker"), somebody(tx, 4, "peer_worker")
    somebody(tx, 5, "peer_worker")
    for one in (awa, luc):
        assignments.entrust(tx, ines, number_of(one), number_of(samira), NOW)
    at = NOW + 20 * DAY
    row = {"uid": "u", "pattern_id": None, "wall": at.replace(tzinfo=None), "zone": "Europe/Paris", "starts_at": at}
    storage.openings.offer(tx, number_of(samira), [{**row, "minutes": 60, "seats": 1, "mode": "place"}])
    (time,) = storage.openings.coming(tx, [number_of(samira)], NOW)
    bookings.book(tx, awa, time.id, NOW)
    found = assignments.mine(tx, samira, NOW)
    assert [(one.member.id, one.window) for one in found] == [(number_of(luc), "undated"), (number_of(awa), "coming")]
    assert set(needs.WINDOWS) >= {one.window for one in found}


def test_who_is_having_a_pause_hears_of_it_when_it_is_over(tx: Transaction) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor")
    awa = somebody(tx, 3, "peer_worker")
    pause.begin(tx, awa, NOW.date() + 7 * DAY, NOW)
    assignments.entrust(tx, ines, number_of(awa), number_of(samira), NOW)
    (reader,) = storage.members.several(tx, [number_of(awa)])
    about = f"caseload:{reader.id}"
    assert not hearing.unwanted(tx, reader, assignments.MINE, about, NOW)
    assert hearing.waits(tx, reader, assignments.MINE, about, None, NOW) == hearing.back(reader, NOW)
