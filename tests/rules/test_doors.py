"""Doors: members of the region come in, others wait for a coordinator, nobody is turned away by the program."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import doors, groups, hosting, joining, leaving, people
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage import arrivals, departures, invitations, members, notices, requests
from storage.database import Transaction
from storage.groups import Group
from storage.journal import about
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, number_of, refused, somebody
from tests.storage.pair import Pair, dump

KNOCKER = 99


def hosted(tx: Transaction, title: str = "Pairs") -> tuple[Person, Group]:
    """A coordinator and the group they entrusted to the bot."""
    ines = somebody(tx, 1, "coordinator")
    group, _ = groups.welcome(tx, ines, -1, title, NOW)
    return ines, group


def again(tx: Transaction, telegram_id: int = KNOCKER) -> Person:
    return people.recognise(tx, telegram_id, "fr")


def agreed(tx: Transaction, name: str | None = "Noé") -> Person:
    """The stranger at the door has read both texts, and said a name."""
    for text in ("promise", "charter"):
        joining.agree(tx, again(tx), text, joining.PROMISE)
    joining.come_of_age(tx, again(tx))
    if name:
        joining.give_name(tx, again(tx), name)
        joining.give_organisation(tx, again(tx), None)
        joining.finish(tx, again(tx), False, NOW)
    return again(tx)


def told(tx: Transaction, who: Person, kind: str) -> int:
    return sum(one == kind for one, _, _ in notices.to(tx, f"member:{number_of(who)}"))


def test_a_member_of_the_region_comes_in_and_leaves_no_row(tx: Transaction) -> None:
    _, group = hosted(tx)
    awa = somebody(tx, 2, "peer_worker")
    assert doors.knock(tx, awa, -1, NOW) == doors.Knock(group, "open")
    assert dump(tx)["requests"] == []


def test_where_the_bot_does_not_host_nobody_is_answered(tx: Transaction) -> None:
    assert doors.knock(tx, STRANGER, -1, NOW) is None


def test_a_stranger_is_written_and_told_once(tx: Transaction) -> None:
    ines, group = hosted(tx)
    found = [doors.knock(tx, again(tx), -1, NOW) for _ in range(3)]
    assert [knock.answer for knock in found if knock] == ["charter", "known", "known"]
    assert (len(requests.waiting(tx, group.id)), told(tx, ines, doors.ASKED)) == (1, 1)
    under_way = invitations.joining(tx, KNOCKER)
    assert under_way is not None
    assert (under_way.group_id, under_way.region, joining.step(under_way)) == (group.id, "FR-ARA", "promise")


def test_a_member_from_elsewhere_waits_and_gets_the_role_when_accepted(tx: Transaction) -> None:
    ines, group = hosted(tx)
    brice = somebody(tx, 3, "peer_worker", region="FR-BRE")
    knock = doors.knock(tx, brice, -1, NOW)
    assert knock is not None
    assert knock.answer == "elsewhere"
    _, (caller,) = doors.callers(tx, ines, group.id)
    assert (caller.name, caller.standing) == ("N3", "member")
    doors.accept(tx, ines, group.id, caller.request.id, NOW)
    assert doors.passes(tx, again(tx, 3)) == [group]
    assert members.Role("peer_worker", "FR-ARA") in people.member(again(tx, 3)).roles
    doors.settled(tx, group.id, 3)
    assert dump(tx)["requests"] == []


def test_accepted_after_the_charter_they_are_members_at_once(tx: Transaction) -> None:
    ines, group = hosted(tx)
    doors.knock(tx, again(tx), -1, NOW)
    agreed(tx)
    request = requests.waiting(tx, group.id)[0]
    for _ in range(2):  # two coordinators, or the same tap twice
        doors.accept(tx, ines, group.id, request.id, NOW)
    noe = people.member(again(tx))
    assert (noe.first_name, noe.region, noe.joined) == ("Noé", "FR-ARA", "2026-05")
    assert [entry.kind for entry in about(tx, noe.id)] == ["let_in"]
    assert told(tx, again(tx), doors.OPEN) == 1
    assert doors.refuse(tx, ines, group.id, request.id, NOW)[1] is None


def test_accepted_before_the_charter_they_are_members_as_soon_as_they_agree(tx: Transaction) -> None:
    ines, group = hosted(tx)
    doors.knock(tx, again(tx), -1, NOW)
    doors.accept(tx, ines, group.id, requests.waiting(tx, group.id)[0].id, NOW)
    doors.settled(tx, group.id, KNOCKER)  # Telegram has let them in; they have still to agree
    assert doors.complete(tx, agreed(tx, None), NOW).member is None
    noe = doors.complete(tx, agreed(tx), NOW)
    assert noe.member is not None
    doors.settled(tx, group.id, KNOCKER)
    assert (dump(tx)["requests"], dump(tx)["joinings"]) == ([], [])


def test_a_refusal_forgets_what_was_said_and_is_one_act(tx: Transaction) -> None:
    ines, group = hosted(tx)
    doors.knock(tx, again(tx), -1, NOW)
    agreed(tx)
    request = requests.waiting(tx, group.id)[0]
    for _ in range(2):
        assert doors.refuse(tx, ines, group.id, request.id, NOW)[1] is not None
    doors.settled(tx, group.id, KNOCKER)
    assert doors.refuse(tx, ines, group.id, request.id, NOW)[1] is None
    assert (dump(tx)["requests"], dump(tx)["joinings"]) == ([], [])
    assert [entry.kind for entry in about(tx, number_of(ines))] == ["bound", "refused"]
    assert refused(lambda: doors.caller(tx, ines, group.id, request.id)) == Reason.REQUEST_SETTLED


def test_only_coordinators_of_the_region_see_and_decide(tx: Transaction) -> None:
    _, group = hosted(tx)
    doors.knock(tx, again(tx), -1, NOW)
    request = requests.waiting(tx, group.id)[0].id
    other, awa = somebody(tx, 5, "coordinator FR-BRE"), somebody(tx, 6, "peer_worker")
    for act in (doors.accept, doors.refuse):
        assert refused(partial(act, tx, other, group.id, request, NOW)) == Reason.OTHER_REGION
        assert refused(partial(act, tx, awa, group.id, request, NOW)) == Reason.COORDINATORS_ONLY
    assert refused(lambda: doors.callers(tx, other, group.id)) == Reason.OTHER_REGION
    assert len(requests.waiting(tx, group.id)) == 1


def test_coordinators_hear_once_a_day_while_somebody_waits_and_never_at_night(tx: Transaction) -> None:
    ines, _ = hosted(tx)
    night = NOW + 13 * HOUR  # eleven in the evening
    doors.knock(tx, again(tx), -1, night)
    doors.knock(tx, replace(STRANGER, telegram_id=98), -1, night + HOUR)
    for slot in (NOW + DAY - 2 * HOUR, NOW + DAY + 8 * HOUR, NOW + 2 * DAY):
        doors.recall(tx, ["FR-ARA", "FR-BRE"], slot)
    doors.recall(tx, ["FR-BRE"], NOW + 3 * DAY)
    due = [at for kind, _, at in notices.to(tx, f"member:{number_of(ines)}") if kind == doors.ASKED]
    assert [f"{at:%d %H}" for at in due] == ["27 05", "28 00"]


def test_a_region_without_coordinator_tells_the_nation(tx: Transaction) -> None:
    nora = somebody(tx, 8, "coordinator national")
    group, _ = groups.welcome(tx, nora, -1, "Pairs", NOW)
    groups.bind(tx, nora, group.id, "FR-BRE", NOW)
    doors.knock(tx, again(tx), -1, NOW)
    assert told(tx, nora, doors.ASKED) == 1


def test_whoever_loses_the_region_is_told_then_shown_out(tx: Transaction) -> None:
    ines, _ = hosted(tx)
    awa = somebody(tx, 2, "peer_worker")
    doors.expel(tx, people.member(awa), ["FR-ARA"], NOW)
    assert departures.every(tx) == []  # still of the region
    gone = replace(people.member(awa), roles=frozenset())
    tx.community.execute(members.roles.delete().filter_by(member_id=gone.id))
    for _ in range(2):
        doors.expel(tx, gone, ["FR-ARA"], NOW)
    assert (told(tx, awa, doors.LEFT), doors.due(tx)) == (1, [])  # not before they know
    for notice in notices.claim(tx, NOW, 10, HOUR):
        notices.settle(tx, notice.id, "sent")
    ((departure, chat_id),) = doors.due(tx)
    assert (departure.telegram_id, chat_id) == (2, -1)
    doors.shown_out(tx, departure, done=False, now=NOW)
    assert (doors.due(tx), told(tx, ines, doors.STAYS)) == ([], 1)


def test_whoever_belongs_again_stays(tx: Transaction) -> None:
    _, group = hosted(tx)
    somebody(tx, 2, "peer_worker")
    departures.plan(tx, group.id, 2)
    assert (doors.due(tx), departures.every(tx)) == ([], [])


def test_let_in_by_hand_nothing_is_left_to_decide(tx: Transaction) -> None:
    ines, group = hosted(tx)
    awa = somebody(tx, 2, "peer_worker")
    doors.knock(tx, again(tx), -1, NOW)
    for _ in range(2):
        hosting.arrived(tx, -1, [KNOCKER, 2], NOW)
    assert (requests.waiting(tx, group.id), invitations.joining(tx, KNOCKER)) == ([], None)
    assert arrivals.of(tx, group.id) == [arrivals.STRANGERS, number_of(awa)]
    assert hosting.newcomers(tx, group.id) == (["N2"], True)
    assert [at for kind, _, at in notices.to(tx, f"group:{group.id}")] == [NOW + 8 * HOUR]
    hosting.greeted(tx, f"group:{group.id}")
    assert hosting.newcomers(tx, group.id) == ([], False)
    assert told(tx, ines, doors.ASKED) == 1


def test_a_group_that_is_gone_drops_everything(tx: Transaction) -> None:
    _, group = hosted(tx)
    doors.knock(tx, again(tx), -1, NOW)
    departures.plan(tx, group.id, 2)
    hosting.arrived(tx, -1, [2], NOW)
    groups.gone(tx, None, -1, NOW)
    assert all(dump(tx)[table] == [] for table in ("requests", "departures", "arrivals", "joinings", "groups"))


ACTS = st.lists(st.sampled_from(["knock", "agree", "name", "accept", "refuse", "settle", "arrive"]), max_size=14)


@settings(max_examples=40, deadline=None)
@given(acts=ACTS)
def test_whatever_happens_in_whatever_order_no_human_means_no_member(pair: Pair, acts: list[str]) -> None:
    with pair.rehearse() as tx:
        ines, group = hosted(tx)
        decided: str | None = None
        for act in acts:
            asked = requests.at(tx, group.id, KNOCKER)
            if act in ("accept", "refuse") and asked is not None and asked.state == "waiting":
                decided = act
            _play(tx, ines, group, act)
            found = members.by_telegram(tx, KNOCKER)
            if found is not None:
                assert found.charter == joining.PROMISE
                assert members.Role("peer_worker", "FR-ARA") in found.roles
                assert decided is not None
            state = requests.at(tx, group.id, KNOCKER)
            assert state is None or state.state in ("waiting", "accepted", "refused")
            assert decided or state is None or state.state == "waiting"  # the program alone never decides


def _say_all(tx: Transaction, who: Person) -> None:
    joining.give_name(tx, who, "Noé")
    if joining.step(joining.give_organisation(tx, who, None)) == joining.LAST:
        joining.finish(tx, again(tx), False, NOW)
    doors.complete(tx, again(tx), NOW)


def _play(tx: Transaction, ines: Person, group: Group, act: str) -> None:
    who, asked = again(tx), requests.at(tx, group.id, KNOCKER)
    match act:
        case "knock":
            doors.knock(tx, who, -1, NOW)
        case "agree" if who.joining is not None:
            agreed(tx, None)
        case "name" if who.joining is not None:
            _say_all(tx, who)
        case "accept" if asked is not None:
            doors.accept(tx, ines, group.id, asked.id, NOW)
        case "refuse" if asked is not None:
            doors.refuse(tx, ines, group.id, asked.id, NOW)
        case "settle" if asked is not None and asked.state != "waiting":
            doors.settled(tx, group.id, KNOCKER)
        case "arrive":
            hosting.arrived(tx, -1, [KNOCKER], NOW)


@pytest.mark.parametrize("hour", [0, 7, 8, 20])
def test_the_welcome_is_at_six_in_the_evening_once(tx: Transaction, hour: int) -> None:
    _, group = hosted(tx)
    hosting.arrived(tx, -1, [7], NOW + hour * HOUR)
    ((_, _, at),) = notices.to(tx, f"group:{group.id}")
    assert at == NOW + 8 * HOUR + (DAY if hour >= 8 else 0 * DAY)


def test_the_welcome_names_nobody_who_left_meanwhile(tx: Transaction) -> None:
    _, group = hosted(tx)
    awa, luc = somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    hosting.arrived(tx, -1, [2, 3], NOW)
    leaving.forget(tx, awa, NOW)
    assert hosting.newcomers(tx, group.id) == (["N3"], False)
    leaving.come_back(tx, again(tx, 2), NOW)
    assert hosting.newcomers(tx, group.id) == (["N3"], False)  # back, but no longer in the group
    assert luc.member is not None


def test_who_was_accepted_and_has_not_agreed_yet_does_not_come_in_by_asking_again(tx: Transaction) -> None:
    ines, group = hosted(tx)
    doors.knock(tx, again(tx), -1, NOW)
    (request,) = requests.waiting(tx, group.id)
    doors.accept(tx, ines, group.id, request.id, NOW)
    assert doors.knock(tx, again(tx), -1, NOW) == doors.Knock(group, "known")
    agreed(tx)
    assert doors.complete(tx, again(tx), NOW).member is not None
    assert doors.knock(tx, again(tx), -1, NOW) == doors.Knock(group, "open")
