"""The weekly word: heard no more, or again."""

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.rules import nudges
from handlers.screen import Button, Screen, show


async def mute(update: Update, context: Context) -> None:
    """No more of it."""
    await context.commit(user_of(update), nudges.mute, True)
    t = context.t
    await show(update, context, Screen(t("nudge.muted"), [[Button(t("nudge.button.hear"), "y:on")], [home.back(t)]]))


async def hear(update: Update, context: Context) -> None:
    """Again."""
    await context.commit(user_of(update), nudges.mute, False)
    t = context.t
    await show(update, context, Screen(t("nudge.heard"), [[Button(t("nudge.button.mute"), "y:off")], [home.back(t)]]))


TAPS = {"y:off": mute, "y:on": hear}
