"""The stage of the dialogues: the whole program on real files, played through the simulated Telegram."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo.botapi.state import JSON
from bot.demo.telegram import Telegram
from bot.demo.telegram_request import SimulatedRequest
from bot.program import Program
from bot.sections import Community, Database, Pace, Settings, Vault, Web
from bot.sections import Telegram as TelegramSettings
from handlers.rules import invitations, reports, slots, vacancies
from handlers.rules.regions import BOXES
from storage import polls, questions, vault
from storage.database import Transaction
from storage.members import Role
from tests.storage import pair
from tests.storage.people import member as enrol

TOKEN = "123456:simulated"
IN_FLIGHT = Pace().in_flight
START = datetime(2026, 5, 26, 8, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in Lyon


def settings(
    folder: Path, *, urls: tuple[str, str] | None = None, language: str = "fr", small_zone: int = 1
) -> Settings:
    """The settings of a program on this folder; as fast as it can go."""
    community, vault = urls or (f"sqlite:///{folder}/data/community.db", f"sqlite:///{folder}/data/vault.db")
    return Settings(
        telegram=TelegramSettings(token=TOKEN),
        database=Database(url=community),
        vault=Vault(url=vault, keys_dir=folder / "keys"),
        community=Community(
            name="Pairs en lien", contact="contact@pairs.example", language=language, small_zone=small_zone
        ),
        web=Web(public_url="https://pairs.example"),
        # On a server several threads work, and may finish in any order; what a story tells has one.
        pace=Pace(per_second=1000, per_chat_seconds=0, per_group_minute=1000, in_flight=1 if urls else IN_FLIGHT),
    )


class Stage:
    """People with phones, a clock of our own, and the program between them."""

    def __init__(
        self,
        folder: Path,
        *,
        redeliver: bool = False,
        seed: int = 1,
        time: datetime = START,
        urls: tuple[str, str] | None = None,
        small_zone: int = 1,
    ) -> None:
        self.folder, self._urls = folder, urls
        self._settings = settings(folder, urls=urls, small_zone=small_zone)
        self.time = time
        self._random = random.Random(seed)  # noqa: S311 - repeatable, which is what a test wants
        self.telegram = Telegram(TOKEN, lambda: self.time, seed=seed)
        self.telegram.redeliver = redeliver
        self.ids: dict[str, int] = {}
        self.program = self._program()
        self._rung = True
        self.follows_supervision = False  # stops at every slot where somebody offers times: too often in a year of rest

    def _program(self) -> Program:
        return Program(
            self._settings,
            now=lambda: self.time,
            request=lambda: SimulatedRequest(self.telegram),
            random=self._random.randbytes,
            memory=0,  # as after a crash: a repeated update is handled again, and must change nothing
        )

    async def open(self) -> None:
        """Start the program for the first time; its clock has looked at the day before anything happens."""
        if self._urls is None and not (self.folder / "data").exists():
            pair.lay(self.folder / "data")
        await self._start()
        await self.program.clock.sweep()

    async def _start(self) -> None:
        """From here on the courier works when it is rung for, at the next pause, and never beside what people do."""
        await self.program.start()
        self.program.stores.database.on_ring = self._ring
        self._ring()

    def _ring(self) -> None:
        self._rung = True

    async def close(self) -> None:
        """Stop the program."""
        await self.program.stop()

    async def restart(self) -> None:
        """Stop the program and start another on its data."""
        await self.close()
        self.program = self._program()
        await self._start()

    async def change_charter(self, file: Path) -> None:
        """The operator names another charter, and starts the program anew."""
        community = self._settings.community.model_copy(update={"charter": file})
        self._settings = self._settings.model_copy(update={"community": community})
        await self.restart()

    async def settle(self) -> None:
        """Wait until every update is taken and everything due is sent, and what follows from that is taken too."""
        await self._taken()
        while self._rung:
            self._rung = False
            await self.program.courier.work()
            await self._taken()

    async def _taken(self) -> None:
        async with asyncio.timeout(20):
            while self.telegram.pending:
                await asyncio.sleep(0.001)

    async def later(self, until: datetime | timedelta) -> None:
        """Let time pass, stopping wherever something is due on the way."""
        end = self.time + until if isinstance(until, timedelta) else until
        while (due := await self._next(end)) is not None:
            await self._come(due)
        await self._come(end)

    async def _come(self, time: datetime) -> None:
        self.time = time
        await self.program.clock.sweep()
        self._ring()
        await self.settle()

    async def _next(self, end: datetime) -> datetime | None:
        """The next moment before `end` with something to do; slots at which nothing waits are passed over."""
        waits = await self.program.stores.database.commit(_waits)
        if self.follows_supervision and not waits:
            waits = bool(await self.program.stores.database.commit(vacancies.practising))
        found = [
            await self.program.courier.next_due(),
            self.program.clock.next_danger(),
            await self.program.stores.database.commit(polls.next_close),
            slots.next_slot(self.time) if waits else None,
        ]
        return min((due for due in found if due is not None and self.time < due < end), default=None)

    async def run(self, use_case: Callable[[Transaction], object]) -> None:
        """Prepare the stage behind the scenes."""
        await self.program.stores.database.commit(use_case)

    def person(self, name: str, language: str = "fr") -> int:
        """Somebody with a phone, who has never opened the bot."""
        self.ids[name] = self.telegram.person(name, language=language).id
        return self.ids[name]

    async def member(self, name: str, *roles: Role, language: str = "fr", region: str = "FR-ARA") -> int:
        """A member with a phone, on the home screen already."""
        number = self.person(name, language)

        await self.run(lambda tx: enrol(tx, number, *roles, name=name, region=region, language=language))
        await self.start(name)
        return number

    async def invitation(self, role: str, region: str, token: str = "first-invitation") -> str:
        """An invitation of the operator; returns its start payload."""
        await self.run(lambda tx: invitations.by_operator(tx, role, region, token, self.time))
        return invitations.PREFIX + token

    # What people do -----------------------------------------------------------------------------

    async def start(self, name: str, payload: str = "") -> None:
        """Open the bot, with or without a link."""
        self.telegram.start(self.ids[name], payload)
        await self.settle()

    async def say(self, name: str, text: str, chat: int | None = None) -> None:
        """Write; a question of the bot that asks for a reply gets one, as Telegram's apps do."""
        self.telegram.say(self.ids[name], text, chat, self.question(name, chat))
        await self.settle()

    async def tap(self, name: str, button: str, chat: int | None = None, *, times: int = 1) -> None:
        """Tap the lowest button with this text, `times` in a row before the bot has answered."""
        message_id, data = self.button(name, button, chat)
        for _ in range(times):
            self.telegram.tap(self.ids[name], self.place(name, chat), message_id, data)
        await self.settle()

    # What people see ----------------------------------------------------------------------------

    def place(self, name: str, chat: int | None) -> int:
        """The chat that is meant: the one with the bot unless another is named."""
        return self.ids[name] if chat is None else chat

    def question(self, name: str, chat: int | None = None) -> int | None:
        """The question of the bot that a phone shows last, which the next message answers."""
        seen = self.seen(name, chat)
        return seen[-1]["message_id"] if seen and seen[-1].get("force_reply") else None

    def seen(self, name: str, chat: int | None = None) -> list[JSON]:
        """The messages on a phone, oldest first."""
        return self.telegram.visible(self.ids[name], self.place(name, chat))

    def last(self, name: str, chat: int | None = None) -> str:
        """The lowest message of the bot on a phone, as plain text with ordinary spaces."""
        texts = [plain(message) for message in self.seen(name, chat) if not message["outgoing"]]
        return texts[-1] if texts else ""

    def shown(self, name: str, chat: int | None = None) -> list[tuple[str, int, str]]:
        """Every button on a phone: its text, its message and its data, the lowest message last."""
        return [
            (ordinary(button["text"]), message["message_id"], button.get("callback_data", ""))
            for message in self.seen(name, chat)
            for row in message["keyboard"]
            for button in row
        ]

    def buttons(self, name: str, chat: int | None = None) -> list[str]:
        """The texts of all buttons on a phone."""
        return [text for text, _, _ in self.shown(name, chat)]

    def button(self, name: str, text: str, chat: int | None = None) -> tuple[int, str]:
        """The lowest button with this text: its message and its data."""
        found = [(message_id, data) for label, message_id, data in self.shown(name, chat) if label == text]
        assert found, f"{name} sees no [{text}] but {self.buttons(name, chat)} and:\n{self.last(name, chat)}"
        return found[-1]


def _waits(tx: Transaction) -> bool:
    """Whether anything is to be announced at a slot."""
    return bool(vault.unannounced(tx, reports.PATIENT) or questions.waiting(tx, BOXES))


def plain(message: JSON) -> str:
    """What a message says."""
    return ordinary(str(message.get("text") or message.get("caption") or message.get("service") or ""))


def ordinary(text: str) -> str:
    """French spaces made ordinary, so that a dialogue can be typed."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
