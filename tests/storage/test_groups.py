"""Groups: known by chat, bound to a region, followed when Telegram moves them."""

from storage import groups
from storage.database import Transaction
from storage.groups import Group
from tests.storage.pair import Pair


def added(tx: Transaction, chat_id: int, region: str | None = None) -> Group:
    group = groups.add(tx, chat_id, f"T{chat_id}")
    if region is not None:
        groups.bind(tx, group.id, region)
    found = groups.by_id(tx, group.id)
    assert found
    return found


def test_a_group_is_found_by_chat_number_and_region(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = added(tx, -1_002_000_000_000, "FR-ARA"), added(tx, -2)
        assert one == Group(one.id, -1_002_000_000_000, "T-1002000000000", "FR-ARA")
        assert groups.by_chat(tx, -1_002_000_000_000) == one
        assert groups.of_region(tx, "FR-ARA") == [one]
        assert two.region is None
        assert groups.by_chat(tx, -3) is None
        assert groups.by_id(tx, 999_999) is None


def test_a_known_group_keeps_its_region_and_takes_the_new_title(pair: Pair) -> None:
    with pair.begin() as tx:
        one = added(tx, -1, "FR-ARA")
        assert groups.add(tx, -1, "Nouveau titre") == Group(one.id, -1, "Nouveau titre", "FR-ARA")


def test_a_moved_group_keeps_its_number_and_region_even_if_its_new_chat_came_first(pair: Pair) -> None:
    with pair.begin() as tx:
        one, bystander = added(tx, -1, "FR-ARA"), added(tx, -3, "FR-BRE")
        added(tx, -2)
        for _ in range(2):
            groups.move(tx, -1, -2)
            assert groups.by_chat(tx, -2) == Group(one.id, -2, "T-1", "FR-ARA")
            assert groups.by_chat(tx, -1) is None
        assert groups.by_chat(tx, -3) == bystander


def test_the_number_of_a_group_that_is_gone_is_never_given_again(pair: Pair) -> None:
    with pair.begin() as tx:
        added(tx, -1)
        gone = added(tx, -2)
        groups.remove(tx, -2)
        groups.remove(tx, -2)
        assert groups.by_id(tx, gone.id) is None
        assert added(tx, -3).id > gone.id
