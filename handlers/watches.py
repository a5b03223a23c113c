"""The watch: who has this week, one’s own weeks, an absence and its cover."""

from datetime import date

from telegram import Update

from handlers import watch_card
from handlers.context import Context, user_of
from handlers.routes import day_of, number, parts, region_code
from handlers.rules import covers, watches
from handlers.screen import show


async def show_sight(update: Update, context: Context) -> None:
    """Who is on watch this week."""
    found = await context.commit(user_of(update), watches.sight, context.now)
    await show(update, context, watch_card.sight(context.t, found))


async def show_mine(update: Update, context: Context) -> None:
    """One’s weeks."""
    await _mine(update, context)


async def _mine(update: Update, context: Context, toast: str | None = None) -> None:
    found = await context.commit(user_of(update), covers.mine, context.now)
    await show(update, context, watch_card.mine(context.t, found), toast)


def _week(update: Update) -> tuple[str, date]:
    short, day = parts(update, 2)
    return region_code(short), day_of(day)


async def open_week(update: Update, context: Context) -> None:
    """A week of one’s own."""
    found = await context.commit(user_of(update), covers.look, *_week(update), context.now)
    await show(update, context, watch_card.own(context.t, found))


async def leave(update: Update, context: Context) -> None:
    """Away in this week."""
    found = await context.commit(user_of(update), covers.leave, *_week(update), context.now)
    await show(update, context, watch_card.own(context.t, found), context.t("watch.toast.away"))


async def stay(update: Update, context: Context) -> None:
    """There after all."""
    found = await context.commit(user_of(update), covers.stay, *_week(update), context.now)
    await show(update, context, watch_card.own(context.t, found), context.t("watch.toast.stays"))


async def ask(update: Update, context: Context) -> None:
    """Ask this one to take it."""
    short, day, key = parts(update, 3)
    wanted = region_code(short), day_of(day), number(key)
    found = await context.commit(user_of(update), covers.ask, *wanted, context.now)
    await show(update, context, watch_card.own(context.t, found), context.t("watch.toast.asked"))


async def open_asked(update: Update, context: Context) -> None:
    """A week one is asked to take."""
    found = await context.commit(user_of(update), covers.asked, *_week(update), context.now)
    await show(update, context, watch_card.asked(context.t, found))


async def accept(update: Update, context: Context) -> None:
    """Take it."""
    await context.commit(user_of(update), covers.accept, *_week(update), context.now)
    await _mine(update, context, context.t("watch.toast.accepted"))


async def decline(update: Update, context: Context) -> None:
    """Not take it."""
    await context.commit(user_of(update), covers.decline, *_week(update), context.now)
    await _mine(update, context, context.t("watch.toast.declined"))


TAPS = {
    "sw:who": show_sight,
    "sw:mine": show_mine,
    "sw:week": open_week,
    "sw:off": leave,
    "sw:on": stay,
    "sw:ask": ask,
    "sw:asked": open_asked,
    "sw:yes": accept,
    "sw:no": decline,
}
