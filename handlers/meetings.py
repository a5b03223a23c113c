"""Announced meetings: the list, the card, the answers, the calendar file."""

from collections.abc import Sequence
from html import escape

from telegram import Update
from telegram.constants import ChatType

from handlers import home, poll_card
from handlers.context import Context, chat_of, user_of
from handlers.meeting_card import calendar_file, card, moment, whole_series
from handlers.routes import number, parts
from handlers.rules import announcing, meetings, people, polls, series
from handlers.rules.civil import wall
from handlers.rules.meetings import View
from handlers.screen import Button, Rows, Screen, answer_tap, edit, message_id_of, post, say, show
from handlers.speech import Speech
from storage.meetings import Meeting

FILE_NAME = "entrepairs.ics"
# Coming and past meetings on the list, and on a simple one: with what turns pages and leads home, eight rows at most.
LIST, FEW = (6, 3), (3, 1)
POLLS = 3  # open polls at most on the first page


async def show_list(update: Update, context: Context) -> None:
    """The coming meetings of a member's regions, the last ones below."""
    await _list(update, context, 0)


async def turn_page(update: Update, context: Context) -> None:
    """Meetings that come later, or sooner."""
    (page,) = parts(update, 1)
    await _list(update, context, number(page))


async def _list(update: Update, context: Context, page: int) -> None:
    coming, past, zone = await context.commit(user_of(update), meetings.calendar, context.now)
    running, plans = await context.commit(user_of(update), polls.running)
    first = [[poll_card.line(context.t, poll)] for poll in running[:POLLS]] if not page else []
    last = [[poll_card.button(context.t)]] if plans else []
    await show(update, context, listed(context.t, coming, past, zone, page, first, last))


def listed(
    t: Speech,
    coming: Sequence[Meeting],
    past: Sequence[Meeting],
    zone: str,
    page: int,
    first: Rows = (),
    last: Rows = (),
) -> Screen:
    """A page of the coming meetings, on the first of them the last past ones below; other rows first and last."""
    most, ago = FEW if t.simple else LIST
    most -= len(first) + len(last)
    shown = coming[page * most : (page + 1) * most]
    lines = [f"<b>{t('meetings.title')}</b>", "", t("meetings.coming" if coming else "meetings.none")]
    lines += _told(t, shown, zone)
    if past and not page:
        lines += ["", t("meetings.past"), *_told(t, past[:ago], zone)]
    rows = [*first, *([Button(_line(t, meeting, zone), f"m:o:{meeting.id}")] for meeting in shown), *last]
    turns = [Button(t("directory.button.before"), f"m:page:{page - 1}")] if page else []
    if len(coming) > (page + 1) * most:
        turns.append(Button(t("directory.button.more"), f"m:page:{page + 1}"))
    if past and not page:
        turns.append(Button(t("meetings.button.past"), "m:past"))
    below = [Button(t("meetings.button.groups"), "g:mine"), home.back(t)]
    return Screen("\n".join(lines), [*rows, *([turns] if turns else []), below])


async def show_past(update: Update, context: Context) -> None:
    """The last meetings, each to be opened: what it came to, who was there."""
    _, past, zone = await context.commit(user_of(update), meetings.calendar, context.now)
    t = context.t
    rows = [[Button(_line(t, one, zone), f"m:o:{one.id}")] for one in past[: LIST[0]]]
    text = f"<b>{t('meetings.title')}</b>\n\n{t('meetings.past' if past else 'meetings.no_past')}"
    await show(update, context, Screen(text, [*rows, [Button(t("button.back"), "m:list")]]))


def _told(t: Speech, found: Sequence[Meeting], zone: str) -> list[str]:
    return [f"– {escape(_line(t, meeting, zone))}" for meeting in found]


def _line(t: Speech, meeting: Meeting, zone: str) -> str:
    return t("meetings.line", title=meeting.title, when=moment(t, meeting, zone))


async def open_card(update: Update, context: Context) -> None:
    """One meeting."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await show(update, context, card(context.t, seen, context.now))


async def answer(update: Update, context: Context) -> None:
    """One tap: the answer is written, the card shows it, a yes brings the calendar file."""
    word, key = parts(update, 2)
    seen, new = await context.commit(user_of(update), meetings.answer, number(key), word, context.now)
    toast = context.t("meeting.answered", answer=context.t(f"meeting.answer.{word}"))
    await answer_tap(update, toast)
    if chat_of(update).type != ChatType.PRIVATE:
        return  # the group's card follows with the others
    await edit(context, chat_of(update).id, message_id_of(update), card(context.t, seen, context.now))
    if new and word == "yes":
        await _send_file(update, context, seen)


async def send_calendar(update: Update, context: Context) -> None:
    """The calendar file again."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await answer_tap(update)
    await _send_file(update, context, seen)


async def _send_file(update: Update, context: Context, seen: View) -> None:
    await context.bot.send_document(
        chat_of(update).id,
        calendar_file(seen, context.now),
        caption=context.t("meeting.file"),
        filename=FILE_NAME,
    )


async def open_series(update: Update, context: Context) -> None:
    """The same answer for every date to come."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await answer_tap(update)
    await post(context, chat_of(update).id, whole_series(context.t, seen))


async def answer_series(update: Update, context: Context) -> None:
    """One tap for all of them."""
    word, key = parts(update, 2)
    seen = await context.commit(user_of(update), meetings.answer_series, number(key), word, context.now)
    toast = context.t("meeting.answered", answer=context.t(f"meeting.answer.{word}"))
    await show(update, context, whole_series(context.t, seen, word), toast)


async def renew(update: Update, context: Context) -> None:
    """A series goes on for another year."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), series.renew, number(key), context.now)
    day = "" if found.last_day is None else context.t.day(found.last_day)
    said = say(context.t, "series.renewed", title=found.title, day=day)
    await show(update, context, Screen(said, [[home.back(context.t)]]))


async def say_again(update: Update, context: Context) -> None:
    """One more word an hour before."""
    (key,) = parts(update, 1)
    at = await context.commit(user_of(update), announcing.say_again, number(key), context.now)
    zone = people.zone(people.member(context.who))
    await answer_tap(update, context.t("reminder.again", hour=context.t.hour(wall(at, zone))))


TAPS = {
    "m:list": show_list,
    "m:page": turn_page,
    "m:past": show_past,
    "m:o": open_card,
    "m:a": answer,
    "m:ics": send_calendar,
    "m:all": open_series,
    "m:each": answer_series,
    "m:more": renew,
    "m:soon": say_again,
}
