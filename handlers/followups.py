"""Putting off the word that a date is still to be chosen."""

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import bookings, followups
from handlers.screen import Button, Screen, show
from handlers.supervision_card import overview


async def ask(update: Update, context: Context) -> None:
    """Until when."""
    found = await context.commit(user_of(update), followups.later, context.now)
    t = context.t
    rows = [[Button(t.near(monday), f"sn:set:{weeks}")] for weeks, monday in found.items()]
    await show(
        update, context, Screen(t("followup.later"), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])
    )


async def put_off(update: Update, context: Context) -> None:
    """Until that Monday."""
    (weeks,) = parts(update, 1)
    monday = await context.commit(user_of(update), followups.put_off, number(weeks), context.now)
    await _overview(update, context, context.t("followup.toast", day=context.t.near(monday)))


async def resume(update: Update, context: Context) -> None:
    """From now on."""
    await context.commit(user_of(update), followups.resume)
    await _overview(update, context, context.t("settings.saved"))


async def _overview(update: Update, context: Context, toast: str) -> None:
    seen = await context.commit(user_of(update), bookings.sight, context.now)
    await show(update, context, overview(context.t, seen), toast)


TAPS = {"sn:ask": ask, "sn:set": put_off, "sn:off": resume}
