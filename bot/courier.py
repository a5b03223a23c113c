"""The courier: the only door out for notices. Hands out what is due, most urgent first, and keeps posted cards true."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from telegram.ext import ExtBot

import storage.cards
import storage.changes
import storage.erasures
import storage.notices
from bot import hush, memory
from bot.delivery import Door, deliver, erase, show_out
from bot.pace import NotYet, Pace
from bot.renewal import renew
from handlers.context import House
from handlers.rules import changes, deliveries, doors
from storage.database import Database, Transaction
from storage.departures import Departure
from storage.notices import BROADCAST, Notice

LEASE = timedelta(seconds=60)  # longer than a turn and a call with all its timeouts
AT_ONCE = 32  # calls in flight
RENEWED_AT_ONCE = 8  # a card is never urgent: an alert must not stand in line behind many
RENEWALS = 2  # the bell of cards
DEBOUNCE = 2.0  # seconds a card waits for further changes
LAST_WORDS = 5.0  # seconds that `rest` leaves to what is in flight


class Courier:
    """Delivers what is due and keeps posted cards true; `ring` wakes it."""

    def __init__(self, bot: ExtBot[None], database: Database, house: House, pace: Pace, at_once: int = AT_ONCE) -> None:
        self._door = Door(bot, database, house, pace)
        self._database, self._house, self._pace = database, house, pace
        self._bells = (asyncio.Event(), asyncio.Event(), asyncio.Event())
        self._dispatching, self._renewing = asyncio.Lock(), asyncio.Lock()
        self._at_once = at_once
        self._in_flight: set[asyncio.Task[None]] = set()
        self._resting = False

    def ring(self) -> None:
        """Something is due, or may be."""
        for bell in self._bells:
            bell.set()

    async def run(self) -> None:
        """Work whenever the bell rings, until cancelled; cards wait a moment, so that many changes are one edit."""
        hush.act()  # what rings may be a pressing report
        deliveries, erasures, renewals = self._bells
        await asyncio.gather(
            self._answer(deliveries, self._dispatch, 0),
            self._answer(erasures, self._tidy, 0),
            self._answer(renewals, self.renew, DEBOUNCE),
        )

    async def _answer(self, bell: asyncio.Event, work: Callable[[], Awaitable[None]], patience: float) -> None:
        while True:
            await bell.wait()
            await asyncio.sleep(patience)
            bell.clear()
            try:
                await work()
            except Exception as error:
                self._house.incident(error)

    async def rest(self) -> None:
        """Begin nothing more; leave five seconds to what is in flight, then let go of it: nobody knows how it ended."""
        self._resting = True
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=LAST_WORDS)
        for task in self._in_flight:
            task.cancel()

    async def work(self) -> None:
        """Do everything that is due now: deliver, erase, bring every card up to date."""
        await self.deliver()
        await self._tidy()
        await self.renew()

    async def deliver(self) -> None:
        """Send what is due now; returns when nothing more gets through for the moment."""
        await self._dispatch()
        while self._in_flight and not self._resting:
            await asyncio.wait(self._in_flight)
            await self._dispatch()

    async def _dispatch(self) -> None:
        """Hand out due notices as fast as the pace allows; each is then on its own."""
        async with self._dispatching:
            while not self._resting:
                while len(self._in_flight) >= self._at_once:
                    await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)
                try:
                    await self._pace.ready()
                except NotYet as error:
                    self._ring_in(error.seconds)
                    return
                if not await self._hand_out():
                    return

    async def _hand_out(self) -> bool:
        now, most = self._house.now(), min(self._pace.at_once, self._at_once - len(self._in_flight))
        claimed = await self._database.commit(lambda tx: storage.notices.claim(tx, now, most, LEASE))
        for notice in claimed:
            task = asyncio.create_task(self._carry(notice))
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)
        return bool(claimed)

    async def _carry(self, notice: Notice) -> None:
        try:
            later = await deliver(self._door, notice)
        except Exception as error:
            self._house.incident(error)  # the row stays claimed: it comes again after its lease
            return
        if notice.lane == BROADCAST:
            self._bells[RENEWALS].set()  # how far it has come is told on a card
        if later is not None:
            self._ring_in((later - self._house.now()).total_seconds())

    def _ring_in(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(max(seconds, 0), self.ring)

    async def renew(self) -> None:
        """Edit the cards whose truth has changed, each once; rings again for those that did not get through."""
        async with self._renewing:
            after, again = 0, list[float]()
            while cards := await self._stale(after):
                waits = await asyncio.gather(*(renew(self._door, card) for card in cards))
                again += [wait for wait in waits if wait is not None]
                after = cards[-1].id
            if again:
                self._ring_in(min(again))

    async def _stale(self, after: int) -> list[storage.cards.Card]:
        if self._resting:
            return []
        return await self._database.commit(lambda tx: _to_renew(tx, after))

    async def _erase(self) -> None:
        await memory.work(self._door)
        erased = [True]
        while all(erased) and erased and not self._resting:
            due = await self._database.commit(partial(storage.erasures.due, now=self._house.now()))
            erased = await asyncio.gather(*(erase(self._door, each) for each in due))

    async def _tidy(self) -> None:
        await self._erase()
        await self._keep_time()

    async def _keep_time(self) -> None:
        """Changes whose half minute is over are made; whoever has to leave a group leaves it, once they were told."""
        now = self._house.now()
        for departure, chat_id in await self._database.commit(lambda tx: _make_changes(tx, now)):
            if not self._resting:
                await show_out(self._door, departure, chat_id)

    async def next_due(self) -> datetime | None:
        """When there will be something to do."""

        def earliest(tx: Transaction) -> datetime | None:
            found = (storage.notices.next_due(tx), storage.erasures.next_due(tx), storage.changes.next_due(tx))
            return min((at for at in found if at is not None), default=None)

        house = self._house
        found = (await self._database.commit(earliest), house.fleeting.next_due(), house.pushes.next_due())
        return min((at for at in found if at is not None), default=None)


def _to_renew(tx: Transaction, after: int) -> list[storage.cards.Card]:
    """The next cards to renew; before the first of them, those of words whose deliveries have gone on are marked."""
    if not after:
        deliveries.follow(tx)
    return storage.cards.stale(tx, after, RENEWED_AT_ONCE)


def _make_changes(tx: Transaction, now: datetime) -> list[tuple[Departure, int]]:
    """Make what is due, and return who has to leave which chat: one transaction a ring, for mostly there is neither."""
    changes.make_due(tx, now)
    return doors.due(tx)
