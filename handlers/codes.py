"""A code on paper instead of a button in the chat: written down, protected with a PIN, opened from any account."""

import asyncio

from telegram import Update

from handlers import receipt, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import number, parts
from handlers.rules import codes, people, reports
from handlers.rules.fleeting import VIEW_LASTS
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, allow, answer_tap, edit, message_id_of, post, remove

ASK = "code.ask"


async def begin(update: Update, context: Context) -> None:
    """Ask for a code, which may stand behind the command; whoever has one opens what it opens, member or not."""
    if chat_of(update).type == "private" and (words := (message_of(update).text or "").partition(" ")[2].strip()):
        await _open(update, context, words)
        return
    await context.commit(user_of(update), people.nobody)
    await post(context, user_of(update).id, Screen(context.t(ASK), placeholder=context.t("code.placeholder")))


async def take(update: Update, context: Context) -> None:
    """A code, perhaps with its PIN, in answer to the question or without one."""
    await _open(update, context, message_of(update).text or "")


async def _open(update: Update, context: Context, words: str) -> None:
    """What was written disappears, what it opens is shown for half an hour."""
    message, who, quotas = message_of(update), user_of(update), context.house.quotas
    await context.commit(who, people.nobody)
    await slip.take_away(context, message)
    allow(quotas.may_try_code(who.id, context.now))
    token = await _token(words)
    try:
        seen = await context.commit(who, reports.look, token, context.now)
    except Refusal as refusal:
        quotas.wrong_code(who.id, token, context.now)
        raise Refusal(Reason.CODE_UNKNOWN) from refusal
    shown = receipt.exchange(context.t, seen, slip.code(token), context.now, discreet=True)
    posted = await post(context, message.chat.id, shown)
    context.house.fleeting.add(message.chat.id, posted.message_id, context.now + VIEW_LASTS)


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
    await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    await slip.ask(update, context, f"p_{token}{message_id_of(update)}", "code.ask_pin", "code.pin_placeholder")


async def take_pin(update: Update, context: Context, asked: str) -> None:
    """The PIN is mixed into what opens the exchange; it is kept nowhere, and disappears from the chat."""
    message, token, card = message_of(update), asked[: slip.CODE_LENGTH], asked[slip.CODE_LENGTH :]
    await remove(context, message.chat.id, message.message_id)
    pin = codes.pin(message.text or "")
    if pin is None:
        raise Refusal(Reason.PIN_UNFIT)
    new = await asyncio.to_thread(codes.token, slip.decode(token), pin)
    await context.commit(user_of(update), reports.protect, slip.decode(token), new)
    thread, _ = await context.commit(user_of(update), reports.read_as_writer, new)
    await edit(context, message.chat.id, number(card), receipt.code(context.t, thread, token, with_pin=True))
    await slip.withdraw(context, message)


async def close(update: Update, context: Context) -> None:
    """The code is written down, or the exchange was read: the message goes."""
    await context.commit(user_of(update), people.nobody)
    await answer_tap(update)
    context.house.fleeting.keep(chat_of(update).id, message_id_of(update))
    await remove(context, chat_of(update).id, message_id_of(update))


TAPS = {"k:p": ask_pin, "k:x": close}
