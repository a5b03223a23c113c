"""The exchange that follows a message, for whoever holds its button: read, reply, fold away."""

from dataclasses import replace

from telegram import Update

from handlers import receipt, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import number, parts
from handlers.rules import reports
from handlers.screen import answer_tap, edit, message_id_of, post, remove, say, show


async def read(update: Update, context: Context) -> None:
    """The exchange and its state, on the receipt itself."""
    (token,) = parts(update, 1)
    thread, entries = await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    await show(update, context, receipt.exchange(context.t, thread, entries, token))


async def hide(update: Update, context: Context) -> None:
    """Fold the exchange back into its receipt."""
    (token,) = parts(update, 1)
    thread, _ = await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    await show(update, context, receipt.screen(context.t, thread, token))


async def ask_reply(update: Update, context: Context) -> None:
    """Ask for the reply; the token travels in the question's link."""
    (token,) = parts(update, 1)
    await context.commit(user_of(update), reports.may_reply, slip.decode(token))
    await answer_tap(update)
    link = context.link(f"w_{token}{message_id_of(update)}")
    await post(
        context,
        chat_of(update).id,
        slip.question(context.t, "report.reply_question", link, "report.placeholder"),
    )


async def take_reply(update: Update, context: Context, asked: str) -> None:
    """The written reply, on a card that also knows the receipt it will take the place of."""
    message, token, receipt_id = message_of(update), *_parted(asked)
    await context.commit(user_of(update), reports.may_reply, slip.decode(token))
    reports.check_length(message.text or "")
    nonce = slip.code(context.house.random(16))
    rows = slip.send_or_cancel(context.t, f"w:s:{token}:{nonce}:{receipt_id}", "r:x")
    await slip.lay(context, message, say(context.t, "report.reply_preview"), rows)


def _parted(asked: str) -> tuple[str, str]:
    """A start payload's token, and the message whose button asked; a token may hold any separator."""
    return asked[: slip.CODE_LENGTH], asked[slip.CODE_LENGTH :] or "0"


async def send_reply(update: Update, context: Context) -> None:
    """The reply joins the exchange; its card becomes the receipt, and the receipt before it goes away."""
    token, nonce, receipt_id = parts(update, 3)
    thread = await context.commit(
        user_of(update),
        reports.reply,
        slip.decode(token),
        slip.decode(nonce),
        slip.quoted(update),
        context.now,
    )
    await receipt.announce_pressing(context, thread)
    await answer_tap(update, context.t("report.sent_toast"))
    kept = receipt.screen(context.t, thread, token)
    said = f"{kept.text}\n\n{await slip.clear(update, context)}"
    await edit(context, chat_of(update).id, message_id_of(update), replace(kept, text=said))
    if number(receipt_id):
        await remove(context, chat_of(update).id, number(receipt_id))


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of a question was opened: show the exchange it belongs to."""
    token, _ = _parted(asked)
    thread, entries = await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    await show(update, context, receipt.exchange(context.t, thread, entries, token))


TAPS = {"w:o": read, "w:h": hide, "w:r": ask_reply, "w:s": send_reply}
