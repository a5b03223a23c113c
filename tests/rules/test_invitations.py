"""Inviting: who may, for what, for how many and how long; and what becomes of a link."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import storage.invitations
from handlers.rules import invitations, joining, people
from handlers.rules.invitations import CHOICES, DAYS, USES
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from storage.database import Transaction
from storage.invitations import Invitation
from storage.members import NATIONAL, Role
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, VERSION, refused, refuses, somebody
from tests.storage.pair import Pair, dump

# What a joining holds at its last step.
ALL: dict[str, str | bool | None] = {
    "promise": joining.PROMISE,
    "charter": VERSION,
    "adult": True,
    "first_name": "Awa",
    "region": "FR-ARA",
    "organisation": "",
}


def made(tx: Transaction, who: Person, token: str = "t", tap: str = "tap") -> Invitation:
    found = invitations.create(tx, who, invitations.prepare(tx, who).id, token, tap, NOW)
    assert found
    return found[1]


def opened(tx: Transaction, token: str, number: int = 99) -> Reason | None:
    return refused(lambda: joining.open_invitation(tx, people.recognise(tx, number, "fr"), token, NOW))


@pytest.mark.parametrize(
    ("roles", "region", "reason"),
    [
        (["coordinator"], "FR-ARA", None),
        (["coordinator"], "FR-BRE", Reason.OTHER_REGION),
        (["coordinator"], NATIONAL, Reason.OTHER_REGION),
        (["coordinator FR-BRE"], "FR-ARA", Reason.OTHER_REGION),
        (["coordinator national"], "FR-ARA", None),
        (["coordinator national"], NATIONAL, None),
        (["supervisor", "peer_worker"], "FR-ARA", Reason.COORDINATORS_ONLY),
    ],
)
def test_coordinators_invite_for_their_regions(
    tx: Transaction, roles: list[str], region: str, reason: Reason | None
) -> None:
    who = somebody(tx, 1, *roles)

    def ticked() -> None:
        invitations.tick(tx, who, invitations.prepare(tx, who).id, region, True)

    assert refused(ticked) == reason
    if reason is None:
        assert region in made(tx, who).regions


CALLS: dict[str, Callable[[Transaction, Person], object]] = {
    "prepare": invitations.prepare,
    "own_draft": lambda tx, who: invitations.own_draft(tx, who, 1),
    "choose": lambda tx, who: invitations.choose(tx, who, 1, "role", 2),
    "tick": lambda tx, who: invitations.tick(tx, who, 1, "FR-ARA", False),
    "name": lambda tx, who: invitations.name(tx, who, 1, "x"),
    "place": lambda tx, who: invitations.place(tx, who, 1, 1, 1),
    "create": lambda tx, who: invitations.create(tx, who, 1, "x", "y", NOW),
    "discard": lambda tx, who: invitations.discard(tx, who, 1),
    "going_on": lambda tx, who: invitations.going_on(tx, who, NOW),
    "look": lambda tx, who: invitations.look(tx, who, 2),
    "renew": lambda tx, who: invitations.renew(tx, who, 2, "x", NOW),
    "revoke": lambda tx, who: invitations.revoke(tx, who, 2, NOW),
    "behind": lambda tx, who: invitations.behind(tx, who, "t"),
}


@pytest.mark.parametrize("call", CALLS)
def test_whoever_loses_the_role_cannot_go_on(tx: Transaction, call: str) -> None:
    ines = somebody(tx, 1, "coordinator")
    invitations.name(tx, ines, invitations.prepare(tx, ines).id, "réunion")
    invitations.by_operator(tx, "peer_worker", "FR-ARA", "t", NOW)
    before = dump(tx)
    without = replace(ines, member=replace(people.member(ines), roles=frozenset({Role("supervisor", "FR-ARA")})))
    assert refused(lambda: CALLS[call](tx, without)) == Reason.COORDINATORS_ONLY
    assert refused(lambda: CALLS[call](tx, STRANGER)) == Reason.MEMBERS_ONLY
    assert dump(tx) == before


@pytest.mark.parametrize("call", ["own_draft", "choose", "tick", "name", "place", "create", "discard"])
def test_a_draft_is_its_owners(tx: Transaction, call: str) -> None:
    invitations.prepare(tx, somebody(tx, 1, "coordinator"))
    with refuses(Reason.STALE):
        CALLS[call](tx, somebody(tx, 2, "coordinator"))


@pytest.mark.parametrize("call", ["look", "renew", "revoke", "behind"])
def test_a_link_belongs_to_its_regions(tx: Transaction, call: str) -> None:
    ines, breton, everywhere = (
        somebody(tx, n, f"coordinator {r}") for n, r in ((1, "FR-ARA"), (2, "FR-BRE"), (3, NATIONAL))
    )
    invitations.prepare(tx, ines)
    invitations.by_operator(tx, "peer_worker", "FR-ARA", "t", NOW)
    assert refused(lambda: CALLS[call](tx, breton)) == Reason.OTHER_REGION
    assert refused(lambda: CALLS[call](tx, everywhere)) is None


def test_a_link_for_several_regions_is_seen_in_each_and_changed_by_who_acts_for_all(tx: Transaction) -> None:
    breton, everywhere = somebody(tx, 2, "coordinator FR-BRE"), somebody(tx, 3, "coordinator national")
    key = invitations.prepare(tx, everywhere).id
    for code, on in (("FR-BRE", True), (NATIONAL, True), (NATIONAL, False), ("FR-BRE", True)):
        invitations.tick(tx, everywhere, key, code, on)
    link = made(tx, everywhere)
    assert link.regions == ("FR-ARA", "FR-BRE")
    assert invitations.going_on(tx, breton, NOW) == [link]
    assert (invitations.look(tx, breton, key).own, invitations.look(tx, everywhere, key).own) == (False, True)
    assert refused(lambda: invitations.revoke(tx, breton, key, NOW)) == Reason.OTHER_REGION
    awa = joining.open_invitation(tx, somebody(tx, 4, "peer_worker FR-BRE"), "t", NOW)
    assert awa == (Role("peer_worker", "FR-ARA"), Role("peer_worker", "FR-BRE"))


def test_one_region_at_least_stays_ticked(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    with refuses(Reason.REGION_NEEDED):
        invitations.tick(tx, ines, invitations.prepare(tx, ines).id, "FR-ARA", False)


def test_every_choice_can_be_made_and_no_other(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    key = invitations.prepare(tx, ines).id
    for field, choices in CHOICES.items():
        for index, choice in enumerate(choices):
            assert getattr(invitations.choose(tx, ines, key, field, index), field) == choice
        assert refused(lambda: invitations.choose(tx, ines, key, field, len(choices))) == Reason.STALE  # noqa: B023
    assert refused(lambda: invitations.choose(tx, ines, key, "state", 0)) == Reason.STALE
    link = made(tx, ines)
    assert (link.role, link.uses, link.expires_at) == (ROLES[-1], USES[-1], NOW + DAYS[-1] * DAY)


def test_a_label_is_short_and_can_be_taken_away(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    key = invitations.prepare(tx, ines).id
    assert invitations.name(tx, ines, key, "  réunion \n du 12 ").label == "réunion du 12"
    with refuses(Reason.FIELD_TOO_LONG):
        invitations.name(tx, ines, key, "x" * (invitations.LABEL_LENGTH + 1))
    assert invitations.name(tx, ines, key, None).label is None


def test_a_tap_delivered_twice_is_one_invitation_and_its_newest_link_works(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    key = made(tx, ines, "t1").id
    invitations.create(tx, ines, key, "t2", "tap", NOW)
    assert opened(tx, "t1") == Reason.INVITATION_UNKNOWN
    assert opened(tx, "t2") is None
    assert [(row[2], row[3]) for row in dump(tx)["journal"]] == [("invited", "FR-ARA")]
    assert invitations.create(tx, ines, key, "t3", "another tap", NOW) is None
    assert opened(tx, "t2") is None
    assert invitations.prepare(tx, ines).id != key


def test_a_new_link_takes_the_place_of_the_old_one(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    key = made(tx, ines).id
    renewed = invitations.renew(tx, ines, key, "u", NOW)
    assert (opened(tx, "t"), opened(tx, "u")) == (Reason.INVITATION_UNKNOWN, None)
    assert invitations.behind(tx, ines, "u") == renewed
    assert refused(lambda: invitations.behind(tx, ines, "t")) == Reason.STALE
    assert refused(lambda: invitations.renew(tx, ines, key, "v", NOW + 8 * DAY)) == Reason.STALE


def test_a_revoked_link_lets_nobody_in_and_twice_is_once(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    key = made(tx, ines).id
    joining.open_invitation(tx, STRANGER, "t", NOW)
    assert invitations.look(tx, ines, key).under_way == 1
    for _ in range(2):
        assert invitations.revoke(tx, ines, key, NOW).under_way == 0
    assert opened(tx, "t", 5) == Reason.INVITATION_REVOKED
    assert [row[2] for row in dump(tx)["journal"]] == ["invited", "revoked"]
    assert invitations.going_on(tx, ines, NOW) == []
    assert refused(lambda: invitations.create(tx, ines, key, "x", "tap", NOW)) == Reason.STALE
    assert refused(lambda: invitations.renew(tx, ines, key, "x", NOW)) == Reason.STALE


@pytest.mark.parametrize(("role", "region"), [("boss", "FR-ARA"), ("supervisor", "FR-XXX"), ("", "")])
def test_what_does_not_exist_is_not_invited_for(tx: Transaction, role: str, region: str) -> None:
    with refuses(Reason.STALE):
        invitations.by_operator(tx, role, region, "t", NOW)


def test_the_choices_are_the_regions_one_coordinates(tx: Transaction) -> None:
    for number, roles, codes in (
        (1, ["coordinator FR-BRE", "coordinator"], ["FR-ARA", "FR-BRE"]),
        (2, ["coordinator national"], [*REGIONS, NATIONAL]),
    ):
        who = somebody(tx, number, *roles)
        assert invitations.regions(tx, who, invitations.prepare(tx, who).id)[1] == codes


@settings(fewer(20))
@given(
    st.lists(st.tuples(st.integers(1, 8), st.sampled_from(["open", "leave", "finish"])), max_size=30),
    st.sampled_from([1, 3, 5]),
)
def test_a_link_lets_in_as_many_as_it_may_and_never_more(pair: Pair, acts: list[tuple[int, str]], uses: int) -> None:
    """Places are taken when joining begins: whoever has begun finishes, and the sum never exceeds the uses."""
    with pair.rehearse() as tx:
        invitations.by_operator(tx, "peer_worker", "FR-ARA", "t", NOW)
        found = storage.invitations.by_token(tx, "t")
        assert found
        storage.invitations.change(tx, found.id, uses=uses)
        inside, begun = set[int](), set[int]()
        for number, act in acts:
            who = people.recognise(tx, number, "fr")
            if act == "open":
                full = number not in begun | inside and len(begun | inside) >= uses
                assert opened(tx, "t", number) == (Reason.INVITATION_USED if full else None)
                begun |= set() if full or number in inside else {number}
            elif act == "leave" and number not in inside:
                joining.turn_back(tx, who)
                begun.discard(number)
            elif act == "finish" and number in begun:
                storage.invitations.note(tx, number, **ALL)
                assert joining.finish(tx, who, False, NOW).member
                begun.discard(number)
                inside.add(number)
        now = storage.invitations.by_id(tx, found.id)
        assert now
        assert (now.used, storage.invitations.under_way(tx, found.id)) == (len(inside), len(begun))
        assert len(inside) + len(begun) <= uses


def test_a_link_fits_telegram() -> None:
    link = invitations.link("entrepairs_bot", "A" * 22)
    payload = link.partition("?start=")[2]
    assert link.startswith("https://t.me/entrepairs_bot?start=i_")
    assert len(payload) <= 64
