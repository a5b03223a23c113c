"""Delays: an unread message is recalled to its readers half-way, and goes to others when its time is over."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

import storage.notices
import storage.vault
from handlers.rules import handling, routing, workdays
from handlers.rules.civil import day_start
from handlers.rules.recipients import INBOX
from handlers.rules.reports import local_day
from handlers.rules.themes import DANGER
from storage.database import Transaction
from storage.keys import KeyLost
from storage.members import NATIONAL, holders
from storage.notices import NewNotice
from storage.vault import Status, Thread

UNREAD: tuple[Status, ...] = ("announced",)
READ: tuple[Status, ...] = ("read",)
ANSWERED_WITHIN = 7  # working days from when it was read (proposed by us)
DANGER_WAITS = timedelta(hours=2)  # until others hear of an immediate danger that nobody has read


def recall(tx: Transaction, boxes: Collection[str], now: datetime) -> None:
    """Remind the supervisors of these boxes of what is half-way through its delay; at most once a day and person.

    On working days only, and once a week when its time is over and nobody else is there; an immediate danger each day.
    """
    late = [thread for thread in _unread(tx, boxes) if _is_recalled(thread, local_day(thread.box, now))]
    _remind(tx, late, now, "report.late", "%Y-%m-%d", storage.notices.ALERT)


def ask_for_answers(tx: Transaction, boxes: Collection[str], now: datetime) -> None:
    """Remind the supervisors of these boxes, once a week, of what was read and has had no answer in its time."""
    found = [thread for thread in storage.vault.in_boxes(tx, boxes, READ) if unanswered(thread, now)]
    worked = [thread for thread in found if workdays.is_workday(local_day(thread.box, now), thread.box)]
    _remind(tx, worked, now, "report.unanswered", "%G-W%V", storage.notices.ANSWER)


def _remind(tx: Transaction, threads: Iterable[Thread], now: datetime, kind: str, once: str, lane: int) -> None:
    """Tell the supervisors of their boxes; `once` says for how long the same thing is told to nobody twice."""
    for box in sorted({thread.box for thread in threads}):
        version = f"{local_day(box, now):{once}}"
        told = (f"member:{number}" for number in holders(tx, ["supervisor"], [box]))
        storage.notices.add(tx, (NewNotice(kind, INBOX, version, one, day_start(now), lane) for one in told))


def unanswered(thread: Thread, now: datetime) -> bool:
    """Whether somebody read it, its writer hopes for an answer, and the time for one is over."""
    days = workdays.between(thread.status_on, local_day(thread.box, now), thread.box)
    return thread.status == "read" and thread.due is not None and days >= ANSWERED_WITHIN


def _is_recalled(thread: Thread, today: date) -> bool:
    delay = _delay(thread)
    if thread.level == DANGER:
        return delay.reminder <= today
    if not workdays.is_workday(today, thread.box):
        return False
    if today <= delay.escalation:
        return delay.reminder <= today
    sunday = today - timedelta(days=today.isoweekday())
    return today == workdays.add(sunday, 1, thread.box)


def _unread(tx: Transaction, boxes: Collection[str]) -> list[Thread]:
    return [thread for thread in storage.vault.in_boxes(tx, boxes, UNREAD) if thread.due is not None]


def _delay(thread: Thread) -> workdays.Delay:
    assert thread.due is not None, "only what is due is late"  # noqa: S101 - states an invariant
    return workdays.delay(thread.status_on, thread.due, thread.box)


def escalate(
    tx: Transaction, boxes: Collection[str], deputies: Mapping[str, str], now: datetime, random: Callable[[int], bytes]
) -> bool:
    """Hand on what nobody has read in its time, to the deputy box, then to the nation.

    Returns whether something has nowhere to go: the operator should know, without a word of what it is.
    """
    late = [thread for thread in _unread(tx, boxes) if _delay(thread).escalation <= local_day(thread.box, now)]
    return relieve(tx, late, deputies, now, random)


def relieve(
    tx: Transaction,
    threads: Iterable[Thread],
    deputies: Mapping[str, str],
    now: datetime,
    random: Callable[[int], bytes],
) -> bool:
    """Hand these on; returns whether one of them has nowhere to go."""
    stuck = False
    for thread in threads:
        stuck |= not hand_over(tx, thread, deputies, now, random)
    return stuck


def dangers(tx: Transaction, boxes: Collection[str]) -> list[Thread]:
    """The immediate dangers that nobody has read."""
    return [thread for thread in storage.vault.in_boxes(tx, boxes, UNREAD) if thread.level == DANGER]


class Watch:
    """Since when this process has known of each immediate danger in its box: the vault knows days only, and so must it.

    Handed on, it begins to wait anew: whoever stands in has two hours of their own.
    """

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since: dict[tuple[bytes, str], datetime] = {}

    def overdue(self, found: Iterable[Thread], now: datetime) -> list[Thread]:
        """Those that have waited for two hours; the others begin, or go on, to wait."""
        threads = list(found)
        self._since = {_place(thread): self._since.get(_place(thread), now) for thread in threads}
        return [thread for thread in threads if now - self._since[_place(thread)] >= DANGER_WAITS]

    def next_due(self, now: datetime) -> datetime | None:
        """When the next one will have waited; what has, and has nowhere to go, is looked at whenever anything is."""
        ends = (since + DANGER_WAITS for since in self._since.values())
        return min((end for end in ends if end > now), default=None)


def _place(thread: Thread) -> tuple[bytes, str]:
    return thread.id, thread.box


def hand_over(
    tx: Transaction, thread: Thread, deputies: Mapping[str, str], now: datetime, random: Callable[[int], bytes]
) -> bool:
    """Hand a message to the next box where somebody may read it; False when there is none."""
    try:
        aside = storage.vault.aside(tx, thread.id, thread.box)
        moved = any(entry.author == "moved" for entry in storage.vault.read_as_box(tx, thread.id, thread.box))
    except KeyLost:
        return False
    # Once handed on, it goes to the nation: two boxes that stand in for each other would pass it to and fro.
    order = [NATIONAL] if moved else [deputies.get(thread.box, NATIONAL), NATIONAL]
    to = next((box for box in order if box != thread.box and box in routing.readable(tx, aside)), None)
    if to is not None:
        handling.pass_on(tx, thread, to, random(16), now)
    return to is not None
