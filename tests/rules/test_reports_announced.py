"""Announcing: each message once, to those who may read it, when a phone may sound, naming nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

import storage.notices
from handlers.rules import reports
from handlers.rules.people import Person
from handlers.rules.reports import PATIENT, PRESSING
from storage import members
from storage.database import Transaction
from storage.vault import Thread
from tests.rules.cast import DAY, NOW, ids, number_of, report, somebody
from tests.storage.pair import Dump, Pair, dump

MIDNIGHT = NOW.replace(hour=0)
NIGHT = datetime(2026, 5, 26, 21, 30, tzinfo=UTC)  # 23:30 in Lyon
SEVEN = datetime(2026, 5, 27, 5, tzinfo=UTC)  # next morning there
BOXES = ["FR-ARA", "FR-BRE", "national"]
numbers = count(1)


def sent(tx: Transaction, who: Person, level: int, now: datetime = NOW, region: str = "FR-ARA") -> Thread:
    number = next(numbers)
    return reports.submit(tx, who, report(number, level, region), ids(number), now, least=1)


def announce(
    tx: Transaction, levels: Iterable[int] = PATIENT, boxes: Iterable[str] = BOXES, now: datetime = NOW
) -> None:
    reports.announce(tx, levels, boxes, now, lambda: str(next(numbers)))


def told(tx: Transaction) -> list[tuple[str, str, datetime]]:
    table = storage.notices.notices.c
    rows = dump(tx)["notices"]
    names = [column.name for column in table]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    assert {row["kind"] for row in found} <= {"report.new"}
    assert {row["lane"] for row in found} <= {storage.notices.ALERT}
    return [(str(row["about"]), str(row["recipient"]), row["due_at"]) for row in found]  # type: ignore[misc]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_each_is_announced_once_to_the_supervisors_of_its_box(tx: Transaction, level: int) -> None:
    awa = somebody(tx, 1, "peer_worker")
    readers = [somebody(tx, 2, "supervisor"), somebody(tx, 3, "supervisor", "supervisor FR-BRE")]
    for number, role in enumerate(["supervisor FR-BRE", "supervisor national", "coordinator", "peer_worker"], 4):
        somebody(tx, number, role)
    thread = sent(tx, awa, level)
    for _ in range(2):
        announce(tx, PATIENT if level in PATIENT else PRESSING)
        assert told(tx) == [("inbox", f"member:{number_of(who)}", MIDNIGHT) for who in readers]
    found = storage.vault.thread(tx, thread.id)
    assert found
    assert found.status == "announced"


def test_only_the_levels_and_boxes_whose_time_has_come(tx: Transaction) -> None:
    awa, samira = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor", "supervisor FR-BRE")
    sent(tx, awa, 1)
    announce(tx, PRESSING)
    announce(tx, PATIENT, ["FR-BRE"])
    announce(tx, PATIENT, [])
    assert told(tx) == []
    announce(tx, PATIENT, ["FR-ARA"])
    assert told(tx) == [("inbox", f"member:{number_of(samira)}", MIDNIGHT)]


def test_many_at_once_are_one_notice_a_reader(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    for _ in range(3):
        sent(tx, awa, 1)
    announce(tx)
    sent(tx, awa, 0)
    announce(tx)  # the first notice waits still, and will say all of it
    assert len(told(tx)) == 1
    [claimed] = storage.notices.claim(tx, NOW, 9, timedelta(minutes=1))
    storage.notices.settle(tx, claimed.id, "sent")
    sent(tx, awa, 0)
    announce(tx)
    assert len(told(tx)) == 2


def test_several_boxes_are_one_notice(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    somebody(tx, 2, "supervisor", "supervisor FR-BRE", "supervisor FR-974")
    for region in ("FR-974", "FR-ARA", "FR-BRE"):
        sent(tx, awa, 1, region=region)
    announce(tx)
    assert len(told(tx)) == 1


@pytest.mark.parametrize(("level", "due_at"), [(2, SEVEN), (3, MIDNIGHT)])
def test_by_night_the_pressing_wait_for_the_morning_and_danger_does_not(
    tx: Transaction, level: int, due_at: datetime
) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    sent(tx, awa, level, NIGHT)
    announce(tx, PRESSING, now=NIGHT)
    assert [at for _, _, at in told(tx)] == [due_at]


def test_danger_does_not_wait_behind_what_waits_for_the_morning(tx: Transaction) -> None:
    awa, _ = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    for level in (2, 2, 3, 3, 2):
        sent(tx, awa, level, NIGHT)
        announce(tx, PRESSING, now=NIGHT)
    assert sorted(at for _, _, at in told(tx)) == [MIDNIGHT, SEVEN]
    assert len(storage.notices.claim(tx, NIGHT, 9, timedelta(minutes=1))) == 1


def test_a_box_that_lost_its_readers_keeps_its_messages_until_it_has_one(tx: Transaction) -> None:
    awa, samira = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    thread = sent(tx, awa, 1)
    tx.community.execute(members.members.update().where(members.members.c.id == number_of(samira)).values(state="left"))
    announce(tx)
    found = storage.vault.thread(tx, thread.id)
    assert found
    assert (found.status, told(tx)) == ("received", [])
    zoe = somebody(tx, 3, "supervisor")
    announce(tx, now=NOW + DAY)
    assert told(tx) == [("inbox", f"member:{number_of(zoe)}", MIDNIGHT + DAY)]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_nothing_in_the_community_database_leads_to_the_message_its_writer_or_its_hour(pair: Pair, level: int) -> None:
    def world(writer: int, number: int, now: datetime) -> Dump:
        with pair.rehearse() as tx:
            people = [somebody(tx, n, "peer_worker") for n in (1, 2)]
            somebody(tx, 3, "supervisor")
            thread = reports.submit(tx, people[writer], report(number, level), ids(number), now)
            reports.announce(tx, range(4), BOXES, now, lambda: "v")
            found = dump(tx)
            for secret in (report(number).token, thread.id, thread.id.hex(), f"Texte {number}", "isolement"):
                assert repr(secret).strip("b'") not in repr(found)
            return found

    first = world(0, 71, NOW)
    assert len(first["notices"]) == 1
    assert first == world(1, 72, NOW + timedelta(hours=5, minutes=17))
