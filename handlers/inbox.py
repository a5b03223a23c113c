"""Messages received, as a supervisor sees them: a list, one open view that erases itself, an answer."""

from telegram import Update

from handlers import home, slip, view
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import parts
from handlers.rules import inbox, reports
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, post, remove, say, show
from handlers.speech import Speech
from storage.vault import Thread

LIST = 7  # messages on a page; with the way home, eight rows


async def show_list(update: Update, context: Context) -> None:
    """What waits in this supervisor's boxes."""
    threads = await context.commit(user_of(update), inbox.waiting)
    await show(update, context, list_screen(context.t, threads))


def list_screen(t: Speech, threads: list[Thread]) -> Screen:
    """Unopened messages first."""
    rows = [[view.line(t, thread)] for thread in threads[:LIST]]
    text = t.count("inbox.list", len(threads)) if threads else t("inbox.empty")
    if any(thread.status == "announced" and thread.level in reports.PRESSING for thread in threads):
        text = t("inbox.list_pressing")
    return Screen(f"<b>{t('inbox.title')}</b>\n\n{text}", [*rows, [home.back(t)]])


async def open_message(update: Update, context: Context) -> None:
    """Show one message in a view of its own, which cannot be forwarded and disappears by itself."""
    (code,) = parts(update, 1)
    await _open(update, context, code)
    threads = await context.commit(user_of(update), inbox.waiting)
    await edit(context, chat_of(update).id, message_id_of(update), list_screen(context.t, threads))


async def _open(update: Update, context: Context, code: str) -> None:
    thread, entries = await context.commit(user_of(update), inbox.open_as_reader, slip.decode(code), context.now)
    await answer_tap(update)
    posted = await post(context, chat_of(update).id, view.screen(context.t, thread, entries, context.now))
    await context.commit(user_of(update), inbox.erase_later, chat_of(update).id, posted.message_id, context.now)


async def show_again(update: Update, context: Context) -> None:
    """The view again, in its own place."""
    (code,) = parts(update, 1)
    thread, entries = await context.commit(user_of(update), inbox.open_as_reader, slip.decode(code), context.now)
    await show(update, context, view.screen(context.t, thread, entries, context.now))


async def close_view(update: Update, context: Context) -> None:
    """Take the open message away."""
    await answer_tap(update)
    await remove(context, chat_of(update).id, message_id_of(update))


async def ask_answer(update: Update, context: Context) -> None:
    """Ask for the answer; which message it is for travels in the question's link."""
    (code,) = parts(update, 1)
    await context.commit(user_of(update), inbox.for_reader, slip.decode(code))
    await slip.ask(update, context, f"b_{code}", "inbox.question", "inbox.placeholder")


async def take_answer(update: Update, context: Context, code: str) -> None:
    """The written answer, on a card, as its reader will see it."""
    await context.commit(user_of(update), inbox.for_reader, slip.decode(code))
    reports.check_length(message_of(update).text or "")
    nonce = slip.code(context.house.random(16))
    rows = slip.send_or_cancel(context.t, f"b:s:{code}:{nonce}", "b:x")
    rows.insert(1, [Button(context.t("inbox.button.answer_and_end"), f"c:s:{code}:{nonce}")])
    await slip.lay(context, message_of(update), say(context.t, "inbox.preview"), rows)


async def send_answer(update: Update, context: Context) -> None:
    """The answer joins the exchange; what was written on the way disappears."""
    code, nonce = parts(update, 2)
    ids = (slip.decode(code), slip.decode(nonce))
    await context.commit(user_of(update), inbox.answer, *ids, slip.quoted(update), context.now)
    view.tell(context, ids[0])
    await view.sent(update, context, "inbox.answered", "inbox.answered_toast")


async def drop(update: Update, context: Context) -> None:
    """The answer is not sent."""
    await context.commit(user_of(update), inbox.waiting)
    await answer_tap(update, context.t("report.dropped_toast"))
    said = say(context.t, "report.dropped") + "\n" + await slip.clear(update, context)
    dropped = Screen(said, [[Button(context.t("inbox.button.list"), "b:list")]])
    await edit(context, chat_of(update).id, message_id_of(update), dropped)


async def open_link(update: Update, context: Context, code: str) -> None:
    """The link of a question was opened: show the message it is about."""
    await _open(update, context, code)


TAPS = {
    "b:list": show_list,
    "b:o": open_message,
    "b:c": close_view,
    "b:k": show_again,
    "b:r": ask_answer,
    "b:s": send_answer,
    "b:x": drop,
}
