"""Changing and cancelling announced meetings, for whoever runs them."""

from telegram import Update

from handlers import change_card, meeting_card, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import civil, number, parts
from handlers.rules import changes
from handlers.rules.changes import CANCEL
from handlers.rules.fields import Doubt
from handlers.screen import answer_tap, post, say, show

LINK = "mc_"


async def open_below(update: Update, context: Context) -> None:
    """The same in a new message: the living card it is opened from goes on living."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), changes.lead, number(key))
    await answer_tap(update)
    await post(context, chat_of(update).id, change_card.lead(context.t, seen, context.now))


async def open_lead(update: Update, context: Context) -> None:
    """What whoever runs a meeting can do about it; a change that was being prepared is forgotten."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), changes.lead, number(key))
    await show(update, context, change_card.lead(context.t, seen, context.now))


async def ask(update: Update, context: Context) -> None:
    """Ask for what is to change, in a message to reply to."""
    field, key = parts(update, 2)
    await context.commit(user_of(update), changes.askable, number(key), field, context.now)
    payload = f"{LINK}{field}_{number(key)}"
    await slip.ask(update, context, payload, f"draft.ask.{field}", f"draft.placeholder.{field}")


async def take(update: Update, context: Context, asked: str) -> None:
    """What is to change was written: its impact, to be confirmed."""
    field, _, key = asked.partition("_")
    message = message_of(update)
    found = await context.commit(user_of(update), changes.write, number(key), field, message.text or "", context.now)
    await slip.take_away(context, message)
    t = context.t
    if isinstance(found, Doubt):
        asking = change_card.asking(t, found.meeting, say(t, "change.which"), found.candidates)
        await post(context, message.chat.id, asking)
    else:
        await post(context, message.chat.id, change_card.impact(t, found))


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of a question was opened: the meeting it is about."""
    _, _, key = asked.partition("_")
    seen = await context.commit(user_of(update), changes.lead, number(key))
    await show(update, context, change_card.lead(context.t, seen, context.now))


async def choose_time(update: Update, context: Context) -> None:
    """One of the dates that were meant."""
    stamp, key = parts(update, 2)
    fields = {"wall": civil(stamp).isoformat()}
    found = await context.commit(user_of(update), changes.propose, number(key), fields, context.now)
    await show(update, context, change_card.impact(context.t, found))


async def call_off(update: Update, context: Context) -> None:
    """What cancelling would do."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), changes.propose, number(key), {CANCEL: True}, context.now)
    await show(update, context, change_card.impact(context.t, found))


async def confirm(update: Update, context: Context) -> None:
    """How far it goes was chosen: it is made in half a minute."""
    extent, key = parts(update, 2)
    seen = await context.commit(user_of(update), changes.confirm, number(key), extent, context.now)
    await show(update, context, change_card.noted(context.t, seen.meeting))


async def undo(update: Update, context: Context) -> None:
    """It was not made yet: the meeting stays as it is."""
    (key,) = parts(update, 1)
    seen, undone = await context.commit(user_of(update), changes.undo, number(key))
    toast = context.t("change.undone" if undone else "change.not_undone")
    await show(update, context, meeting_card.card(context.t, seen, context.now), toast)


TAPS = {
    "mc:open": open_below,
    "mc:o": open_lead,
    "mc:ask": ask,
    "mc:at": choose_time,
    "mc:off": call_off,
    "mc:keep": open_lead,
    "mc:sure": confirm,
    "mc:undo": undo,
}
