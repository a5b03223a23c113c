"""Groups: bound by a coordinator of the region only; silent until then; followed when they move."""

from handlers.rules import groups
from handlers.rules.refusal import Reason
from storage import cards
from storage import groups as stored
from storage.database import Transaction
from storage.groups import Group
from tests.rules.cast import NOW, STRANGER, refused, somebody
from tests.storage.pair import dump


def test_a_coordinator_of_one_region_binds_by_adding_the_bot(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    group, regions = groups.welcome(tx, ines, -1, "Pairs", NOW)
    assert (group.region, regions) == ("FR-ARA", ["FR-ARA"])
    assert stored.of_region(tx, "FR-ARA") == [group]
    assert groups.welcome(tx, ines, -1, "Autre titre", NOW)[0] == Group(group.id, -1, "Autre titre", "FR-ARA")


def test_a_coordinator_of_several_regions_is_asked(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator", "coordinator FR-BRE")
    group, regions = groups.welcome(tx, ines, -1, "Pairs", NOW)
    assert (group.region, regions) == (None, ["FR-ARA", "FR-BRE"])
    assert groups.choices(tx, ines, group.id) == (group, regions)
    assert groups.bind(tx, ines, group.id, "FR-BRE", NOW).region == "FR-BRE"
    assert stored.by_chat(tx, -1) == Group(group.id, -1, "Pairs", "FR-BRE")


def test_anyone_else_who_adds_the_bot_leaves_it_silent_and_unknown(tx: Transaction) -> None:
    for who in (STRANGER, somebody(tx, 1, "peer_worker", "supervisor")):
        group, regions = groups.welcome(tx, who, -1, "Pairs", NOW)
        assert (group.region, regions) == (None, [])
    assert dump(tx)["groups"] == []


def test_a_known_group_keeps_its_region_whoever_adds_the_bot_again(tx: Transaction) -> None:
    bound, _ = groups.welcome(tx, somebody(tx, 1, "coordinator"), -1, "Pairs", NOW)
    assert groups.welcome(tx, STRANGER, -1, "Pairs", NOW) == (bound, [])
    assert groups.welcome(tx, somebody(tx, 2, "coordinator FR-BRE"), -1, "Pairs", NOW)[0] == bound


def test_binding_needs_the_right_to_the_new_region_and_to_the_old(tx: Transaction) -> None:
    ines, other = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator FR-BRE")
    both, national = somebody(tx, 3, "coordinator", "coordinator FR-BRE"), somebody(tx, 4, "coordinator national")
    group, _ = groups.welcome(tx, ines, -1, "Pairs", NOW)
    assert refused(lambda: groups.bind(tx, other, group.id, "FR-BRE", NOW)) == Reason.OTHER_REGION
    assert refused(lambda: groups.bind(tx, ines, group.id, "FR-BRE", NOW)) == Reason.OTHER_REGION
    assert (
        refused(lambda: groups.bind(tx, somebody(tx, 5, "supervisor"), group.id, "FR-ARA", NOW))
        == Reason.COORDINATORS_ONLY
    )
    assert refused(lambda: groups.choices(tx, STRANGER, group.id)) == Reason.MEMBERS_ONLY
    assert refused(lambda: groups.choices(tx, other, group.id)) == Reason.OTHER_REGION
    assert refused(lambda: groups.bind(tx, ines, group.id + 1, "FR-ARA", NOW)) == Reason.STALE
    assert groups.bind(tx, both, group.id, "FR-BRE", NOW).region == "FR-BRE"
    assert groups.bind(tx, national, group.id, "national", NOW).region == "national"


def test_a_group_that_moved_or_went_leaves_no_card_behind(tx: Transaction) -> None:
    group, _ = groups.welcome(tx, somebody(tx, 1, "coordinator"), -1, "Pairs", NOW)
    cards.post(tx, "meeting:1", f"group:{group.id}", -1, 5)
    cards.post(tx, "meeting:1", "member:1", 1, 6)
    groups.moved(tx, -1, -2, NOW)
    assert stored.by_chat(tx, -2) == Group(group.id, -2, "Pairs", "FR-ARA")
    assert [row[3] for row in dump(tx)["cards"]] == [1]
    groups.gone(tx, None, -2, NOW)
    groups.gone(tx, None, -2, NOW)
    assert dump(tx)["groups"] == []
