"""Difficulty reports: written without a name, announced to the zone's supervisors, answered through the token."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

import storage.census
import storage.members
import storage.notices
import storage.vault
from handlers.rules import giveaways, people, routing, watches, workdays
from handlers.rules.civil import day_start, wall
from handlers.rules.giveaways import Giveaway
from handlers.rules.people import Person
from handlers.rules.recipients import INBOX
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import BOXES, region
from handlers.rules.routing import SMALL, Route, Way
from handlers.rules.slots import after_quiet_hours
from handlers.rules.themes import DANGER, THEMES
from storage.database import Transaction
from storage.entries import Entry
from storage.members import Member
from storage.notices import NewNotice
from storage.vault import Thread

LONGEST = 3500  # characters of a text: it must fit on its card, with its theme and level
PATIENT = (0, 1)  # levels that wait for the next slot
PRESSING = (2, 3)  # levels that are announced at once
WORKING_DAYS = {1: 2, 2: 1, 3: 0}  # until a human has read it
TOKEN_BYTES = 16
REOPENED_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Draft:
    """What is on the writer's card: nothing of it is kept before it is sent."""

    token: bytes
    theme: str
    level: int
    way: Way
    text: str


def writer(tx: Transaction, who: Person) -> Member:
    """Members may write; reads only."""
    del tx
    return people.member(who)


def submit(
    tx: Transaction, who: Person, draft: Draft, ids: tuple[bytes, bytes], now: datetime, least: int = SMALL
) -> Thread:
    """Put the text into the vault, sealed for the readers of its box; the same token again changes nothing.

    `ids` are 16 random bytes each for the thread and its first text. Refuses, keeping nothing, when the text is
    too long, when theme, level or zone make no sense, or when nobody would read it. `least`: see `routing.route`.
    """
    people.member(who)
    _check(draft)
    found = routing.route(tx, draft.way, least)
    if found is None:
        raise Refusal(Reason.NO_READER)
    box = found.box
    today = local_day(box, now)
    storage.vault.add(
        tx,
        token=draft.token,
        box=box,
        readers=[box],
        theme=draft.theme,
        level=draft.level,
        text=draft.text,
        due=due(draft.level, today, box),
        today=today,
        thread_id=ids[0],
        entry_id=ids[1],
        aside=draft.way.hidden_from,
    )
    return _thread(tx, draft.token)


def _check(draft: Draft) -> None:
    theme = THEMES.get(draft.theme)
    if theme is None or draft.level not in theme.levels or draft.way.zone not in BOXES:
        raise Refusal(Reason.STALE)
    if len(draft.token) != TOKEN_BYTES or not draft.text:
        raise Refusal(Reason.CARD_TOO_OLD)
    check_length(draft.text)


def check_length(text: str) -> None:
    """Refuse a text that would not fit on a card."""
    if len(text) > LONGEST:
        raise Refusal(Reason.TEXT_TOO_LONG, most=LONGEST)


@dataclass(frozen=True)
class Prospect:
    """What sending would mean: the way it goes, None when nobody would read it, and what gives somebody away."""

    route: Route | None
    giveaways: tuple[Giveaway, ...]


def prospect(tx: Transaction, who: Person, way: Way, text: str, least: int) -> Prospect:
    """Where a text would go, and what in it could make somebody known."""
    writer = people.member(who)
    names = storage.census.first_names(tx)
    return Prospect(routing.route(tx, way, least), giveaways.find(text, writer.first_name, names))


def not_sent_yet(tx: Transaction, who: Person, token: bytes) -> None:
    """Refuse to change a card that was sent: it has become the receipt."""
    people.member(who)
    if storage.vault.find(tx, token) is not None:
        raise Refusal(Reason.CARD_TOO_OLD)


def supervised(tx: Transaction, who: Person, zone: str) -> bool:
    """Whether somebody supervises this zone, reachable or not."""
    people.member(who)
    return any(box == zone for box, _, _ in storage.members.supervisors(tx))


def zones(tx: Transaction, who: Person, hidden_from: str | None) -> set[str]:
    """The boxes a writer may choose: somebody reads there whom it is not hidden from."""
    people.member(who)
    return routing.readable(tx, hidden_from)


def local_day(box: str, now: datetime) -> date:
    """Today, where the box is read."""
    return wall(now, region(box).zone).date()


def due(level: int, today: date, box: str) -> date | None:
    """The day by which a human should have read it, in working days of the box; None: no delay is promised."""
    days = WORKING_DAYS.get(level)
    return None if days is None else workdays.add(today, days, box)


def anybody_reads(tx: Transaction) -> bool:
    """Whether any region, or the nation, has a supervisor who can be reached."""
    return bool(routing.readable(tx, None))


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
    """Tell whoever is on watch in these boxes that there is something new, or all; each message is announced once.

    Nothing in the notice names a message or a box: it says all that waits for its reader at the moment of delivery.
    """
    wanted = set(boxes)
    found = [thread for thread in storage.vault.unannounced(tx, tuple(levels)) if thread.box in wanted]
    for box, threads in groupby(sorted(found, key=lambda thread: thread.box), key=lambda thread: thread.box):
        told = list(threads)
        supervisors = storage.members.holders(tx, ["supervisor"], [box])
        if not supervisors:  # they left meanwhile: not announced until there is someone to tell
            continue
        level = max(thread.level for thread in told)
        whom = supervisors if level == DANGER else watches.first_told(tx, box, supervisors, told, now)
        storage.notices.add(tx, _news_notices(tx, box, whom, level, now, version))
        for thread in told:
            _show(tx, thread, local_day(box, now))


def _show(tx: Transaction, thread: Thread, today: date) -> None:
    """From here on its readers see it, and what its writer has added, which is to be read in a time of its own."""
    if storage.vault.release(tx, thread.id):
        storage.vault.set_due(tx, thread.id, due(thread.level, today, thread.box))
    storage.vault.set_status(tx, thread.id, "announced", today)


def _news_notices(
    tx: Transaction, box: str, supervisors: list[int], level: int, now: datetime, version: Callable[[], str]
) -> Iterable[NewNotice]:
    # The day only: an exact time here would be the time of a message, for whoever reads the disk.
    today = day_start(now)
    due_at = today if level == DANGER else max(today, after_quiet_hours(now, region(box).zone, today))
    for number in supervisors:
        recipient = f"member:{number}"
        if not storage.notices.waits(tx, "report.new", INBOX, recipient, due_at):
            yield NewNotice("report.new", INBOX, version(), recipient, due_at, storage.notices.ALERT)


def read_as_writer(tx: Transaction, who: Person, token: bytes) -> tuple[Thread, list[Entry]]:
    """The exchange, for whoever holds the token: a member or not, from any account."""
    del who
    found = storage.vault.read_as_writer(tx, token)
    if found is None:
        raise Refusal(Reason.REPORT_GONE)
    return _as_told(tx, found[0]), found[1]


def _as_told(tx: Transaction, thread: Thread) -> Thread:
    """The thread as its writer should see it: their last words wait, whatever happened to those before."""
    return replace(thread, status="received") if storage.vault.held(tx, thread.id) else thread


@dataclass(frozen=True)
class Reading:
    """An exchange as its writer may see it; `goes_on`: they may write again; `lost`: its readers cannot open it."""

    thread: Thread
    entries: list[Entry]
    goes_on: bool
    lost: bool


def look(tx: Transaction, who: Person, token: bytes, now: datetime) -> Reading:
    """The exchange, and what its writer may do with it."""
    thread, entries = read_as_writer(tx, who, token)
    goes_on = thread.status != "closed" or reopens(thread, now)
    return Reading(thread, entries, goes_on, storage.vault.lost(tx, thread))


def may_reply(tx: Transaction, who: Person, token: bytes, now: datetime) -> Thread:
    """The exchange a writer may go on with, an ended one within 14 days; refuses one that is over or gone."""
    del who
    found = _thread(tx, token)
    if found.status == "closed" and not reopens(found, now):
        raise Refusal(Reason.REPORT_CLOSED)
    return found


def reopens(found: Thread, now: datetime) -> bool:
    """Whether an ended exchange may still be opened again by its writer."""
    return found.status == "closed" and local_day(found.box, now) <= found.status_on + REOPENED_WITHIN


def reply(
    tx: Transaction, who: Person, token: bytes, entry_id: bytes, text: str, now: datetime, photo: bytes = b""
) -> Thread:
    """The writer goes on; the same `entry_id` again changes nothing. Announced like a new message.

    Until then nothing that its readers could see changes: a state that moved would tell them the minute.
    """
    check_length(text)
    found = may_reply(tx, who, token, now)
    storage.vault.append_as_writer(tx, token, entry_id, text, photo)
    return replace(_as_told(tx, found), due=due(found.level, local_day(found.box, now), found.box))


def protect(tx: Transaction, who: Person, token: bytes, new: bytes) -> None:
    """From now on only the token made with a PIN opens the exchange; again: nothing changes."""
    del who
    if not storage.vault.rekey(tx, token, new) and storage.vault.find(tx, new) is None:
        raise Refusal(Reason.REPORT_GONE)


def erase(tx: Transaction, who: Person, token: bytes) -> None:
    """The writer takes everything back, at once; again: nothing changes."""
    del who
    found = storage.vault.find(tx, token)
    if found is not None:
        storage.vault.erase(tx, found.id)


def renew(tx: Transaction, who: Person, token: bytes, now: datetime) -> Thread:
    """The writer's token opens the message for its readers again; announced like a new one."""
    del who
    found = _thread(tx, token)
    if storage.vault.lost(tx, found):
        today = local_day(found.box, now)
        storage.vault.wrap_again(tx, token)
        storage.vault.set_status(tx, found.id, "received", today)
        storage.vault.set_due(tx, found.id, due(found.level, today, found.box))
    return _thread(tx, token)


def _thread(tx: Transaction, token: bytes) -> Thread:
    found = storage.vault.find(tx, token)
    if found is None:
        raise Refusal(Reason.REPORT_GONE)
    return found
