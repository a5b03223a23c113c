"""The plan of the watch, for coordinators: whose each of the next weeks is."""

from telegram import Update

from handlers import home, rota_card
from handlers.context import Context, user_of
from handlers.regions import region_rows
from handlers.routes import day_of, number, parts, region_code
from handlers.rules import rotas
from handlers.screen import Button, Screen, say, show


async def choose_region(update: Update, context: Context) -> None:
    """Whose plan; not asked of whoever coordinates one region only."""
    (page,) = parts(update, 1)
    codes = context.served(await context.commit(user_of(update), rotas.regions))
    if len(codes) == 1:
        await _rota(update, context, codes[0])
        return
    t = context.t
    rows = region_rows(
        t, codes, pick=lambda short: f"sw:weeks:{short}", turn=lambda other: f"sw:plan:{other}", page=number(page)
    )
    rows.append([Button(t("button.back"), "sv:home"), home.back(t)])
    await show(update, context, Screen(say(t, "watch.plan.region"), rows))


async def open_rota(update: Update, context: Context) -> None:
    """The plan of a region."""
    (short,) = parts(update, 1)
    await _rota(update, context, region_code(short))


async def _rota(update: Update, context: Context, code: str, toast: str | None = None) -> None:
    found = await context.commit(user_of(update), rotas.rota, code, context.now)
    await show(update, context, rota_card.rota(context.t, found), toast)


async def choose(update: Update, context: Context) -> None:
    """Whose this week is to be."""
    short, day = parts(update, 2)
    found = await context.commit(user_of(update), rotas.choices, region_code(short), day_of(day), context.now)
    await show(update, context, rota_card.choices(context.t, found))


async def put(update: Update, context: Context) -> None:
    """It is this one’s."""
    short, day, key = parts(update, 3)
    code = region_code(short)
    await context.commit(user_of(update), rotas.assign, code, day_of(day), number(key), context.now)
    await _rota(update, context, code, context.t("watch.toast.planned"))


async def share(update: Update, context: Context) -> None:
    """Share out the free weeks."""
    (short,) = parts(update, 1)
    code = region_code(short)
    await context.commit(user_of(update), rotas.share, code, context.now)
    await _rota(update, context, code, context.t("watch.toast.shared"))


TAPS = {
    "sw:plan": choose_region,
    "sw:weeks": open_rota,
    "sw:turn": choose,
    "sw:put": put,
    "sw:share": share,
}
