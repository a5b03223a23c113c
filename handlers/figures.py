"""Figures for coordinators: a closed quarter, a region they act for, and all together; what is small is not there."""

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import figures
from handlers.rules.extent import ALL
from handlers.rules.figures import OTHER, Sheet
from handlers.rules.regions import region
from handlers.rules.suppression import about
from handlers.rules.themes import THEMES
from handlers.screen import Button, Rows, Screen, say, show
from handlers.speech import Speech


async def show_latest(update: Update, context: Context) -> None:
    """The last published quarter."""
    sheet = await context.commit(user_of(update), figures.latest)
    if sheet is None:
        await show(update, context, Screen(say(context.t, "figures.none"), [[home.back(context.t)]]))
        return
    await show(update, context, screen(context, sheet))


async def show_one(update: Update, context: Context) -> None:
    """A quarter and a region that were chosen."""
    quarter, short = parts(update, 2)
    sheet = await context.commit(user_of(update), figures.look, quarter, region_code(short))
    await show(update, context, screen(context, sheet))


async def choose_region(update: Update, context: Context) -> None:
    """Which region, for who acts for several."""
    quarter, page = parts(update, 2)
    held = await context.commit(user_of(update), figures.regions, quarter)
    t = context.t
    rows = region_rows(
        t,
        context.served(held),
        pick=lambda short: f"f:of:{quarter}:{short}",
        turn=lambda other: f"f:where:{quarter}:{other}",
        page=number(page),
    )
    await show(update, context, Screen(say(t, "figures.region"), [*rows, [Button(t("button.back"), "f:last")]]))


def screen(context: Context, sheet: Sheet) -> Screen:
    """The region's own figures, then everybody's; a theme that is not there may have none or be hidden."""
    t = context.t
    said = [say(t, "figures.title", quarter=t.quarter(sheet.quarter))]
    said += [_region(t, sheet), _everything(t, sheet), say(t, "figures.note")]
    return Screen("\n\n".join(said), _rows(context, sheet))


def _region(t: Speech, sheet: Sheet) -> str:
    name = f"<b>{t.region(sheet.region)}</b>"
    if sheet.row is None:
        return f"{name}\n{t('figures.left_out')}"
    lead = [name, t("figures.together")] if sheet.row == OTHER else [name]
    shown = {theme: count for (row, theme), count in sheet.published.cells.items() if row == sheet.row}
    lines = [t("figures.exactly", theme=t(THEMES[code].key), number=shown[code]) for code in THEMES if code in shown]
    return "\n".join([*lead, _total(t, sheet, sheet.row), *lines])


def _everything(t: Speech, sheet: Sheet) -> str:
    totals = {code: about(sheet.published.totals[ALL, code]) for code in sheet.published.columns}
    lines = [t("figures.about", theme=t(THEMES[code].key), number=shown) for code, shown in totals.items() if shown]
    return "\n".join([f"<b>{t('figures.everything')}</b>", _total(t, sheet, ALL), *lines])


def _total(t: Speech, sheet: Sheet, row: str) -> str:
    shown = about(sheet.published.totals[row, ALL])
    return t("figures.total", number=shown) if shown else t("figures.few")


def _rows(context: Context, sheet: Sheet) -> Rows:
    t, short = context.t, region(sheet.region).short
    around = [quarter for quarter in (sheet.earlier, sheet.later) if quarter]
    rows = [[Button(t.quarter(quarter), f"f:of:{quarter}:{short}") for quarter in around]] if around else []
    if len(context.served(sheet.regions)) > 1:
        quarter = sheet.quarter
        rows.append([Button(t("figures.button.region"), f"f:where:{quarter}:0")])
    return [*rows, [home.back(t)]]


TAPS = {"f:last": show_latest, "f:of": show_one, "f:where": choose_region}
