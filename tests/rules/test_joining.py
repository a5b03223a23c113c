"""Joining: no member without promise, charter, age, name and region; an invitation lets in whom it has a place for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

import storage.invitations
import storage.requests
from handlers.rules import doors, groups, invitations, joining, names, people
from handlers.rules.names import NAME_LENGTH, ORGANISATION_LENGTH
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.invitations import Joining
from storage.members import NATIONAL, Role
from tests.rules.cast import DAY, NOW, STRANGER, VERSION, refused, refuses, somebody
from tests.storage.pair import dump

LIFE = invitations.VALID_FOR
LINK = "a"


def invite(tx: Transaction, token: str = LINK, role: str = "peer_worker", region: str = "FR-ARA") -> None:
    invitations.by_operator(tx, role, region, token, NOW)


def who(tx: Transaction, number: int = 1) -> Person:
    return people.recognise(tx, number, "fr")


def begin(tx: Transaction, number: int = 1, link: str = LINK, now: datetime = NOW) -> Joining:
    found = joining.open_invitation(tx, who(tx, number), link, now)
    assert isinstance(found, Joining)
    return found


def answers(tx: Transaction, number: int = 1) -> list[Callable[[], Joining]]:
    """What is given at each step, in order."""
    return [
        lambda: joining.agree(tx, who(tx, number), "promise", VERSION),
        lambda: joining.agree(tx, who(tx, number), "charter", VERSION),
        lambda: joining.come_of_age(tx, who(tx, number)),
        lambda: joining.give_name(tx, who(tx, number), "  Awa   D. "),
        lambda: joining.choose_region(tx, who(tx, number), "FR-974"),
        lambda: joining.give_organisation(tx, who(tx, number), "CMP  de Saint-Denis (CHU)"),
    ]


def through(tx: Transaction, number: int = 1, *, listed: bool = False, now: datetime = NOW) -> Person:
    begin(tx, number, now=now)
    for answer in answers(tx, number):
        answer()
    return joining.finish(tx, who(tx, number), listed, now)


def test_the_way_in_one_step_a_screen(tx: Transaction) -> None:
    invite(tx, role="supervisor", region="FR-BRE")
    begun = begin(tx)
    steps = [joining.step(begun), *(joining.step(answer()) for answer in answers(tx))]
    assert (steps, begun.invited_for) == ([*joining.STEPS, joining.LAST], ("FR-BRE",))
    awa = people.member(joining.finish(tx, who(tx), True, NOW))
    assert (awa.first_name, awa.region, awa.state, awa.charter) == ("Awa D.", "FR-974", "active", VERSION)
    assert (awa.organisation, awa.directory, awa.joined) == ("CMP de Saint-Denis (CHU)", True, "2026-05")
    assert awa.roles == {Role("supervisor", "FR-BRE")}
    assert joining.on_the_way(tx, who(tx)) is None
    assert dump(tx)["joinings"] == []
    assert people.member(joining.finish(tx, who(tx), False, NOW)).directory  # repeated: nothing changes


@pytest.mark.parametrize("missing", range(6))
def test_no_step_can_be_left_out(tx: Transaction, missing: int) -> None:
    invite(tx)
    begin(tx)
    for number, answer in enumerate(answers(tx)):
        if number != missing:
            answer()
    with refuses(Reason.STALE):
        joining.finish(tx, who(tx), False, NOW)


def test_one_step_back_asks_the_last_thing_again_and_twice_is_once(tx: Transaction) -> None:
    invite(tx)
    begin(tx)
    for answer in answers(tx):
        answer()
    back = [joining.LAST, *reversed(joining.STEPS)]
    steps = [joining.step(joining.back(tx, who(tx), left)) for left in back for _ in range(2)]
    assert steps == [step for left in [*back[1:], "promise"] for step in (left, left)]
    assert joining.step(joining.back(tx, who(tx), "?")) == "promise"


def test_whoever_is_under_18_leaves_nothing_and_gives_the_place_back(tx: Transaction) -> None:
    invite(tx)
    before = dump(tx)
    begin(tx)
    for _ in range(2):
        joining.turn_back(tx, who(tx))
        assert dump(tx) == before
    assert through(tx, 2).member
    with refuses(Reason.STALE):
        joining.turn_back(tx, who(tx, 2))


def test_an_old_version_of_the_promise_is_asked_again(tx: Transaction) -> None:
    invite(tx)
    begin(tx)
    for answer in answers(tx):
        answer()
    storage.invitations.note(tx, 1, promise="2020-01")
    with refuses(Reason.STALE):
        joining.finish(tx, who(tx), False, NOW)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Awa", "Awa"),
        ("Jean-Pierre d’Arc", "Jean-Pierre d’Arc"),
        ("Ame\u0301lie\n  B.", "Amélie B."),
        ("x" * NAME_LENGTH, "x" * NAME_LENGTH),
        ("x" * (NAME_LENGTH + 1), Reason.NAME_LONG),
        ("Marie de Lyon", "Marie de Lyon"),
        ("Marie-Anne de la Tour", Reason.NAME_LONG),
        ("Ici en Bretagne je suis seul.", Reason.NAME_LONG),
        ("", Reason.NAME_UNFIT),
        (" \n ", Reason.NAME_UNFIT),
        ("@awa", Reason.NAME_ADDRESS),
        ("a@b.fr", Reason.NAME_ADDRESS),
        ("t.me/awa", Reason.NAME_ADDRESS),
        ("<b>Awa", Reason.NAME_UNFIT),
        ("06 12 34 56 78", Reason.NAME_ADDRESS),
        ("🙂", Reason.NAME_UNFIT),
        ("site.com", Reason.NAME_ADDRESS),
        ("Awa\u202e", Reason.NAME_UNFIT),
    ],
)
def test_a_first_name_is_a_name(tx: Transaction, name: str, kept: str | Reason) -> None:
    invite(tx)
    joining.open_invitation(tx, who(tx), "a", NOW)
    reason = refused(lambda: joining.give_name(tx, who(tx), name))
    assert (reason or joining.current(tx, who(tx)).first_name) == kept


@pytest.mark.parametrize(
    ("name", "told"),
    [("Awa", False), ("Awa D.", False), ("Jean-Pierre", False), ("Marie Claire", True), ("Awa Diop", True)],
)
def test_a_family_name_may_stand_in_two_words(name: str, told: bool) -> None:
    assert names.may_tell_family(name) == told


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ville-Évrard", "Ville-Évrard"),
        ("GEM « La Source »", "GEM « La Source »"),
        ("EHPAD n° 3 + accueil", "EHPAD n° 3 + accueil"),
        ("x" * ORGANISATION_LENGTH, "x" * ORGANISATION_LENGTH),
        ("x" * (ORGANISATION_LENGTH + 1), Reason.ORGANISATION_LONG),
        ("un deux trois quatre cinq six sept huit neuf dix", "un deux trois quatre cinq six sept huit neuf dix"),
        ("je ne vais pas bien du tout et je ne sais plus", Reason.ORGANISATION_LONG),
        ("https://exemple.fr/moi", Reason.ORGANISATION_ADDRESS),
        ("accueil@exemple.fr", Reason.ORGANISATION_ADDRESS),
        ("appelez le 06 12 34 56 78", Reason.ORGANISATION_ADDRESS),
        ("<b>CHU", Reason.ORGANISATION_UNFIT),
        ("", Reason.ORGANISATION_UNFIT),
    ],
)
def test_an_organisation_is_a_name_too(tx: Transaction, said: str, kept: str | Reason) -> None:
    invite(tx)
    begin(tx)
    reason = refused(lambda: joining.give_organisation(tx, who(tx), said))
    assert (reason or joining.current(tx, who(tx)).organisation) == kept


def test_links_that_do_not_work_say_why(tx: Transaction) -> None:
    def reason(link: str, number: int = 1, now: datetime = NOW) -> Reason | None:
        return refused(lambda: joining.open_invitation(tx, who(tx, number), link, now))

    invite(tx)
    invite(tx, "b")
    assert reason("?") == Reason.INVITATION_UNKNOWN
    assert reason("a", now=NOW + LIFE) == Reason.INVITATION_EXPIRED
    assert reason("a", now=NOW + LIFE - timedelta(seconds=1)) is None
    assert reason("a", 2) == Reason.INVITATION_USED
    through(tx)
    assert reason("a", 2) == Reason.INVITATION_USED
    assert reason("a") is None  # they are in already
    invitations.revoke(tx, somebody(tx, 5, "coordinator"), 2, NOW)
    assert reason("b", 2) == Reason.INVITATION_REVOKED


def test_whoever_has_begun_may_finish_after_the_last_day_but_not_after_a_revocation(tx: Transaction) -> None:
    invite(tx)
    invite(tx, "b")
    begin(tx)
    assert through(tx, now=NOW + LIFE + DAY).member
    begin(tx, 2, "b")
    invitations.revoke(tx, somebody(tx, 5, "coordinator"), 2, NOW)
    with refuses(Reason.JOINING_OVER):
        joining.finish(tx, who(tx, 2), False, NOW)
    assert who(tx, 2).joining is None


def test_a_member_receives_the_role_and_the_invitation_is_used(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    invite(tx, role="coordinator", region=NATIONAL)
    for _ in range(2):
        assert joining.open_invitation(tx, who(tx), "a", NOW) == (Role("coordinator", NATIONAL),)
        assert people.member(who(tx)).holds("coordinator", "FR-BRE")
    assert refused(lambda: joining.open_invitation(tx, who(tx, 2), "a", NOW)) == Reason.INVITATION_USED
    assert people.member(awa).id == people.member(who(tx)).id
    assert dump(tx)["joinings"] == []


def test_a_member_who_has_the_role_leaves_the_invitation_to_another(tx: Transaction) -> None:
    somebody(tx, 1, "peer_worker")
    invite(tx)
    assert joining.open_invitation(tx, who(tx), "a", NOW) == (Role("peer_worker", "FR-ARA"),)
    assert begin(tx, 2)


def test_whoever_is_not_joining_has_nothing_to_agree_to(tx: Transaction) -> None:
    for call in (
        lambda: joining.current(tx, who(tx)),
        *answers(tx),
        lambda: joining.back(tx, who(tx), "name"),
    ):
        assert refused(call) == Reason.JOINING_OVER
    assert refused(lambda: joining.finish(tx, who(tx), True, NOW)) == Reason.JOINING_OVER
    joining.turn_back(tx, who(tx))
    assert joining.choose_language(tx, who(tx), "en").language == "en"
    assert all(rows == [] for rows in dump(tx).values())
    somebody(tx, 2, "peer_worker")
    assert refused(lambda: joining.current(tx, who(tx, 2))) == Reason.STALE


def test_a_language_chosen_on_the_way_stays(tx: Transaction) -> None:
    invite(tx)
    joining.open_invitation(tx, who(tx), "a", NOW)
    joining.choose_language(tx, who(tx), "en")
    assert who(tx).language == "en"
    assert people.member(through(tx)).language == "en"


def test_whoever_is_joining_writes_what_is_asked(tx: Transaction) -> None:
    invite(tx)
    begin(tx)
    found = [joining.purpose(tx, who(tx))]
    for answer in answers(tx):
        answer()
        found.append(joining.purpose(tx, who(tx)))
    joining.finish(tx, who(tx), False, NOW)
    found.append(joining.purpose(tx, who(tx)))
    assert found == ["step", "step", "step", "name", "region", "organisation", "organisation", "free"]


def test_a_region_that_is_written_is_no_name(tx: Transaction) -> None:
    invite(tx)
    begin(tx)
    for answer in answers(tx)[:4]:
        answer()
    for written, said in (("Normandie", ("Normandie", None)), ("Awa", ("Awa", None)), ("bretagne ", ("Awa", "FR-BRE"))):
        found = joining.give_region_or_name(tx, who(tx), written, ["FR-BRE"])
        assert (found.first_name, found.region) == said
    assert joining.give_organisation(tx, who(tx), "bretagne ").organisation is None  # the same message once more


def test_a_stranger_has_nothing_to_write(tx: Transaction) -> None:
    assert refused(lambda: joining.purpose(tx, STRANGER)) == Reason.MEMBERS_ONLY


def test_whoever_could_have_made_the_link_does_not_use_it_up(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    invite(tx, "t")
    assert joining.open_invitation(tx, ines, "t", NOW) == ()
    assert people.recognise(tx, 1, "fr").member == ines.member
    found = storage.invitations.by_token(tx, "t")
    assert found is not None
    assert found.used == 0


def test_who_is_under_18_asks_for_no_group_any_more(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    group, _ = groups.welcome(tx, ines, -1, "Pairs", NOW)
    doors.knock(tx, people.recognise(tx, 7, "fr"), -1, NOW)
    asked = joining.turn_back(tx, people.recognise(tx, 7, "fr"))
    assert [one.id for one in asked] == [group.id]
    assert storage.requests.of(tx, 7) == []
    assert joining.turn_back(tx, people.recognise(tx, 7, "fr")) == []


def test_what_was_written_is_not_passed_over_by_an_older_card(tx: Transaction) -> None:
    invite(tx, "t")
    joining.open_invitation(tx, people.recognise(tx, 7, "fr"), "t", NOW)
    for name in ("Les Lilas", None):
        found = joining.give_organisation(tx, people.recognise(tx, 7, "fr"), name)
    assert found.organisation == "Les Lilas"
