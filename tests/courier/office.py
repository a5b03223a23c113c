"""A courier's office: its database, a simulated Telegram, and a clock that moves only when it is told to."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from sqlalchemy import select
from telegram.ext import ExtBot
from telegram.request import RequestData

import storage.groups
import storage.meetings
import storage.members
import storage.notices
from bot import charter
from bot.courier import Courier
from bot.demo.botapi.state import JSON
from bot.demo.telegram import Telegram
from bot.demo.telegram_request import SimulatedRequest
from bot.pace import Pace
from bot.replies import Replies
from bot.sections import Pace as PaceSettings
from handlers.context import House
from storage import engines
from storage.community import metadata
from storage.database import Database, Transaction
from storage.keys import Keyring
from storage.members import Role
from storage.notices import BROADCAST, NewNotice, notices

R = TypeVar("R")
TOKEN = "123456:simulated"
START = datetime(2026, 5, 26, 8, 0, tzinfo=UTC)
MEETING = START + timedelta(days=30)
FAST = PaceSettings(per_second=1000, per_chat_seconds=0, per_group_minute=1000)


class Line(SimulatedRequest):
    """The line to Telegram; counts the calls that were tried; answers come while it is free."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(telegram, read_timeout=0.05)
        self.tried: Counter[str] = Counter()
        self._rung = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()

    async def reached(self, method: str, times: int) -> None:
        """Wait until this call was tried so many times."""
        async with asyncio.timeout(5):
            while self.tried[method] < times:
                self._rung.clear()
                await self._rung.wait()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        self.tried[url.rpartition("/")[2]] += 1
        self._rung.set()
        answer = await super().do_request(url, method, request_data, *args, **kwargs)
        await self.free.wait()
        return answer


class Office:
    """Members with phones, one announced meeting, and a courier that works when asked to."""

    def __init__(self, database: Database, pace: PaceSettings) -> None:
        self.time = START
        self.telegram = Telegram(TOKEN, lambda: self.time)
        self.database = database
        self.line = Line(self.telegram)
        self.people: list[int] = []
        self.incidents: list[BaseException] = []
        self.pace = Pace(pace, lambda: self.time.timestamp(), self.sleep)
        self.bot = ExtBot(
            TOKEN,
            request=self.line,
            get_updates_request=self.line,
            rate_limiter=Replies(self.pace, self.sleep),
        )
        self.courier = self.another_courier()
        self._versions = itertools.count()

    def another_courier(self, database: Database | None = None) -> Courier:
        """A second courier, as in another process when it has its own connections to the database."""
        used = database or self.database
        return Courier(self.bot, used, self._house(used), self.pace)

    def _house(self, database: Database) -> House:
        return House(
            commit=database.commit,
            now=lambda: self.time,
            random=random.randbytes,
            incident=self._note,
            name="Pairs en lien",
            contact="contact@pairs.example",
            language="fr",
            charter=charter.load(None),
            regions=("FR-ARA",),
            small_zone=1,
        )

    def _note(self, error: BaseException) -> str:
        self.incidents.append(error)
        return "ABC-DEF"

    async def sleep(self, seconds: float) -> None:
        """Time passes by itself only for who waits for it."""
        until = self.time + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.time = max(self.time, until)

    async def later(self, seconds: float) -> None:
        """Let time pass, and let the courier do what has become due."""
        self.time += timedelta(seconds=seconds)
        await self.courier.work()

    async def run(self, use_case: Callable[[Transaction], R]) -> R:
        return await self.database.commit(use_case)

    # Who is there -------------------------------------------------------------------------------

    async def members(self, number: int) -> list[int]:
        """The chats of new members, who are `member:1` and so on in this order."""
        people = [self.telegram.person(f"Membre {n}").id for n in range(number)]
        for chat_id in people:
            self.telegram.start(chat_id)
        await self.run(lambda tx: _join(tx, people))
        return people

    async def group(self, owner: int, *, supergroup: bool = True) -> int:
        """The chat of the region's group, `group:1`."""
        chat_id = self.telegram.group("Pairs ARA", owner, supergroup=supergroup)
        self.telegram.add_bot(owner, chat_id)
        await self.run(lambda tx: storage.groups.bind(tx, storage.groups.add(tx, chat_id, "Pairs ARA").id, "FR-ARA"))
        return chat_id

    async def meeting(self) -> None:
        """The meeting that everything is about, `meeting:1`."""
        await self.run(_announce)

    # What is to be said, and what was -----------------------------------------------------------

    async def say(
        self,
        *recipients: str,
        kind: str = "meeting.card",
        lane: int = BROADCAST,
        expires_at: datetime | None = None,
    ) -> None:
        """Have something said to each of them now."""
        version = str(next(self._versions))
        new = [NewNotice(kind, "meeting:1", version, to, self.time, lane, expires_at) for to in recipients]
        await self.run(lambda tx: storage.notices.add(tx, new))

    async def states(self) -> list[str]:
        """What became of each notice, in the order in which they were written."""
        columns = select(notices.c.state).order_by(notices.c.id)
        return await self.run(lambda tx: list(tx.community.execute(columns).scalars()))

    def got(self, chat_id: int, reader: int | None = None) -> list[JSON]:
        """What the bot wrote in this chat."""
        seen = self.telegram.visible(reader or chat_id, chat_id)
        return [message for message in seen if not message["outgoing"] and not message["service"]]


def _join(tx: Transaction, people: list[int]) -> None:
    for chat_id in people:
        number = storage.members.add(
            tx,
            telegram_id=chat_id,
            first_name="Awa",
            language="fr",
            region="FR-ARA",
            joined="2026-05",
            promise="2026-11",
            charter="2026-11",
        )
        storage.members.grant(tx, number, Role("peer_worker", "FR-ARA"))


def _announce(tx: Transaction) -> None:
    zone = "Europe/Paris"
    draft = storage.meetings.begin(tx, uid="1", owner=1, region="FR-ARA", title="Pairs", zone=zone, minutes=90)
    wall = MEETING.replace(tzinfo=None)
    storage.meetings.change(tx, draft.id, state="published", wall=wall, starts_at=MEETING)


@cache
def _empty_file() -> bytes:
    """A community database without rows, made once for all tests."""
    with TemporaryDirectory() as folder:
        engine = engines.community_engine(f"sqlite:///{folder}/community.db")
        metadata.create_all(engine)
        engine.dispose()
        return Path(folder, "community.db").read_bytes()


@asynccontextmanager
async def opened(folder: Path, urls: tuple[str, str] | None = None, pace: PaceSettings = FAST) -> AsyncIterator[Office]:
    """An office with an empty community database; no report comes by here."""
    if urls is None:
        (folder / "community.db").write_bytes(_empty_file())
    community, vault = urls or (f"sqlite:///{folder}/community.db", f"sqlite:///{folder}/vault.db")
    first, second = engines.community_engine(community), engines.vault_engine(vault)
    if urls is not None:
        metadata.create_all(first)
    database = Database(first, second, Keyring(folder / "keys"))
    office = Office(database, pace)
    await office.bot.initialize()
    try:
        yield office
    finally:
        office.telegram.clear_faults()
        await asyncio.to_thread(database.close)
