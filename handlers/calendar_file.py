"""A calendar file in the chat, and what an address to subscribe to gives."""

from collections.abc import Sequence

from telegram import Update

from handlers.context import Context, chat_of
from handlers.rules import calendar
from handlers.rules.calendar import Event

NAME = "entrepairs.ics"


async def send(update: Update, context: Context, events: Sequence[Event]) -> None:
    """The file to open; where everything in it is cancelled it takes away what the calendar has."""
    gone = all(event.status == "CANCELLED" for event in events)
    await context.bot.send_document(
        chat_of(update).id,
        calendar.file(events),
        caption=context.t("feed.file.gone" if gone else "meeting.file")
        if len(events) == 1 or gone
        else context.t.count("feed.file.series", len(events)),
        filename=NAME,
    )
