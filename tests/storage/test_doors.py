"""Topics, requests, departures and arrivals: each once, gone with their group, on both databases."""

import pytest

from storage import arrivals, departures, groups, invitations, requests, topics
from storage.departures import Departure
from tests.storage.pair import Pair


@pytest.fixture
def made(pair: Pair) -> tuple[Pair, int]:
    """A group to hang things on."""
    with pair.begin() as tx:
        return pair, groups.add(tx, -1, "Pairs").id


def test_topics_are_kept_by_purpose_and_the_first_stays(made: tuple[Pair, int]) -> None:
    pair, group = made
    with pair.begin() as tx:
        assert topics.open_at(tx, group, "news", 5)
        assert not topics.open_at(tx, group, "news", 6)
        assert (topics.of(tx, group), topics.thread(tx, group, "talk")) == ({"news": 5}, None)
        topics.forget(tx, group, 6)
        topics.forget(tx, group, 5)
        assert topics.of(tx, group) == {}


def test_a_request_is_found_decided_and_forgotten(made: tuple[Pair, int]) -> None:
    pair, group = made
    with pair.begin() as tx:
        requests.ask(tx, group, 7)
        (found,) = requests.waiting(tx, group)
        assert (requests.at(tx, group, 7), requests.of(tx, 7), requests.doors(tx)) == (found, [found], [group])
        requests.decide(tx, found.id, "accepted")
        assert (requests.waiting(tx, group), requests.doors(tx)) == ([], [])
        decided = requests.by_id(tx, found.id)
        assert decided is not None
        assert decided.state == "accepted"
        requests.forget(tx, group, 7)
        assert requests.by_id(tx, found.id) is None


def test_departures_and_arrivals_are_written_once(made: tuple[Pair, int]) -> None:
    pair, group = made
    with pair.begin() as tx:
        for _ in range(2):
            departures.plan(tx, group, 7)
        assert departures.every(tx) == [Departure(group, 7)]
        departures.cancel(tx, group, 7)
        assert departures.every(tx) == []
        assert [arrivals.note(tx, group, number) for number in (3, 0, 3)] == [True, True, False]
        assert arrivals.of(tx, group) == [0, 3]
        arrivals.forget(tx, group)
        assert arrivals.of(tx, group) == []


def test_a_door_takes_the_place_of_the_one_it_was_made_for(made: tuple[Pair, int]) -> None:
    pair, group = made
    with pair.begin() as tx:
        assert groups.hang(tx, group, "one", instead_of=None)
        assert not groups.hang(tx, group, "two", instead_of=None)
        assert groups.hang(tx, group, "two", instead_of="one")
        groups.see(tx, group, forum=True, lacks="pt")
        found = groups.by_id(tx, group)
        assert found is not None
        assert (found.door, found.forum, found.may("i"), found.may("p")) == ("two", True, True, False)


def test_whoever_is_on_their_way_by_an_invitation_stays_on_it(made: tuple[Pair, int]) -> None:
    pair, group = made
    with pair.begin() as tx:
        for home in ("FR-ARA", "FR-BRE"):
            invitations.knock(tx, 7, group, "fr", home)
        found = invitations.joining(tx, 7)
        assert found is not None
        assert (found.group_id, found.invitation_id, found.region) == (group, None, "FR-ARA")
        invitations.stop_at_door(tx, 7)
        assert invitations.joining(tx, 7) is None


def test_all_of_it_goes_with_the_group(made: tuple[Pair, int]) -> None:
    pair, group = made
    with pair.begin() as tx:
        topics.open_at(tx, group, "news", 5)
        requests.ask(tx, group, 7)
        departures.plan(tx, group, 7)
        arrivals.note(tx, group, 3)
        invitations.knock(tx, 7, group, "fr", None)
        groups.remove(tx, -1)
        left = (topics.of(tx, group), requests.of(tx, 7), departures.every(tx), arrivals.of(tx, group))
        assert left == ({}, [], [], [])
        assert invitations.joining(tx, 7) is None
