"""Dates of a series that are not announced yet: who hears of a change, what is taken back, how it ends."""

import pytest

import storage.answers
import storage.cards
from handlers.rules import announcing, changes, meetings, series
from handlers.rules.refusal import Reason
from storage.database import Transaction
from tests.rules.cast import DAY, HOUR, NOW, number_of, published, refused, somebody
from tests.rules.test_changes import dates, repeated
from tests.storage.pair import dump


@pytest.mark.parametrize("fields", [{"wall": ""}, {changes.CANCEL: True}])
def test_who_answered_a_date_that_is_not_announced_yet_hears_of_its_change_and_nobody_else(
    tx: Transaction, fields: dict[str, object]
) -> None:
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    first = repeated(tx, ines)
    meetings.answer_series(tx, awa, first.id, "yes", NOW)
    meetings.answer_series(tx, luc, first.id, "no", NOW)
    later = dates(tx, first)[4]
    assert later.wall
    new = {"wall": (later.wall + DAY).isoformat()} if "wall" in fields else fields
    seen = changes.propose(tx, ines, later.id, new, NOW)
    assert (seen.people, seen.coming, seen.groups, seen.everyone) == (1, 1, 0, 2)
    changes.confirm(tx, ines, later.id, "following", NOW)
    changes.make_due(tx, NOW + HOUR)
    told = [(str(row[1]), row[2], str(row[4])) for row in dump(tx)["notices"]]
    kind = announcing.MOVED if "wall" in fields else announcing.CANCELLED
    assert [one for one in told if one[0] == kind] == [(kind, meetings.about(later.id), f"member:{number_of(awa)}")]
    if "wall" in fields:
        found = [storage.answers.of(tx, one.id, number_of(awa)) for one in dates(tx, first)[4:]]
        assert {answer is not None and answer.unsure for answer in found} == {True}


def test_what_is_only_being_prepared_is_not_taken_back_by_an_old_button(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    meeting = published(tx, ines)
    changes.propose(tx, ines, meeting.id, {"place": "Lyon"}, NOW)
    assert changes.undo(tx, ines, meeting.id)[1] is False
    assert changes.confirm(tx, ines, meeting.id, "one", NOW).change.fields == {"place": "Lyon"}


def test_a_series_is_let_end_until_its_last_date_wherever_it_was_moved_to(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    first = repeated(tx, ines, end="3")
    last = dates(tx, first)[-1]
    assert last.wall
    changes.propose(tx, ines, last.id, {"wall": (last.wall + DAY).isoformat()}, NOW)
    changes.confirm(tx, ines, last.id, "one", NOW)
    changes.make_due(tx, NOW + HOUR)
    number, near = first.series_id or 0, last.wall.replace(tzinfo=NOW.tzinfo) - 7 * DAY
    assert series.let_end(tx, ines, number, near)[1] == last.wall.date() + DAY
    assert series.let_end(tx, ines, number, NOW)[1] is None
    assert refused(lambda: series.let_end(tx, awa, number, NOW)) == Reason.COORDINATORS_ONLY
    assert refused(lambda: series.let_end(tx, ines, number, NOW + 400 * DAY)) == Reason.MEETING_GONE


def test_who_runs_a_series_finds_every_date_to_come_announced_or_not(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    first, single = repeated(tx, ines), published(tx, ines, starts_at=NOW + 31 * DAY)
    assert changes.dates(tx, ines, first.id, NOW)[1] == dates(tx, first)
    later = dates(tx, first)[2]
    assert later.starts_at is not None
    assert changes.dates(tx, ines, first.id, later.starts_at)[1] == dates(tx, first)[3:]
    assert changes.dates(tx, ines, single.id, NOW)[1] == []
    assert refused(lambda: changes.dates(tx, awa, first.id, NOW)) == Reason.LEADS_ONLY


def test_a_confirmed_change_is_under_way_until_it_is_made_or_taken_back(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    meeting = published(tx, ines)
    changes.propose(tx, ines, meeting.id, {"place": "Lyon"}, NOW)
    assert not changes.under_way(tx, ines)
    changes.confirm(tx, ines, meeting.id, "one", NOW)
    assert (changes.under_way(tx, ines), changes.under_way(tx, samira)) == (True, False)
    changes.undo(tx, ines, meeting.id)
    assert not changes.under_way(tx, ines)


def test_every_card_of_a_series_shows_its_new_rhythm(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    first = repeated(tx, ines)
    storage.cards.post(tx, meetings.about(first.id), "group:1", 5, 6)
    assert storage.cards.stale(tx, 0, 9) == []
    later = dates(tx, first)[2]
    assert later.wall
    changes.propose(tx, ines, later.id, {"wall": (later.wall + DAY).isoformat()}, NOW)
    changes.confirm(tx, ines, later.id, "following", NOW)
    changes.make_due(tx, NOW + HOUR)
    assert {card.about for card in storage.cards.stale(tx, 0, 9)} == {meetings.about(first.id)}
