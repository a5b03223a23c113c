"""Handling: taking care, notes, handing on; who is set aside learns nothing, wherever a message goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.vault
from handlers.rules import handling, inbox, people, reports
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.reports import Draft
from handlers.rules.routing import Way
from storage.database import Transaction
from storage.members import NATIONAL, Role
from storage.vault import Status, Thread
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, ids, refused, refuses, somebody
from tests.rules.test_inbox import sent, status
from tests.storage.pair import Pair
from tests.storage.people import member

TOKEN = b"t" * 16
PLACES = ("FR-ARA", "FR-BRE", NATIONAL)


def apart(tx: Transaction, way: Way) -> Thread:
    """A message with this way, announced."""
    writer = people.recognise(tx, member(tx, 80, Role("peer_worker", "FR-ARA")).telegram_id, "fr")
    thread = reports.submit(tx, writer, Draft(TOKEN, "isolement", 1, way, "Texte"), ids(), NOW, least=1)
    storage.vault.set_status(tx, thread.id, "announced", reports.local_day(thread.box, NOW))
    return thread


def test_the_others_see_that_somebody_takes_care(tx: Transaction) -> None:
    samira, jo, thread = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor"), sent(tx, "read")
    for taken in (True, True, False):
        assert handling.take(tx, samira, thread.id, taken).taken is taken
        assert [each.taken for each in inbox.waiting(tx, jo)] == [taken]


def test_a_note_is_for_readers_only_and_once(tx: Transaction) -> None:
    samira, jo, thread = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor"), sent(tx)
    for _ in range(2):
        handling.note(tx, samira, thread.id, b"n" * 16, "À suivre")
    _, entries = inbox.open_as_reader(tx, jo, thread.id, NOW)
    assert [entry.author for entry in entries] == ["writer", "note"]
    _, seen = reports.read_as_writer(tx, STRANGER, (1).to_bytes(16, "big"))
    assert [entry.author for entry in seen] == ["writer"]


def test_handed_on_it_is_new_to_others_gone_from_here_and_its_writer_sees_that(tx: Transaction) -> None:
    samira, gwen, thread = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor FR-BRE"), sent(tx, "read")
    handling.take(tx, samira, thread.id, True)
    handling.hand_on(tx, samira, thread.id, "FR-BRE", b"m" * 16, NOW + DAY)
    assert inbox.waiting(tx, samira) == []
    assert refused(lambda: inbox.open_as_reader(tx, samira, thread.id, NOW)) == Reason.REPORT_NOT_YOURS
    found, entries = reports.read_as_writer(tx, STRANGER, (1).to_bytes(16, "big"))
    assert (found.box, found.status, found.taken) == ("FR-BRE", "received", False)
    assert found.due == reports.due(1, reports.local_day("FR-BRE", NOW + DAY), "FR-BRE")
    assert [entry.author for entry in entries] == ["writer", "moved"]
    reports.announce(tx, [1], PLACES, NOW + DAY, lambda: "v")
    assert len(inbox.open_as_reader(tx, gwen, thread.id, NOW + DAY)[1]) == 2


def test_it_is_handed_on_only_where_somebody_may_read_it(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    somebody(tx, 2, "supervisor FR-BRE", "supervisor national")
    thread = sent(tx, "read")
    assert handling.targets(tx, samira, thread.id) == {"FR-BRE", NATIONAL}
    for box in ("FR-ARA", "FR-974"):
        with refuses(Reason.NO_READER_THERE):
            handling.hand_on(tx, samira, thread.id, box, b"m" * 16, NOW)
    assert status(tx, thread) == "read"


def test_what_has_ended_is_not_handed_on(tx: Transaction) -> None:
    samira, thread = somebody(tx, 1, "supervisor", "supervisor national"), sent(tx, "closed")
    for act in (
        lambda: handling.targets(tx, samira, thread.id),
        lambda: handling.hand_on(tx, samira, thread.id, NATIONAL, b"m" * 16, NOW),
    ):
        assert refused(act) == Reason.REPORT_CLOSED
    assert status(tx, thread) == "closed"


@fewer(2)
@given(st.lists(st.frozensets(st.sampled_from(PLACES), min_size=1, max_size=2), min_size=1, max_size=4), st.data())
def test_who_is_set_aside_learns_nothing_wherever_it_goes(
    pair: Pair, held: list[frozenset[str]], data: st.DataObject
) -> None:
    with pair.rehearse() as tx:
        who = [
            Person(n, "fr", member(tx, n, *(Role("supervisor", box) for box in boxes))) for n, boxes in enumerate(held)
        ]
        open_boxes = _open(held)
        if not open_boxes:
            return
        thread = apart(tx, Way("FR-ARA", aside=True, box=data.draw(st.sampled_from(sorted(open_boxes)))))
        for move in range(3):
            box = _seen_only_by_others(tx, thread.id, list(zip(who, held, strict=True)))
            holder = next(
                reader for reader, boxes in zip(who, held, strict=True) if box in boxes and "FR-ARA" not in boxes
            )
            inbox.open_as_reader(tx, holder, thread.id, NOW)
            targets = handling.targets(tx, holder, thread.id)
            assert targets == open_boxes - {box}
            if not targets:
                return
            handling.hand_on(
                tx, holder, thread.id, data.draw(st.sampled_from(sorted(targets))), bytes([move] * 16), NOW
            )
            reports.announce(tx, range(4), PLACES, NOW, lambda: "v")


def _seen_only_by_others(tx: Transaction, thread_id: bytes, people_held: list[tuple[Person, frozenset[str]]]) -> str:
    """Nobody who supervises the zone meets it anywhere; returns the box it is in."""
    found = storage.vault.thread(tx, thread_id)
    assert found
    for reader, boxes in people_held:
        mine = found.box in boxes and "FR-ARA" not in boxes
        assert bool(inbox.waiting(tx, reader)) is mine
        assert bool(inbox.news(tx, people.member(reader))) is mine
        no = None if mine else Reason.REPORT_NOT_YOURS
        assert refused(lambda who=reader: inbox.for_reader(tx, who, thread_id)) == no  # type: ignore[misc]
    return found.box


def _open(held: list[frozenset[str]]) -> set[str]:
    return {box for boxes in held if "FR-ARA" not in boxes for box in boxes}


@pytest.mark.parametrize("before", ["received", "announced"])
def test_what_nobody_has_read_is_neither_taken_nor_handed_on_nor_ended(tx: Transaction, before: Status) -> None:
    samira, thread = somebody(tx, 1, "supervisor", "supervisor national"), sent(tx, before)
    no = Reason.REPORT_NOT_YOURS if before == "received" else Reason.REPORT_UNREAD
    for act in (
        lambda: handling.take(tx, samira, thread.id, True),
        lambda: handling.targets(tx, samira, thread.id),
        lambda: handling.hand_on(tx, samira, thread.id, NATIONAL, b"m" * 16, NOW),
        lambda: handling.close_with(tx, samira, thread.id, b"e" * 16, "x", NOW),
    ):
        assert refused(act) == no
    assert status(tx, thread) == before


def test_a_last_word_ends_the_exchange_once(tx: Transaction) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx, "read")
    for _ in range(2):
        handling.close_with(tx, samira, thread.id, b"e" * 16, "Au revoir", NOW)
    found, entries = reports.read_as_writer(tx, STRANGER, (1).to_bytes(16, "big"))
    assert (found.status, [entry.text for entry in entries]) == ("closed", ["Texte 1", "Au revoir"])


def test_its_writer_takes_everything_back_at_once(tx: Transaction) -> None:
    samira, thread, token = somebody(tx, 1, "supervisor"), sent(tx, "read"), (1).to_bytes(16, "big")
    for _ in range(2):
        reports.erase(tx, STRANGER, token)
    assert inbox.waiting(tx, samira) == []
    assert refused(lambda: reports.look(tx, STRANGER, token, NOW)) == Reason.REPORT_GONE
    assert refused(lambda: inbox.for_reader(tx, samira, thread.id)) == Reason.REPORT_NOT_YOURS


def test_a_lost_key_is_given_back_by_the_writer(tx: Transaction) -> None:
    samira, thread, token = somebody(tx, 1, "supervisor"), sent(tx, "read"), (1).to_bytes(16, "big")
    tx.keys.destroy("FR-ARA", "2026-05")
    assert reports.look(tx, STRANGER, token, NOW).lost
    assert inbox.waiting(tx, samira) == []
    assert refused(lambda: inbox.for_reader(tx, samira, thread.id)) == Reason.KEY_LOST
    for _ in range(2):
        assert reports.renew(tx, STRANGER, token, NOW + 9 * DAY).status == "received"
    today = reports.local_day("FR-ARA", NOW + 9 * DAY)
    assert reports.look(tx, STRANGER, token, NOW).thread.due == reports.due(thread.level, today, "FR-ARA")
    reports.announce(tx, range(4), PLACES, NOW, lambda: "v")
    assert [entry.text for entry in inbox.open_as_reader(tx, samira, thread.id, NOW)[1]] == ["Texte 1"]
    tx.keys.public("FR-ARA", "2026-05")
