"""The day of a meeting: who is late is said once, who was there by two ways, guests with their seats."""

from datetime import timedelta

import pytest

import storage.meetings
import storage.presences
from handlers.rules import actions, agenda, attendance, leaving, meetings, retention
from handlers.rules.attendance import LATE
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.retention import YEAR
from storage.database import Transaction
from storage.meetings import Meeting
from tests.rules.cast import DAY, HOUR, NOW, number_of, published, refused, somebody
from tests.storage.pair import dump

START = NOW + 10 * DAY + 4 * HOUR  # two in the afternoon, for two hours and a half
END = START + timedelta(minutes=150)


def cast(tx: Transaction) -> tuple[Person, Person, Meeting]:
    """Who runs it, who comes, and the meeting."""
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    meeting = published(tx, ines, starts_at=START)
    meetings.answer(tx, awa, meeting.id, "yes", NOW)
    return ines, awa, meeting


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (START - 15 * HOUR, Reason.LATE_ELSEWHEN),
        (START - 13 * HOUR, None),
        (END - timedelta(minutes=1), None),
        (END, Reason.LATE_ELSEWHEN),
    ],
)
def test_late_is_said_on_the_day_and_once(tx: Transaction, at: object, reason: Reason | None) -> None:
    ines, awa, meeting = cast(tx)
    for _ in range(2):
        assert refused(lambda: attendance.late(tx, awa, meeting.id, at)) == reason  # type: ignore[arg-type]
    told = [(row[2], row[4]) for row in dump(tx)["notices"] if row[1] == LATE]
    about = f"late:{meeting.id}:{number_of(awa)}"
    assert told == ([] if reason else [(about, f"member:{number_of(ines)}")])
    found = attendance.latecomer(tx, about)
    assert found is not None
    assert (found[0].id, found[1].id) == (meeting.id, number_of(awa))
    storage.meetings.change(tx, meeting.id, state="cancelled")
    assert attendance.latecomer(tx, about) is None


def test_who_runs_it_tells_nobody_that_they_are_late_themselves(tx: Transaction) -> None:
    ines, _, meeting = cast(tx)
    attendance.late(tx, ines, meeting.id, START)
    assert [row for row in dump(tx)["notices"] if row[1] == LATE] == []


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (START - timedelta(seconds=1), Reason.MEETING_NOT_BEGUN),
        (START, None),
        (END + 7 * DAY - timedelta(seconds=1), None),
        (END + 7 * DAY, Reason.ATTENDANCE_OVER),
    ],
)
def test_a_member_says_it_from_the_start_until_a_week_after(tx: Transaction, at: object, reason: Reason | None) -> None:
    _, awa, meeting = cast(tx)
    for there in (True, True, False, True):
        word = refused(lambda there=there: attendance.was_there(tx, awa, meeting.id, at, there=there))  # type: ignore[arg-type,misc]
        assert word == reason
    assert storage.presences.present(tx, meeting.id) == ([] if reason else [number_of(awa)])


def test_who_runs_it_ticks_those_who_were_to_come_and_those_who_said_so(tx: Transaction) -> None:
    ines, awa, meeting = cast(tx)
    luc, zoe = somebody(tx, 3, "peer_worker"), somebody(tx, 4, "peer_worker")
    meetings.answer(tx, luc, meeting.id, "no", NOW)
    assert [one.first_name for one in attendance.sheet(tx, ines, meeting.id, START).names] == ["N2"]
    attendance.was_there(tx, zoe, meeting.id, START, there=True)
    for _ in range(2):
        found = attendance.tick(tx, ines, meeting.id, number_of(awa), END, there=True)
    assert [(one.first_name, one.there) for one in found.names] == [("N2", True), ("N4", True)]
    late = END + 31 * DAY
    for who, number, at, reason in (
        (ines, number_of(luc), END, Reason.STALE),
        (awa, number_of(awa), END, Reason.LEADS_ONLY),
        (ines, number_of(awa), NOW, Reason.MEETING_NOT_BEGUN),
        (ines, number_of(awa), late, Reason.ATTENDANCE_OVER),
    ):
        call = lambda: attendance.tick(tx, who, meeting.id, number, at, there=False)  # noqa: B023, E731
        assert refused(call) == reason
    assert refused(lambda: attendance.sheet(tx, ines, meeting.id, late)) == Reason.ATTENDANCE_OVER


def test_those_who_came_are_counted_once_somebody_says_who_was_there_and_a_year_later_too(tx: Transaction) -> None:
    ines, awa, meeting = cast(tx)
    attendance.bring(tx, ines, meeting.id, "Rose", NOW)

    def came() -> int:
        return meetings.look(tx, ines, meeting.id).came

    assert came() == 0
    attendance.was_there(tx, awa, meeting.id, START, there=True)
    assert came() == 2
    retention.count_presences(tx, END + YEAR)
    assert (storage.presences.present(tx, meeting.id), came()) == ([], 2)


def test_guests_come_with_their_names_and_give_their_seat_back(tx: Transaction) -> None:
    ines, awa, meeting = cast(tx)
    storage.meetings.change(tx, meeting.id, capacity=3)
    for _ in range(2):
        found = attendance.bring(tx, ines, meeting.id, "Rose,  Marcel \n\n Rose", NOW)
    assert found.guests == ("Marcel", "Rose")
    luc = somebody(tx, 3, "peer_worker")
    view, _ = meetings.answer(tx, luc, meeting.id, "yes", NOW)
    assert (view.company, view.comes) == (("Marcel", "Rose"), False)
    for _ in range(2):
        left = attendance.take_off(tx, ines, meeting.id, attendance.mark_of("Rose"), NOW)
    assert left.guests == ("Marcel",)
    assert meetings.look(tx, luc, meeting.id).comes
    assert refused(lambda: attendance.bring(tx, awa, meeting.id, "X", NOW)) == Reason.LEADS_ONLY
    assert refused(lambda: attendance.bring(tx, ines, meeting.id, "Rose\n" + "x" * 41, NOW)) == Reason.NAME_LONG
    assert refused(lambda: attendance.bring(tx, ines, meeting.id, "Jean, 06 12 34 56 78", NOW)) == Reason.NAME_ADDRESS
    many = ",".join(f"N{n}" for n in range(20))
    assert refused(lambda: attendance.bring(tx, ines, meeting.id, many, NOW)) == Reason.GUESTS_TOO_MANY
    assert refused(lambda: attendance.bring(tx, ines, meeting.id, "X", END + 31 * DAY)) == Reason.ATTENDANCE_OVER


def test_who_runs_it_is_told_of_guests_without_a_seat_until_there_is_one(tx: Transaction) -> None:
    ines, _, meeting = cast(tx)
    assert attendance.bring(tx, ines, meeting.id, "Rose, Marcel", NOW).over == 0, "no limit"
    storage.meetings.change(tx, meeting.id, capacity=2)
    assert attendance.guests(tx, ines, meeting.id).over == 1
    assert attendance.take_off(tx, ines, meeting.id, attendance.mark_of("Rose"), NOW).over == 0


def test_after_a_year_counts_are_left_and_no_agenda_and_no_minutes(tx: Transaction) -> None:
    ines, awa, meeting = cast(tx)
    attendance.bring(tx, ines, meeting.id, "Rose", NOW)
    agenda.propose(tx, awa, meeting.id, 5, "Les horaires", NOW, signed=True)
    attendance.was_there(tx, awa, meeting.id, START, there=True)
    actions.share(tx, ines, meeting.id, 7, "Action : N2 : écrire", END)
    sweeps = ("presences turned into counts", "items of agendas", "decisions and actions")
    assert [retention.sweep(tx, what, START + YEAR) for what in sweeps] == [0, 0, 0]
    assert [retention.sweep(tx, what, START + YEAR + HOUR) for what in sweeps] == [2, 1, 1]
    left = dump(tx)
    assert [left[name] for name in ("presences", "companions", "items", "votes", "actions")] == [[]] * 5
    assert sorted(left["attendance"]) == [(meeting.id, "guest", 1), (meeting.id, "there", 1)]


def test_who_is_erased_was_a_number_signed_nothing_and_is_named_by_no_action(tx: Transaction) -> None:
    ines, awa, meeting = cast(tx)
    agenda.propose(tx, awa, meeting.id, 5, "Les horaires", NOW, signed=True)
    agenda.vote(tx, awa, 5, NOW, on=True)
    attendance.late(tx, awa, meeting.id, START)
    attendance.was_there(tx, awa, meeting.id, START, there=True)
    actions.share(tx, ines, meeting.id, 7, "Action : N2 : écrire", END)
    leaving.forget(tx, awa, END)
    retention.sweep(tx, "people who left", END + 3 * DAY)
    left = dump(tx)
    assert (left["presences"], left["votes"]) == ([], [])
    assert (left["items"][0][3], left["actions"][0][5]) == (None, None)
    assert (meeting.id, "there", 1) in left["attendance"]
    assert [row for row in left["notices"] if row[1] == LATE] == []
