"""Inviting: who may, for what, for how long."""

import pytest

from handlers.rules import invitations, joining, people
from handlers.rules.people import ROLES
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from storage.database import Transaction
from storage.members import NATIONAL
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, refused, refuses, somebody


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
@pytest.mark.parametrize("role", ROLES)
def test_coordinators_invite_for_their_regions(
    tx: Transaction, roles: list[str], region: str, reason: Reason | None, role: str
) -> None:
    who = somebody(tx, 1, *roles)
    assert refused(lambda: invitations.invite(tx, who, role, region, "t", "tap", NOW)) == reason
    opened = refused(lambda: joining.open_invitation(tx, STRANGER, "t", NOW))
    assert opened == (None if reason is None else Reason.INVITATION_UNKNOWN)


def test_strangers_invite_nobody(tx: Transaction) -> None:
    assert (
        refused(lambda: invitations.invite(tx, STRANGER, "peer_worker", "FR-ARA", "t", "s", NOW)) == Reason.MEMBERS_ONLY
    )
    assert refused(lambda: invitations.roles_and_regions(tx, STRANGER)) == Reason.MEMBERS_ONLY


@pytest.mark.parametrize(("role", "region"), [("boss", "FR-ARA"), ("supervisor", "FR-XXX"), ("", "")])
def test_what_does_not_exist_is_not_invited_for(tx: Transaction, role: str, region: str) -> None:
    with refuses(Reason.STALE):
        invitations.by_operator(tx, role, region, "t", NOW)


def test_the_choices_are_the_regions_one_coordinates(tx: Transaction) -> None:
    local, national = somebody(tx, 1, "coordinator FR-BRE", "coordinator"), somebody(tx, 2, "coordinator national")
    assert invitations.roles_and_regions(tx, local) == (ROLES, ["FR-ARA", "FR-BRE"])
    assert invitations.roles_and_regions(tx, national) == (ROLES, [*REGIONS, NATIONAL])


def test_a_tap_delivered_twice_is_one_invitation_and_its_newest_link_works(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    assert invitations.invite(tx, ines, "peer_worker", "FR-ARA", "t1", "tap", NOW) == NOW + 7 * DAY
    assert invitations.invite(tx, ines, "peer_worker", "FR-ARA", "t2", "tap", NOW + HOUR) == NOW + HOUR + 7 * DAY
    assert refused(lambda: joining.open_invitation(tx, STRANGER, "t1", NOW)) == Reason.INVITATION_UNKNOWN
    assert joining.open_invitation(tx, STRANGER, "t2", NOW + 7 * DAY)


def test_a_tap_whose_invitation_is_used_is_refused(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    invitations.invite(tx, ines, "supervisor", "FR-ARA", "t1", "tap", NOW)
    assert joining.open_invitation(tx, somebody(tx, 2, "peer_worker"), "t1", NOW) is None
    with refuses(Reason.STALE):
        invitations.invite(tx, ines, "supervisor", "FR-ARA", "t2", "tap", NOW)
    assert people.member(people.recognise(tx, 2, "fr")).holds("supervisor", "FR-ARA")


def test_a_link_fits_telegram() -> None:
    link = invitations.link("entrepairs_bot", "A" * 22)
    payload = link.partition("?start=")[2]
    assert link.startswith("https://t.me/entrepairs_bot?start=i_")
    assert len(payload) <= 64
