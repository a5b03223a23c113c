"""Posted cards are kept true: each one that is stale is edited, and stays stale until its edit got through."""

import structlog
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

import storage.cards
from bot.delivery import Door, follow, is_closed
from bot.pace import NotYet
from bot.replies import seconds_of
from handlers import letters
from handlers.letters import Letter
from handlers.screen import GONE, NO_PREVIEW, UNCHANGED, keyboard
from storage.cards import Card
from storage.database import Transaction

log = structlog.stdlib.get_logger(__name__)

LATER = 5.0  # seconds before another try after an error of the network


async def renew(door: Door, card: Card) -> float | None:
    """Edit one stale card; returns the seconds after which to try it again, None when it is true or gone."""
    letter = await door.database.commit(lambda tx: letters.renew(tx, card, door.house))
    if letter is None:
        return await _forget(door, card)
    try:
        async with door.pace.turn(card.chat_id):
            await _edit(door, card, letter)
    except NotYet as error:
        return error.seconds
    except TelegramError as error:
        return await _not_edited(door, card, letter, error)
    return await _edited(door, card, letter)


async def _edit(door: Door, card: Card, letter: Letter) -> None:
    screen = letter.shown(door.bot.username)
    await door.bot.edit_message_text(
        screen.text,
        card.chat_id,
        card.message_id,
        parse_mode="HTML",
        reply_markup=keyboard(screen.rows),
        link_preview_options=NO_PREVIEW,
    )


async def _edited(door: Door, card: Card, letter: Letter) -> float | None:
    """The card is true, unless its thing changed again meanwhile: a change that comes later marks it again."""

    def settle(tx: Transaction) -> float | None:
        # Before looking, so that a change in another transaction waits for this one, or this one for it.
        storage.cards.fresh(tx, card.id)
        if letters.renew(tx, card, door.house) == letter:
            return None
        storage.cards.fresh(tx, card.id, stale=True)
        return 0.0

    return await door.database.commit(settle)


async def _not_edited(door: Door, card: Card, letter: Letter, error: TelegramError) -> float | None:
    said = error.message.casefold()
    match error:
        case BadRequest() if UNCHANGED in said:
            return await _edited(door, card, letter)
        case RetryAfter():
            door.pace.flood(card.chat_id, seconds_of(error))
            return seconds_of(error)
        case ChatMigrated():
            await follow(door, card.chat_id, error.new_chat_id)  # which forgets the cards of the old chat
            return None
        case _ if is_closed(error) or isinstance(error, BadRequest):
            if not any(gone in said for gone in GONE):
                log.warning("card given up", error=type(error).__name__)
            return await _forget(door, card)
    log.warning("card not renewed yet", error=type(error).__name__)
    return LATER


async def _forget(door: Door, card: Card) -> float | None:
    await door.database.commit(lambda tx: storage.cards.forget(tx, card.id))
    return None
