"""Items, votes, decisions and actions, on both databases; and presences once they are counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage import actions, agenda, answers, meetings, presences
from storage.actions import Action
from storage.database import Transaction
from storage.meetings import Meeting
from tests.storage.pair import Pair, dump
from tests.storage.people import member

AT = datetime(2026, 6, 12, 12, tzinfo=UTC)


def meeting(tx: Transaction, owner: int, at: datetime = AT) -> Meeting:
    """An announced meeting of the region."""
    begun = meetings.begin(
        tx, uid=f"uid-{at}", owner=owner, region="FR-ARA", title="Réunion", zone="Europe/Paris", minutes=60
    )
    return meetings.change(tx, begun.id, state="published", starts_at=at, wall=at.replace(tzinfo=None))


def test_an_item_without_a_name_has_no_author_and_comes_once(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1).id
        one = meeting(tx, awa)
        for _ in range(2):
            agenda.propose(tx, 77, one.id, "Les horaires", None)
            agenda.vote(tx, 77, awa, on=True)
        assert dump(tx)["items"] == [(77, one.id, "Les horaires", None, "open", None)]
        assert (agenda.counted(tx, one.id), agenda.voted(tx, awa), agenda.wanted(tx, awa)) == (
            {77: 1},
            {77},
            ["Les horaires"],
        )
        agenda.vote(tx, 77, awa, on=False)
        assert agenda.counted(tx, one.id) == {}


def test_a_removed_item_leaves_nothing_and_does_not_come_again(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1).id
        one = meeting(tx, awa)
        agenda.propose(tx, 77, one.id, "Les horaires", awa)
        agenda.vote(tx, 77, awa, on=True)
        agenda.remove(tx, 77)
        agenda.propose(tx, 77, one.id, "Les horaires", awa)
        assert agenda.of(tx, one.id) == []
        assert (dump(tx)["items"], dump(tx)["votes"]) == ([(77, one.id, "", None, "removed", None)], [])


def test_items_are_put_in_order_and_go_after_their_time(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1).id
        one = meeting(tx, awa)
        for number in (1, 2, 3):
            agenda.propose(tx, number, one.id, f"N° {number}", awa)
        agenda.vote(tx, 2, awa, on=True)
        agenda.arrange(tx, [3, 1, 2], "fixed")
        assert {each.id: (each.rank, each.state) for each in agenda.of(tx, one.id)} == {
            3: (0, "fixed"),
            1: (1, "fixed"),
            2: (2, "fixed"),
        }
        assert [text for _, text in agenda.signed(tx, awa)] == ["N° 1", "N° 2", "N° 3"]
        agenda.unsign(tx, awa)
        assert (agenda.signed(tx, awa), agenda.wanted(tx, awa)) == ([], [])
        assert agenda.forget(tx, AT) == 0
        assert agenda.forget(tx, AT + timedelta(seconds=1)) == 3


def test_decisions_and_actions_are_written_once_and_unnamed_with_who_is_erased(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1, name="Awa").id
        one, later = meeting(tx, awa), meeting(tx, awa, AT + timedelta(days=30))
        call = Action(100, one.id, "action", 1, "appeler", "Awa", date(2026, 7, 1))
        settled = Action(101, one.id, "decision", 2, "le jeudi")
        for _ in range(2):
            actions.write(tx, [call, settled])
        assert (actions.of(tx, one.id), actions.next_place(tx, one.id)) == ([settled, call], 3)
        assert actions.undone(tx, "FR-ARA", AT + timedelta(days=1)) == [call]
        assert actions.undone(tx, "FR-BRE", AT + timedelta(days=1)) == actions.undone(tx, "FR-ARA", AT) == []
        actions.take(tx, 100, awa)
        assert actions.taken(tx, awa) == [replace(call, member_id=awa)]
        actions.unname(tx, awa, "awa", "FR-BRE")
        assert actions.by_id(tx, 100) == replace(call, who=None)
        actions.close(tx, 100, done=True)
        assert actions.undone(tx, "FR-ARA", AT + timedelta(days=60)) == []
        actions.remove(tx, 101)
        actions.write(tx, [settled])
        assert [each.id for each in actions.of(tx, one.id)] == [100]
        assert actions.forget(tx, AT + timedelta(seconds=1)) == 2
        assert actions.of(tx, later.id) == []


def test_an_action_is_unnamed_by_the_first_name_in_its_region(pair: Pair) -> None:
    with pair.begin() as tx:
        awa = member(tx, 1, name="Awa")
        one = meeting(tx, awa.id)
        actions.write(tx, [Action(n, one.id, "action", n, "x", who) for n, who in enumerate(["AWA", "Luc", "Awa"])])
        actions.unname(tx, awa.id, awa.first_name, awa.region)
        assert [each.who for each in actions.of(tx, one.id)] == [None, "Luc", None]


def test_presences_and_guests_become_counts(pair: Pair) -> None:
    with pair.begin() as tx:
        awa, luc = member(tx, 1).id, member(tx, 2).id
        one, later = meeting(tx, awa), meeting(tx, awa, AT + timedelta(days=30))
        for number in (one.id, later.id):
            presences.mark(tx, number, awa)
            presences.mark(tx, number, luc)
            presences.bring(tx, number, ["Rose"])
        assert answers.count_presences_of(tx, luc) == 2
        assert answers.count_presences_before(tx, AT + timedelta(seconds=1)) == 2
        assert (presences.present(tx, one.id), presences.company(tx, one.id)) == ([], [])
        assert (presences.present(tx, later.id), presences.company(tx, later.id)) == ([awa], ["Rose"])
        assert sorted(dump(tx)["attendance"]) == [
            (one.id, "guest", 1),
            (one.id, "there", 2),
            (later.id, "there", 1),
        ]
