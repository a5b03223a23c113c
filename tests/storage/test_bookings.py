"""Times offered, seats had, seats kept; whose supervisor is who; plans: on both databases."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from storage import bookings, desks, leaving, meetings, openings, plans, presences
from storage.database import Transaction
from storage.desks import Desk
from storage.openings import Opening
from storage.plans import Plan
from tests.storage.pair import Pair
from tests.storage.people import member
from tests.storage.test_meetings import DAY, NOW, published
from tests.storage.test_polls import WALL

MONDAY = date(2026, 6, 1)


def like(supervisor: int) -> dict[str, object]:
    """What an hour with one person at a place has in common with others."""
    return {"supervisor": supervisor, "zone": "Europe/Paris", "minutes": 60, "seats": 2, "mode": "place"}


def offered(tx: Transaction, supervisor: int, days: int = 9, pattern_id: int | None = None) -> Opening:
    """One time."""
    starts_at = NOW + days * DAY
    row = like(supervisor) | {
        "uid": f"{supervisor}-{days}",
        "pattern_id": pattern_id,
        "wall": WALL,
        "starts_at": starts_at,
    }
    openings.offer(tx, supervisor, [row])
    return openings.reopened(tx, row)


def test_a_pattern_is_written_once_and_ends(pair: Pair) -> None:
    with pair.begin() as tx:
        one = member(tx, 1).id
        rows = [{**like(one), "wall": WALL, "every": every, "last_day": MONDAY} for every in (1, 2)]
        first, second = (openings.repeat(tx, **row) for row in rows)
        assert (first.id, first.every, second.every) == (second.id, 1, 2)
        assert openings.going_on(tx, MONDAY) == [second]
        time = offered(tx, one, pattern_id=second.id)
        assert openings.of_pattern(tx, second.id, NOW) == [time]
        openings.end(tx, second.id, MONDAY - timedelta(days=1))
        assert openings.going_on(tx, MONDAY) == []
        ended = openings.pattern(tx, second.id)
        assert ended is not None
        assert ended.last_day < MONDAY
        openings.discard(tx, [time.id])
        assert openings.by_id(tx, time.id) is None


def test_a_time_is_offered_once_withdrawn_once_and_offered_again(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        time, other = offered(tx, one), offered(tx, two)
        assert offered(tx, one) == time
        assert openings.coming(tx, [one, two], NOW) == [time, other]
        assert openings.coming(tx, [one], NOW + 9 * DAY) == []
        assert [openings.withdraw(tx, time.id) for _ in range(2)] == [True, False]
        assert openings.coming(tx, [one], NOW) == []
        assert offered(tx, one).sequence == 2
        assert openings.taken_hold_of(tx, time.id) == openings.by_id(tx, time.id)


def test_a_seat_is_of_one_person(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two, three = (member(tx, number).id for number in (1, 2, 3))
        time = offered(tx, one)
        bookings.book(tx, time.id, two, 0)
        with pytest.raises(sa.exc.IntegrityError), tx.community.begin_nested():
            bookings.book(tx, time.id, three, 0)
        bookings.book(tx, time.id, three, 1)
        assert bookings.taken(tx, [time.id]) == {time.id: 2}
        assert [booking.member_id for booking in bookings.of_opening(tx, time.id)] == [two, three]
        bookings.say(tx, time.id, two, member_says=True)
        found = bookings.of(tx, time.id, two)
        assert found is not None
        assert not found.counts
        bookings.say(tx, time.id, two, supervisor_says=True)
        [(found, opening)] = bookings.of_members(tx, [two])
        assert (found.counts, opening) == (True, time)
        assert [bookings.cancel(tx, time.id, two) for _ in range(2)] == [True, False]
        bookings.clear(tx, time.id)
        assert bookings.of_opening(tx, time.id) == []


def test_a_time_outlives_who_gave_it_without_their_name(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        weekly = openings.repeat(tx, **{**like(one), "wall": WALL, "every": 1, "last_day": MONDAY})
        times = [offered(tx, one, days, weekly.id) for days in (9, 16)]
        for time in times:
            bookings.book(tx, time.id, two, 0)
            bookings.ask(tx, time.id, two, None)
        leaving.erase(tx, one)
    with pair.begin() as tx:
        assert openings.pattern(tx, weekly.id) is None
        found = [opening for _, opening in bookings.of_members(tx, [two])]
        assert [(time.id, time.starts_at) for time in found] == [(time.id, time.starts_at) for time in times]
        assert {(time.supervisor, time.pattern_id) for time in found} == {(None, None)}
        assert not {time.uid for time in found} & {time.uid for time in times}
        assert [len(bookings.holds_of(tx, time.id)) for time in times] == [1, 1]
        assert (openings.supervisors(tx), openings.coming(tx, [one, two], NOW)) == (set(), [])
        assert openings.forget(tx, NOW + 10 * DAY) == 1
        assert len(bookings.of_members(tx, [two])) == 1


def test_a_kept_seat_ends_by_its_time_or_by_a_word(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two, three = (member(tx, number).id for number in (1, 2, 3))
        time = offered(tx, one)
        assert bookings.next_end(tx) is None
        bookings.ask(tx, time.id, two, NOW + DAY)
        bookings.ask(tx, time.id, three, NOW + 2 * DAY)
        assert bookings.held(tx, [time.id], NOW) == {time.id: {two, three}}
        assert bookings.held(tx, [time.id], NOW + DAY) == {time.id: {three}}
        assert [kept.member_id for kept in bookings.outlived(tx, NOW + DAY)] == [two]
        assert bookings.next_end(tx) == NOW + DAY
        bookings.let_go(tx, time.id, two)
        assert bookings.outlived(tx, NOW + DAY) == []
        assert bookings.next_end(tx) == NOW + 2 * DAY
        assert [(kept.member_id, kept.until) for kept in bookings.holds_of(tx, time.id)] == [
            (two, None),
            (three, NOW + 2 * DAY),
        ]


def test_a_supervisor_has_a_desk_and_people(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two, three = (member(tx, number).id for number in (1, 2, 3))
        assert desks.desk(tx, one) == Desk()
        desks.arrange(tx, one, place="Lyon")
        desks.arrange(tx, one, link="https://visio.example")
        found = desks.desk(tx, one)
        assert found == Desk("Lyon", "https://visio.example")
        assert (found.at("place"), found.at("video")) == ("Lyon", "https://visio.example")
        desks.entrust(tx, [two, three], one)
        desks.entrust(tx, [three], two)
        assert (desks.cases(tx, one), desks.all_cases(tx)) == ({two}, {two: one, three: two})
        desks.entrust(tx, [three], None)
        assert (desks.supervisor(tx, two), desks.supervisor(tx, three)) == (one, None)


def test_a_plan_says_only_what_was_set(pair: Pair) -> None:
    with pair.begin() as tx:
        region, person = Plan("region:FR-ARA", 6, "group"), Plan("member:1", began="2026-11")
        plans.arrange(tx, region)
        plans.arrange(tx, person)
        assert plans.of(tx, ["region:FR-ARA", "member:1", "member:2"]) == {one.scope: one for one in (region, person)}
        plans.arrange(tx, Plan("member:1"))
        assert plans.of(tx, ["member:1"]) == {}


def test_who_was_at_meetings_of_a_kind(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        meeting, called_off = published(tx, one, 1), published(tx, one, 2, state="cancelled")
        meetings.change(tx, meeting.id, wall=WALL)
        for there in (meeting, called_off):
            presences.mark(tx, there.id, one)
        assert presences.at_kind(tx, "peer", [one, two]) == [(one, WALL)]
        assert presences.at_kind(tx, "training", [one, two]) == []


# What people type, and why it can hold nothing of what was said in a supervision.
TEXTS = {
    ("desks", "place"): "where a supervisor receives, set once for every time to come",
    ("desks", "link"): "the same, for video",
    ("desks", "pace"): "daily, weekly or never",
    ("openings", "uid"): "of the calendar event; made by the program",
    ("openings", "zone"): "an IANA name",
    ("openings", "mode"): "place or video",
    ("openings", "state"): "open or withdrawn",
    ("patterns", "zone"): "an IANA name",
    ("patterns", "mode"): "place or video",
    ("plans", "scope"): "of whom; made by the program",
    ("plans", "format"): "single or group",
    ("plans", "began"): "a month",
    ("watches", "region"): "of the list of regions",
}
TABLES = ("bookings", "caseloads", "desks", "holds", "openings", "patterns", "plans", "watches")


def test_no_column_could_hold_what_was_said(pair: Pair) -> None:
    inspector = sa.inspect(pair.community)
    found = {
        (table, column["name"])
        for table in TABLES
        for column in inspector.get_columns(table)
        if not isinstance(column["type"], (sa.Integer, sa.Boolean, sa.Date, sa.DateTime))
    }
    assert found == set(TEXTS)
