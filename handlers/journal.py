"""The journal on a screen: a line an act, the latest first."""

from html import escape

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import journal
from handlers.rules.journal import Act, Page
from handlers.screen import Button, Screen, say, show
from handlers.speech import Speech


async def show_latest(update: Update, context: Context) -> None:
    """What was done last."""
    page = await context.commit(user_of(update), journal.page, 0)
    await show(update, context, _screen(context.t, page))


async def turn_page(update: Update, context: Context) -> None:
    """What was done before, or after."""
    (text,) = parts(update, 1)
    page = await context.commit(user_of(update), journal.page, number(text))
    await show(update, context, _screen(context.t, page))


def _screen(t: Speech, page: Page) -> Screen:
    days = dict.fromkeys(act.entry.day for act in page.acts)
    lines = [say(t, "journal.title")]
    for day in days:
        lines += ["", f"<b>{escape(t.day(day))}</b>", *(_line(t, act) for act in page.acts if act.entry.day == day)]
    if not page.acts:
        lines += ["", say(t, "journal.empty")]
    turns = [Button(t("journal.button.older"), f"a:page:{page.number + 1}")] if page.older else []
    if page.number:
        turns.append(Button(t("journal.button.newer"), f"a:page:{page.number - 1}"))
    return Screen("\n".join(lines), [*([turns] if turns else []), [Button(t("button.back"), "e:home"), home.back(t)]])


def _line(t: Speech, act: Act) -> str:
    entry = act.entry
    said = say(
        t,
        f"journal.{entry.told}",
        actor=act.actor or t("journal.gone" if entry.actor is not None else "journal.nobody"),
        member=act.member or t("journal.gone" if entry.member is not None else "journal.stranger"),
        role=t(f"role.short.{entry.role}") if entry.role else "",
        region=t.region(entry.region),
    )
    return f"– {said}"


TAPS = {"a:page": turn_page}
