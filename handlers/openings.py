"""Times that a supervisor offers: written or chosen on a card that keeps everything in its buttons."""

from datetime import datetime

from telegram import Update

from handlers import opening_card, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import civil, number, parts
from handlers.rules import openings
from handlers.rules.openings import Offer
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import post, show
from storage.desks import Desk

LINK = "so_"  # start payloads of the questions: when, or where one receives
MODES = {"p": "place", "v": "video"}


async def show_list(update: Update, context: Context) -> None:
    """What one offers."""
    await _list(update, context, 0)


async def turn_page(update: Update, context: Context) -> None:
    """Another page of it."""
    (page,) = parts(update, 1)
    await _list(update, context, number(page))


async def _list(update: Update, context: Context, page: int, toast: str | None = None) -> None:
    found = await context.commit(user_of(update), openings.mine, context.now)
    page = min(page, max(len(found) - 1, 0) // opening_card.PAGE)
    await show(update, context, opening_card.listed(context.t, found, page), toast)


async def ask(update: Update, context: Context) -> None:
    """Ask when, in one's own words."""
    await context.commit(user_of(update), openings.whoever)
    await slip.ask(update, context, f"{LINK}when", "opening.question", "opening.placeholder")


async def open_link(update: Update, context: Context, _asked: str) -> None:
    """The link of a question was opened."""
    await show_list(update, context)


async def take(update: Update, context: Context, asked: str) -> None:
    """A written answer: when, or where one receives, for times on a card or for all."""
    text, message = message_of(update).text or "", message_of(update)
    field, _, rest = asked.partition("_")
    if field == "when":
        every, walls = await context.commit(user_of(update), openings.read, text, context.now)
        await slip.take_away(context, message)
        if len(walls) == 1:
            await _post(update, context, Offer(walls[0], every))
        else:
            await post(context, chat_of(update).id, opening_card.which(context.t, walls, every))
        return
    if field == "at":
        await context.commit(user_of(update), openings.receive, _mode(rest[:1]), text)
        await slip.take_away(context, message)
        await post(context, chat_of(update).id, opening_card.desk(context.t, await _desk(update, context)))
        return
    offer = _offer(rest.split("_"))
    await context.commit(user_of(update), openings.receive, offer.mode, text)
    await slip.take_away(context, message)
    await _post(update, context, offer)


async def _post(update: Update, context: Context, offer: Offer) -> None:
    found, desk = await context.commit(user_of(update), openings.outlook, offer, context.now)
    await post(context, chat_of(update).id, opening_card.card(context.t, found, desk))


def _offer(found: list[str]) -> Offer:
    """What the buttons of a card carry."""
    if len(found) != 6:
        raise Refusal(Reason.STALE)
    wall: datetime = civil(found[0])
    every, minutes, seats, lasts = (number(found[place]) for place in (1, 2, 3, 5))
    return Offer(wall, every, minutes, seats, _mode(found[4]), lasts)


def _mode(short: str) -> str:
    if short not in MODES:
        raise Refusal(Reason.STALE)
    return MODES[short]


async def _desk(update: Update, context: Context) -> Desk:
    return await context.commit(user_of(update), openings.desk)


async def show_desk(update: Update, context: Context) -> None:
    """Where one receives, and by which link."""
    await show(update, context, opening_card.desk(context.t, await _desk(update, context)))


async def ask_at(update: Update, context: Context) -> None:
    """Ask for one of the two."""
    (short,) = parts(update, 1)
    mode = _mode(short)
    await context.commit(user_of(update), openings.whoever)
    await slip.ask(update, context, f"{LINK}at_{mode}", f"opening.where.{mode}", "opening.where.placeholder")


async def choose(update: Update, context: Context) -> None:
    """The card with one thing chosen."""
    offer = _offer(parts(update, 6))
    found, desk = await context.commit(user_of(update), openings.outlook, offer, context.now)
    await show(update, context, opening_card.card(context.t, found, desk))


async def ask_where(update: Update, context: Context) -> None:
    """Where one receives, or by which link: asked once, for every time to come."""
    offer = _offer(parts(update, 6))
    await context.commit(user_of(update), openings.whoever)
    payload = f"{LINK}where_{opening_card.code(offer).replace(':', '_')}"
    await slip.ask(update, context, payload, f"opening.where.{offer.mode}", "opening.where.placeholder")


async def put(update: Update, context: Context) -> None:
    """Offer them."""
    offer = _offer(parts(update, 6))
    found = await context.commit(user_of(update), openings.offer, offer, context.now)
    outlook, _ = await context.commit(user_of(update), openings.outlook, offer, context.now)
    await _list(update, context, 0, opening_card.offered(context.t, len(found), outlook))


async def open_one(update: Update, context: Context) -> None:
    """One time one offers."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), openings.own, number(key), context.now)
    await show(update, context, opening_card.one(context.t, found, await _desk(update, context)))


async def ask_to_withdraw(update: Update, context: Context) -> None:
    """What withdrawing it does."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), openings.own, number(key), context.now)
    await show(update, context, opening_card.sure(context.t, found, pattern=False))


async def ask_to_stop(update: Update, context: Context) -> None:
    """What ending its pattern does."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), openings.own, number(key), context.now)
    await show(update, context, opening_card.sure(context.t, found, pattern=True))


async def withdraw(update: Update, context: Context) -> None:
    """Offer it no more."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), openings.withdraw, number(key), context.now)
    await _list(update, context, 0, context.t("opening.toast.withdrawn"))


async def stop(update: Update, context: Context) -> None:
    """Offer no more of what its pattern gives."""
    (key,) = parts(update, 1)
    left = await context.commit(user_of(update), openings.stop, number(key), context.now)
    toast = context.t.count("opening.toast.left", left) if left else context.t("opening.toast.stopped")
    await _list(update, context, 0, toast)


TAPS = {
    "so:list": show_list,
    "so:page": turn_page,
    "so:ask": ask,
    "so:card": choose,
    "so:where": ask_where,
    "so:put": put,
    "so:desk": show_desk,
    "so:at": ask_at,
    "so:one": open_one,
    "so:drop": ask_to_withdraw,
    "so:off": withdraw,
    "so:end": ask_to_stop,
    "so:stop": stop,
}
