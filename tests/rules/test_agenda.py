"""The agenda: votes and order, whoever does what; and that nothing tells who wrote what has no name."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import storage.agenda
from handlers.rules import agenda
from handlers.rules.agenda import MOST, ordered
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.agenda import Item
from storage.database import Transaction
from storage.meetings import Meeting
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, number_of, published, refused, somebody
from tests.storage.pair import Pair, dump

LATER = NOW + 31 * DAY


def cast(tx: Transaction) -> tuple[Person, Person, Person, Meeting]:
    """Who runs it, two who come, and the meeting."""
    ines = somebody(tx, 1, "coordinator")
    return ines, somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker"), published(tx, ines)


@fewer(10)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.booleans()), max_size=12))
def test_one_member_one_vote_for_each_item_and_the_last_tap_counts(
    pair: Pair, taps: list[tuple[int, int, bool]]
) -> None:
    with pair.rehearse() as tx:
        ines, awa, luc, meeting = cast(tx)
        for number in range(4):
            agenda.propose(tx, ines, meeting.id, number, f"N° {number}", NOW, signed=number % 2 == 0)
        last: dict[tuple[int, int], bool] = {}
        for who, number, on in taps:
            agenda.vote(tx, (awa, luc)[who], number, NOW, on=on)
            last[who, number] = on
        counted = Counter(number for (_, number), on in last.items() if on)
        seen = agenda.look(tx, awa, meeting.id, NOW)
        assert {point.item.id: point.votes for point in seen.points} == {n: counted[n] for n in range(4)}
        assert {point.item.id for point in seen.points if point.mine} == {n for n in range(4) if last.get((0, n))}
        assert [point.item.id for point in seen.points] == [0, 1, 2, 3], "no tap moves what is under the thumb"
        wanted = [point.item.id for point in agenda.run(tx, ines, meeting.id, NOW).points]
        assert wanted == sorted(range(4), key=lambda n: (-counted[n], n))


@fewer(10)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=8))
def test_moving_puts_an_item_where_it_was_told_and_twice_is_once(pair: Pair, moves: list[tuple[int, int]]) -> None:
    with pair.rehearse() as tx:
        ines, awa, _, meeting = cast(tx)
        for number in range(5):
            agenda.propose(tx, awa, meeting.id, number, f"N° {number}", NOW, signed=False)
        expected = list(range(5))
        for number, place in moves:
            expected.remove(number)
            expected.insert(place, number)
            for _ in range(2):
                found = agenda.move(tx, ines, number, place, NOW)
            assert [point.item.id for point in found.points] == expected
        agenda.fix(tx, ines, meeting.id, NOW, on=True)
        assert [point.item.id for point in agenda.look(tx, awa, meeting.id, NOW).points] == expected
        assert refused(lambda: agenda.move(tx, ines, 0, 0, NOW)) == Reason.AGENDA_FIXED
        assert refused(lambda: agenda.vote(tx, awa, 0, NOW, on=True)) == Reason.AGENDA_FIXED
        assert refused(lambda: agenda.remove(tx, ines, 0, NOW)) == Reason.AGENDA_FIXED
        assert refused(lambda: agenda.proposable(tx, awa, meeting.id, NOW)) == Reason.AGENDA_FIXED
        again = agenda.fix(tx, ines, meeting.id, NOW, on=False)
        assert (again.open, [point.item.id for point in again.points]) == (True, expected)


@given(st.permutations(range(6)), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_the_order_does_not_depend_on_which_came_first(numbers: list[int], votes: list[int]) -> None:
    texts = ["Zoo", "eau", "Air", "feu", "eau", "Bois"]
    found = [Item(number, 1, texts[number], None, "open", None) for number in numbers]
    counted = dict(enumerate(votes))
    assert ordered(found, counted) == ordered(sorted(found, key=lambda one: one.id), counted)


def test_without_a_name_only_the_text_differs_whoever_writes(pair: Pair) -> None:
    left = []
    for writer in (1, 2):
        with pair.rehearse() as tx:
            *people, meeting = cast(tx)
            before = dump(tx)
            agenda.propose(tx, people[writer], meeting.id, 5, "La place des pairs", NOW, signed=False)
            after = dump(tx)
            left.append({name: rows for name, rows in after.items() if rows != before[name]})
    assert left[0] == left[1]
    assert set(left[0]) == {"items"}


def test_proposing_twice_or_after_it_was_removed_changes_nothing(tx: Transaction) -> None:
    ines, awa, _, meeting = cast(tx)
    for _ in range(2):
        found = agenda.propose(tx, awa, meeting.id, 5, "Les  horaires\ndu jeudi", NOW, signed=True)
    assert [(point.item.text, point.name) for point in found.points] == [("Les horaires du jeudi", "N2")]
    for _ in range(2):
        assert agenda.remove(tx, ines, 5, NOW).points == ()
    assert agenda.propose(tx, awa, meeting.id, 5, "Les horaires", NOW, signed=True).points == ()
    assert refused(lambda: agenda.vote(tx, awa, 5, NOW, on=True)) == Reason.ITEM_GONE
    assert refused(lambda: agenda.remove(tx, ines, 6, NOW)) == Reason.ITEM_GONE


def test_who_may_do_what_and_until_when(tx: Transaction) -> None:
    ines, awa, _, meeting = cast(tx)
    far = somebody(tx, 4, "peer_worker", region="FR-BRE")
    agenda.propose(tx, awa, meeting.id, 5, "Les horaires", NOW, signed=False)
    for who, reason in ((far, Reason.OTHER_REGION), (STRANGER, Reason.MEMBERS_ONLY)):
        assert refused(lambda who=who: agenda.look(tx, who, meeting.id, NOW)) == reason  # type: ignore[misc]
        assert refused(lambda who=who: agenda.vote(tx, who, 5, NOW, on=True)) == reason  # type: ignore[misc]
    assert refused(lambda: agenda.move(tx, awa, 5, 0, NOW)) == Reason.LEADS_ONLY
    assert refused(lambda: agenda.fix(tx, awa, meeting.id, NOW, on=True)) == Reason.LEADS_ONLY
    assert refused(lambda: agenda.remove(tx, awa, 5, NOW)) == Reason.LEADS_ONLY
    assert refused(lambda: agenda.one(tx, awa, 5, NOW)) == Reason.LEADS_ONLY
    assert refused(lambda: agenda.proposable(tx, awa, meeting.id, LATER)) == Reason.AGENDA_OVER
    assert refused(lambda: agenda.fix(tx, ines, meeting.id, LATER, on=True)) == Reason.AGENDA_OVER
    assert not agenda.look(tx, awa, meeting.id, LATER).open
    assert refused(lambda: agenda.propose(tx, awa, meeting.id, 2**48, "x", NOW, signed=True)) == Reason.STALE
    assert refused(lambda: agenda.tidy("x" * 201)) == Reason.FIELD_TOO_LONG


def test_who_signed_an_item_withdraws_it_and_who_did_not_sign_has_none(tx: Transaction) -> None:
    ines, awa, luc, meeting = cast(tx)
    agenda.propose(tx, awa, meeting.id, 5, "Les horaires", NOW, signed=True)
    agenda.propose(tx, awa, meeting.id, 6, "La place des pairs", NOW, signed=False)
    own = {
        reader: [one.item.id for one in agenda.look(tx, reader, meeting.id, NOW).points if one.own]
        for reader in (awa, luc)
    }
    assert own == {awa: [5], luc: []}
    for who, item in ((luc, 5), (luc, 6), (awa, 6)):
        assert refused(lambda who=who, item=item: agenda.remove(tx, who, item, NOW)) == Reason.LEADS_ONLY  # type: ignore[misc]
    agenda.vote(tx, luc, 5, NOW, on=True)
    agenda.fix(tx, ines, meeting.id, NOW, on=True)
    assert refused(lambda: agenda.remove(tx, awa, 5, NOW)) == Reason.AGENDA_FIXED
    agenda.fix(tx, ines, meeting.id, NOW, on=False)
    assert refused(lambda: agenda.remove(tx, awa, 5, LATER)) == Reason.AGENDA_OVER
    for _ in range(2):
        assert [point.item.id for point in agenda.remove(tx, awa, 5, NOW).points] == [6]
    assert storage.agenda.by_id(tx, 5) == Item(5, meeting.id, "", None, "removed", None)
    assert storage.agenda.voted(tx, number_of(luc)) == set()
    agenda.propose(tx, awa, meeting.id, 7, "Les congés", NOW, signed=True)
    assert [point.item.id for point in agenda.remove(tx, ines, 7, NOW).points] == [6]


def test_an_agenda_has_an_end(tx: Transaction) -> None:
    _, awa, _, meeting = cast(tx)
    for number in range(MOST):
        agenda.propose(tx, awa, meeting.id, number, f"N° {number}", NOW, signed=False)
    assert refused(lambda: agenda.proposable(tx, awa, meeting.id, NOW)) == Reason.AGENDA_FULL
    assert number_of(awa)
