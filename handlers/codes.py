"""A code on paper instead of a button in the chat: written down, protected with a PIN, opened from any account."""

import asyncio
from html import escape

from telegram import Update, User

from handlers import home, receipt, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import number, parts
from handlers.rules import codes, people, reports
from handlers.rules.fleeting import VIEW_LASTS
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, allow, answer_tap, edit, message_id_of, no, post, remove, show

ASK = "code.ask"
PIN = "p_"  # start payload of the question for a PIN: token, card


async def begin(update: Update, context: Context) -> None:
    """Ask for a code, which may stand behind the command; whoever has one opens what it opens, member or not."""
    message = message_of(update)
    _, *words = (message.text or "").split(maxsplit=1)
    if words:
        await _open(update, context, words[0])
        return
    await context.commit(user_of(update), people.anybody)
    await remove(context, message.chat.id, message.message_id)
    await _show(context, message.chat.id, Screen(context.t(ASK), placeholder=context.t("code.placeholder")))


async def take(update: Update, context: Context) -> None:
    """A code, perhaps with its PIN, in answer to the question or without one."""
    await _open(update, context, message_of(update).text or "")


async def _open(update: Update, context: Context, words: str) -> None:
    """What was written disappears, what it opens is shown for half an hour."""
    message, who = message_of(update), user_of(update)
    await context.commit(who, people.anybody)
    await slip.take_away(context, message)
    allow(context.house.quotas.may_try_code(who.id, context.now))
    try:
        shown = await _found(context, who, words)
    except Refusal as refusal:
        asked = f"{escape(no(context, refusal))}\n\n{context.t(ASK)}"
        shown = Screen(asked, placeholder=context.t("code.placeholder"))
    await _show(context, message.chat.id, shown)


async def _found(context: Context, who: User, words: str) -> Screen:
    token = await _token(words)
    try:
        return await _exchange(context, who, token)
    except Refusal as refusal:
        context.house.quotas.wrong_code(who.id, token, context.now)
        raise Refusal(Reason.CODE_UNKNOWN) from refusal


async def _exchange(context: Context, who: User, token: bytes) -> Screen:
    seen = await context.commit(who, reports.look, token, context.now)
    return receipt.exchange(context.t, seen, slip.code(token), context.now, discreet=True)


async def _show(context: Context, chat_id: int, screen: Screen) -> None:
    posted = await post(context, chat_id, screen)
    context.house.fleeting.add(chat_id, posted.message_id, context.now + VIEW_LASTS)


async def _token(text: str) -> bytes:
    """What the written code and PIN open; refuses what cannot be a code."""
    written, rest = codes.split(text)
    code, pin = codes.read(written), codes.pin(rest) if rest else None
    if code is None or (rest and pin is None):
        raise Refusal(Reason.CODE_UNKNOWN)
    return await asyncio.to_thread(codes.token, code, pin)  # slow on purpose


async def ask_pin(update: Update, context: Context) -> None:
    """Ask for a PIN, without which the code alone will open nothing."""
    (token,) = parts(update, 1)
    try:
        await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    except Refusal as refusal:  # with a PIN the code opens it, and must not leave the screen as if it were gone
        raise Refusal(Reason.CARD_TOO_OLD) from refusal
    payload = f"{PIN}{token}{message_id_of(update)}"
    await slip.ask_discreetly(update, context, payload, "code.ask_pin", "code.pin_placeholder")


async def take_pin(update: Update, context: Context, asked: str) -> None:
    """The PIN is mixed into what opens the exchange; it is kept nowhere, and disappears from the chat."""
    message, token, card = message_of(update), asked[: slip.CODE_LENGTH], asked[slip.CODE_LENGTH :]
    await remove(context, message.chat.id, message.message_id)
    pin = codes.pin(message.text or "")
    if pin is None:
        raise Refusal(Reason.PIN_UNFIT)
    if not await _is_shown(update, context, token, number(card)):  # nobody would know of it
        await slip.withdraw(context, message)
        raise Refusal(Reason.CARD_TOO_OLD)
    new = await asyncio.to_thread(codes.token, slip.decode(token), pin)
    await context.commit(user_of(update), reports.protect, slip.decode(token), new)
    thread, _ = await context.commit(user_of(update), reports.read_as_writer, new)
    await edit(context, message.chat.id, number(card), receipt.code(context.t, thread, token, with_pin=True))
    await slip.withdraw(context, message)


async def _is_shown(update: Update, context: Context, token: str, card: int) -> bool:
    """Whether the code still stands on its card; where a PIN was just mixed in, it does."""
    try:
        thread, _ = await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    except Refusal:
        return True
    return await edit(context, chat_of(update).id, card, receipt.code(context.t, thread, token))


async def read(update: Update, context: Context) -> None:
    """The exchange that was opened, once more in its place."""
    (token,) = parts(update, 1)
    await show(update, context, await _exchange(context, user_of(update), slip.decode(token)))


async def ask_erase(update: Update, context: Context) -> None:
    """Take everything back, after a question."""
    await receipt.ask_erase(update, context, lambda token: (f"k:o:{token}", f"k:gone:{token}"))


async def erase(update: Update, context: Context) -> None:
    """Gone, at once, for everyone, and from this chat."""
    (token,) = parts(update, 1)
    await context.commit(user_of(update), reports.erase, slip.decode(token))
    await answer_tap(update, context.t("report.erased_toast"), alert=True)
    await _take_away(update, context)


async def close(update: Update, context: Context) -> None:
    """The code is written down, or the exchange was read: the message goes."""
    await context.commit(user_of(update), people.anybody)
    await answer_tap(update)
    await _take_away(update, context)


async def _take_away(update: Update, context: Context) -> None:
    place = chat_of(update).id, message_id_of(update)
    for beside in context.house.fleeting.beside(*place):
        await remove(context, place[0], beside)
    if not await remove(context, *place):  # after two days it may only be emptied
        await edit(context, *place, Screen(context.t("code.closed"), [[home.back(context.t)]]))


TAPS = {"k:p": ask_pin, "k:o": read, "k:e": ask_erase, "k:gone": erase, "k:x": close}
