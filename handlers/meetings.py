"""Announced meetings: the card, the answers, one for all dates of a series."""

from telegram import Update
from telegram.constants import ChatType

from handlers import calendar_file, home
from handlers.context import Context, chat_of, user_of
from handlers.meeting_card import card, whole_series
from handlers.routes import number, parts
from handlers.rules import announcing, feeds, meetings, people, series
from handlers.rules.civil import wall
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, post, say, show
from handlers.speech import Speech
from storage.meetings import Meeting


async def open_card(update: Update, context: Context) -> None:
    """One meeting."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await show(update, context, card(context.t, seen, context.now))


async def answer(update: Update, context: Context) -> None:
    """One tap: the answer is written, the card shows it, a yes brings the calendar file."""
    word, key = parts(update, 2)
    seen, new = await context.commit(user_of(update), meetings.answer, number(key), word, context.now)
    waits = seen.answer is not None and seen.answer.waiting is not None
    toast = context.t("meeting.answered", answer=context.t(f"meeting.answer.{word}"))
    await answer_tap(update, context.t("meeting.you_wait") if waits else toast)
    if chat_of(update).type != ChatType.PRIVATE:
        return  # the group's card follows with the others
    await edit(context, chat_of(update).id, message_id_of(update), card(context.t, seen, context.now))
    if new and seen.comes:
        await calendar_file.send(update, context, [feeds.event(seen.meeting, seen.answer, context.now)])


async def open_series(update: Update, context: Context) -> None:
    """The same answer for every date to come."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await answer_tap(update)
    await post(context, chat_of(update).id, whole_series(context.t, seen))


async def answer_series(update: Update, context: Context) -> None:
    """One tap for all of them but those that were answered on their own."""
    word, key = parts(update, 2)
    seen, kept = await context.commit(user_of(update), meetings.answer_series, number(key), word, context.now)
    toast = context.t("meeting.answered", answer=context.t(f"meeting.answer.{word}"))
    await show(update, context, whole_series(context.t, seen, word, kept), toast)


async def renew(update: Update, context: Context) -> None:
    """A series goes on for another year."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), series.renew, number(key), context.now)
    await show(update, context, _renewed(context.t, found))


def _renewed(t: Speech, found: Meeting) -> Screen:
    day = "" if found.last_day is None else t.day(found.last_day)
    return Screen(say(t, "series.renewed", title=found.title, day=day), [[home.back(t)]])


async def let_end(update: Update, context: Context) -> None:
    """A series ends with its last date; until then it can go on after all."""
    (key,) = parts(update, 1)
    found, day = await context.commit(user_of(update), series.let_end, number(key), context.now)
    t = context.t
    if day is None:
        await show(update, context, _renewed(t, found))
        return
    rows = [[Button(t("series.button.more"), f"m:more:{found.id}")], [home.back(t)]]
    await show(update, context, Screen(say(t, "series.ends", title=found.title, day=t.day(day)), rows))


async def say_again(update: Update, context: Context) -> None:
    """One more word an hour before."""
    (key,) = parts(update, 1)
    at = await context.commit(user_of(update), announcing.say_again, number(key), context.now)
    zone = people.zone(people.member(context.who))
    await answer_tap(update, context.t("reminder.again", hour=context.t.hour(wall(at, zone))))


TAPS = {
    "m:o": open_card,
    "m:a": answer,
    "m:all": open_series,
    "m:each": answer_series,
    "m:more": renew,
    "m:end": let_end,
    "m:soon": say_again,
}
