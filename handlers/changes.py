"""Changing and cancelling announced meetings, for whoever runs them."""

from datetime import date

from telegram import Update

from handlers import change_card, meeting_card, month_card, slip
from handlers.context import Context, chat_of, dates_of, message_of, user_of
from handlers.routes import DAY, civil, day_of, number, parts
from handlers.rules import changes, month_grid
from handlers.rules.changes import CANCEL
from handlers.rules.fields import WHEN, Doubt
from handlers.screen import Screen, answer_tap, edit, message_id_of, post, show
from storage.meetings import Meeting

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


async def go_back(update: Update, context: Context) -> None:
    """The same from a date that was asked for: nothing is asked any more."""
    key, question = parts(update, 2)
    seen = await context.commit(user_of(update), changes.lead, number(key))
    await show(update, context, change_card.lead(context.t, seen, context.now))
    await slip.remove_former(update, context, question)


async def ask(update: Update, context: Context) -> None:
    """Ask for what is to change, in a message to reply to."""
    field, key = parts(update, 2)
    meeting = await context.commit(user_of(update), changes.askable, number(key), field, context.now)
    payload, t = f"{LINK}{field}_{number(key)}", context.t
    question = await slip.ask(update, context, payload, f"draft.ask.{field}", f"draft.placeholder.{field}")
    if field == WHEN:
        await _edit(update, context, change_card.dating(t, meeting, t("draft.asked.when"), question))


async def _edit(update: Update, context: Context, screen: Screen) -> None:
    """The tapped card, while a question that answered the tap stands below."""
    await edit(context, chat_of(update).id, message_id_of(update), screen)


async def open_month(update: Update, context: Context) -> None:
    """A month to choose a day from; nothing is asked in writing meanwhile."""
    month, key, question = parts(update, 3)
    meeting = await context.commit(user_of(update), changes.askable, number(key), WHEN, context.now)
    await show(update, context, month_card.month(context.t, meeting, change_card.ways(meeting.id), month, context.now))
    await slip.remove_former(update, context, question)


async def show_dates(update: Update, context: Context) -> None:
    """The dates to come of its series."""
    page, key = parts(update, 2)
    meeting, coming, zone = await context.commit(user_of(update), changes.dates, number(key), context.now)
    last = max(len(coming) - 1, 0) // change_card.PAGE
    await show(update, context, change_card.dates(context.t, meeting, coming, zone, min(number(page), last)))


async def open_day(update: Update, context: Context) -> None:
    """A day was tapped: its hour is to be tapped, or written in answer to a question."""
    day, key = parts(update, 2)
    meeting = await context.commit(user_of(update), changes.askable, number(key), WHEN, context.now)
    moments = month_grid.hours(day_of(day), context.now, meeting.zone, [meeting.wall])
    question = await _ask_hour(update, context, meeting, day_of(day))
    ways = change_card.ways(meeting.id, question)
    await _edit(update, context, month_card.hours(context.t, meeting, ways, day_of(day), moments))


async def _ask_hour(update: Update, context: Context, meeting: Meeting, day: date) -> int:
    payload, said = f"{LINK}{day:{DAY}}_{meeting.id}", context.t.day(day)
    return await slip.ask(update, context, payload, "draft.ask.hour", "draft.placeholder.hour", day=said)


async def take(update: Update, context: Context, asked: str) -> None:
    """What is to change was written: its impact, to be confirmed."""
    field, _, key = asked.partition("_")
    message = message_of(update)
    text, marked = message.text or "", [at for _, at in dates_of(message)]
    found = await context.commit(user_of(update), changes.write, number(key), field, text, context.now, marked)
    await slip.take_away(context, message)
    if not isinstance(found, Doubt):
        await post(context, message.chat.id, change_card.impact(context.t, found))
    elif len(found.days) == 1:
        await _ask_hour(update, context, found.meeting, found.days[0])
    else:
        await post(context, message.chat.id, change_card.doubtful(context.t, found))


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of a question was opened: the meeting it is about."""
    _, _, key = asked.partition("_")
    seen = await context.commit(user_of(update), changes.lead, number(key))
    await show(update, context, change_card.lead(context.t, seen, context.now))


async def choose_time(update: Update, context: Context) -> None:
    """A date was tapped."""
    stamp, key, question = parts(update, 3)
    fields = {"wall": civil(stamp).isoformat()}
    found = await context.commit(user_of(update), changes.propose, number(key), fields, context.now)
    await show(update, context, change_card.impact(context.t, found))
    await slip.remove_former(update, context, question)


async def call_off(update: Update, context: Context) -> None:
    """What cancelling would do."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), changes.propose, number(key), {CANCEL: True}, context.now)
    await show(update, context, change_card.impact(context.t, found))


async def confirm(update: Update, context: Context) -> None:
    """How far it goes was chosen: it is made in half a minute."""
    extent, key = parts(update, 2)
    found = await context.commit(user_of(update), changes.confirm, number(key), extent, context.now)
    await show(update, context, change_card.noted(context.t, found))


async def undo(update: Update, context: Context) -> None:
    """It was not made yet: the meeting stays as it is."""
    (key,) = parts(update, 1)
    seen, undone = await context.commit(user_of(update), changes.undo, number(key))
    toast = context.t("change.undone" if undone else "change.not_undone")
    await show(update, context, meeting_card.card(context.t, seen, context.now), toast)


async def under_way(update: Update, context: Context) -> bool:
    """Whether something that this person confirmed is about to be made."""
    return await context.commit(user_of(update), changes.under_way)


TAPS = {
    "mc:open": open_below,
    "mc:o": open_lead,
    "mc:ask": ask,
    "mc:back": go_back,
    "mc:dates": show_dates,
    "mc:month": open_month,
    "mc:day": open_day,
    "mc:at": choose_time,
    "mc:off": call_off,
    "mc:keep": open_lead,
    "mc:sure": confirm,
    "mc:undo": undo,
}
