"""The program: opens the databases, meets Telegram, takes updates in, sends notices out, and stops in order."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import structlog
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ExtBot
from telegram.request import BaseRequest

import storage.notices
from bot import account, charter, feed, hush, webhook
from bot.account import Account
from bot.clock import Clock
from bot.courier import Courier
from bot.intake import MEMORY, Intake, NotNow
from bot.log import incident
from bot.pace import Pace
from bot.replies import Replies
from bot.sections import Settings
from bot.stores import Stores, open_stores
from bot.transport import AiohttpRequest
from bot.version import version
from handlers import front, menu, refusals
from handlers.context import App, House, context_types
from handlers.rules import calendar, feeds, invitations

log = structlog.stdlib.get_logger(__name__)

PATIENCE = 9.0  # seconds what is in flight may take to finish at the end; closing takes the tenth


def utc_now() -> datetime:
    """The current instant; the only place where the program looks at the machine's clock."""
    return datetime.now(UTC)


class Program:
    """One bot on its two databases. `now` and `request` are the simulator's in the demo and in tests."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = utc_now,
        request: Callable[[], BaseRequest] = AiohttpRequest,
        random: Callable[[int], bytes] = secrets.token_bytes,
        memory: int = MEMORY,
    ) -> None:
        self.settings, self._now, self._random = settings, now, random
        self._request, self._memory = request, memory
        self._tasks: list[asyncio.Task[None]] = []
        self._over: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Open, migrate, meet Telegram, begin; raises Trouble with nothing left open."""
        self._charter = charter.load(self.settings.community.charter)
        async with AsyncExitStack() as opened:
            self.stores = await asyncio.to_thread(open_stores, self.settings)
            opened.push_async_callback(asyncio.to_thread, self.stores.close)
            pace = Pace(self.settings.pace)
            meeting = account.opened(self.settings.telegram, self._request, Replies(pace))
            await self._furnish(await opened.enter_async_context(meeting), pace)
            await self._begin(opened)
            self._opened = opened.pop_all()
        log.info("started", mode=self.settings.telegram.mode)

    async def _furnish(self, met: Account, pace: Pace) -> None:
        """Build the parts, and tell Telegram what it should know of us."""
        telegram, database = self.settings.telegram, self.stores.database
        self.house = self._house(self.stores)
        self.application = _application(met.bot, self.house)
        await self.application.initialize()
        self.courier = Courier(met.bot, database, self.house, pace, self.settings.pace.in_flight)
        self.clock = Clock(database, self.courier, self.house, self._tidy)
        self.intake = Intake(
            met.bot, self._handle, met.updates, memory=self._memory, allowed_updates=front.ALLOWED_UPDATES
        )
        self.door = webhook.door(telegram, self.intake, self.health, self._calendars())
        database.on_ring = self.courier.ring
        with account.speaking():
            await menu.set_menus(met.bot, self.house.language)
            await webhook.announce(met.bot, telegram, list(front.ALLOWED_UPDATES))

    def _house(self, stores: Stores) -> House:
        community = self.settings.community
        return House(
            commit=stores.database.commit,
            now=self._now,
            random=self._random,
            incident=incident,
            name=community.name,
            contact=community.contact,
            language=community.language,
            charter=self._charter,
            regions=community.regions,
            small_zone=community.small_zone,
            public_url=self.settings.web.public_url,
            deputies=community.deputies,
            alone=self.settings.database.url.startswith("sqlite"),
        )

    async def _begin(self, opened: AsyncExitStack) -> None:
        self._over = asyncio.get_running_loop().create_future()
        if self.door is not None:
            await self.door.start()
            opened.push_async_callback(self.door.stop)
        self._tasks = [asyncio.create_task(self.courier.run(), name="courier")]
        if self.settings.telegram.mode == "polling":
            self._tasks.append(asyncio.create_task(self.intake.run(), name="intake"))
        for task in self._tasks:
            task.add_done_callback(self._ended)
        self.clock.start()
        self.courier.ring()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A part that stops by itself stops the program, with its reason."""
        if self._over is None or self._over.done() or task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._over.set_exception(error)

    async def _handle(self, update: Update) -> None:
        await self.application.process_update(update)
        if update.update_id in self.house.postponed:
            self.house.postponed.discard(update.update_id)
            raise NotNow

    async def _tidy(self) -> None:
        await asyncio.to_thread(self.stores.tidy)

    async def health(self) -> dict[str, object]:
        """What GET /health says: nothing that a person did, only whether the program works."""
        counts = await self.stores.database.commit(storage.notices.counts)
        return {
            "status": "ok",
            "version": version(),
            "notices_waiting": counts.get("waiting", 0),
            "updates_skipped": self.intake.skipped,
        }

    def _calendars(self) -> list[Route]:
        return [feed.route(self.calendar)] if self.settings.web.public_url else []

    async def calendar(self, token: str) -> bytes | None:
        """The calendar behind a private address; None where it leads nowhere."""
        events = await self.stores.database.commit(lambda tx: feeds.read(tx, token, self._now()))
        return None if events is None else await asyncio.to_thread(calendar.file, events, self.house.name)

    async def wait(self) -> None:
        """Return when the program is stopped; raise what ended it otherwise."""
        if self._over is not None:
            await self._over

    async def stop(self) -> None:
        """Finish what is in flight within ten seconds, then close everything."""
        await self.clock.stop()
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(self.intake.stop(), self.courier.rest())
        except TimeoutError:
            log.warning("not everything in flight could be finished")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.application.shutdown()
        await self._opened.aclose()
        if self._over is not None and not self._over.done():
            self._over.set_result(None)
        hush.release()
        log.info("stopped")


def _application(bot: ExtBot[None], house: House) -> App:
    """python-telegram-bot's dispatcher alone: no updater, no job queue, no persistence."""
    builder = Application.builder().bot(bot).updater(None).job_queue(None).context_types(context_types(house))
    application: App = builder.build()
    application.add_handlers(front.handlers())
    application.add_error_handler(refusals.answer)
    return application


async def invite(settings: Settings, role: str, region: str) -> str:
    """Make an invitation from the command line, beside a running bot or not; returns its link.

    Raises Trouble as a start would.
    """
    async with account.opened(settings.telegram, AiohttpRequest) as met:
        stores = await asyncio.to_thread(open_stores, settings, alone=False)
        try:
            token = secrets.token_urlsafe(16)
            await stores.database.commit(lambda tx: invitations.by_operator(tx, role, region, token, utc_now()))
        finally:
            await asyncio.to_thread(stores.close)
        return invitations.link(met.bot.username, token)
