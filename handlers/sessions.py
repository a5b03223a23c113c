"""Whether a supervision took place: one tap of each of the two."""

from telegram import Update

from handlers import session_card
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import people, sessions
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import show


async def show_all(update: Update, context: Context) -> None:
    """What is still to be said."""
    await _show(update, context)


async def _show(update: Update, context: Context, toast: str | None = None) -> None:
    found = await context.commit(user_of(update), sessions.unagreed, context.now)
    await show(update, context, session_card.asked(context.t, people.member(context.who), found), toast)


async def say(update: Update, context: Context) -> None:
    """It took place, or it did not."""
    took, opening, member = parts(update, 3)
    if took not in ("0", "1"):
        raise Refusal(Reason.STALE)
    said = number(opening), number(member), took == "1"
    found = await context.commit(user_of(update), sessions.say, *said, context.now)
    await _show(update, context, context.t("session.toast.disputed" if found.disputed else "session.toast.said"))


TAPS = {"se:list": show_all, "se:say": say}
