"""The invitations going on: how far each is used, a new link, the image to print, and their end."""

import re
from asyncio import to_thread
from html import escape
from io import BytesIO

import segno
from telegram import Update

from handlers import home, invitation_card
from handlers.context import Context, chat_of, user_of
from handlers.routes import number, parts
from handlers.rules import invitations, placards
from handlers.rules.invitations import PREFIX
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, answer_tap, message_id_of, post_photo, show
from handlers.slip import code, tapped

LINK = re.compile(rf"\?start={PREFIX}([\w-]+)", re.ASCII)
DOTS = 24  # of the picture, for each of the code's squares: a thousand or so in all, a hand wide in print
BORDER = 4  # white squares around it, as readers want


async def show_list(update: Update, context: Context) -> None:
    """Those for a region of this coordinator."""
    (page,) = parts(update, 1)
    found = await context.commit(user_of(update), invitations.going_on, context.now)
    await show(update, context, invitation_card.listed(context.t, found, number(page)))


async def open_one(update: Update, context: Context) -> None:
    """One of them, more closely."""
    (key,) = parts(update, 1)
    sight = await context.commit(user_of(update), invitations.look, number(key))
    await show(update, context, invitation_card.opened(context.t, sight, context.now))


async def renew(update: Update, context: Context) -> None:
    """Another link; the one before stops working."""
    (key,) = parts(update, 1)
    token = code(context.house.random(16))
    found = await context.commit(user_of(update), invitations.renew, number(key), token, context.now)
    link = invitations.link(context.bot.username, token)
    await show(update, context, invitation_card.made(context.t, found, link, "invite.renewed"))


async def confirm(update: Update, context: Context) -> None:
    """What revoking will do, before it is done."""
    (key,) = parts(update, 1)
    sight = await context.commit(user_of(update), invitations.look, number(key))
    await show(update, context, invitation_card.sure(context.t, sight))


async def revoke(update: Update, context: Context) -> None:
    """Nobody comes in with it any more."""
    (key,) = parts(update, 1)
    sight = await context.commit(user_of(update), invitations.revoke, number(key), context.now)
    await show(update, context, invitation_card.opened(context.t, sight, context.now))


async def print_code(update: Update, context: Context) -> None:
    """The link as an image, below: it is read from the message itself, for the bot does not keep it."""
    link = LINK.search(tapped(update).text or "")
    if link is None:
        raise Refusal(Reason.STALE)
    found = await context.commit(user_of(update), invitations.behind, link[1])
    await answer_tap(update)
    t = context.t
    words = t(
        "invite.qr",
        community=context.house.name,
        name=invitation_card.title(t, found),
        until=invitation_card.until(t, found),
    )
    await post_photo(
        context,
        chat_of(update).id,
        await to_thread(picture, invitations.link(context.bot.username, link[1]), words),
        Screen(escape(words), [[home.below(t)]]),
        reply_to=message_id_of(update),
        filename="invitation.png",
    )


def picture(link: str, words: str) -> bytes:
    """A link as a QR code in black on white with these words below it, PNG. Takes long: not for the event loop."""
    kept = BytesIO()
    segno.make_qr(link, error="m").save(kept, kind="png", scale=DOTS, border=BORDER)
    return placards.below(kept.getvalue(), words, DOTS * BORDER)


TAPS = {
    "i:list": show_list,
    "i:open": open_one,
    "i:renew": renew,
    "i:sure": confirm,
    "i:revoke": revoke,
    "i:qr": print_code,
}
