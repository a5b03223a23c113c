"""The demo's process: the simulated Telegram, the real program on real files, and the page, on one address."""

import asyncio
import secrets
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Router
from starlette.types import Receive, Scope, Send

import storage.cards
from bot import feed, sections, web, webhook
from bot.demo import cast, kept, page, telegram_web
from bot.demo.desk import Desk
from bot.demo.hours import ZONE, Clock, curtain
from bot.demo.stage import Phone
from bot.demo.telegram import Telegram
from bot.program import Program
from handlers.rules import joining, people
from storage import engines
from storage.database import Transaction
from storage.trouble import Trouble

HOST = "127.0.0.1"
SAVE_EVERY = 2.0  # seconds
STEP = 0.02  # seconds between two looks at whether the bot has taken everything
PATIENCE = 15.0  # seconds
REST = 5.0  # seconds that a control of the page has to come to its end


class Theatre:
    """Implements the page's Stage."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.clock = Clock()
        self.language = "fr"
        self.running = False
        self.zone = ZONE
        self._closing = False
        self._saved = -1
        self._roles: Mapping[int, str] = {}
        self._desk = Desk(self, lambda: self._closing)
        self._server = web.WebServer(self._application(), HOST, port)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self._server.port}/"

    def now(self) -> datetime:
        """Simulated time."""
        return self.clock()

    async def roles(self) -> Mapping[int, str]:
        """What people are by now, as the program remembers it; while it is restarted, as it last did."""
        if self.running:
            accounts = [phone.person_id for phone in self.phones]
            self._roles = await self._program.stores.database.commit(lambda tx: cast.roles(tx, accounts))
        return self._roles

    # The building ---------------------------------------------------------------------------------

    def _application(self) -> Starlette:
        async def bot_api(scope: Scope, receive: Receive, send: Send) -> None:
            await self._bot_api(scope, receive, send)

        routes = [webhook.health_route(self.health), feed.route(self._calendar), *page.routes(self._desk)]
        return Starlette(routes=[*routes, Mount("/", bot_api)])

    async def health(self) -> dict[str, object]:
        """The program's own health; `stopped` while it is being restarted."""
        return await self._program.health() if self.running else {"status": "stopped"}

    async def _calendar(self, token: str) -> bytes | None:
        return await self._program.calendar(token) if self.running else None

    async def open(self, *, fresh: bool) -> None:
        """Raise the curtain: on what was kept, or on the opening scene."""
        kept.prepare(self._folder)
        if held := engines.lock(self._database()):  # another demo would lose its data under its feet
            held.close()
        before = None if fresh else kept.load(self._folder)
        if before is None:
            self._furnish()
        else:
            self.clock, self.language = before.clock, before.language
            self._use(before.telegram, before.phones, before.group)
        await self._listen()
        await (self._begin() if before is None else self._start())
        self._saving = asyncio.create_task(self._save_now_and_then())

    async def _listen(self) -> None:
        try:
            await self._server.start()
        except Trouble as trouble:
            raise Trouble(f"{trouble} Another demo may be open there; --port takes another one.") from None

    async def close(self) -> None:
        """Stop the program, keep what the phones show."""
        self._closing = True
        self._saving.cancel()
        await self._desk.rest(REST)
        await self._stop()
        self._save()
        await self._server.stop()

    def _use(self, telegram: Telegram, phones: list[Phone], group: int) -> None:
        self.telegram, self.phones, self.group = telegram, phones, group
        self._bot_api = Router(telegram_web.routes(telegram))

    def _save(self) -> None:
        kept.save(self._folder, kept.Kept(self.clock, self.language, self.telegram, self.phones, self.group))
        self._saved = self.telegram.revision

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            if self.telegram.revision != self._saved:
                self._save()

    # The program ----------------------------------------------------------------------------------

    def _settings(self) -> sections.Settings:
        data = self._folder.resolve()
        return sections.Settings(
            telegram=sections.Telegram(token=self.telegram.token, api_url=self.address.rstrip("/")),
            database=sections.Database(url=self._database()),
            vault=sections.Vault(url=f"sqlite:///{data}/data/vault.db", keys_dir=data / "keys"),
            web=sections.Web(public_url=self.address.rstrip("/")),
            # No limit is simulated, and a person in front of the page should not wait for one.
            pace=sections.Pace(per_second=1000, per_chat_seconds=0, per_group_minute=1000),
            community=sections.Community(
                name=cast.COMMUNITY, contact=cast.CONTACT, language="en" if self.language == "en" else "fr"
            ),
        )

    def _database(self) -> str:
        return f"sqlite:///{self._folder.resolve()}/data/community.db"

    async def _start(self) -> None:
        self._program = Program(self._settings(), now=self.clock)
        await self._program.start()
        self.running = True

    async def _stop(self) -> None:
        if self.running:
            self.running = False
            await self._program.stop()

    async def _commit(self, use_case: Callable[[Transaction], object]) -> None:
        await self._program.stores.database.commit(use_case)

    async def _settle(self) -> None:
        """Wait until the bot has taken what people did, and sent what is due."""
        async with asyncio.timeout(PATIENCE):
            while self.telegram.pending and not self._closing:  # noqa: ASYNC110 - nothing signals that an update was confirmed
                await asyncio.sleep(STEP)
            await self._program.courier.work()

    # What the page asks for -----------------------------------------------------------------------

    async def advance(self, delta: timedelta) -> None:
        """Let time pass, stopping wherever something is due on the way."""
        end = self.now() + delta
        await self._settle()
        while (due := await self._program.clock.next()) is not None and due < end:
            if self._closing:
                return  # the demo is being ended: time stops on the way
            if due > self.now():
                self.clock.put(due)
            await self._sweep()
        self.clock.put(end)
        await self._sweep()
        self.telegram.world.touch()

    async def _sweep(self) -> None:
        await self._program.clock.sweep()
        await self._settle()

    async def restart(self) -> None:
        """Really stop the program, and start another on its data."""
        await self._stop()
        self.telegram.world.touch()
        await self._start()

    async def reset(self) -> None:
        """Throw everything away and set the opening scene."""
        await self._stop()
        self._furnish()
        await self._begin()

    def _furnish(self) -> None:
        self.clock, self.language, self._roles = Clock(), "fr", {}
        self.clock.put(curtain() - timedelta(days=1, hours=5))
        token = f"{secrets.randbelow(900_000_000) + 100_000_000}:{secrets.token_urlsafe(26)}"
        telegram = Telegram(token, self.clock, seed=1)
        self._use(telegram, *cast.gather(telegram))

    async def _begin(self) -> None:
        for name in kept.DATA:
            shutil.rmtree(self._folder / name, ignore_errors=True)
        await self._start()
        await self._set_scene()

    async def _set_scene(self) -> None:
        telegram, group = self.telegram, self.group
        known = {part.name for part in cast.MEMBERS}
        people_here = telegram.world.people.items()
        accounts = {person.first_name: number for number, person in people_here if person.first_name in known}
        await self._commit(lambda tx: cast.enrol(tx, accounts, group, self.now()))
        telegram.add_bot(accounts[cast.OWNER], group)
        for name, text in cast.TALK:
            telegram.say(accounts[name], text, group)
        for number in accounts.values():
            telegram.start(number)
        await self._settle()
        await self._commit(lambda tx: cast.plan(tx, accounts, self.now()))
        await self._sweep()
        self.clock.put(curtain())
        for number in accounts.values():
            telegram.start(number)  # home is what they see first
        await self._sweep()
        for phone in self.phones:
            self._read(phone)

    async def speak(self, language: str) -> None:
        """Everyone's language, theirs and the group's: the program starts again with it, every card is renewed."""
        self.language = language
        for phone in self.phones:
            self.telegram.set_language(phone.person_id, language)
        await self._stop()
        await self._start()
        await self._commit(lambda tx: self._translate(tx, language))
        seen = [phone for phone in self.phones if not self._unread(phone)]
        for phone in self.phones:
            chat = self.telegram.world.chats[phone.person_id]
            if chat.started and not chat.blocked:
                self.telegram.start(phone.person_id)
        await self._settle()
        for phone in seen:  # what was said before in another language is no news
            self._read(phone)

    def _unread(self, phone: Phone) -> int:
        return sum(chat["unread"] for chat in self.telegram.view(phone.person_id)["chats"])

    def _read(self, phone: Phone) -> None:
        for chat in self.telegram.view(phone.person_id)["chats"]:
            self.telegram.read(phone.person_id, chat["id"])

    def _translate(self, tx: Transaction, language: str) -> None:
        for phone in self.phones:
            joining.choose_language(tx, people.recognise(tx, phone.person_id, language), language)
        storage.cards.outdate_all(tx)


async def play(folder: Path, port: int, *, fresh: bool, ready: Callable[[str], None], over: asyncio.Event) -> None:
    """Play until `over`; raises Trouble when the address or the data are taken."""
    theatre = Theatre(folder, port)
    try:
        await theatre.open(fresh=fresh)
    except OSError as error:
        raise Trouble(f"The folder {folder} cannot be used: {error.strerror}.") from error
    ready(theatre.address)
    try:
        await over.wait()
    finally:
        await theatre.close()
