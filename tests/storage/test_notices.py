"""Notices: claimed once, most urgent first, under a lease; suppressed, revived, expired, written once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import notices
from storage.database import Transaction
from storage.notices import ALERT, ANSWER, BROADCAST, REMINDER, NewNotice, Notice
from tests.storage.pair import Pair

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
LEASE, MINUTE = timedelta(seconds=60), timedelta(minutes=1)


def new(
    about: str = "meeting:1",
    *,
    kind: str = "k",
    version: str = "0",
    to: str = "member:1",
    due: datetime = NOW,
    lane: int = REMINDER,
    until: datetime | None = None,
) -> NewNotice:
    return NewNotice(kind, about, version, to, due, lane, until, {"n": 1})


def claim(tx: Transaction, now: datetime = NOW, most: int = 10) -> list[Notice]:
    return notices.claim(tx, now, most, LEASE)


def states(tx: Transaction) -> dict[str, str]:
    table = notices.notices.c
    return {about: state for about, state in tx.community.execute(sa.select(table.about, table.state))}


def test_what_is_due_is_claimed_once_with_all_that_it_says(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new(due=NOW + MINUTE), new("meeting:2")])
        assert tx.rings
        [found] = claim(tx)
        assert (found.kind, found.about, found.recipient, found.arguments) == ("k", "meeting:2", "member:1", {"n": 1})
        assert (found.lane, found.attempts, found.interrupted) == (REMINDER, 0, False)
    with pair.begin() as tx:
        assert claim(tx) == []
        assert [notice.about for notice in claim(tx, NOW + MINUTE)] == ["meeting:1"]


def test_the_same_thing_is_written_once(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new(), new(lane=ALERT), new(version="1"), new(to="member:2"), new(kind="l"), new("o")])
        assert notices.counts(tx) == {"waiting": 5}
        [first, *_] = claim(tx)
        notices.settle(tx, first.id, "sent")
        notices.add(tx, [new()])
        assert notices.counts(tx) == {"sending": 4, "sent": 1}


def test_nothing_to_write_rings_no_one(pair: Pair) -> None:
    with pair.rehearse() as tx:
        notices.add(tx, [])
        assert not tx.rings


def test_the_urgent_lanes_go_first_then_the_longest_due(pair: Pair) -> None:
    rows = [("d", BROADCAST, 3), ("c", REMINDER, 0), ("b2", ANSWER, 1), ("b1", ANSWER, 2), ("a", ALERT, 0)]
    with pair.rehearse() as tx:
        notices.add(tx, [new(about, lane=lane, due=NOW - age * MINUTE) for about, lane, age in rows])
        assert [notice.about for notice in claim(tx, most=3)] == ["a", "b1", "b2"]
        assert [notice.about for notice in claim(tx, most=3)] == ["c", "d"]


def test_an_interrupted_sending_is_claimed_again_and_says_so(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new()])
        claim(tx)
    with pair.begin() as tx:
        assert claim(tx, NOW + LEASE) == []
        [found] = claim(tx, NOW + LEASE + MINUTE)
        assert (found.interrupted, found.attempts) == (True, 1)
        assert claim(tx, NOW + LEASE + MINUTE) == []


@pytest.mark.parametrize("outcome", ["sent", "failed", "unknown", "expired", "dropped", "unreachable"])
def test_what_is_settled_stays_so(pair: Pair, outcome: str) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new()])
        [found] = claim(tx)
        notices.settle(tx, found.id, outcome)
        notices.settle(tx, found.id, "sending")
        notices.again(tx, found.id, NOW)
        assert notices.counts(tx) == {outcome: 1}
        assert claim(tx, NOW + 10 * LEASE) == []
        assert notices.next_due(tx) is None


def test_another_try_comes_at_its_time_and_is_no_interruption(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new()])
        [found] = claim(tx)
        notices.again(tx, found.id, NOW + MINUTE)
        assert claim(tx) == []
        [found] = claim(tx, NOW + MINUTE)
        assert (found.interrupted, found.attempts) == (False, 1)


def test_what_makes_no_sense_any_more_expires_unsent(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new("a", until=NOW), new("b", until=NOW + MINUTE), new("c")])
        assert [notice.about for notice in claim(tx)] == ["b", "c"]
        assert notices.counts(tx) == {"expired": 1, "sending": 2}


def test_a_thing_that_is_cancelled_is_not_spoken_of(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new("a"), new("a", to="member:2"), new("b"), new("c")])
        [first] = claim(tx, most=1)
        notices.settle(tx, first.id, "sent")
        notices.suppress(tx, "a")
        assert notices.counts(tx) == {"sent": 1, "suppressed": 1, "waiting": 2}
        assert {notice.about for notice in claim(tx)} == {"b", "c"}


def test_whoever_answered_is_told_no_more_until_the_answer_changes(pair: Pair) -> None:
    later = NOW + MINUTE
    with pair.begin() as tx:
        rows = [new(due=later), new(kind="l", due=later), new(to="member:2", due=later), new("o", due=later)]
        notices.add(tx, [*rows, new(version="old", due=later), new(kind="m", due=NOW)])
        notices.suppress_for(tx, "meeting:1", "member:1", ["k", "m"])
        assert notices.counts(tx) == {"suppressed": 3, "waiting": 3}
        notices.revive_for(tx, "meeting:1", "0", "member:1", ["l"], NOW)
        notices.revive_for(tx, "meeting:1", "0", "member:2", ["k"], NOW)
        assert notices.counts(tx) == {"suppressed": 3, "waiting": 3}
        notices.revive_for(tx, "meeting:1", "0", "member:1", ["k", "m"], NOW)  # neither the old one nor the past one
        assert notices.counts(tx) == {"suppressed": 2, "waiting": 4}


def test_who_waits_for_what_and_until_when(pair: Pair) -> None:
    with pair.begin() as tx:
        notices.add(tx, [new("box:a", due=NOW + MINUTE)])
        assert notices.waits(tx, "k", "box:a", "member:1", NOW + MINUTE)
        for kind, about, whom, by in (
            ("k", "box:a", "member:1", NOW),
            ("l", "box:a", "member:1", NOW + MINUTE),
            ("k", "box:b", "member:1", NOW + MINUTE),
            ("k", "box:a", "member:2", NOW + MINUTE),
        ):
            assert not notices.waits(tx, kind, about, whom, by)
        claim(tx, NOW + MINUTE)
        assert not notices.waits(tx, "k", "box:a", "member:1", NOW + MINUTE)


def test_all_that_is_said_to_somebody(pair: Pair) -> None:
    with pair.rehearse() as tx:
        notices.add(tx, [new("box:a", due=NOW + MINUTE), new("box:b"), new("box:a", to="member:2")])
        claim(tx)
        assert notices.to(tx, "member:1") == [("k", "sending", NOW), ("k", "waiting", NOW + MINUTE)]
        assert notices.to(tx, "member:3") == []


def test_the_next_due_time_is_a_lease_s_end_for_what_is_being_sent(pair: Pair) -> None:
    with pair.begin() as tx:
        assert notices.next_due(tx) is None
        notices.add(tx, [new("a"), new("b", due=NOW + 5 * MINUTE)])
        assert notices.next_due(tx) == NOW
        claim(tx)
        assert notices.next_due(tx) == NOW + LEASE


def test_a_time_without_zone_is_refused(pair: Pair) -> None:
    with pair.rehearse() as tx, pytest.raises(sa.exc.StatementError, match="needs a time zone"):
        notices.add(tx, [new(due=NOW.replace(tzinfo=None))])


def test_what_is_due_is_found_through_an_index(pair: Pair) -> None:
    ran: list[tuple[str, object]] = []

    def listen(*event: object) -> None:
        statement = str(event[2])
        if "notices" in statement and "leased_until=" not in statement:  # a lease is written by number
            ran.append((statement, event[3]))

    with pair.rehearse() as tx:
        notices.add(tx, [new(f"meeting:{lane}", lane=lane) for lane in notices.LANES])
        sa.event.listen(tx.community, "before_cursor_execute", listen)
        for now in (NOW, NOW + LEASE + MINUTE):
            ran.clear()
            assert [notice.lane for notice in claim(tx, now)] == list(notices.LANES)
            assert len(ran) == 2 + len(
                notices.LANES
            )  # expire, look ahead, choose from each lane where something is due
            _found_through_an_index(tx, ran)


def _found_through_an_index(tx: Transaction, ran: list[tuple[str, object]]) -> None:
    sqlite = tx.community.dialect.name == "sqlite"
    if not sqlite:
        tx.community.exec_driver_sql("SET LOCAL enable_seqscan = off")
    for statement, parameters in tuple(ran):
        explain = ("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + statement
        plan = str(tx.community.exec_driver_sql(explain, parameters).all())  # type: ignore[arg-type]
        assert "ix_notices_due" in plan or "ix_notices_expires" in plan
        assert "SCAN notices" not in plan
        assert "TEMP B-TREE" not in plan  # nothing is sorted: what is due is in order already


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4), st.none() | st.integers(1, 5)), max_size=12),
    st.lists(st.sampled_from(["claim", "sent", "again", "die"]), max_size=15),
)
def test_nothing_is_sent_twice_or_before_its_time_or_forgotten(
    files: Pair, rows: list[tuple[int, int, int | None]], steps: list[str]
) -> None:
    with files.rehearse() as tx:
        notices.add(
            tx,
            [
                new(
                    str(n), due=NOW + due * MINUTE, lane=lane, until=None if end is None else NOW + (due + end) * MINUTE
                )
                for n, (due, lane, end) in enumerate(rows)
            ],
        )
        now, hand, sent = NOW, list[Notice](), set[int]()
        for step in steps + ["die", "claim", "sent"] * (len(rows) + 5):
            now += MINUTE / 20  # fewer steps than a lease lasts
            if step == "claim":
                found = claim(tx, now, 3)
                assert not {notice.id for notice in found} & (sent | {notice.id for notice in hand})
                assert all(NOW + rows[int(notice.about)][0] * MINUTE <= now for notice in found)
                hand += found
            elif step == "die":  # what was in hand may be claimed again once its lease is over
                hand, now = [], now + LEASE
            for notice in hand if step in ("sent", "again") else ():
                sent |= {notice.id} if step == "sent" else set()
                notices.settle(tx, notice.id, "sent") if step == "sent" else notices.again(tx, notice.id, now)
            hand = [] if step in ("sent", "again") else hand
        over = notices.counts(tx)
        assert over.get("sent", 0) == len(sent)
        assert over.get("sent", 0) + over.get("expired", 0) == len(rows)
