"""Members: found by account or number, brought back without old roles, their roles for exact regions."""

import pytest
import sqlalchemy as sa

from storage import census, members
from storage.members import NATIONAL, Role
from tests.storage.pair import Pair
from tests.storage.people import member

PEER, SUPERVISOR = Role("peer_worker", "FR-ARA"), Role("supervisor", "FR-ARA")


def test_a_member_is_found_with_all_roles(pair: Pair) -> None:
    with pair.begin() as tx:
        added = member(tx, 7_000_000_000, PEER, SUPERVISOR, PEER, language="en")
        assert added == members.by_telegram(tx, 7_000_000_000) == members.by_id(tx, added.id)
        assert added.roles == {PEER, SUPERVISOR}
        assert (added.first_name, added.language, added.region, added.state) == (
            "N7000000000",
            "en",
            "FR-ARA",
            "active",
        )
        assert members.by_telegram(tx, 1) is members.by_id(tx, added.id + 1) is None
        assert member(tx, 2).roles == frozenset()


def test_rights_reach_as_far_as_the_role(pair: Pair) -> None:
    with pair.rehearse() as tx:
        local, national = member(tx, 1, SUPERVISOR), member(tx, 2, Role("supervisor", NATIONAL))
    assert local.holds("supervisor")
    assert local.holds("supervisor", "FR-ARA")
    assert not local.holds("supervisor", "FR-BRE")
    assert not local.holds("supervisor", NATIONAL)
    assert not local.holds("coordinator")
    assert national.holds("supervisor", "FR-BRE")
    assert national.regions("supervisor") == {NATIONAL}


def test_who_comes_back_keeps_the_number_and_the_month_but_no_old_role(pair: Pair) -> None:
    with pair.begin() as tx:
        before = member(tx, 1, SUPERVISOR)
        table = members.members
        tx.community.execute(sa.update(table).values(state="left", joined="2020-01"))
        assert members.holders(tx, ["supervisor"], ["FR-ARA"]) == []
        members.change(tx, before.id, shown=True)
        after = member(tx, 1, PEER, region="FR-BRE")
        assert not after.shown  # they have not said so again
        assert (after.id, after.state, after.region, after.roles) == (before.id, "active", "FR-BRE", frozenset({PEER}))
        assert tx.community.execute(sa.select(table.c.joined)).scalar_one() == "2020-01"


def test_several_are_read_at_once_in_the_order_asked_for_and_each_once(pair: Pair) -> None:
    with pair.begin() as tx:
        both, plain = member(tx, 1, PEER, SUPERVISOR), member(tx, 2)
        assert members.several(tx, [plain.id, 999, both.id, plain.id]) == [plain, both]
        assert members.several(tx, iter(())) == []


def test_holders_are_those_of_exactly_these_regions(pair: Pair) -> None:
    with pair.begin() as tx:
        one = member(tx, 1, PEER, SUPERVISOR)
        two = member(tx, 2, Role("supervisor", NATIONAL))
        member(tx, 3, Role("coordinator", "FR-BRE"))
        assert members.holders(tx, ["supervisor", "peer_worker"], ["FR-ARA"]) == [one.id]
        assert members.holders(tx, ["supervisor"], ["FR-ARA", NATIONAL]) == [one.id, two.id]
        assert members.holders(tx, [], []) == []


def test_a_region_is_supervised_while_a_supervisor_can_be_reached(pair: Pair) -> None:
    with pair.begin() as tx:
        member(tx, 1, SUPERVISOR, Role("coordinator", "FR-BRE"))
        member(tx, 2, Role("supervisor", NATIONAL))
        assert census.supervised_regions(tx) == {"FR-ARA", NATIONAL}
        members.set_state(tx, 1, "unreachable")
        assert census.supervised_regions(tx) == {NATIONAL}
        members.set_state(tx, 1, "active")
        assert census.supervised_regions(tx) == {"FR-ARA", NATIONAL}


@pytest.mark.parametrize("state", ["active", "unreachable"])
def test_who_left_stays_away_whatever_telegram_says(pair: Pair, state: str) -> None:
    with pair.begin() as tx:
        member(tx, 1)
        tx.community.execute(sa.update(members.members).values(state="left"))
        members.set_state(tx, 1, state)
        members.set_state(tx, 2, state)
        found = members.by_telegram(tx, 1)
        assert found
        assert found.state == "left"


def test_a_language_is_one_member_s_own(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1), member(tx, 2)
        members.set_language(tx, one.id, "en")
        found = [members.by_id(tx, number) for number in (one.id, two.id)]
        assert [reader.language for reader in found if reader] == ["en", "fr"]


def test_an_account_is_one_member(pair: Pair) -> None:
    with pair.begin() as tx:
        assert member(tx, 1).id == member(tx, 1).id
        assert tx.community.execute(sa.select(sa.func.count()).select_from(members.members)).scalar_one() == 1


def test_a_role_taken_twice_is_gone_once_and_the_others_stay(pair: Pair) -> None:
    with pair.begin() as tx:
        number = member(tx, 1, Role("supervisor", "FR-ARA"), Role("coordinator", "FR-ARA"), name="Sam").id
        for _ in range(2):
            members.withdraw(tx, number, Role("supervisor", "FR-ARA"))
        assert members.roster(tx, "FR-ARA") == [(number, "Sam", "coordinator")]
        assert members.coordinators(tx) == [(number, "FR-ARA")]
        members.set_state(tx, 1, "unreachable")
        assert members.coordinators(tx) == []
