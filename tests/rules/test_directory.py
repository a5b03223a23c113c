"""The directory: whoever wants to be in it is found by the members of their region, and by nobody else."""

import pytest

from handlers.rules import directory, people, profile
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.database import Transaction
from tests.rules.cast import STRANGER, refused, somebody


def found(tx: Transaction, who: Person, number: int = 0) -> list[str]:
    return [one.first_name for one in directory.page(tx, who, number).people]


def listed(tx: Transaction, number: int, *roles: str, region: str = "FR-ARA") -> Person:
    who = somebody(tx, number, *roles, region=region)
    profile.list_in_directory(tx, who, True)
    return who


@pytest.mark.parametrize(
    ("roles", "region", "seen"),
    [
        (["peer_worker"], "FR-ARA", ["N1"]),
        (["supervisor FR-ARA"], "FR-BRE", ["N1", "N2"]),
        (["peer_worker"], "FR-BRE", ["N2"]),
        (["coordinator national"], "FR-974", []),
    ],
)
def test_who_sees_whom(tx: Transaction, roles: list[str], region: str, seen: list[str]) -> None:
    listed(tx, 1, "peer_worker")
    listed(tx, 2, "peer_worker", region="FR-BRE")
    somebody(tx, 3, "peer_worker")
    assert found(tx, somebody(tx, 4, *roles, region=region)) == seen


def test_whoever_changes_their_mind_is_found_no_more(tx: Transaction) -> None:
    awa = listed(tx, 1, "peer_worker")
    assert found(tx, awa) == ["N1"]
    for _ in range(2):
        profile.list_in_directory(tx, awa, False)
        assert found(tx, awa) == []


def test_a_page_at_a_time(tx: Transaction) -> None:
    reader, *_ = [listed(tx, number, "peer_worker") for number in range(10, 21)]
    first, second = directory.page(tx, reader, 0), directory.page(tx, reader, 1)
    assert (len(first.people), first.more, len(second.people), second.more) == (8, True, 3, False)


def test_strangers_find_nobody(tx: Transaction) -> None:
    assert refused(lambda: directory.page(tx, STRANGER, 0)) == Reason.MEMBERS_ONLY
    assert refused(lambda: directory.page(tx, somebody(tx, 1), 0)) == Reason.NO_ROLE


def test_a_profile_is_changed_by_its_member_alone(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    profile.fill(tx, awa, "name", "Awa")
    told = people.member(profile.fill(tx, awa, "organisation", "CHU de Lyon"))
    assert (told.first_name, told.organisation) == ("Awa", "CHU de Lyon")
    assert people.member(profile.clear_organisation(tx, awa)).organisation is None
    assert refused(lambda: profile.fill(tx, awa, "state", "left")) == Reason.STALE
    assert refused(lambda: profile.fill(tx, awa, "name", "@awa")) == Reason.NAME_ADDRESS
    assert refused(lambda: people.own(tx, STRANGER)) == Reason.MEMBERS_ONLY
