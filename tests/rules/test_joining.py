"""Joining: no member without promise, charter, name and region; an invitation lets one person in."""

from datetime import timedelta

import pytest

import storage.invitations
from handlers.rules import invitations, joining, people
from handlers.rules.joining import CHARTER, NAME_LENGTH
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.members import NATIONAL, Role
from tests.rules.cast import NOW, STRANGER, refused, refuses, somebody
from tests.storage.pair import dump

LIFE = invitations.VALID_FOR
LINK = "a"


def invite(tx: Transaction, token: str = LINK, role: str = "peer_worker", region: str = "FR-ARA") -> None:
    invitations.by_operator(tx, role, region, token, NOW)


def who(tx: Transaction, number: int = 1) -> Person:
    return people.recognise(tx, number, "fr")


def through(tx: Transaction, number: int = 1) -> Person:
    joining.open_invitation(tx, who(tx, number), LINK, NOW)
    for text in ("promise", "charter"):
        joining.agree(tx, who(tx, number), text)
    joining.give_name(tx, who(tx, number), "Awa")
    return joining.choose_region(tx, who(tx, number), "FR-ARA", NOW)


def test_the_way_in_one_step_a_screen(tx: Transaction) -> None:
    invite(tx, role="supervisor", region="FR-BRE")
    begun = joining.open_invitation(tx, who(tx), "a", NOW)
    assert begun
    assert (joining.step(begun), begun.region) == ("promise", "FR-BRE")
    assert joining.step(joining.agree(tx, who(tx), "promise")) == "charter"
    assert joining.step(joining.agree(tx, who(tx), "charter")) == "name"
    assert joining.step(joining.give_name(tx, who(tx), "  Awa   D. ")) == "region"
    awa = people.member(joining.choose_region(tx, who(tx), "FR-974", NOW))
    assert (awa.first_name, awa.region, awa.state, awa.charter) == ("Awa D.", "FR-974", "active", CHARTER)
    assert awa.roles == {Role("supervisor", "FR-BRE")}
    assert joining.on_the_way(tx, who(tx)) is None
    assert dump(tx)["joinings"] == []


def test_one_step_back_asks_the_last_thing_again_and_twice_is_once(tx: Transaction) -> None:
    invite(tx)
    joining.open_invitation(tx, who(tx), "a", NOW)
    for text in ("promise", "charter"):
        joining.agree(tx, who(tx), text)
    joining.give_name(tx, who(tx), "Awa")
    left = ["region", "region", "name", "name", "charter", "charter", "promise", "?"]
    steps = [joining.step(joining.back(tx, who(tx), step)) for step in left]
    assert steps == ["name", "name", "charter", "charter", "promise", "promise", "promise", "promise"]


def test_an_old_version_of_the_texts_is_asked_again(tx: Transaction) -> None:
    invite(tx)
    joining.open_invitation(tx, who(tx), "a", NOW)
    storage.invitations.note(tx, 1, promise="2020-01", charter="2020-01", first_name="Awa")
    with refuses(Reason.STALE):
        joining.choose_region(tx, who(tx), "FR-ARA", NOW)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Awa", "Awa"),
        ("Jean-Pierre d’Arc", "Jean-Pierre d’Arc"),
        ("Ame\u0301lie\n  B.", "Amélie B."),
        ("x" * NAME_LENGTH, "x" * NAME_LENGTH),
        ("x" * (NAME_LENGTH + 1), None),
        ("Marie-Anne de la Tour", "Marie-Anne de la Tour"),
        ("Ici en Bretagne je suis seul.", None),
        ("", None),
        (" \n ", None),
        ("@awa", None),
        ("a@b.fr", None),
        ("t.me/awa", None),
        ("<b>Awa", None),
        ("06 12 34 56 78", None),
        ("🙂", None),
        ("site.com", None),
        ("Awa\u202e", None),
    ],
)
def test_a_first_name_is_a_name(tx: Transaction, name: str, kept: str | None) -> None:
    invite(tx)
    joining.open_invitation(tx, who(tx), "a", NOW)
    reason = refused(lambda: joining.give_name(tx, who(tx), name))
    assert reason == (None if kept else Reason.NAME_UNFIT)
    assert joining.current(tx, who(tx)).first_name == kept


def test_links_that_do_not_work_say_why(tx: Transaction) -> None:
    invite(tx)
    invite(tx, "b")
    assert refused(lambda: joining.open_invitation(tx, who(tx), "?", NOW)) == Reason.INVITATION_UNKNOWN
    assert refused(lambda: joining.open_invitation(tx, who(tx), "a", NOW + LIFE)) == Reason.INVITATION_EXPIRED
    assert joining.open_invitation(tx, who(tx), "a", NOW + LIFE - timedelta(seconds=1))
    assert refused(lambda: joining.open_invitation(tx, who(tx, 2), "a", NOW)) == Reason.INVITATION_USED
    through(tx)
    assert refused(lambda: joining.open_invitation(tx, who(tx, 2), "a", NOW)) == Reason.INVITATION_USED


def test_a_member_receives_the_role_and_the_invitation_is_used(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    invite(tx, role="coordinator", region=NATIONAL)
    for _ in range(2):
        assert joining.open_invitation(tx, who(tx), "a", NOW) is None
        assert people.member(who(tx)).holds("coordinator", "FR-BRE")
    assert refused(lambda: joining.open_invitation(tx, who(tx, 2), "a", NOW)) == Reason.INVITATION_USED
    assert people.member(awa).id == people.member(who(tx)).id
    assert dump(tx)["joinings"] == []


def test_a_member_who_has_the_role_leaves_the_invitation_to_another(tx: Transaction) -> None:
    somebody(tx, 1, "peer_worker")
    invite(tx)
    assert joining.open_invitation(tx, who(tx), "a", NOW) is None
    assert joining.open_invitation(tx, who(tx, 2), "a", NOW)


def test_whoever_is_not_joining_has_nothing_to_agree_to(tx: Transaction) -> None:
    for call in (
        lambda: joining.current(tx, who(tx)),
        lambda: joining.agree(tx, who(tx), "promise"),
        lambda: joining.give_name(tx, who(tx), "Awa"),
        lambda: joining.back(tx, who(tx), "name"),
    ):
        assert refused(call) == Reason.STALE
    assert refused(lambda: joining.choose_region(tx, who(tx), "FR-ARA", NOW)) == Reason.STALE
    assert joining.choose_language(tx, who(tx), "en").language == "en"
    assert all(rows == [] for rows in dump(tx).values())


def test_a_language_chosen_on_the_way_stays(tx: Transaction) -> None:
    invite(tx)
    joining.open_invitation(tx, who(tx), "a", NOW)
    joining.choose_language(tx, who(tx), "en")
    assert who(tx).language == "en"
    assert people.member(through(tx)).language == "en"


def test_whoever_is_joining_writes_a_name_once_both_texts_are_agreed_to(tx: Transaction) -> None:
    invitations.by_operator(tx, "peer_worker", "FR-ARA", "t", NOW)
    joining.open_invitation(tx, who(tx), "t", NOW)
    found = [joining.purpose(tx, who(tx))]
    for text in ("promise", "charter"):
        joining.agree(tx, who(tx), text)
        found.append(joining.purpose(tx, who(tx)))
    joining.give_name(tx, who(tx), "Awa")
    found.append(joining.purpose(tx, who(tx)))
    joining.choose_region(tx, who(tx), "FR-ARA", NOW)
    found.append(joining.purpose(tx, who(tx)))
    assert found == ["step", "step", "name", "name", "free"]


def test_a_stranger_has_nothing_to_write(tx: Transaction) -> None:
    assert refused(lambda: joining.purpose(tx, STRANGER)) == Reason.MEMBERS_ONLY
