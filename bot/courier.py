"""The courier: the only door out for notices. Claims due rows, composes, sends, writes how it ended."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from telegram import Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

import storage.cards
import storage.erasures
import storage.notices
from bot.pace import Pace
from bot.transport import NotSent
from handlers import letters
from handlers.context import House
from handlers.letters import Letter
from handlers.rules import groups, recipients
from handlers.screen import GONE, NO_PREVIEW, UNCHANGED, keyboard
from storage.cards import Card
from storage.database import Database, Transaction
from storage.erasures import Erasure
from storage.notices import Notice

log = structlog.stdlib.get_logger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 32
GROWING = (5, 15, 60, 300, 900)  # seconds before the next try, after each failed one
TRIES = 12
DEBOUNCE = 2.0  # seconds a card waits for further changes


class Courier:
    """Delivers what is due and keeps posted cards true; `ring` wakes it."""

    def __init__(self, bot: ExtBot[None], database: Database, house: House, pace: Pace) -> None:
        self._bot, self._database, self._house, self._pace = bot, database, house, pace
        self._bells = (asyncio.Event(), asyncio.Event())
        self._delivering, self._renewing = asyncio.Lock(), asyncio.Lock()

    def ring(self) -> None:
        """Something is due, or may be."""
        for bell in self._bells:
            bell.set()

    async def run(self) -> None:
        """Work whenever the bell rings, until cancelled; cards wait a moment, so that many changes are one edit."""
        deliveries, renewals = self._bells
        await asyncio.gather(self._answer(deliveries, self.deliver, 0), self._answer(renewals, self.renew, DEBOUNCE))

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
        """Wait until nothing is in flight; from here on nothing begins."""
        await self._delivering.acquire()
        await self._renewing.acquire()

    async def work(self) -> None:
        """Deliver everything that is due now, then bring every card up to date."""
        await self.deliver()
        await self.renew()

    async def deliver(self) -> None:
        """Send and erase what is due now, as long as it gets through."""
        async with self._delivering:
            while await self._round():
                pass

    async def renew(self) -> None:
        """Edit the cards whose truth has changed, as long as it gets through."""
        async with self._renewing:
            more = True
            while more:
                cards = await self._database.commit(lambda tx: storage.cards.take_stale(tx, BATCH))
                more = any(await asyncio.gather(*map(self._renew, cards)))

    async def next_due(self) -> datetime | None:
        """When there will be something to do."""

        def earliest(tx: Transaction) -> datetime | None:
            found = (storage.notices.next_due(tx), storage.erasures.next_due(tx))
            return min((at for at in found if at is not None), default=None)

        return await self._database.commit(earliest)

    async def _round(self) -> bool:
        now = self._house.now()
        notices = await self._database.commit(lambda tx: storage.notices.claim(tx, now, BATCH, LEASE))
        erasures = await self._database.commit(lambda tx: storage.erasures.due(tx, now))
        erased = await asyncio.gather(*map(self._erase, erasures))
        await asyncio.gather(*map(self._deliver, notices))
        return bool(notices) or any(erased)

    async def _deliver(self, notice: Notice) -> None:
        now = self._house.now()
        if notice.interrupted and notice.kind not in letters.MUST_ARRIVE:
            await self._settle(notice, "unknown")
            return
        letter = await self._database.commit(lambda tx: letters.compose(tx, notice, self._house, now))
        if letter is None:
            await self._settle(notice, "dropped")
            return
        try:
            await self._pace.turn(letter.chat_id)
            posted = await self._send(letter)
        except TelegramError as error:
            await self._failed(notice, letter, error)
        else:
            await self._arrived(notice, letter, posted)

    async def _send(self, letter: Letter) -> Message:
        return await self._bot.send_message(
            letter.chat_id,
            letter.screen.text,
            parse_mode="HTML",
            reply_markup=letter.screen.markup(),
            link_preview_options=NO_PREVIEW,
        )

    async def _arrived(self, notice: Notice, letter: Letter, posted: Message) -> None:
        def settle(tx: Transaction) -> None:
            storage.notices.settle(tx, notice.id, "sent")
            if letter.card is not None:
                storage.cards.post(tx, letter.card, notice.recipient, letter.chat_id, posted.message_id)

        await self._database.commit(settle)

    async def _failed(self, notice: Notice, letter: Letter, error: TelegramError) -> None:
        now = self._house.now()
        match error:
            case RetryAfter():
                await self._again(notice, now + _wait(error))
            case ChatMigrated():
                await self._follow(letter.chat_id, error.new_chat_id)
                await self._again(notice, now)
            case Forbidden():
                await self._database.commit(lambda tx: recipients.unreachable(tx, letter.chat_id))
                await self._settle(notice, "unreachable")
            case BadRequest():
                self._house.incident(error)
                await self._settle(notice, "failed")
            case TimedOut() if not isinstance(error, NotSent) and notice.kind not in letters.MUST_ARRIVE:
                await self._settle(notice, "unknown")
            case NetworkError() if notice.attempts < TRIES:
                delay = GROWING[min(notice.attempts, len(GROWING) - 1)]
                await self._again(notice, now + timedelta(seconds=delay))
            case _:
                self._house.incident(error)
                await self._settle(notice, "failed")

    async def _settle(self, notice: Notice, outcome: str) -> None:
        await self._database.commit(lambda tx: storage.notices.settle(tx, notice.id, outcome))

    async def _again(self, notice: Notice, later: datetime) -> None:
        await self._database.commit(lambda tx: storage.notices.again(tx, notice.id, later))

    async def _follow(self, chat_id: int, new_chat_id: int) -> None:
        await self._database.commit(lambda tx: groups.moved(tx, chat_id, new_chat_id))

    async def _renew(self, card: Card) -> bool:
        letter = await self._database.commit(lambda tx: letters.renew(tx, card, self._house))
        if letter is None:
            await self._database.commit(lambda tx: storage.cards.forget(tx, card.id))
            return True
        try:
            await self._pace.turn(card.chat_id)
            await self._bot.edit_message_text(
                letter.screen.text,
                card.chat_id,
                card.message_id,
                parse_mode="HTML",
                reply_markup=keyboard(letter.screen.rows),
                link_preview_options=NO_PREVIEW,
            )
        except TelegramError as error:
            return await self._not_renewed(card, error)
        return True

    async def _not_renewed(self, card: Card, error: TelegramError) -> bool:
        """What the card's fate is; False when it is still to be edited, at the next ring."""
        said = error.message.casefold()
        if isinstance(error, BadRequest) and UNCHANGED in said:
            return True
        if isinstance(error, (Forbidden, BadRequest)):
            if not any(gone in said for gone in GONE):
                log.warning("card given up", error=type(error).__name__)
            await self._database.commit(lambda tx: storage.cards.forget(tx, card.id))
            return True
        if isinstance(error, ChatMigrated):
            await self._follow(card.chat_id, error.new_chat_id)
            return True
        log.warning("card not renewed yet", error=type(error).__name__)
        await self._database.commit(lambda tx: storage.cards.give_back(tx, card.id))
        return False

    async def _erase(self, erasure: Erasure) -> bool:
        try:
            await self._bot.delete_message(erasure.chat_id, erasure.message_id)
        except NetworkError as error:
            if not isinstance(error, BadRequest):
                return False  # it stays due: the next ring tries again
        except Forbidden:
            log.info("a view was closed by its reader before it erased itself")
        await self._database.commit(lambda tx: storage.erasures.done(tx, erasure.id))
        return True


def _wait(error: RetryAfter) -> timedelta:
    seconds = error.retry_after
    return seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
