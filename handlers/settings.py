"""What everyone may arrange for themselves: the language, and what is kept of them."""

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.rules import charter, people
from handlers.screen import Button, Screen, say, show


async def open_settings(update: Update, context: Context) -> None:
    """The settings of a member."""
    await context.commit(user_of(update), lambda _tx, who: people.member(who))
    t = context.t
    rows = [
        [home.other_language(t)],
        [Button(t("profile.button.open"), "j:me")],
        [Button(t("home.button.privacy"), "h:privacy"), Button(t("settings.button.data"), "h:notice")],
        [Button(t("settings.button.leave"), "l:open")],
        [home.back(t)],
    ]
    if charter.outdated(people.member(context.who), context.house.charter):
        rows.insert(0, [home.new_charter(t)])
    await show(update, context, Screen(say(t, "settings.screen"), rows))


TAPS = {"s:open": open_settings}
