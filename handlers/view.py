"""A message received, open or in a line: what it says, what can be done with it; not who wrote it, nor when."""

from datetime import datetime

from telegram import Update

from handlers import receipt, slip
from handlers.context import Context, chat_of, user_of
from handlers.rules import inbox, retention
from handlers.rules.themes import THEMES, level_key
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, say
from handlers.speech import Speech
from storage.entries import Entry
from storage.vault import Thread

NEXT = 3  # messages below what was sent


def screen(t: Speech, thread: Thread, entries: list[Entry], now: datetime) -> Screen:
    """Theme, level, texts, and the ways on."""
    theme, level = t(THEMES[thread.theme].key), t(level_key(thread.level))
    lead = say(t, "inbox.view", theme=theme, level=level, region=t.region(thread.box))
    if thread.taken:
        lead += "\n" + say(t, "inbox.taken")
    if retention.ends_soon(thread, now):
        lead += "\n" + say(t, "inbox.ends", day=t.day(retention.erased_on(thread)))
    text = f"{lead}\n\n{receipt.said(t, entries, 'inbox.by')}\n<i>{t('inbox.erased_later')}</i>"
    code = slip.code(thread.id)
    photos = receipt.photo_buttons(t, entries, lambda entry: f"p:b:{code}:{entry}")
    return Screen(text, [*photos, *_ways_on(t, thread, code)], protect=True)


def line(t: Speech, thread: Thread) -> Button:
    """A message in a list: what it is about, and whether somebody has opened it."""
    status = "taken" if thread.taken and thread.status == "read" else thread.status
    text = t(
        "inbox.line",
        theme=t(THEMES[thread.theme].key),
        level=t(level_key(thread.level)),
        status=t(f"inbox.status.{status}"),
    )
    return Button(text, f"b:o:{slip.code(thread.id)}")


async def sent(update: Update, context: Context, key: str, toast: str) -> None:
    """What was written is sent: its card says so by the sentence `key`, with the next messages right below."""
    await answer_tap(update, context.t(toast))
    said = say(context.t, key) + "\n" + await slip.clear(update, context)
    threads = await context.commit(user_of(update), inbox.waiting)
    await edit(context, chat_of(update).id, message_id_of(update), Screen(said, _onward(context.t, threads)))


def _onward(t: Speech, threads: list[Thread]) -> list[list[Button]]:
    unopened = [thread for thread in threads if thread.status == "announced"]
    return [*([line(t, thread)] for thread in unopened[:NEXT]), [Button(t("inbox.button.list"), "b:list")]]


def tell(context: Context, thread_id: bytes) -> None:
    """There is an answer: if its writer asked to be told, they are, some time later."""
    context.house.pushes.answered(thread_id, int.from_bytes(context.house.random(4)), context.now)


def _ways_on(t: Speech, thread: Thread, code: str) -> list[list[Button]]:
    care = ("inbox.button.release", f"c:off:{code}") if thread.taken else ("inbox.button.take", f"c:on:{code}")
    return [
        [Button(t("inbox.button.answer"), f"b:r:{code}", style="primary")],
        [Button(t(care[0]), care[1]), Button(t("inbox.button.note"), f"n:r:{code}")],
        [Button(t("inbox.button.hand_on"), f"c:to:{code}:0"), Button(t("inbox.button.end"), f"c:e:{code}")],
        [Button(t("button.close"), "b:c")],
    ]
