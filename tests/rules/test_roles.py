"""Roles: who may give and take them, and that no region which is coordinated is ever left to nobody."""

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import people, roles
from handlers.rules.people import ROLES, Person
from handlers.rules.recipients import INBOX
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import NATIONAL
from storage import erasures, journal, members, notices
from storage.database import Transaction
from storage.members import Role
from storage.notices import NewNotice
from tests.rules.cast import NOW, STRANGER, number_of, refused, somebody
from tests.storage.pair import Pair, dump

HERE, THERE = "FR-ARA", "FR-BRE"
PLACES = (HERE, THERE, NATIONAL)
CAST = (("coordinator",), ("supervisor", "peer_worker"), (f"coordinator {THERE}",), ("coordinator national",), ())
PEOPLE = st.integers(1, len(CAST))
STEPS = st.tuples(st.booleans(), PEOPLE, PEOPLE, st.sampled_from(ROLES), st.sampled_from(PLACES))


def again(tx: Transaction, number: int) -> Person:
    return people.recognise(tx, number, "fr")


def held(tx: Transaction) -> set[tuple[int, str, str]]:
    return {(number, role, code) for code in PLACES for number, _, role in members.roster(tx, code)}


def coordinated(tx: Transaction, code: str) -> bool:
    return any(place in (code, NATIONAL) for _, place in members.coordinators(tx))


def may(who: Person, target: int, role: str, code: str, *, giving: bool) -> bool:
    own = people.member(who)
    return own.holds("coordinator", code) or (not giving and own.id == target and Role(role, code) in own.roles)


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=12))
def test_a_random_walk_leaves_no_region_to_nobody_and_writes_what_it_did(
    pair: Pair, steps: list[tuple[bool, int, int, str, str]]
) -> None:
    with pair.rehearse() as tx:
        ids = {n: number_of(somebody(tx, n, *held)) for n, held in enumerate(CAST, 1)}
        written = 0
        for giving, actor, target, role, code in steps:
            who, before, was = again(tx, actor), held(tx), {place: coordinated(tx, place) for place in PLACES}
            act = roles.give if giving else roles.take
            try:
                _, changed = act(tx, who, ids[target], role, code, f"{written}", NOW)
            except Refusal:
                changed = False
            one = {(ids[target], role, code)}
            assert held(tx) == ((before | one if giving else before - one) if changed else before)
            assert all(coordinated(tx, place) for place in PLACES if was[place])
            written += changed
            entries = journal.page(tx, PLACES, 0, 99)
            assert len(entries) == written
            if changed:
                assert may(who, ids[target], role, code, giving=giving)
                told = entries[0]
                assert (told.kind, told.region, told.role) == ("given" if giving else "taken", code, role)
                assert (told.actor, told.member) == (ids[actor], ids[target])


def test_only_coordinators_of_the_region_give_and_take(tx: Transaction) -> None:
    ines, awa, nation = somebody(tx, 1, "coordinator"), somebody(tx, 2), somebody(tx, 3, "coordinator national")
    luc = number_of(somebody(tx, 4, "peer_worker"))

    def give(who: Person, code: str) -> Reason | None:
        return refused(lambda: roles.give(tx, who, luc, "coordinator", code, "v", NOW))

    assert give(awa, HERE) == Reason.COORDINATORS_ONLY
    assert give(STRANGER, HERE) == Reason.MEMBERS_ONLY
    assert give(ines, THERE) == give(ines, NATIONAL) == Reason.OTHER_REGION
    assert give(nation, NATIONAL) is give(nation, THERE) is give(ines, HERE) is None
    assert refused(lambda: roles.give(tx, ines, luc, "queen", HERE, "v", NOW)) == Reason.STALE


def test_somebody_of_no_region_of_mine_is_not_shown(tx: Transaction) -> None:
    ines, far = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker", region=THERE)
    assert refused(lambda: roles.look(tx, ines, number_of(far), HERE)) == Reason.OTHER_REGION
    assert refused(lambda: roles.look(tx, ines, 9999, HERE)) == Reason.PERSON_GONE


def test_who_has_left_receives_nothing(tx: Transaction) -> None:
    ines, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    members.set_state(tx, 2, "left")
    call = lambda: roles.give(tx, ines, number_of(luc), "supervisor", HERE, "v", NOW)  # noqa: E731
    assert refused(call) == Reason.PERSON_GONE


def test_twice_is_once(tx: Transaction) -> None:
    ines, luc = somebody(tx, 1, "coordinator"), number_of(somebody(tx, 2, "peer_worker"))
    roles.give(tx, ines, luc, "supervisor", HERE, "one", NOW)
    once = dump(tx)
    assert roles.give(tx, ines, luc, "supervisor", HERE, "two", NOW)[1] is False
    assert dump(tx) == once


def test_a_coordinator_who_blocked_the_bot_is_not_who_goes_on(tx: Transaction) -> None:
    ines, _ = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    members.set_state(tx, 2, "unreachable")
    leave = lambda: roles.take(tx, ines, number_of(ines), "coordinator", HERE, "v", NOW)  # noqa: E731
    assert refused(leave) == Reason.LAST_COORDINATOR
    members.set_state(tx, 2, "active")
    assert refused(leave) is None


def test_who_supervises_no_more_is_told_of_no_message_and_sees_none(tx: Transaction) -> None:
    ines, sam = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor", f"supervisor {THERE}")
    nation = somebody(tx, 3, "coordinator national")
    number = number_of(sam)
    notices.add(tx, [NewNotice("report.new", INBOX, "1", f"member:{number}", NOW, notices.ALERT)])
    erasures.plan(tx, sam.telegram_id, 7, NOW.replace(year=2027))
    erasures.plan(tx, ines.telegram_id, 8, NOW.replace(year=2027))
    roles.take(tx, ines, number, "supervisor", HERE, "v", NOW)
    assert [one.message_id for one in erasures.due(tx, NOW)] == [7]
    assert notices.counts(tx) == {"waiting": 2}  # the message of the other region, and that something changed
    roles.take(tx, nation, number, "supervisor", THERE, "w", NOW)
    assert notices.counts(tx) == {"waiting": 1, "suppressed": 1}


def test_people_are_listed_by_name_a_page_at_a_time(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator", "peer_worker")
    for number in range(2, 9):
        somebody(tx, number, "peer_worker")
    first, pages = roles.listed(tx, ines, HERE, 0)
    assert [line.first_name for line in first] == ["N1", "N2", "N3", "N4", "N5", "N6"]
    assert (pages, first[0].roles) == (2, ("peer_worker", "coordinator"))
    assert [line.first_name for line in roles.listed(tx, ines, HERE, 1)[0]] == ["N7", "N8"]


def test_what_taking_a_role_leaves_is_counted(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator", "supervisor")
    somebody(tx, 2, "supervisor")
    somebody(tx, 3, "supervisor")
    members.set_state(tx, 3, "unreachable")
    found = {role: roles.weigh(tx, ines, number_of(ines), role, HERE, taking=False).others for role in ROLES}
    assert found == {"peer_worker": 0, "supervisor": 1, "coordinator": 0}


def test_who_holds_no_other_role_of_the_region_is_said_to_leave_it(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator", "peer_worker"), somebody(tx, 2, "supervisor")
    assert not roles.leaves(
        roles.weigh(tx, ines, number_of(ines), "peer_worker", HERE, taking=True).card, ["peer_worker"]
    )
    assert roles.leaves(
        roles.weigh(tx, samira, number_of(samira), "supervisor", HERE, taking=True).card, ["supervisor"]
    )
    members.grant(tx, number_of(samira), members.Role("supervisor", members.NATIONAL))
    assert not roles.leaves(roles.look(tx, ines, number_of(samira), HERE), ROLES)
