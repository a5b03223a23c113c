"""Quotas: so many a day, the same tap once, blocks that end; and nothing that could be kept or linked."""

import copy
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.quotas import Limits, Quotas, Verdict
from handlers.rules.themes import DANGER, LEVELS

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AWA, LUC = 7_000_000_001, 7_000_000_002
THREAD, OTHER = b"t" * 16, b"o" * 16
accounts = st.sampled_from([AWA, LUC])
levels = st.sampled_from(LEVELS)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
Act = tuple[int, bytes, int, bool]  # who, which tap, level, whether it opens a thread
taps = st.binary(min_size=16, max_size=16)
acts = st.lists(st.tuples(accounts, taps, levels, st.booleans()), max_size=40, unique_by=lambda act: act[1])


def play(quotas: Quotas, act: Act, now: datetime) -> Verdict:
    account, tap, level, opens = act
    if opens:
        return quotas.new_thread(account, tap, level, now)
    return quotas.next_message(account, THREAD, tap, level, now)


def state(quotas: Quotas) -> list[Any]:
    return [getattr(quotas, name) for name in Quotas.__slots__]


@given(acts, moments)
def test_nobody_writes_more_in_a_day_than_is_allowed(told: list[Act], now: datetime) -> None:
    quotas, limits = Quotas(), Limits()
    allowed = [act for act in told if play(quotas, act, now) == Verdict.ALLOWED]
    for account in (AWA, LUC):
        mine = [act for act in allowed if act[0] == account]
        threads = {tap for _, tap, level, opens in mine if opens and level != DANGER}
        messages = {tap for _, tap, level, _ in mine if level != DANGER}
        assert len(threads) <= limits.threads
        assert len(messages) <= limits.messages


@given(acts, moments)
def test_who_stays_under_the_limits_is_never_refused(told: list[Act], now: datetime) -> None:
    quotas, threads, messages = Quotas(), dict.fromkeys((AWA, LUC), 0), dict.fromkeys((AWA, LUC), 0)
    for act in told:
        account, _, _, opens = act
        threads[account] += opens
        messages[account] += 1
        if threads[account] <= 3 and messages[account] <= 20:
            assert play(quotas, act, now) == Verdict.ALLOWED


@given(acts, moments)
def test_a_redelivery_changes_nothing(told: list[Act], now: datetime) -> None:
    once, twice = Quotas(), Quotas()
    for act in told:
        verdict = play(once, act, now)
        assert [play(twice, act, now) for _ in range(2)] == [verdict] * 2
    assert state(once) == state(twice)


@given(acts, moments)
def test_immediate_danger_is_refused_by_no_count(told: list[Act], now: datetime) -> None:
    quotas = Quotas(Limits(threads=0, messages=0, threads_of_all=0))
    for act in told:
        assert (play(quotas, act, now) == Verdict.ALLOWED) == (act[2] == DANGER)


def fill(quotas: Quotas, count: int, now: datetime) -> list[Verdict]:
    """So many accounts, each with one patient thread."""
    return [quotas.new_thread(number, number.to_bytes(16), 1, now) for number in range(1, count + 1)]


def test_when_everybody_writes_at_once_only_what_may_wait_is_refused() -> None:
    quotas = Quotas()
    assert set(fill(quotas, 30, NOON)) == {Verdict.ALLOWED}
    assert [quotas.new_thread(AWA, b"%d" % level, level, NOON) for level in LEVELS] == [
        Verdict.CROWDED,
        Verdict.CROWDED,
        Verdict.ALLOWED,
        Verdict.ALLOWED,
    ]
    assert quotas.next_message(AWA, THREAD, b"go on", 0, NOON) == Verdict.ALLOWED
    assert fill(quotas, 30, NOON) == [Verdict.ALLOWED] * 30  # delivered again
    assert quotas.new_thread(AWA, b"0", 0, NOON + HOUR) == Verdict.ALLOWED


def test_each_limit_has_its_verdict() -> None:
    quotas = Quotas()
    threads = [quotas.new_thread(AWA, b"%d" % number, 2, NOON) for number in range(4)]
    assert threads == [Verdict.ALLOWED] * 3 + [Verdict.THREADS]
    messages = [quotas.next_message(AWA, THREAD, b"m%d" % number, 2, NOON) for number in range(18)]
    assert messages == [Verdict.ALLOWED] * 17 + [Verdict.MESSAGES]
    assert quotas.next_message(LUC, THREAD, b"m17", 2, NOON) == Verdict.ALLOWED


@given(moments, st.integers(0, 23))
def test_a_new_day_begins_anew(now: datetime, hours: int) -> None:
    quotas = Quotas()
    for number in range(3):
        quotas.new_thread(AWA, b"%d" % number, 0, now)
    later = now + hours * HOUR
    expected = Verdict.THREADS if later.date() == now.date() else Verdict.ALLOWED
    assert quotas.new_thread(AWA, b"3", 0, later) == expected
    assert quotas.new_thread(AWA, b"4", 0, now + DAY) == Verdict.ALLOWED


def test_a_code_may_be_mistaken_ten_times_a_day() -> None:
    quotas = Quotas()
    for number in range(10):
        assert quotas.may_try_code(AWA, NOON) == Verdict.ALLOWED
        for _ in range(2):
            quotas.wrong_code(AWA, b"%d" % number, NOON)
    assert quotas.may_try_code(AWA, NOON) == Verdict.CODES
    assert quotas.may_try_code(LUC, NOON) == quotas.may_try_code(AWA, NOON + DAY) == Verdict.ALLOWED


@given(st.lists(st.tuples(accounts, st.binary(min_size=1, max_size=1)), max_size=60), moments)
def test_each_message_of_a_group_is_pointed_out_once_by_each_and_ten_a_day(
    told: list[tuple[int, bytes]], now: datetime
) -> None:
    quotas, heard = Quotas(), dict[int, set[bytes]]()
    for account, message in told:
        known = heard.setdefault(account, set())
        verdict = quotas.may_point_out(account, message, now)
        expected = Verdict.KNOWN if message in known else Verdict.ALLOWED if len(known) < 10 else Verdict.SIGNALS
        assert verdict == quotas.may_point_out(account, message, now) == expected
        if verdict == Verdict.ALLOWED:
            quotas.pointed_out(account, message, now)
            known.add(message)
    assert quotas.next_message(AWA, THREAD, b"no report is counted by it", 1, now) == Verdict.ALLOWED
    assert quotas.may_point_out(AWA, b"another day", now + DAY) == Verdict.ALLOWED


@given(st.lists(st.tuples(accounts, st.binary(min_size=1, max_size=1)), max_size=60), moments)
def test_an_agenda_has_a_pace_of_its_own_and_a_difficulty_is_not_counted_by_it(
    told: list[tuple[int, bytes]], now: datetime
) -> None:
    quotas, written = Quotas(), dict[int, set[bytes]]()
    for account, message in told:
        known = written.setdefault(account, set())
        verdict = quotas.may_propose(account, message, now)
        assert verdict == (Verdict.ALLOWED if message in known or len(known) < 10 else Verdict.ITEMS)
        if verdict == Verdict.ALLOWED:
            known.add(message)
    for number in range(Limits().messages):
        assert quotas.next_message(AWA, THREAD, b"%d" % number, 1, now) == Verdict.ALLOWED
    assert quotas.next_message(AWA, THREAD, b"one more", 1, now) == Verdict.MESSAGES
    assert quotas.may_propose(AWA, b"another day", now + DAY) == Verdict.ALLOWED


@given(moments, levels, st.timedeltas(timedelta(), 30 * DAY), st.timedeltas(timedelta(), 30 * DAY))
def test_the_author_of_a_blocked_thread_is_blocked_from_the_next_word_on(
    now: datetime, level: int, waits: timedelta, then: timedelta
) -> None:
    quotas = Quotas()
    quotas.block(THREAD, now)
    assert quotas.new_thread(AWA, b"1", level, now) == Verdict.ALLOWED  # nobody knows yet whose it was
    assert quotas.next_message(LUC, OTHER, b"2", level, now) == Verdict.ALLOWED
    caught = quotas.next_message(AWA, THREAD, b"3", level, now + waits) == Verdict.BLOCKED
    days = ((now + waits).date() - now.date()).days
    assert caught == (days <= 7)
    held = quotas.new_thread(AWA, b"4", level, now + waits + then) == Verdict.BLOCKED
    assert held == (caught and ((now + waits + then).date() - (now + waits).date()).days <= 7)
    assert quotas.new_thread(LUC, b"5", level, now + waits + then) == Verdict.ALLOWED


@given(acts, moments)
def test_everything_is_forgotten_in_its_time(told: list[Act], now: datetime) -> None:
    quotas, fresh = Quotas(), Quotas()
    quotas.block(THREAD, now)
    for act in told:
        play(quotas, act, now)
        quotas.wrong_code(act[0], act[1], now)
    for each in (quotas, fresh):
        each.forget(now + 8 * DAY)
    assert state(quotas) == state(fresh)


@given(acts, moments)
def test_no_token_and_no_moment_stands_beside_an_account(told: list[Act], now: datetime) -> None:
    quotas = Quotas()
    for act in told:
        play(quotas, act, now)
    held = repr(state(quotas))
    assert "datetime.datetime" not in held
    assert not any(repr(tap)[2:-1] in held for _, tap, _, _ in told)


def test_it_tells_nothing_and_cannot_be_kept() -> None:
    quotas = Quotas()
    quotas.new_thread(AWA, THREAD, 1, NOON)
    assert repr(quotas) == str(quotas) == "<Quotas>"
    for keep in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not for keeping"):
            keep(quotas)
