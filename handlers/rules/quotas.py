"""Limits against abuse, held in memory only: how much an account may write, and who is blocked for a while.

Nothing of it is ever written to disk or to a log, and a restart forgets it all.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NoReturn

from handlers.rules.themes import DANGER

BLOCK = timedelta(days=7)
_PATIENT = (0, 1)  # levels that may be asked to wait when everybody writes at once


class Verdict(StrEnum):
    """Whether something may be written, or why not."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"  # a person who reads decided so
    THREADS = "threads"  # enough new threads for today
    MESSAGES = "messages"  # enough messages for today
    CODES = "codes"  # enough wrong codes for today
    SIGNALS = "signals"  # enough messages of groups pointed out for today
    ITEMS = "items"  # enough items of agendas proposed for today
    KNOWN = "known"  # this person pointed out this message today already
    CROWDED = "crowded"  # too many new threads in the whole bot


@dataclass(frozen=True, slots=True)
class Limits:
    """How many of each: the last an hour for the whole bot, the others a day and account."""

    threads: int = 3
    messages: int = 20
    codes: int = 10
    signals: int = 10
    items: int = 10
    threads_of_all: int = 30


_USUAL = Limits()


class Quotas:
    """What was written today, as far as limits need it; for one thread of the program, the event loop's.

    Days and hours are UTC's whole ones, so that no moment is held beside an account. What is counted is known by a
    short hash: a redelivery counts once, and no account stands beside a token. Immediate danger is refused by no
    count; a block, which a person decided, holds for it too.
    """

    __slots__ = ("_blocked_accounts", "_blocked_threads", "_counted", "_day", "_hour", "_limits", "_threads")

    def __init__(self, limits: Limits = _USUAL) -> None:
        self._limits = limits
        self._day, self._hour = date.min, -1
        self._threads = 0  # new ones of everybody, in this hour
        self._counted: dict[tuple[Verdict, int], set[bytes]] = {}
        self._blocked_accounts: dict[int, date] = {}
        self._blocked_threads: dict[bytes, date] = {}

    def __repr__(self) -> str:
        return "<Quotas>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("quotas are not for keeping")

    def new_thread(self, account: int, token: bytes, level: int, now: datetime) -> Verdict:
        """Whether this account may open a thread, which is a message as well; if so, it counts.

        The same token again is allowed again, and counts once.
        """
        self.forget(now)
        if account in self._blocked_accounts:
            return Verdict.BLOCKED
        mark, limits = _mark(token), self._limits
        if mark in self._of(Verdict.THREADS, account):
            return Verdict.ALLOWED
        if level in _PATIENT and self._threads >= limits.threads_of_all:
            return Verdict.CROWDED
        for kind, most in ((Verdict.THREADS, limits.threads), (Verdict.MESSAGES, limits.messages)):
            if level != DANGER and len(self._of(kind, account)) >= most:
                return kind
        self._count(Verdict.THREADS, account, mark)
        self._count(Verdict.MESSAGES, account, mark)
        self._threads += 1
        return Verdict.ALLOWED

    def next_message(self, account: int, thread: bytes, entry: bytes, level: int, now: datetime) -> Verdict:
        """Whether this account may go on in a thread (its id in the vault); if so, the entry counts, once.

        If the thread was blocked, its author is known at this moment: the account is blocked from now on.
        """
        self.forget(now)
        if thread in self._blocked_threads:
            self._blocked_accounts[account] = self._day + BLOCK
        if account in self._blocked_accounts:
            return Verdict.BLOCKED
        mark, known = _mark(entry), self._of(Verdict.MESSAGES, account)
        if level != DANGER and mark not in known and len(known) >= self._limits.messages:
            return Verdict.MESSAGES
        self._count(Verdict.MESSAGES, account, mark)
        return Verdict.ALLOWED

    def may_try_code(self, account: int, now: datetime) -> Verdict:
        """Whether this account may try a code: a paper that was found must not be tried with every PIN."""
        self.forget(now)
        return Verdict.ALLOWED if len(self._of(Verdict.CODES, account)) < self._limits.codes else Verdict.CODES

    def wrong_code(self, account: int, token: bytes, now: datetime) -> None:
        """A code and its PIN made this token, which opened nothing; the same one counts once."""
        self.forget(now)
        self._count(Verdict.CODES, account, _mark(token))

    def may_point_out(self, account: int, message: bytes, now: datetime) -> Verdict:
        """Whether this account may point out a message of a group: that has nothing to do with difficulties."""
        self.forget(now)
        known = self._of(Verdict.SIGNALS, account)
        if _mark(message) in known:
            return Verdict.KNOWN
        return Verdict.ALLOWED if len(known) < self._limits.signals else Verdict.SIGNALS

    def pointed_out(self, account: int, message: bytes, now: datetime) -> None:
        """Somebody heard of it: from now on this message is known."""
        self.forget(now)
        self._count(Verdict.SIGNALS, account, _mark(message))

    def may_propose(self, account: int, message: bytes, now: datetime) -> Verdict:
        """Whether this account may propose an item of an agenda, written in this message; if so, it counts, once.

        By the message rather than the item’s own number, which is kept: nothing held here leads to an item.
        """
        self.forget(now)
        mark, known = _mark(message), self._of(Verdict.ITEMS, account)
        if mark not in known and len(known) >= self._limits.items:
            return Verdict.ITEMS
        self._count(Verdict.ITEMS, account, mark)
        return Verdict.ALLOWED

    def block(self, thread: bytes, now: datetime) -> None:
        """A reader wants no more of this thread, nor of its author, for a week at least.

        The author is not known: who never goes on in this thread is not stopped from opening another.
        """
        self.forget(now)
        self._blocked_threads[thread] = self._day + BLOCK

    def forget(self, now: datetime) -> None:
        """Let go of what is over: every method does it, and the clock should at each hour."""
        today = now.astimezone(UTC)
        if (today.date(), today.hour) == (self._day, self._hour):
            return
        self._threads = 0
        if today.date() != self._day:
            self._counted = {}
        self._day, self._hour = today.date(), today.hour
        self._blocked_accounts = {who: until for who, until in self._blocked_accounts.items() if until >= self._day}
        self._blocked_threads = {which: until for which, until in self._blocked_threads.items() if until >= self._day}

    def _of(self, kind: Verdict, account: int) -> set[bytes]:
        return self._counted.get((kind, account), set())

    def _count(self, kind: Verdict, account: int, mark: bytes) -> None:
        self._counted.setdefault((kind, account), set()).add(mark)


def _mark(drawn: bytes) -> bytes:
    return blake2b(drawn, digest_size=8, person=b"quota").digest()
