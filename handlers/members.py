"""Where coordinators look after who belongs: people and roles, inviting, the journal of what was given and taken."""

from telegram import Update

from handlers import home, watch_card, word_card
from handlers.context import Context, user_of
from handlers.rules import people
from handlers.screen import Button, Screen, say, show


async def open_hub(update: Update, context: Context) -> None:
    """What coordinators may do about members."""
    await context.commit(user_of(update), lambda _tx, who: people.coordinator(who))
    t = context.t
    rows = [
        [Button(t("members.button.people"), "e:in:0"), Button(t("home.button.directory"), "j:dir:0")],
        [Button(t("members.button.invite"), "i:new"), Button(t("members.button.invited"), "i:list:0")],
        [Button(t("members.button.groups"), "g:list"), Button(t("members.button.journal"), "a:page:0")],
        [word_card.button(t), watch_card.plans(t)],
        [home.back(t)],
    ]
    await show(update, context, Screen(say(t, "members.home"), rows))


TAPS = {"e:home": open_hub}
