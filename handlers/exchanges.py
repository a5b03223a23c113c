"""The exchange that follows a message, for whoever holds its button: read, reply, fold away."""

from telegram import Update

from handlers import home, receipt, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import parts
from handlers.rules import reports
from handlers.rules.pushes import Wish
from handlers.screen import Screen, allow, answer_tap, message_id_of, remove, say, show
from storage.vault import Thread


async def read(update: Update, context: Context) -> None:
    """The exchange and its state, on the receipt itself."""
    (token,) = parts(update, 1)
    await _show(update, context, token)


async def _show(update: Update, context: Context, token: str, toast: str | None = None) -> None:
    seen = await context.commit(user_of(update), reports.look, slip.decode(token), context.now)
    await show(update, context, receipt.exchange(context.t, seen, token, context.now), toast)


async def hide(update: Update, context: Context) -> None:
    """Fold the exchange back into its receipt."""
    (token,) = parts(update, 1)
    seen = await context.commit(user_of(update), reports.look, slip.decode(token), context.now)
    await show(update, context, receipt.screen(context.t, seen.thread, token))


async def renew(update: Update, context: Context) -> None:
    """Its readers had lost their key: the token opens it for them again."""
    (token,) = parts(update, 1)
    thread = await context.commit(user_of(update), reports.renew, slip.decode(token), context.now)
    await receipt.announce_pressing(context, thread)
    await _show(update, context, token, context.t("report.sent_toast"))


async def push(update: Update, context: Context) -> None:
    """Tell this person of the next answer; the wish is known in memory only."""
    (token,) = parts(update, 1)
    thread, _ = await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    context.house.pushes.ask(thread.id, Wish(user_of(update).id, context.t.language), context.now)
    await answer_tap(update, context.t("report.push_toast"), alert=True)


async def ask_erase(update: Update, context: Context) -> None:
    """Take everything back, after a question."""
    await receipt.ask_erase(update, context, lambda token: (f"w:o:{token}", f"w:gone:{token}"))


async def erase(update: Update, context: Context) -> None:
    """Gone, at once, for everyone."""
    (token,) = parts(update, 1)
    await context.commit(user_of(update), reports.erase, slip.decode(token))
    t = context.t
    await show(update, context, Screen(say(t, "report.erased"), [[home.back(t)]]), t("report.erased_toast"))


async def ask_reply(update: Update, context: Context) -> None:
    """Ask for the reply; the token travels in the question's link."""
    await _ask(update, context, "w_", slip.ask)


async def ask_discreetly(update: Update, context: Context) -> None:
    """The same in an exchange that was opened with a code: nothing of it stays."""
    await _ask(update, context, "k_", slip.ask_discreetly)


async def _ask(update: Update, context: Context, prefix: str, ask: slip.Ask) -> None:
    (token,) = parts(update, 1)
    await context.commit(user_of(update), reports.may_reply, slip.decode(token), context.now)
    payload = f"{prefix}{token}{message_id_of(update)}"
    await ask(update, context, payload, "report.reply_question", "report.placeholder")


async def take_reply(update: Update, context: Context, asked: str) -> None:
    """The written reply, on a card that also knows the receipt it will take the place of."""
    await _take(update, context, asked, "w:s")


async def take_discreetly(update: Update, context: Context, asked: str) -> None:
    """The same in an exchange that was opened with a code."""
    await _take(update, context, asked, "k:s")


async def _take(update: Update, context: Context, asked: str, verb: str) -> None:
    message, (token, receipt_id) = message_of(update), slip.parted(asked)
    await context.commit(user_of(update), reports.may_reply, slip.decode(token), context.now)
    reports.check_length(message.text or "")
    nonce = slip.code(context.house.random(16))
    rows = slip.send_or_cancel(context.t, f"{verb}:{token}:{nonce}:{receipt_id}", "r:x")
    await slip.lay(context, message, say(context.t, "report.reply_preview"), rows)


async def send_reply(update: Update, context: Context) -> None:
    """The reply joins the exchange; its card becomes the receipt, and the receipt before it goes away."""
    token, thread = await _reply(update, context)
    _, _, receipt_id = parts(update, 3)
    kept = receipt.screen(context.t, thread, token)
    await slip.become(update, context, kept)
    await slip.remove_former(update, context, receipt_id)


async def send_discreetly(update: Update, context: Context) -> None:
    """The reply joins the exchange, which shows it until it is closed; nothing else of it stays in this chat."""
    token, _ = await _reply(update, context)
    _, _, view = parts(update, 3)
    await slip.clear(update, context)
    await remove(context, chat_of(update).id, message_id_of(update))
    await receipt.freshen(update, context, view, token)


async def _reply(update: Update, context: Context) -> tuple[str, Thread]:
    token, nonce, _ = parts(update, 3)
    ids = slip.decode(token), slip.decode(nonce)
    who, quotas = user_of(update), context.house.quotas
    found = await context.commit(who, reports.may_reply, ids[0], context.now)
    allow(quotas.next_message(who.id, found.id, ids[1], found.level, context.now))
    thread = await context.commit(who, reports.reply, *ids, slip.quoted(update), context.now)
    await receipt.announce_pressing(context, thread)
    await answer_tap(update, context.t("report.sent_toast"))
    return token, thread


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of a question was opened: show the exchange it belongs to."""
    token, _ = slip.parted(asked)
    await _show(update, context, token)


TAPS = {
    "w:o": read,
    "w:h": hide,
    "w:n": renew,
    "w:p": push,
    "w:e": ask_erase,
    "w:gone": erase,
    "w:r": ask_reply,
    "w:s": send_reply,
    "k:r": ask_discreetly,
    "k:s": send_discreetly,
}
