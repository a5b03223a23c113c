"""Recipients: a member who can be reached, a group the bot is in; nobody else."""

import pytest

from handlers.rules import groups, people, recipients
from storage import members
from storage.database import Transaction
from tests.rules.cast import NOW, number_of, somebody


def test_members_and_groups_are_found_by_their_names(tx: Transaction) -> None:
    ines = somebody(tx, 7, "coordinator")
    group, _ = groups.welcome(tx, ines, -5, "Pairs", NOW)
    found = recipients.find(tx, f"member:{number_of(ines)}")
    assert found == recipients.Recipient(7, people.member(ines))
    assert recipients.find(tx, f"group:{group.id}") == recipients.Recipient(-5, None)
    assert recipients.find(tx, "member:999999") is recipients.find(tx, "group:999999") is None


@pytest.mark.parametrize("state", ["unreachable", "left"])
def test_nothing_goes_to_who_is_gone(tx: Transaction, state: str) -> None:
    awa = somebody(tx, 7, "peer_worker")
    tx.community.execute(members.members.update().values(state=state))
    assert recipients.find(tx, f"member:{number_of(awa)}") is None


def test_a_chat_that_nothing_reaches_is_given_up_alone(tx: Transaction) -> None:
    ines, awa = somebody(tx, 7, "coordinator"), somebody(tx, 8, "peer_worker")
    group, _ = groups.welcome(tx, ines, -5, "Pairs", NOW)
    recipients.unreachable(tx, 8)
    assert recipients.find(tx, f"member:{number_of(awa)}") is None
    assert recipients.find(tx, f"group:{group.id}")
    recipients.unreachable(tx, -5)
    assert recipients.find(tx, f"group:{group.id}") is None
    assert recipients.find(tx, f"member:{number_of(ines)}")
    people.come_back(tx, people.recognise(tx, 8, "fr"))
    assert recipients.find(tx, f"member:{number_of(awa)}")
