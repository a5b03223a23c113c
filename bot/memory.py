"""What only this process knows, when its time has come: messages that must go, people who asked to be told.

Best effort, and in silence: nothing of it is in a row or in a log, and what cannot be done now is forgotten.
"""

from contextlib import suppress
from datetime import datetime

from telegram.error import TelegramError

from bot.delivery import Door
from bot.pace import NotYet
from handlers import letters
from handlers.rules import hearing
from handlers.rules.pushes import Wish
from handlers.speech import speech


async def work(door: Door) -> None:
    """Delete what is due, tell whoever is due."""
    now = door.house.now()
    for chat_id, message_id in door.house.fleeting.take_due(now):
        with suppress(TelegramError):  # gone, or out of reach
            await door.bot.delete_message(chat_id, message_id)
    for wish in door.house.pushes.take_due(now):
        await _tell(door, wish, now)


async def _tell(door: Door, wish: Wish, now: datetime) -> None:
    """The weekly word, in no way different from any other week's; it waits for the end of quiet hours."""
    later = await door.database.commit(lambda tx: hearing.asked_for_waits(tx, wish.chat_id, now))
    if later is not None:
        door.house.pushes.put_off(wish, later)
        return
    screen = letters.nudge(speech(wish.language))
    with suppress(TelegramError, NotYet):
        async with door.pace.turn(wish.chat_id):
            await door.bot.send_message(wish.chat_id, screen.text, parse_mode="HTML", reply_markup=screen.markup())
