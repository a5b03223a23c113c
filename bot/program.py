"""The program: opens the databases, meets Telegram, takes updates in, sends notices out, and stops in order."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ExtBot
from telegram.request import BaseRequest

import storage.notices
from bot import webhook
from bot.clock import Clock
from bot.courier import Courier
from bot.intake import Intake
from bot.log import incident
from bot.pace import Pace
from bot.sections import Settings
from bot.stores import Stores, open_stores
from bot.transport import AiohttpRequest
from bot.version import version
from handlers import front, menu, refusals
from handlers.context import App, House, context_types
from handlers.rules import invitations
from storage.trouble import Trouble

log = structlog.stdlib.get_logger(__name__)

PATIENCE = 10.0  # seconds what is in flight may take to finish at the end


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
    ) -> None:
        self.settings, self._now, self._random = settings, now, random
        self._request = request
        self._tasks: list[asyncio.Task[None]] = []
        self._over: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Open, migrate, meet Telegram, begin; raises Trouble with nothing left open."""
        self.stores: Stores = await asyncio.to_thread(open_stores, self.settings)
        try:
            await self._meet_telegram()
        except BaseException:
            self.stores.close()
            raise
        await self._begin()

    async def _meet_telegram(self) -> None:
        self.house = self._house(self.stores)
        self._updates_request = self._request()
        bot = self._bot(self._updates_request)
        self.application: App = (
            Application.builder()
            .bot(bot)
            .updater(None)
            .job_queue(None)
            .context_types(context_types(self.house))
            .build()
        )
        self.application.add_handlers(front.handlers())
        self.application.add_error_handler(refusals.answer)
        await initialize(bot)
        await self.application.initialize()
        await menu.set_menus(bot, self.house.language)
        self.courier = Courier(bot, self.stores.database, self.house, Pace(self.settings.pace))
        self.clock = Clock(self.stores.database, self.courier, self.house, self._tidy)
        self.intake = Intake(bot, self._handle, self._updates_request, allowed_updates=front.ALLOWED_UPDATES)
        self.stores.database.on_ring = self.courier.ring
        self.door = webhook.door(self.settings.telegram, self.intake, self.health)
        await webhook.announce(bot, self.settings.telegram, list(front.ALLOWED_UPDATES))

    def _bot(self, updates_request: BaseRequest) -> ExtBot[None]:
        telegram = self.settings.telegram
        return ExtBot(
            telegram.token.get_secret_value(),
            base_url=telegram.base_url,
            base_file_url=telegram.base_file_url,
            request=self._request(),
            get_updates_request=updates_request,
        )

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
            regions=community.regions,
        )

    async def _begin(self) -> None:
        self._over = asyncio.get_running_loop().create_future()
        self._tasks = [asyncio.create_task(self.courier.run(), name="courier")]
        if self.settings.telegram.mode == "polling":
            self._tasks.append(asyncio.create_task(self.intake.run(), name="intake"))
        for task in self._tasks:
            task.add_done_callback(self._ended)
        self.clock.start()
        self.courier.ring()
        if self.door is not None:
            await self.door.start()
        log.info("started", mode=self.settings.telegram.mode)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A part that stops by itself stops the program, with its reason."""
        if self._over is None or self._over.done() or task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._over.set_exception(error)

    async def _handle(self, update: Update) -> None:
        await self.application.process_update(update)

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

    async def wait(self) -> None:
        """Return when the program is stopped; raise what ended it otherwise."""
        if self._over is not None:
            await self._over

    async def stop(self) -> None:
        """Finish what is in flight within ten seconds, then close everything."""
        self.clock.stop()
        if self.door is not None:
            await self.door.stop()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.intake.stop()
                await self.courier.rest()
        except TimeoutError:
            log.warning("not everything in flight could be finished")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.application.shutdown()
        await self._updates_request.shutdown()
        await asyncio.to_thread(self.stores.close)
        if self._over is not None and not self._over.done():
            self._over.set_result(None)
        log.info("stopped")


async def initialize(bot: ExtBot[None]) -> None:
    """Meet Telegram; raises Trouble when the token is wrong or the server cannot be reached."""
    try:
        await bot.initialize()
    except InvalidToken as error:
        raise Trouble("Telegram does not know this token: check telegram.token.") from error
    except NetworkError as error:
        raise Trouble("The Bot API server cannot be reached: check telegram.api_url and the network.") from error
    except TelegramError as error:
        raise Trouble("The Bot API server refuses to introduce the bot: check telegram.api_url.") from error


async def invite(settings: Settings, role: str, region: str) -> str:
    """Make an invitation from the command line; returns its link. Raises Trouble as a start would."""
    program = Program(settings)
    bot = program._bot(AiohttpRequest())
    await initialize(bot)
    try:
        stores = await asyncio.to_thread(open_stores, settings)
        token = secrets.token_urlsafe(16)
        await stores.database.commit(lambda tx: invitations.by_operator(tx, role, region, token, utc_now()))
        await asyncio.to_thread(stores.close)
        return invitations.link(bot.username, token)
    finally:
        await bot.shutdown()
