"""Who gives no sign is asked, and erased only when they were asked half a year before; counts stay."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import storage.answers
import storage.meetings
import storage.members
import storage.notices
from handlers.rules import leaving, meetings, people, retention
from storage.database import Transaction
from tests.rules.cast import DAY, NOW, number_of, published, somebody
from tests.storage.pair import Pair, dump

JOINED = NOW.replace(month=1, day=1)  # as everybody in these tests
MONTH = timedelta(days=31)


def swept(tx: Transaction, at: datetime) -> tuple[int, int]:
    """How many are asked, and how many erased."""
    found = {name: sweep(tx, at) for name, sweep in retention.SWEEPS.items()}
    return found["people asked whether they stay"], found["people silent for two years"]


def test_asked_after_eighteen_months_and_erased_after_twenty_four(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    assert swept(tx, NOW.replace(year=2027, month=7)) == (0, 0)
    assert swept(tx, NOW.replace(year=2027, month=8)) == (1, 0)
    assert swept(tx, NOW.replace(year=2028, month=1)) == (0, 0)
    assert swept(tx, NOW.replace(year=2028, month=3)) == (0, 1)
    assert dump(tx)["members"] == []
    assert storage.notices.to(tx, f"member:{number_of(awa)}") == []


def test_nobody_is_erased_who_was_not_asked(tx: Transaction) -> None:
    somebody(tx, 1, "peer_worker")
    late = NOW.replace(year=2031)
    assert swept(tx, late) == (1, 0)
    assert swept(tx, late + 5 * MONTH) == (0, 0)
    assert swept(tx, late + 7 * MONTH) == (0, 1)


def test_a_word_an_answer_or_an_act_is_a_sign(tx: Transaction) -> None:
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    meetings.answer(tx, awa, published(tx, ines, starts_at=NOW + 300 * DAY).id, "no", NOW)
    leaving.stay(tx, luc, NOW + 200 * DAY)
    assert swept(tx, NOW.replace(year=2027, month=8)) == (1, 0)  # whoever announced it has answered nothing
    assert retention.last_sign(tx, people.member(awa)) == "2027-03"
    assert not retention.still_silent(tx, people.member(people.recognise(tx, 3, "fr")), "2026-01")
    # The answer becomes a count, its sign stays.
    assert retention.count_answers(tx, NOW + 700 * DAY) == 1
    again = people.member(people.recognise(tx, 2, "fr"))
    assert retention.last_sign(tx, again) == "2027-03"


@settings(max_examples=25)
@given(
    days=st.lists(st.integers(1, 120), min_size=5, max_size=40),
    answers=st.lists(st.sampled_from([None, "yes", "no"]), min_size=40, max_size=40),
)
def test_who_answered_within_two_years_is_never_erased(pair: Pair, days: list[int], answers: list[str | None]) -> None:
    at, last = NOW, JOINED
    with pair.rehearse() as tx:
        ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
        leaving.stay(tx, ines, NOW.replace(year=2099))
        for wait, answer in zip(days, answers, strict=False):
            at += wait * DAY
            if answer is not None and people.recognise(tx, 2, "fr").member is not None:
                meeting = published(tx, ines, starts_at=at + DAY)
                meetings.answer(tx, people.recognise(tx, 2, "fr"), meeting.id, answer, at)
                last = at + DAY
            swept(tx, at)
            if at < last + 720 * DAY:
                assert storage.members.by_id(tx, number_of(awa)) is not None


def test_erasing_changes_no_headcount(tx: Transaction) -> None:
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    meeting = published(tx, ines)
    for who, word in ((awa, "yes"), (luc, "yes"), (ines, "no")):
        meetings.answer(tx, who, meeting.id, word, NOW)
    later = NOW + 40 * DAY
    for who in (awa, ines):
        leaving.forget(tx, who, later)
    assert retention.erase_gone(tx, later + 3 * DAY) == 2
    assert storage.answers.headcount(tx, meeting.id) == {"yes": 2, "no": 1}
