"""The inbox: only a supervisor of exactly that region reads, and a refusal never says whether there is something."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.erasures
import storage.vault
from handlers.rules import handling, inbox, people, reports, retention
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason
from handlers.rules.reports import LONGEST
from storage.database import Transaction
from storage.keys import Keyring
from storage.members import NATIONAL, Role
from storage.vault import STATUSES, Status, Thread
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, ids, refused, refuses, somebody
from tests.storage.pair import Pair
from tests.storage.people import member

TODAY = date(2026, 5, 26)
PLACES = ("FR-ARA", "FR-BRE", NATIONAL)
roles = st.frozensets(st.builds(Role, st.sampled_from(ROLES), st.sampled_from(PLACES)), max_size=4)


def sent(
    tx: Transaction, status: Status = "announced", *, number: int = 1, box: str = "FR-ARA", level: int = 1
) -> Thread:
    """A report in this box, with this status."""
    token, (thread_id, entry_id) = number.to_bytes(16, "big"), ids(number)
    storage.vault.add(
        tx,
        token=token,
        box=box,
        readers=[box],
        theme="isolement",
        level=level,
        text=f"Texte {number}",
        due=None,
        today=TODAY,
        thread_id=thread_id,
        entry_id=entry_id,
    )
    storage.vault.set_status(tx, thread_id, status, TODAY)
    found = storage.vault.thread(tx, thread_id)
    assert found
    return found


def status(tx: Transaction, thread: Thread) -> str:
    found = storage.vault.thread(tx, thread.id)
    assert found
    return found.status


@given(st.none() | roles, st.sampled_from(PLACES), st.sampled_from(STATUSES), st.sampled_from(PLACES))
def test_who_may_open_and_answer(pair: Pair, held: frozenset[Role] | None, box: str, status: Status, home: str) -> None:
    with pair.rehearse() as tx:
        who = STRANGER
        if held is not None:
            reader = member(tx, 1, *held, region="FR-ARA" if home == NATIONAL else home)
            who = Person(1, "fr", reader)
        thread = sent(tx, status, box=box)
        mine, supervises = Role("supervisor", box) in (held or ()), {role.name for role in held or ()} >= {"supervisor"}
        no = Reason.MEMBERS_ONLY if held is None else Reason.REPORT_NOT_YOURS if supervises else Reason.SUPERVISORS_ONLY
        opened = refused(lambda: inbox.open_as_reader(tx, who, thread.id, NOW))
        answered = refused(lambda: inbox.answer(tx, who, thread.id, b"e" * 16, "x", NOW))
        assert opened == (None if mine and status != "received" else no)
        told = mine and status != "received"
        assert answered == ((Reason.REPORT_CLOSED if status == "closed" else None) if told else no)
        assert refused(lambda: inbox.for_reader(tx, who, thread.id)) == (None if told else no)
        # What is not theirs and what does not exist look the same.
        assert refused(lambda: inbox.open_as_reader(tx, who, b"?" * 16, NOW)) == no
        assert refused(lambda: inbox.answer(tx, who, b"?" * 16, b"f" * 16, "x", NOW)) == no
        assert refused(lambda: inbox.for_reader(tx, who, b"?" * 16)) == no
        assert refused(lambda: handling.close(tx, who, b"?" * 16, NOW)) == no
        assert len(storage.vault.read_as_box(tx, thread.id, box)) == 1 + (told and status != "closed")


@fewer(3)
@given(roles, st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(STATUSES), st.integers(0, 3)), max_size=8))
def test_a_list_holds_what_was_announced_in_one_s_own_boxes(
    pair: Pair, held: frozenset[Role], rows: list[tuple[str, Status, int]]
) -> None:
    with pair.rehearse() as tx:
        who = Person(1, "fr", member(tx, 1, *held))
        threads = [sent(tx, state, number=n, box=box, level=level) for n, (box, state, level) in enumerate(rows, 1)]
        boxes = {role.region for role in held if role.name == "supervisor"}
        if not boxes:
            assert refused(lambda: inbox.waiting(tx, who)) == Reason.SUPERVISORS_ONLY
            return
        found = inbox.waiting(tx, who)
        assert set(found) == {each for each in threads if each.box in boxes and each.status in inbox.SHOWN}
        assert found == sorted(found, key=lambda each: (inbox.SHOWN.index(each.status), -each.level, each.id))
        assert set(inbox.news(tx, people.member(who))) == {each for each in found if each.status == "announced"}


@pytest.mark.parametrize(("before", "after"), [("announced", "read"), ("read", "read"), ("answered", "answered")])
def test_opening_marks_the_day_of_the_first_reading(tx: Transaction, before: Status, after: Status) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx, before)
    seen, entries = inbox.open_as_reader(tx, samira, thread.id, NOW + DAY)
    assert (seen, [entry.text for entry in entries]) == (thread, ["Texte 1"])
    found = storage.vault.thread(tx, thread.id)
    assert found
    assert (found.status, found.status_on) == (after, TODAY + DAY if before == "announced" else TODAY)


def test_an_answer_sent_twice_is_one_and_reaches_the_writer(tx: Transaction) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx)
    for _ in range(2):
        inbox.answer(tx, samira, thread.id, b"e" * 16, "Bonjour", NOW)
    assert status(tx, thread) == "answered"
    _, entries = reports.read_as_writer(tx, STRANGER, (1).to_bytes(16, "big"))
    assert [(entry.author, entry.text) for entry in entries] == [("writer", "Texte 1"), ("reader", "Bonjour")]


def test_an_answer_that_crosses_the_writer_s_next_text_is_kept_and_the_text_still_announced(tx: Transaction) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx)
    inbox.open_as_reader(tx, samira, thread.id, NOW)
    reports.reply(tx, STRANGER, (1).to_bytes(16, "big"), b"w" * 16, "Autre chose", NOW)
    # Until the slot nothing a reader can see has changed: it would tell them the minute.
    assert [each.status for each in inbox.waiting(tx, samira)] == ["read"]
    assert len(inbox.open_as_reader(tx, samira, thread.id, NOW)[1]) == 1
    inbox.answer(tx, samira, thread.id, b"e" * 16, "Bonjour", NOW)
    assert len(inbox.open_as_reader(tx, samira, thread.id, NOW)[1]) == 2
    assert reports.look(tx, STRANGER, (1).to_bytes(16, "big"), NOW).thread.status == "received"
    reports.announce(tx, [1], ["FR-ARA"], NOW, lambda: "v")
    assert len(inbox.open_as_reader(tx, samira, thread.id, NOW)[1]) == 3


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("received", Reason.REPORT_NOT_YOURS),  # what the slot has not told, no refusal may tell
        ("announced", Reason.REPORT_UNREAD),
        ("read", None),
        ("answered", None),
        ("closed", None),
    ],
)
def test_an_exchange_ends_when_its_last_words_were_read(tx: Transaction, before: Status, reason: Reason | None) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx, before)
    assert refused(lambda: handling.once_read(tx, samira, thread.id)) == reason
    assert refused(lambda: handling.close(tx, samira, thread.id, NOW + DAY)) == reason
    assert status(tx, thread) == ("closed" if reason is None else before)


def test_an_ended_exchange_can_be_read_and_no_more(tx: Transaction) -> None:
    samira, thread, token = somebody(tx, 1, "supervisor"), sent(tx, "read"), (1).to_bytes(16, "big")
    for days in (1, 2):  # the end is the first time it was said
        handling.close(tx, samira, thread.id, NOW + days * DAY)
    found, entries = reports.read_as_writer(tx, STRANGER, token)
    assert (found.status, found.status_on, len(entries)) == ("closed", TODAY + DAY, 1)
    with refuses(Reason.REPORT_CLOSED):
        reports.reply(tx, STRANGER, token, b"w" * 16, "Encore", NOW + 16 * DAY)
    assert inbox.waiting(tx, samira) == []
    assert retention.erase_outlived(tx, NOW + 60 * DAY) == 0
    assert retention.erase_outlived(tx, NOW + 61 * DAY) == 1


def test_an_ended_exchange_is_opened_again_within_fourteen_days(tx: Transaction) -> None:
    samira, thread, token = somebody(tx, 1, "supervisor"), sent(tx, "read"), (1).to_bytes(16, "big")
    handling.close(tx, samira, thread.id, NOW)
    assert reports.look(tx, STRANGER, token, NOW + 14 * DAY).goes_on
    assert not reports.look(tx, STRANGER, token, NOW + 15 * DAY).goes_on
    for _ in range(2):
        assert reports.reply(tx, STRANGER, token, b"w" * 16, "Encore", NOW + 14 * DAY).status == "received"


def test_a_long_answer_is_refused_whole(tx: Transaction) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx)
    with refuses(Reason.TEXT_TOO_LONG):
        inbox.answer(tx, samira, thread.id, b"e" * 16, "x" * (LONGEST + 1), NOW)
    assert status(tx, thread) == "announced"


def test_a_lost_key_is_said_and_marks_nothing_as_read(tx: Transaction, pair: Pair) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx, box="FR-BRE")
    bretonne = somebody(tx, 2, "supervisor FR-BRE")
    Keyring(pair.keys._folder).destroy("FR-BRE", "2026-05")
    with refuses(Reason.KEY_LOST):
        inbox.open_as_reader(tx, bretonne, thread.id, NOW)
    with refuses(Reason.KEY_LOST):
        inbox.answer(tx, bretonne, thread.id, b"e" * 16, "x", NOW)
    assert status(tx, thread) == "announced"
    assert refused(lambda: inbox.open_as_reader(tx, samira, thread.id, NOW)) == Reason.REPORT_NOT_YOURS


def test_who_lost_the_role_reads_no_more(tx: Transaction) -> None:
    samira, thread = somebody(tx, 1, "supervisor"), sent(tx)
    tx.community.exec_driver_sql("DELETE FROM roles")
    now = people.recognise(tx, samira.telegram_id, "fr")
    assert refused(lambda: inbox.open_as_reader(tx, now, thread.id, NOW)) == Reason.SUPERVISORS_ONLY
    assert not inbox.reads(people.member(now), "FR-ARA")


def test_an_open_view_is_erased_after_half_an_hour(tx: Transaction) -> None:
    inbox.erase_later(tx, somebody(tx, 1, "supervisor"), 5, 6, NOW)
    assert storage.erasures.next_due(tx) == NOW + timedelta(minutes=30)
