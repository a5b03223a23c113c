"""Answers, seats, who was there, and changes that wait: the same on both databases."""

from datetime import UTC, datetime, timedelta

from storage import answers, changes, meetings, presences
from storage.answers import Answer
from storage.changes import Change
from storage.database import Transaction
from storage.meetings import Meeting
from tests.storage.pair import Pair
from tests.storage.people import member

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def announced(tx: Transaction, owner: int, days: int = 1, **fields: object) -> Meeting:
    """A meeting so many days from now."""
    found = meetings.begin(
        tx, uid=f"u{days}-{len(fields)}", owner=owner, region="FR-ARA", title="Pairs", zone="Europe/Paris", minutes=60
    )
    at = NOW + days * DAY
    return meetings.change(tx, found.id, state="published", starts_at=at, wall=at.replace(tzinfo=None), **fields)


def test_whoever_waits_for_a_seat_is_no_comer_and_the_first_is_the_first(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, two, three, four = (member(tx, number).id for number in range(1, 5))
        meeting = announced(tx, one)
        for number, place in ((one, None), (two, 2), (three, 1), (four, None)):
            answers.put(tx, meeting.id, number, "no" if number == four else "yes", place)
        assert answers.headcount(tx, meeting.id) == {"yes": 1, "waiting": 2, "no": 1}
        assert answers.line(tx, meeting.id) == [three, two]
        assert answers.last_place(tx, meeting.id) == 2
        assert answers.comers(tx, meeting.id) == [("N1", False)]
        answers.seat(tx, meeting.id, three)
        assert answers.of(tx, meeting.id, three) == Answer("yes")
        assert answers.line(tx, meeting.id) == [two]


def test_a_meeting_that_moved_asks_again_whoever_may_come(pair: Pair) -> None:
    with pair.rehearse() as tx:
        numbers = [member(tx, number).id for number in range(1, 4)]
        meeting, other = announced(tx, numbers[0]), announced(tx, numbers[0], 2)
        for number, word in zip(numbers, ("yes", "maybe", "no"), strict=True):
            answers.put(tx, meeting.id, number, word)
        answers.put(tx, other.id, numbers[0], "yes")
        assert answers.doubt(tx, meeting.id) == numbers[:2]
        assert answers.headcount(tx, meeting.id) == {"yes": 1, "maybe": 1, "no": 1, "unsure": 2}
        assert answers.headcount(tx, other.id) == {"yes": 1}
        answers.put(tx, meeting.id, numbers[0], "yes")
        assert answers.everybody(tx, meeting.id)[numbers[0]] == Answer("yes")
        assert answers.who(tx, meeting.id, "no") == {numbers[2]}


def test_an_answer_for_a_whole_series_is_one_row_and_goes_with_its_person(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        series = announced(tx, one, 1)
        answers.stand(tx, series.id, one, "yes")
        answers.stand(tx, series.id, two, "no")
        answers.stand(tx, series.id, one, "maybe")
        assert answers.stood(tx, series.id) == {one: "maybe", two: "no"}
        answers.release(tx, one, NOW)
        assert answers.stood(tx, series.id) == {two: "no"}


def test_a_series_shows_its_next_date_and_its_dates_are_made_once(pair: Pair) -> None:
    with pair.rehearse() as tx:
        owner = member(tx, 1).id
        series = announced(tx, owner, 1)
        meetings.change(tx, series.id, state="series", rhythm="FREQ=WEEKLY;BYDAY=WE")
        for day in (1, 8, 15, 8):
            at = NOW + day * DAY
            values = dict(series.__dict__) | {"uid": f"d{day}", "state": "published", "starts_at": at}
            values |= {"series_id": series.id, "slot": at.date(), "announce_at": at - 5 * DAY if day > 1 else None}
            meetings.add(tx, Meeting(**values))
        dates = meetings.dates(tx, series.id)
        assert [date.uid for date in dates] == ["d1", "d8", "d15"]
        assert [found.uid for found in meetings.coming(tx, {"FR-ARA"}, NOW)] == ["d1"]
        assert [found.uid for found in meetings.coming(tx, {"FR-ARA"}, NOW + 2 * DAY)] == ["d8"]
        assert [found.uid for found in meetings.announced(tx, {"FR-ARA"}, NOW)] == ["d1"]
        assert [found.uid for found in meetings.untold(tx, NOW + 4 * DAY)] == ["d8"]
        assert meetings.next_untold(tx) == NOW + 3 * DAY
        assert [found.id for found in meetings.series(tx)] == [series.id]


def test_a_meeting_of_several_regions_is_in_the_lists_of_each(pair: Pair) -> None:
    with pair.rehearse() as tx:
        meeting = announced(tx, member(tx, 1).id)
        meetings.invite(tx, meeting.id, ["FR-BRE", "FR-IDF"])
        meetings.invite(tx, meeting.id, ["FR-BRE"])
        assert meetings.invited(tx, meeting.id) == ["FR-BRE"]
        for codes, found in (({"FR-BRE"}, 1), ({"FR-ARA"}, 1), ({"FR-ARA", "FR-BRE"}, 1), ({"FR-IDF"}, 0)):
            assert len(meetings.coming(tx, codes, NOW)) == found


def test_who_was_there_and_who_came_along(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        meeting = announced(tx, one)
        for number in (one, two, one):
            presences.mark(tx, meeting.id, number)
        presences.unmark(tx, meeting.id, two)
        presences.bring(tx, meeting.id, ["Sam", "Ali", "Sam"])
        presences.leave(tx, meeting.id, "Sam")
        assert presences.present(tx, meeting.id) == [one]
        assert presences.attended(tx, one) == [meeting.id]
        assert (presences.company(tx, meeting.id), presences.number(tx, meeting.id)) == (["Ali"], 1)


def test_a_change_waits_and_the_next_one_takes_its_place(pair: Pair) -> None:
    with pair.rehearse() as tx:
        owner = member(tx, 1).id
        meeting = announced(tx, owner)
        for fields, at in (({"place": "A"}, None), ({"place": "B"}, NOW)):
            changes.put(tx, Change(meeting.id, "one", fields, owner, at))
        assert changes.of(tx, meeting.id) == Change(meeting.id, "one", {"place": "B"}, owner, NOW)
        assert changes.due(tx, NOW - DAY) == []
        assert [change.meeting_id for change in changes.due(tx, NOW)] == [meeting.id]
        assert changes.next_due(tx) == NOW
        changes.drop(tx, meeting.id)
        assert changes.of(tx, meeting.id) is None
        assert changes.next_due(tx) is None
