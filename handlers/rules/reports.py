"""Difficulty reports: written without a name, announced to the zone's supervisors, answered through the token."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import storage.members
import storage.notices
import storage.vault
from handlers.rules import people
from handlers.rules.civil import day_start, wall
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS, region
from handlers.rules.slots import after_quiet_hours
from handlers.rules.themes import DANGER, THEMES
from storage.database import Transaction
from storage.members import NATIONAL, Member
from storage.notices import NewNotice
from storage.vault import Entry, Thread

LONGEST = 3500  # characters of a text: it must fit on its card, with its theme and level
PATIENT = (0, 1)  # levels that wait for the next slot
PRESSING = (2, 3)  # levels that are announced at once
WORKING_DAYS = {1: 2, 2: 1, 3: 0}  # until a human has read it
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Draft:
    """What is on the writer's card: nothing of it is kept before it is sent."""

    token: bytes
    theme: str
    level: int
    region: str
    text: str


def writer(tx: Transaction, who: Person) -> Member:
    """Members may write; reads only."""
    del tx
    return people.member(who)


def submit(tx: Transaction, who: Person, draft: Draft, ids: tuple[bytes, bytes], now: datetime) -> Thread:
    """Put the text into the vault, sealed for the readers of its box; the same token again changes nothing.

    `ids` are 16 random bytes each for the thread and its first text. Refuses, keeping nothing, when the text is
    too long, when theme, level or zone make no sense, or when nobody would read it.
    """
    people.member(who)
    _check(draft)
    box = _box(tx, draft.region)
    if box is None:
        raise Refusal(Reason.NO_READER)
    today = local_day(box, now)
    storage.vault.add(
        tx,
        token=draft.token,
        box=box,
        readers=[box],
        theme=draft.theme,
        level=draft.level,
        text=draft.text,
        due=due(draft.level, today),
        today=today,
        thread_id=ids[0],
        entry_id=ids[1],
    )
    return _thread(tx, draft.token)


def _check(draft: Draft) -> None:
    theme = THEMES.get(draft.theme)
    if theme is None or draft.level not in theme.levels or draft.region not in (*REGIONS, NATIONAL):
        raise Refusal(Reason.STALE)
    if len(draft.token) != TOKEN_BYTES or not draft.text:
        raise Refusal(Reason.CARD_TOO_OLD)
    check_length(draft.text)


def check_length(text: str) -> None:
    """Refuse a text that would not fit on a card."""
    if len(text) > LONGEST:
        raise Refusal(Reason.TEXT_TOO_LONG, most=LONGEST)


def box(tx: Transaction, who: Person, code: str) -> str | None:
    """The box that a message for this region would go to; None when nobody would read it."""
    people.member(who)
    return _box(tx, code)


def zones(tx: Transaction, who: Person) -> set[str]:
    """The regions, and perhaps the nation, that somebody supervises and can be reached."""
    people.member(who)
    return storage.members.supervised_regions(tx)


def _box(tx: Transaction, code: str) -> str | None:
    supervised = storage.members.supervised_regions(tx)
    return next((box for box in (code, NATIONAL) if box in supervised), None)


def local_day(box: str, now: datetime) -> date:
    """Today, where the box is read."""
    return wall(now, region(box).zone).date()


def due(level: int, today: date) -> date | None:
    """The day by which a human should have read it: working days, Monday to Friday; None: no delay is promised."""
    days = WORKING_DAYS.get(level)
    if days is None:
        return None
    day = today
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def anybody_reads(tx: Transaction) -> bool:
    """Whether any region, or the nation, has a supervisor who can be reached."""
    return bool(storage.members.supervised_regions(tx))


def make_keys(tx: Transaction, boxes: Iterable[str], now: datetime) -> None:
    """Have each box's key of today's and tomorrow's month ready.

    A key made at first need would carry, in its file's date, the time of the month's first message.
    """
    for box in boxes:
        for month in {f"{local_day(box, day):%Y-%m}" for day in (now, now + timedelta(days=1))}:
            tx.keys.public(box, month)


def announce(
    tx: Transaction, levels: Iterable[int], boxes: Iterable[str], now: datetime, version: Callable[[], str]
) -> None:
    """Tell the supervisors of these boxes that there is something new; each message is announced once.

    Nothing in the notice names the message: it says what waits in the box at the moment of delivery.
    """
    wanted = set(boxes)
    found = [thread for thread in storage.vault.unannounced(tx, tuple(levels)) if thread.box in wanted]
    for box, threads in groupby(sorted(found, key=lambda thread: thread.box), key=lambda thread: thread.box):
        told = list(threads)
        supervisors = storage.members.holders(tx, ["supervisor"], [box])
        if not supervisors:  # they left meanwhile: not announced until there is someone to tell
            continue
        level = max(thread.level for thread in told)
        storage.notices.add(tx, _news_notices(tx, box, supervisors, level, now, version))
        for thread in told:
            storage.vault.set_status(tx, thread.id, "announced", local_day(box, now))


def _news_notices(
    tx: Transaction, box: str, supervisors: list[int], level: int, now: datetime, version: Callable[[], str]
) -> Iterable[NewNotice]:
    # The day only: an exact time here would be the time of a message, for whoever reads the disk.
    today = day_start(now)
    due_at = today if level == DANGER else max(today, after_quiet_hours(now, region(box).zone, today))
    for number in supervisors:
        recipient = f"member:{number}"
        if not storage.notices.waits(tx, "report.new", f"box:{box}", recipient, due_at):
            yield NewNotice("report.new", f"box:{box}", version(), recipient, due_at, storage.notices.ALERT)


def read_as_writer(tx: Transaction, who: Person, token: bytes) -> tuple[Thread, list[Entry]]:
    """The exchange, for whoever holds the token: a member or not, from any account."""
    del who
    found = storage.vault.read_as_writer(tx, token)
    if found is None:
        raise Refusal(Reason.REPORT_GONE)
    return found


def may_reply(tx: Transaction, who: Person, token: bytes) -> Thread:
    """The exchange a writer may go on with; refuses one that is over or gone."""
    del who
    found = _thread(tx, token)
    if found.status == "closed":
        raise Refusal(Reason.REPORT_CLOSED)
    return found


def reply(tx: Transaction, who: Person, token: bytes, entry_id: bytes, text: str, now: datetime) -> Thread:
    """The writer goes on; the same `entry_id` again changes nothing. Announced like a new message."""
    check_length(text)
    found = may_reply(tx, who, token)
    if storage.vault.append_as_writer(tx, token, entry_id, text):
        today = local_day(found.box, now)
        storage.vault.set_status(tx, found.id, "received", today)
        storage.vault.set_due(tx, found.id, due(found.level, today))
    return _thread(tx, token)


def _thread(tx: Transaction, token: bytes) -> Thread:
    found = storage.vault.find(tx, token)
    if found is None:
        raise Refusal(Reason.REPORT_GONE)
    return found
