"""One notice on its way: composed, sent in its turn, and how it ended written down."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from telegram import Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

import storage.cards
import storage.erasures
import storage.groups
import storage.notices
import storage.topics
from bot.pace import NotYet, Pace
from bot.replies import seconds_of
from bot.transport import Interrupted, NotSent
from handlers import furnishing, letters
from handlers.context import House
from handlers.letters import Letter
from handlers.rules import doors, groups, hosting, recipients
from handlers.screen import NO_PREVIEW
from storage.database import Database, Transaction
from storage.departures import Departure
from storage.erasures import Erasure
from storage.groups import Group
from storage.notices import Notice

log = structlog.stdlib.get_logger(__name__)

GROWING = (5, 15, 60, 300, 900)  # seconds before the next try, after each failed one
TRIES = 100  # about a day without network; what expires before is given up before
NOBODY = "chat not found"  # said of an account that is gone or never opened the bot


@dataclass(frozen=True)
class Door:
    """What it takes to send something and to remember how it ended."""

    bot: ExtBot[None]
    database: Database
    house: House
    pace: Pace


async def deliver(door: Door, notice: Notice) -> datetime | None:
    """Send a claimed notice and settle it; returns when it comes again, None when it is over."""
    if notice.interrupted and notice.kind not in letters.MUST_ARRIVE:
        return await _settle(door, notice, "unknown")
    try:
        letter = await door.database.commit(lambda tx: _compose(tx, door, notice))
    except Exception as error:
        return await _broken(door, notice, error)
    if isinstance(letter, str):
        return await _settle(door, notice, letter)
    if isinstance(letter, datetime):
        return await _wait(door, notice, letter)
    try:
        async with door.pace.turn(letter.chat_id):
            posted = await _send(door, letter)
    except NotYet as error:
        return await _again(door, notice, error.seconds)
    except TelegramError as error:
        return await _failed(door, notice, letter, error)
    await _arrived(door, notice, letter, posted)
    return None


def _compose(tx: Transaction, door: Door, notice: Notice) -> Letter | datetime | str:
    """The letter, when it comes again, or how it ends without one."""
    now = door.house.now()
    return letters.write(tx, notice, door.house, now) or letters.left_out(tx, notice, now)


async def _send(door: Door, letter: Letter) -> Message:
    screen = letter.shown(door.bot.username)
    return await door.bot.send_message(
        letter.chat_id,
        screen.text,
        parse_mode="HTML",
        reply_markup=screen.markup(),
        link_preview_options=NO_PREVIEW,
        message_thread_id=letter.thread,
        disable_notification=letter.quiet or None,
        reply_to_message_id=letter.replies_to,
        allow_sending_without_reply=True if letter.replies_to else None,  # somebody may have deleted it by hand
    )


async def _arrived(door: Door, notice: Notice, letter: Letter, posted: Message) -> None:
    def settle(tx: Transaction) -> None:
        storage.notices.settle(tx, notice.id, "sent")
        if notice.kind == hosting.WELCOME:
            hosting.greeted(tx, notice.about)
        if letter.card is not None:
            stale = letters.compose(tx, notice, door.house, door.house.now()) != letter
            place = (letter.chat_id, posted.message_id)
            storage.cards.post(tx, letter.card, notice.recipient, *place, stale=stale)
        letters.arrived(tx, notice, posted.message_id)

    await door.database.commit(settle)
    if letter.pin:
        with suppress(TelegramError):  # the right went meanwhile: the card stays, unpinned
            await door.bot.pin_chat_message(letter.chat_id, posted.message_id, disable_notification=True)


async def _failed(door: Door, notice: Notice, letter: Letter, error: TelegramError) -> datetime | None:
    match error:
        case RetryAfter():
            door.pace.flood(letter.chat_id, seconds_of(error))
            return await _again(door, notice, seconds_of(error))
        case ChatMigrated():
            await follow(door, letter.chat_id, error.new_chat_id)
            return await _again(door, notice, 0)
        case BadRequest() if letter.thread is not None and furnishing.NO_TOPIC in error.message.casefold():
            await _another_topic(door, letter.chat_id, letter.thread)
            return await _again(door, notice, 0)
        case _ if is_closed(error):
            await door.database.commit(lambda tx: recipients.unreachable(tx, letter.chat_id))
            return await _settle(door, notice, "unreachable")
        case _ if _may_have_arrived(error) and notice.kind not in letters.MUST_ARRIVE:
            return await _settle(door, notice, "unknown")
        case NetworkError() if not isinstance(error, BadRequest) and notice.attempts < TRIES:
            return await _again(door, notice, GROWING[min(notice.attempts, len(GROWING) - 1)])
        case _:
            return await _broken(door, notice, error)


async def _another_topic(door: Door, chat_id: int, thread: int) -> None:
    """Somebody deleted the topic: it is made again, and where that fails the group itself is written to."""

    def forget(tx: Transaction) -> list[tuple[Group, str]]:
        group = storage.groups.by_chat(tx, chat_id)
        if group is None:
            return []
        lost = [purpose for purpose, known in storage.topics.of(tx, group.id).items() if known == thread]
        storage.topics.forget(tx, group.id, thread)
        return [(group, purpose) for purpose in lost]

    for group, purpose in await door.database.commit(forget):
        with suppress(TelegramError):
            await furnishing.topic(door.bot, door.house, group, purpose)


async def show_out(door: Door, departure: Departure, chat_id: int) -> None:
    """Put somebody out of a group, so that they may come back by the door one day; safely twice."""
    done = True
    try:
        await door.bot.ban_chat_member(chat_id, departure.telegram_id)
        with suppress(BadRequest):  # a basic group has nobody banned
            await door.bot.unban_chat_member(chat_id, departure.telegram_id, only_if_banned=True)
    except (BadRequest, Forbidden):
        done = False
    except TelegramError as error:
        log.warning("somebody is not out of a group yet", error=type(error).__name__)
        return
    now = door.house.now()
    await door.database.commit(lambda tx: doors.shown_out(tx, departure, done=done, now=now))


def is_closed(error: TelegramError) -> bool:
    """Whether nothing reaches this chat any more: blocked, taken out, gone."""
    return isinstance(error, Forbidden) or (isinstance(error, BadRequest) and NOBODY in error.message.casefold())


def _may_have_arrived(error: TelegramError) -> bool:
    return isinstance(error, (TimedOut, Interrupted)) and not isinstance(error, NotSent)


async def _broken(door: Door, notice: Notice, error: Exception) -> datetime | None:
    """A bug of ours: this notice is given up, the others go on."""
    door.house.incident(error)
    return await _settle(door, notice, "failed")


async def _settle(door: Door, notice: Notice, outcome: str) -> datetime | None:
    """It is over."""
    await door.database.commit(lambda tx: storage.notices.settle(tx, notice.id, outcome))
    return None


async def _again(door: Door, notice: Notice, seconds: float) -> datetime:
    return await _wait(door, notice, door.house.now() + timedelta(seconds=seconds))


async def _wait(door: Door, notice: Notice, later: datetime) -> datetime:
    """It comes again then."""
    await door.database.commit(lambda tx: storage.notices.again(tx, notice.id, later))
    return later


async def follow(door: Door, chat_id: int, new_chat_id: int) -> None:
    """A group has another id from here on."""
    now = door.house.now()
    await door.database.commit(lambda tx: groups.moved(tx, chat_id, new_chat_id, now))


async def erase(door: Door, erasure: Erasure) -> bool:
    """Delete a message of the bot; False when it is still there and stays due."""
    try:
        with suppress(Forbidden, BadRequest):  # closed by its reader, or out of reach: there is nothing left to do
            await door.bot.delete_message(erasure.chat_id, erasure.message_id)
    except TelegramError as error:
        log.warning("a message is not erased yet", error=type(error).__name__)
        return False
    await door.database.commit(lambda tx: storage.erasures.done(tx, erasure.id))
    return True
