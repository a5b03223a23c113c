"""After a meeting: shared once, taken by who bears the name, closed, carried to the next one and recalled before it."""

from datetime import timedelta

import pytest

import storage.actions
import storage.meetings
import storage.presences
from handlers.rules import actions, meetings
from handlers.rules.actions import DUE, SHARED
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.meetings import Meeting
from tests.rules.cast import DAY, HOUR, NOW, number_of, published, refused, somebody
from tests.storage.pair import dump

AFTER = NOW + 4 * DAY
TEXT = "Décision : le jeudi\nAction : N2, avant le 12 juin : écrire\nAction : N3 : imprimer"


def cast(tx: Transaction) -> tuple[Person, Person, Person, Meeting, Meeting]:
    """Who runs it, one who said yes, one who said no; a meeting that was three days ago, and the next one."""
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    past, coming = published(tx, ines, starts_at=NOW + DAY), published(tx, ines, starts_at=NOW + 20 * DAY)
    meetings.answer(tx, awa, past.id, "yes", NOW)
    meetings.answer(tx, luc, past.id, "no", NOW)
    return ines, awa, luc, past, coming


def told(tx: Transaction, kind: str) -> list[tuple[object, object]]:
    """About what, and who."""
    return sorted((str(row[2]), str(row[4])) for row in dump(tx)["notices"] if row[1] == kind)


def numbers(tx: Transaction, meeting: Meeting) -> list[int]:
    """The numbers of the actions of a meeting."""
    return [one.id for one in storage.actions.of(tx, meeting.id) if one.kind == "action"]


def test_shared_twice_is_once_and_those_who_came_or_were_to_come_are_told(tx: Transaction) -> None:
    ines, awa, luc, past, _ = cast(tx)
    storage.presences.mark(tx, past.id, number_of(luc))
    for _ in range(2):
        found = actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    assert [line.action.text for line in found.lines] == ["le jeudi", "écrire", "imprimer"]
    about = meetings.about(past.id)
    assert told(tx, SHARED) == sorted((about, f"member:{number_of(who)}") for who in (awa, luc))
    more = actions.share(tx, ines, past.id, 8, "Et encore", AFTER)
    assert [line.action.text for line in more.lines] == ["le jeudi", "Et encore", "écrire", "imprimer"]


def test_only_who_runs_it_writes_and_not_before_it_began(tx: Transaction) -> None:
    ines, awa, _, past, _ = cast(tx)
    assert refused(lambda: actions.share(tx, awa, past.id, 7, TEXT, AFTER)) == Reason.LEADS_ONLY
    assert refused(lambda: actions.share(tx, ines, past.id, 7, TEXT, NOW)) == Reason.MEETING_NOT_BEGUN
    assert refused(lambda: actions.share(tx, ines, past.id, 2**40, TEXT, AFTER)) == Reason.STALE
    assert refused(lambda: actions.share(tx, ines, past.id, 7, " \n", AFTER)) == Reason.MINUTES_EMPTY
    actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    assert refused(lambda: actions.remove(tx, awa, 700)) == Reason.LEADS_ONLY
    assert refused(lambda: actions.around(tx, ines, 799)) == Reason.STALE
    for _ in range(2):
        assert 700 not in [line.action.id for line in actions.remove(tx, ines, 700).lines]
    assert refused(lambda: actions.close(tx, ines, 700, done=True)) == Reason.STALE


def test_who_bears_the_name_may_take_it_close_it_and_give_it_back(tx: Transaction) -> None:
    ines, awa, luc, past, _ = cast(tx)
    actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    own, other = numbers(tx, past)
    assert refused(lambda: actions.take(tx, awa, other, on=True)) == Reason.ACTION_OTHERS
    assert refused(lambda: actions.take(tx, ines, own, on=True)) == Reason.ACTION_OTHERS
    assert refused(lambda: actions.close(tx, awa, own, done=True)) == Reason.LEADS_ONLY
    for _ in range(2):
        found = actions.take(tx, awa, own, on=True)
    assert [line.own for line in found.lines] == [False, True, False]
    namesake = somebody(tx, 22, "peer_worker")
    tx.community.exec_driver_sql("UPDATE members SET first_name = 'n2' WHERE telegram_id = 22")
    assert refused(lambda: actions.take(tx, namesake, own, on=True)) == Reason.ACTION_OTHERS
    for done in (True, True, False):
        actions.close(tx, awa, own, done=done)
    actions.take(tx, luc, own, on=False)
    assert [one.member_id for one in storage.actions.of(tx, past.id)] == [None, number_of(awa), None]
    actions.take(tx, awa, own, on=False)
    assert [one.member_id for one in storage.actions.of(tx, past.id)] == [None, None, None]
    actions.close(tx, ines, own, done=True)
    assert not any(line.free for line in actions.look(tx, awa, past.id).lines)


def test_what_is_not_done_comes_to_the_next_meeting_and_to_no_other(tx: Transaction) -> None:
    ines, awa, _, past, coming = cast(tx)
    later = published(tx, ines, starts_at=NOW + 40 * DAY)
    actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    left = numbers(tx, past)
    assert [one.id for one in actions.carried(tx, coming, AFTER)] == left
    assert actions.carried(tx, later, AFTER) == actions.carried(tx, past, AFTER) == []
    over = meetings.start(coming) + 3 * HOUR
    assert actions.carried(tx, coming, over) == []
    assert [one.id for one in actions.carried(tx, later, over)] == left
    storage.meetings.change(tx, coming.id, state="cancelled")
    assert [one.id for one in actions.carried(tx, later, AFTER)] == left
    actions.close(tx, ines, left[0], done=True)
    assert [line.action.id for line in actions.pending(tx, awa, later.id, AFTER).lines] == left[1:]


def test_a_series_keeps_its_own_and_hands_it_on_when_it_ends(tx: Transaction) -> None:
    ines, _, _, past, single = cast(tx)
    series = published(tx, ines, starts_at=NOW + 60 * DAY)
    following = published(tx, ines, starts_at=NOW + 30 * DAY)
    storage.meetings.change(tx, series.id, state="series")
    storage.meetings.change(tx, past.id, series_id=series.id)
    following = storage.meetings.change(tx, following.id, series_id=series.id)
    actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    assert (len(actions.carried(tx, following, AFTER)), len(actions.carried(tx, single, AFTER))) == (2, 0)
    storage.meetings.change(tx, following.id, state="cancelled")
    assert len(actions.carried(tx, single, AFTER)) == 2


@pytest.mark.parametrize(("days", "recalled"), [(4, False), (3, True), (1, True), (0, False)])
def test_three_days_before_the_next_one_it_is_recalled_once(tx: Transaction, days: int, recalled: bool) -> None:
    ines, awa, _, past, coming = cast(tx)
    actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    actions.take(tx, awa, numbers(tx, past)[0], on=True)
    at = meetings.start(coming) - timedelta(days=days)
    for _ in range(2):
        actions.remind(tx, at)
    about = meetings.about(coming.id)
    everybody = sorted((about, f"member:{number_of(who)}") for who in (ines, awa))
    assert told(tx, DUE) == (everybody if recalled else [])


def test_who_is_told_how_many(tx: Transaction) -> None:
    ines, awa, luc, past, coming = cast(tx)
    actions.share(tx, ines, past.id, 7, TEXT, AFTER)
    actions.take(tx, awa, numbers(tx, past)[0], on=True)
    found = [actions.to_do(tx, coming, who.member, AFTER) for who in (ines, awa, luc) if who.member]
    assert found == [2, 1, 0]


def test_who_runs_it_is_the_facilitator_who_prepared_it_or_the_coordination(tx: Transaction) -> None:
    ines, awa, _, past, _ = cast(tx)
    gwen = somebody(tx, 9, "coordinator")
    assert actions.leaders(tx, past) == [number_of(ines)]
    led = storage.meetings.change(tx, past.id, facilitator=number_of(awa))
    assert actions.leaders(tx, led) == [number_of(awa)]
    nobody = storage.meetings.change(tx, past.id, facilitator=None, owner=None)
    assert actions.leaders(tx, nobody) == [number_of(ines), number_of(gwen)]
