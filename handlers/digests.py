"""When a supervisor wants their digest."""

from datetime import time

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import digests
from handlers.rules.digests import HOURS, PACES, Setting
from handlers.screen import Button, Screen, show
from handlers.speech import Speech


async def show_setting(update: Update, context: Context) -> None:
    """What is chosen now."""
    found = await context.commit(user_of(update), digests.setting)
    await show(update, context, _screen(context.t, found))


async def choose(update: Update, context: Context) -> None:
    """How often, and at which hour."""
    pace, hour = parts(update, 2)
    found = await context.commit(user_of(update), digests.choose, pace, number(hour), context.now)
    await show(update, context, _screen(context.t, found), context.t("settings.saved"))


def _screen(t: Speech, found: Setting) -> Screen:
    text = t("digest.title") + "\n\n" + t(f"digest.now.{found.pace}", hour=t.hour(time(found.hour)))
    rows = [[_option(t(f"digest.pace.{pace}"), found, Setting(pace, found.hour))] for pace in PACES]
    if found.pace != "never":
        hours = [_option(t.hour(time(hour)), found, Setting(found.pace, hour)) for hour in HOURS]
        rows += [hours[:3], hours[3:]]
    return Screen(text, [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _option(label: str, found: Setting, other: Setting) -> Button:
    return Button("✓ " * (other == found) + label, f"sd:set:{other.pace}:{other.hour}")


TAPS = {"sd:open": show_setting, "sd:set": choose}
