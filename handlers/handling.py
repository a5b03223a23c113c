"""What a supervisor does with a message besides answering: take care, leave a note, hand on, end the exchange."""

from telegram import Update

from handlers import slip, view
from handlers.context import Context, message_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import handling, inbox, reports
from handlers.rules.regions import BOXES
from handlers.screen import Button, Screen, answer_tap, say, show
from handlers.speech import Speech


async def take(update: Update, context: Context) -> None:
    """« Je m'en charge »: the other readers see that somebody does."""
    await _care(update, context, taken=True)


async def release(update: Update, context: Context) -> None:
    """No longer: anybody may take it."""
    await _care(update, context, taken=False)


async def _care(update: Update, context: Context, *, taken: bool) -> None:
    (code,) = parts(update, 1)
    await context.commit(user_of(update), handling.take, slip.decode(code), taken)
    thread, entries = await context.commit(user_of(update), inbox.open_as_reader, slip.decode(code), context.now)
    toast = context.t("inbox.taken_toast" if taken else "inbox.released_toast")
    await show(update, context, view.screen(context.t, thread, entries, context.now), toast)


async def choose_box(update: Update, context: Context) -> None:
    """To whom it may be handed on."""
    code, page = parts(update, 2)
    open_boxes = await context.commit(user_of(update), handling.targets, slip.decode(code))
    t, codes = context.t, [box for box in BOXES if box in open_boxes]
    rows = region_rows(
        t,
        codes,
        pick=lambda short: f"c:sure:{code}:{short}",
        turn=lambda other: f"c:to:{code}:{other}",
        page=number(page),
    )
    text = say(t, "inbox.hand_on" if codes else "inbox.hand_on_nowhere")
    await show(update, context, Screen(text, [*rows, [_keep(t, code)]]))


def _keep(t: Speech, code: str) -> Button:
    return Button(t("inbox.button.keep"), f"b:k:{code}")


async def confirm_box(update: Update, context: Context) -> None:
    """Hand it on, after a question: the safe choice comes first."""
    code, short = parts(update, 2)
    await context.commit(user_of(update), handling.targets, slip.decode(code))
    t, box = context.t, region_code(short)
    go = Button(t("inbox.button.hand_on_now"), f"c:go:{code}:{short}", style="danger")
    await show(update, context, Screen(say(t, "inbox.hand_on_sure", region=t.region(box)), [[_keep(t, code)], [go]]))


async def hand_on(update: Update, context: Context) -> None:
    """Handed on: the view closes for good, the other box hears of it as of something new."""
    code, short = parts(update, 2)
    box = region_code(short)
    ids = slip.decode(code), context.house.random(16)
    await context.commit(user_of(update), handling.hand_on, ids[0], box, ids[1], context.now)
    done = Screen(say(context.t, "inbox.handed_on", region=context.t.region(box)), [_list(context.t)])
    await show(update, context, done, context.t("inbox.handed_on_toast"))


def _list(t: Speech) -> list[Button]:
    return [Button(t("inbox.button.list"), "b:list")]


async def ask_end(update: Update, context: Context) -> None:
    """End the exchange, after a question: the safe choice comes first."""
    (code,) = parts(update, 1)
    await context.commit(user_of(update), handling.once_read, slip.decode(code))
    t = context.t
    rows = [
        [_keep(t, code)],
        [Button(t("inbox.button.last_word"), f"c:r:{code}")],
        [Button(t("inbox.button.block"), f"c:no:{code}")],
        [Button(t("inbox.button.end"), f"c:end:{code}", style="danger")],
    ]
    await show(update, context, Screen(say(t, "inbox.end"), rows))


async def end(update: Update, context: Context) -> None:
    """Ended without a word."""
    (code,) = parts(update, 1)
    await context.commit(user_of(update), handling.close, slip.decode(code), context.now)
    t = context.t
    await show(update, context, Screen(say(t, "inbox.ended"), [_list(t)]), t("inbox.ended_toast"))


async def block(update: Update, context: Context) -> None:
    """No more of this exchange for a week; whoever goes on in it all the same opens no other either."""
    (code,) = parts(update, 1)
    thread = await context.commit(user_of(update), handling.once_read, slip.decode(code))
    context.house.quotas.block(thread.id, context.now)
    await answer_tap(update, context.t("inbox.blocked_toast"), alert=True)


async def ask_note(update: Update, context: Context) -> None:
    """Ask for a note that only the readers of this message see."""
    await _ask(update, context, "n_", "inbox.note_question", "inbox.note_placeholder")


async def ask_last_word(update: Update, context: Context) -> None:
    """Ask for a last word, with which the exchange ends."""
    await _ask(update, context, "c_", "inbox.last_word_question", "inbox.placeholder")


async def _ask(update: Update, context: Context, prefix: str, key: str, placeholder: str) -> None:
    (code,) = parts(update, 1)
    await context.commit(user_of(update), inbox.for_reader, slip.decode(code))
    await slip.ask(update, context, f"{prefix}{code}", key, placeholder)


async def take_note(update: Update, context: Context, code: str) -> None:
    """The written note, on a card."""
    await _lay(update, context, code, "n:s", "inbox.note_preview")


async def take_last_word(update: Update, context: Context, code: str) -> None:
    """The written last word, on a card."""
    await _lay(update, context, code, "c:s", "inbox.last_word_preview")


async def _lay(update: Update, context: Context, code: str, verb: str, key: str) -> None:
    message = message_of(update)
    await context.commit(user_of(update), inbox.for_reader, slip.decode(code))
    reports.check_length(message.text or "")
    nonce = slip.code(context.house.random(16))
    rows = slip.send_or_cancel(context.t, f"{verb}:{code}:{nonce}", "b:x")
    await slip.lay(context, message, say(context.t, key), rows)


async def send_note(update: Update, context: Context) -> None:
    """The note is there for the readers; what was written on the way disappears."""
    ids = _ids(update)
    await context.commit(user_of(update), handling.note, *ids, slip.quoted(update))
    await view.sent(update, context, "inbox.noted", "inbox.noted_toast")


async def send_last_word(update: Update, context: Context) -> None:
    """The exchange ends with these words."""
    ids = _ids(update)
    await context.commit(user_of(update), handling.close_with, *ids, slip.quoted(update), context.now)
    view.tell(context, ids[0])
    await view.sent(update, context, "inbox.ended", "inbox.answered_toast")


def _ids(update: Update) -> tuple[bytes, bytes]:
    code, nonce = parts(update, 2)
    return slip.decode(code), slip.decode(nonce)


TAPS = {
    "c:on": take,
    "c:off": release,
    "c:to": choose_box,
    "c:sure": confirm_box,
    "c:go": hand_on,
    "c:e": ask_end,
    "c:end": end,
    "c:r": ask_last_word,
    "c:no": block,
    "c:s": send_last_word,
    "n:r": ask_note,
    "n:s": send_note,
}
