"""Announced meetings: the list, the card, the answers, the calendar file."""

from html import escape

from telegram import Update
from telegram.constants import ChatType

from handlers import home, poll_card
from handlers.context import Context, chat_of, user_of
from handlers.meeting_card import calendar_file, card, moment
from handlers.routes import number, parts
from handlers.rules import meetings, polls
from handlers.rules.meetings import View
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, show
from handlers.speech import Speech
from storage.meetings import Meeting

FILE_NAME = "entrepairs.ics"
LIST, POLLS = 6, 3  # open polls and coming meetings on the list: with the ways on, eight rows; polls at most


async def show_list(update: Update, context: Context) -> None:
    """The coming meetings of a member's regions, the last ones below."""
    coming, past, zone = await context.commit(user_of(update), meetings.calendar, context.now)
    running, plans = await context.commit(user_of(update), polls.running)
    t = context.t
    lines = [f"<b>{t('meetings.title')}</b>", ""]
    if past:
        lines += [t("meetings.past"), *(f"– {escape(_line(t, meeting, zone))}" for meeting in past[:3]), ""]
    lines.append(t("meetings.coming" if coming else "meetings.none"))
    asked = [[poll_card.line(t, poll)] for poll in running[:POLLS]]
    rows = [[Button(_line(t, meeting, zone), f"m:o:{meeting.id}")] for meeting in coming[: LIST - len(asked)]]
    if plans:
        rows.append([poll_card.button(t)])
    below = [Button(t("meetings.button.groups"), "g:mine"), home.back(t)]
    await show(update, context, Screen("\n".join(lines), [*asked, *rows, below]))


def _line(t: Speech, meeting: Meeting, zone: str) -> str:
    return t("meetings.line", title=meeting.title, when=moment(t, meeting, zone))


async def open_card(update: Update, context: Context) -> None:
    """One meeting."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await show(update, context, card(context.t, seen))


async def answer(update: Update, context: Context) -> None:
    """One tap: the answer is written, the card shows it, a yes brings the calendar file."""
    word, key = parts(update, 2)
    seen, new = await context.commit(user_of(update), meetings.answer, number(key), word, context.now)
    toast = context.t("meeting.answered", answer=context.t(f"meeting.answer.{word}"))
    await answer_tap(update, toast)
    if chat_of(update).type != ChatType.PRIVATE:
        return  # the group's card follows with the others
    await edit(context, chat_of(update).id, message_id_of(update), card(context.t, seen))
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


TAPS = {"m:list": show_list, "m:o": open_card, "m:a": answer, "m:ics": send_calendar}
