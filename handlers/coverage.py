"""Which share of peer workers had supervision lately, for coordinators: a month on the screen, a year as a picture."""

from asyncio import to_thread
from datetime import date

from telegram import Update

from handlers import coverage_card
from handlers.context import Context, chat_of, user_of
from handlers.routes import parts
from handlers.rules import coverage, coverage_picture
from handlers.screen import answer_tap, show


async def show_latest(update: Update, context: Context) -> None:
    """The last month that is over, or when the first one will be there."""
    found = await context.commit(user_of(update), coverage.latest, context.now)
    if isinstance(found, date):
        await show(update, context, coverage_card.nothing_yet(context.t, found))
    else:
        await show(update, context, coverage_card.table(context.t, found, context.served(list(found.rows))))


async def show_month(update: Update, context: Context) -> None:
    """A month that was chosen."""
    (month,) = parts(update, 1)
    found = await context.commit(user_of(update), coverage.look, month)
    await show(update, context, coverage_card.table(context.t, found, context.served(list(found.rows))))


async def draw(update: Update, context: Context) -> None:
    """The last months as a picture: a file, for Telegram makes photos smaller than paper wants them."""
    found = await context.commit(user_of(update), coverage.year)
    await answer_tap(update)
    t = context.t
    rows = [(t.region(code), coverage_card.cells(t, found.rows[code])) for code in context.served(list(found.rows))]
    title = t(
        "coverage.picture", months=" – ".join(t.month(one) for one in sorted({found.months[0], found.months[-1]}))
    )
    legend = [t("coverage.what", weeks=coverage.WEEKS), t("coverage.hidden"), t("coverage.bar")]
    months = [t.month(month) for month in found.months]
    await context.bot.send_document(
        chat_of(update).id,
        await to_thread(coverage_picture.drawn, title, months, rows, legend),
        caption=t("coverage.file"),
        filename=f"{t('coverage.name')}-{found.months[-1]}.png",
    )


TAPS = {"sg:show": show_latest, "sg:of": show_month, "sg:png": draw}
