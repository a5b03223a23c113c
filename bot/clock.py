"""The clock: APScheduler rings sweeps that take no argument; the rows say what there is to do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

import storage.bookings
import storage.meetings
import storage.polls
from bot import hush
from bot.courier import Courier
from handlers.context import House
from handlers.rules import (
    actions,
    bookings,
    charter,
    coverage,
    delays,
    digests,
    doors,
    figures,
    followups,
    gaps,
    nudges,
    openings,
    pause,
    polls,
    questions,
    reports,
    retention,
    series,
    slots,
)
from handlers.rules.regions import BOXES, NATIONAL
from storage import vault_keys
from storage.database import Database, Transaction

log = structlog.stdlib.get_logger(__name__)

RING = 15  # seconds between two looks at what is due, whatever else rang
UNUSED = "keys that open nothing any more"
SWEEP = 60  # seconds between two looks at the slots of the day


class Clock:
    """Rings the courier when something is due, and announces patient messages at their slots."""

    def __init__(self, database: Database, courier: Courier, house: House, tidy: Callable[[], Awaitable[None]]) -> None:
        self._database, self._courier, self._house, self._tidy = database, courier, house, tidy
        self._busy = asyncio.Lock()
        self._watch = delays.Watch()
        self._over = False
        self._keys_made: date | None = None
        self._scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        """Begin to ring."""
        self._scheduler.add_job(self._ring, "interval", seconds=RING)
        at_once = datetime.now().astimezone()  # a slot missed while the program was down is caught up first
        self._scheduler.add_job(self._sweep, "interval", seconds=SWEEP, next_run_time=at_once)
        self._scheduler.start()

    async def stop(self) -> None:
        """Ring no more, once a sweep that is under way has ended."""
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._busy:
                self._over = True  # a job may have been begun that has not come here yet
                self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        """Wake the courier now, and exactly at the next due time if that comes before the next ring."""
        self._courier.ring()
        due = None
        async with self._busy:
            if self._over:
                return
            try:
                due = await self._courier.next_due()
            except Exception as error:
                self._house.incident(error)
        wait = (due - self._house.now()).total_seconds() if due else RING
        if 0 < wait < RING:
            at = datetime.now().astimezone() + timedelta(seconds=wait)
            self._scheduler.add_job(self._courier.ring, DateTrigger(at), id="next", replace_existing=True)

    async def _sweep(self) -> None:
        async with self._busy:
            if self._over:
                return
            try:
                await self.sweep()
            except Exception as error:
                self._house.incident(error)

    async def next(self) -> datetime | None:
        """When something will be due: a word, an erasure, a danger, a slot, the end of a poll or of a kept seat."""
        untold = await self._database.commit(storage.meetings.next_untold)
        closing = await self._database.commit(storage.polls.next_close)
        kept = await self._database.commit(storage.bookings.next_end)
        slot = slots.next_slot(self._house.now())
        found = (await self._courier.next_due(), self.next_danger(), untold, closing, kept, slot)
        return min(at for at in found if at is not None)

    def next_danger(self) -> datetime | None:
        """When the next immediate danger will have waited too long."""
        return self._watch.next_due(self._house.now())

    async def sweep(self) -> None:
        """Announce pressing messages a crash left silent, and patient ones whose slot has come."""
        now = self._house.now()
        if now.date() != self._keys_made:  # those of tomorrow are made today
            await self._database.commit(lambda tx: reports.make_keys(tx, self._house.boxes, now))
            self._keys_made = now.date()
        reached = await self._database.commit(lambda tx: self._announce(tx, now))
        if reached:
            await self._clear(now)
        self._house.quotas.forget(now)
        if NATIONAL in reached:  # twice a day, whatever the number of time zones
            hush.release()

    async def _clear(self, now: datetime) -> None:
        """Twice a day: what has lived its time goes, then its key, then the trace of both in the file."""
        await erase_outlived(self._database, now)
        await self._tidy()
        await self._database.commit(lambda tx: figures.publish(tx, now))  # last: no erasing waits for it
        if not await self._database.commit(reports.anybody_reads):
            log.error("no member supervises any region: nobody can read a report")
        if await self._database.commit(vault_keys.missing):
            log.warning("a key is missing: nobody but its writer opens a report; see `entrepairs keys list`")

    def _announce(self, tx: Transaction, now: datetime) -> list[str]:
        series.announce_due(tx, now)
        pause.end(tx, now)  # whoever is back hears of what is announced now
        polls.close_due(tx, now)
        bookings.sweep(tx, now)
        house = self._house
        overdue = self._watch.overdue(delays.dangers(tx, BOXES), now)
        left = delays.relieve(tx, overdue, house.deputies, now, house.random)
        reports.announce(tx, reports.PRESSING, BOXES, now, self._version)
        reached = slots.take_due(tx, now)
        if reached:
            stuck = delays.escalate(tx, reached, house.deputies, now, house.random)
            if stuck or left:  # said at a slot only: at its own moment it would tell that of a message
                log.error("reports wait that nobody has read, and there is nobody else to read them")
            reports.announce(tx, reports.PRESSING, BOXES, now, self._version)
            reports.announce(tx, reports.PATIENT, reached, now, self._version)
            delays.recall(tx, reached, now)
            delays.ask_for_answers(tx, reached, now)
            retention.warn(tx, reached, now)
            nudges.weekly(tx, reached, now)
            series.sweep(tx, now)
            openings.sweep(tx, now)
            followups.sweep(tx, reached, now)
            digests.sweep(tx, reached, now)
            coverage.publish(tx, reached, now)
            gaps.sweep(tx, reached, now)
            actions.remind(tx, now)
            charter.ask_again(tx, reached, house.charter, now)
            questions.announce(tx, reached, now)
            doors.recall(tx, reached, now)
        return reached

    def _version(self) -> str:
        return self._house.random(16).hex()


async def erase_outlived(database: Database, now: datetime) -> dict[str, int]:
    """Whatever has lived its time, each kind in a transaction of its own, then the keys; returns how much of each."""
    found = {what: await database.commit(partial(retention.sweep, what=what, now=now)) for what in retention.SWEEPS}
    return found | {UNUSED: await database.commit(partial(retention.destroy_unused_keys, now=now))}
