"""Delays: recalled half-way, handed on when the time is over, never to whom it is hidden from, never to and fro."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import storage.vault
from handlers.rules import delays, inbox, people, reports, workdays
from handlers.rules.delays import Watch
from handlers.rules.regions import BOXES
from storage.database import Transaction
from storage.members import NATIONAL
from storage.vault import Thread
from tests.rules.cast import DAY, HOUR, NOW, somebody
from tests.rules.test_inbox import TODAY, sent
from tests.storage.pair import dump

DEPUTIES = {"FR-ARA": "FR-BRE", "FR-BRE": "FR-ARA"}
LATER = workdays.delay(TODAY, workdays.add(TODAY, 2, "FR-ARA"), "FR-ARA")


def waiting(tx: Transaction, level: int = 1, box: str = "FR-ARA") -> Thread:
    """A report announced today, to be read in two working days."""
    thread = sent(tx, "announced", level=level, box=box)
    storage.vault.set_due(tx, thread.id, workdays.add(TODAY, 2, box) if level else None)
    return thread


def at(day: object) -> datetime:
    return datetime.fromisoformat(f"{day}T08:30+00:00")


def escalate(tx: Transaction, now: datetime) -> bool:
    return delays.escalate(tx, BOXES, DEPUTIES, now, lambda size: bytes(size))


def box_of(tx: Transaction, thread: Thread) -> str:
    found = storage.vault.thread(tx, thread.id)
    assert found
    return found.box


def test_half_way_its_readers_are_reminded_once_a_day(tx: Transaction) -> None:
    samira, _ = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor FR-BRE")
    waiting(tx)
    told: list[int] = []
    for now in (at(TODAY), at(LATER.reminder), at(LATER.reminder) + 10 * HOUR, at(LATER.reminder + DAY)):
        delays.recall(tx, BOXES, now)
        told.append(len(dump(tx)["notices"]))
    assert told == [0, 1, 1, 2]
    assert {(row[1], row[2], row[4]) for row in dump(tx)["notices"]} == {
        ("report.late", "inbox", f"member:{people.member(samira).id}")
    }


@pytest.mark.parametrize(("level", "days"), [(1, [1, 2, 3, 6, 13]), (3, list(range(15)))])
def test_reminders_spare_days_off_and_become_rare(tx: Transaction, level: int, days: list[int]) -> None:
    somebody(tx, 1, "supervisor")
    thread = waiting(tx, level=level)  # on a Tuesday; to be read by Thursday, late from Friday on
    storage.vault.set_due(tx, thread.id, reports.due(level, TODAY, "FR-ARA"))
    for ahead in range(15):
        delays.recall(tx, BOXES, at(TODAY + ahead * DAY))
    assert [row[3] for row in dump(tx)["notices"]] == [(TODAY + ahead * DAY).isoformat() for ahead in days]


@pytest.mark.parametrize("status", ["received", "read", "answered", "closed"])
def test_what_was_read_or_not_announced_is_not_late(tx: Transaction, status: storage.vault.Status) -> None:
    somebody(tx, 1, "supervisor", "supervisor national")
    storage.vault.set_status(tx, waiting(tx).id, status, TODAY)
    delays.recall(tx, BOXES, at(LATER.escalation))
    assert not escalate(tx, at(LATER.escalation))
    assert dump(tx)["notices"] == []


def test_for_information_nothing_is_ever_late(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor", "supervisor national")
    thread = waiting(tx, level=0)
    assert not escalate(tx, NOW + 300 * DAY)
    assert box_of(tx, thread) == "FR-ARA"


def test_it_goes_to_the_deputy_then_to_the_nation_then_nowhere(tx: Transaction) -> None:
    for number, box in enumerate(("FR-ARA", "FR-BRE", NATIONAL), 1):
        somebody(tx, number, f"supervisor {box}")
    thread, now = waiting(tx), at(LATER.escalation)
    boxes: list[str] = []
    stuck: list[bool] = []
    for _ in range(4):
        assert not escalate(tx, now - DAY) or boxes[-1:] == [NATIONAL]
        stuck.append(escalate(tx, now))
        boxes.append(box_of(tx, thread))
        storage.vault.set_status(tx, thread.id, "announced", now.date())
        now += 14 * DAY
    assert (boxes, stuck) == (["FR-BRE", NATIONAL, NATIONAL, NATIONAL], [False, False, True, True])


def test_a_message_set_aside_waits_rather_than_go_to_whom_it_is_hidden_from(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor FR-ARA", "supervisor national")
    samira = somebody(tx, 2, "supervisor FR-BRE")
    storage.vault.add(
        tx,
        token=b"t" * 16,
        box="FR-BRE",
        readers=["FR-BRE"],
        theme="conflit",
        level=1,
        text="x",
        due=TODAY,
        today=TODAY,
        thread_id=b"i" * 16,
        entry_id=b"e" * 16,
        aside="FR-ARA",
    )
    storage.vault.set_status(tx, b"i" * 16, "announced", TODAY)
    assert escalate(tx, NOW + 30 * DAY)
    assert len(inbox.waiting(tx, samira)) == 1


def test_a_lost_key_stops_nothing_else(tx: Transaction) -> None:
    somebody(tx, 1, "supervisor", "supervisor national", "supervisor FR-BRE")
    waiting(tx, box="FR-BRE")
    tx.keys.destroy("FR-BRE", "2026-05")
    other = sent(tx, "announced", number=2)
    storage.vault.set_due(tx, other.id, TODAY)
    assert escalate(tx, at(LATER.escalation) + 5 * DAY)
    assert box_of(tx, other) == "FR-BRE"
    tx.keys.public("FR-BRE", "2026-05")


def test_an_immediate_danger_waits_two_hours_from_when_it_is_known(tx: Transaction) -> None:
    thread, calm = waiting(tx, level=3), sent(tx, "announced", number=2, level=2)
    assert delays.dangers(tx, BOXES) == [storage.vault.thread(tx, thread.id)]
    watch, found = Watch(), delays.dangers(tx, BOXES)
    assert watch.next_due(NOW) is None
    assert watch.overdue(found, NOW) == []
    assert watch.next_due(NOW) == NOW + 2 * HOUR
    assert watch.overdue(found, NOW + 2 * HOUR - timedelta(seconds=1)) == []
    assert watch.overdue(found, NOW + 2 * HOUR) == found
    assert watch.next_due(NOW + 2 * HOUR) is None  # there may be nobody else: time does not stop there
    assert watch.overdue(found, NOW + 3 * HOUR) == found
    deputy = [replace(each, box="FR-BRE") for each in found]
    assert watch.overdue(deputy, NOW + 3 * HOUR) == [], "whoever stands in has two hours of their own"
    assert watch.overdue(deputy, NOW + 5 * HOUR) == deputy
    assert watch.overdue([], NOW + 5 * HOUR) == []
    assert watch.next_due(NOW + 5 * HOUR) is None
    assert box_of(tx, calm) == "FR-ARA"


@pytest.mark.parametrize(("level", "weeks"), [(0, []), (1, ["2026-W23", "2026-W24", "2026-W25"])])
def test_what_was_read_and_not_answered_is_recalled_once_a_week(tx: Transaction, level: int, weeks: list[str]) -> None:
    samira = somebody(tx, 1, "supervisor")
    thread = waiting(tx, level=level)
    storage.vault.set_status(tx, thread.id, "read", TODAY)  # a Tuesday: seven working days end on Thursday week
    for ahead in range(26):
        delays.ask_for_answers(tx, BOXES, at(TODAY + ahead * DAY))
    told = [(row[1], row[3], row[4]) for row in dump(tx)["notices"]]
    assert told == [("report.unanswered", week, f"member:{people.member(samira).id}") for week in weeks]
    storage.vault.set_status(tx, thread.id, "answered", TODAY + 26 * DAY)
    delays.ask_for_answers(tx, BOXES, at(TODAY + 40 * DAY))
    assert len(dump(tx)["notices"]) == len(weeks)
