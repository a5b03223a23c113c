"""The directory: who of a member's region wants to be found."""

from html import escape

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import directory
from handlers.rules.directory import Page
from handlers.screen import Button, Screen, say, show, turns
from handlers.speech import Speech
from storage.members import Member


async def show_page(update: Update, context: Context) -> None:
    """Some of them."""
    (page,) = parts(update, 1)
    found = await context.commit(user_of(update), directory.page, number(page))
    await show(update, context, _screen(context.t, found))


def _screen(t: Speech, page: Page) -> Screen:
    lines = [say(t, "directory.title")]
    for code in dict.fromkeys(one.region for one in page.people):
        here = [_line(t, one) for one in page.people if one.region == code]
        lines.append("\n".join([f"<b>{t.region(code)}</b>", *here]))
    if not page.people:
        lines.append(say(t, "directory.empty"))
    lines.append(say(t, "directory.self" if page.reader.directory else "directory.not_self"))
    before, after = t("directory.button.before"), t("directory.button.more")
    ways = turns(before, after, page.number, lambda other: f"j:dir:{other}", more=page.more)
    profile, way = Button(t("profile.button.open"), "j:me:dir"), [home.back(t)]
    if page.reader.holds("coordinator"):  # who came by « Membres », not from home
        last = [[profile], [Button(t("button.back"), "e:home"), *way]]
    else:
        last = [[profile, *way]]
    return Screen("\n\n".join(lines), [*ways, *last])


def _line(t: Speech, one: Member) -> str:
    roles = [t(f"role.short.{name}") for name in sorted({role.name for role in one.roles})]
    return " – ".join(escape(word) for word in (one.first_name, *roles, one.organisation) if word)


TAPS = {"j:dir": show_page}
