"""Routing: whoever is absent, excluded or alone, a message goes to somebody who may read it, or its writer chooses."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import people, reports, routing
from handlers.rules.refusal import Reason
from handlers.rules.reports import Draft
from handlers.rules.routing import Route, Way
from storage import members
from storage.database import Transaction
from storage.members import NATIONAL, Role
from tests.rules.cast import NOW, ids, refused, somebody
from tests.storage.pair import Pair
from tests.storage.people import member

PLACES = ("FR-ARA", "FR-BRE", NATIONAL)
WRITER = 90

supervisors = st.lists(
    st.tuples(st.frozensets(st.sampled_from(PLACES), min_size=1), st.sampled_from(["active", "unreachable"])),
    max_size=4,
)
ways = st.builds(
    lambda zone, mode, box: Way(zone, aside=mode == "a", insists=mode == "i", box=box if mode == "a" else None),
    st.sampled_from(PLACES),
    st.sampled_from("-ia"),
    st.none() | st.sampled_from(PLACES),
)


def enrol(
    tx: Transaction, found: list[tuple[frozenset[str], str]], peers: int
) -> dict[int, tuple[frozenset[str], str]]:
    held = {}
    for number, (boxes, state) in enumerate(found, 1):
        who = member(tx, number, *(Role("supervisor", box) for box in boxes))
        members.set_state(tx, number, state)
        held[who.id] = (boxes, state)
    for number in range(peers):
        member(tx, WRITER + number, Role("peer_worker", "FR-ARA"))
    return held


@given(supervisors, ways, st.integers(1, 6))
def test_no_message_ends_in_nobody_and_none_with_whom_it_is_hidden_from(
    pair: Pair, found: list[tuple[frozenset[str], str]], way: Way, peers: int
) -> None:
    with pair.rehearse() as tx:
        held = enrol(tx, found, peers)
        may_read = {
            box: [number for number, (boxes, state) in held.items() if box in boxes and state == "active"]
            for box in PLACES
        }
        if way.aside:
            may_read = {box: [n for n in who if way.zone not in held[n][0]] for box, who in may_read.items()}
        open_boxes = {box for box, who in may_read.items() if who}
        assert routing.readable(tx, way.hidden_from) == open_boxes
        route = routing.route(tx, way, 5)
        if route is None:  # then there is a choice left, or nobody at all
            assert way.box not in open_boxes
            assert NATIONAL not in open_boxes or way.box is not None
            assert way.aside or way.zone not in open_boxes
        else:
            assert route.box in open_boxes
        draft = Draft(b"t" * 16, "isolement", 1, way, "texte")
        writer = people.recognise(tx, WRITER, "fr")
        assert refused(lambda: reports.submit(tx, writer, draft, ids(), NOW)) == (None if route else Reason.NO_READER)


@given(st.integers(0, 8), st.booleans(), st.booleans(), st.booleans())
def test_a_small_zone_is_read_by_the_nation_unless_the_writer_insists(
    pair: Pair, peers: int, insists: bool, national: bool, regional: bool
) -> None:
    with pair.rehearse() as tx:
        boxes = [box for box, there in ((NATIONAL, national), ("FR-ARA", regional)) if there]
        enrol(tx, [(frozenset([box]), "active") for box in boxes], peers)
        small = peers < 5
        order = [Route("FR-ARA", "few" if small else "chosen"), Route(NATIONAL, "unread")]
        if small and not insists:
            order = [Route(NATIONAL, "small" if regional else "unread"), Route("FR-ARA", "few")]
        expected = next((route for route in order if route.box in boxes), None)
        assert routing.route(tx, Way("FR-ARA", insists=insists), 5) == expected


def test_members_who_cannot_be_reached_make_no_crowd(tx: Transaction) -> None:
    for number in range(1, 6):
        somebody(tx, number, "peer_worker")
    somebody(tx, 6, "supervisor", "coordinator")
    assert not routing.is_small(tx, "FR-ARA", 5)
    members.set_state(tx, 3, "unreachable")
    assert routing.is_small(tx, "FR-ARA", 5)
    assert not routing.is_small(tx, NATIONAL, 5)
