"""Photos of an exchange: asked for, shown to their writer as they will be seen, sent, and looked at."""

import asyncio
from dataclasses import replace

from telegram import Message, Update
from telegram.error import BadRequest

from handlers import receipt, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import parts
from handlers.rules import inbox, people, photos, pictures
from handlers.rules.fleeting import VIEW_LASTS
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, allow, answer_tap, message_id_of, post, post_photo, remove, say
from storage.vault import Thread


async def ask(update: Update, context: Context) -> None:
    """Ask for a photo; its question's link is that of the next words, so that words may answer it as well."""
    await _ask(update, context, "w_", slip.ask)


async def ask_discreetly(update: Update, context: Context) -> None:
    """The same in an exchange that was opened with a code: nothing of it stays."""
    await _ask(update, context, "k_", slip.ask_discreetly)


async def _ask(update: Update, context: Context, prefix: str, ask: slip.Ask) -> None:
    (token,) = parts(update, 1)
    await context.commit(user_of(update), photos.may_add, slip.decode(token), context.now)
    await ask(update, context, f"{prefix}{token}{message_id_of(update)}", "photo.question", "photo.placeholder")


async def take(update: Update, context: Context, asked: str) -> None:
    """The photo as it will be seen, on a card; the one that came goes away."""
    await _take(update, context, asked, "p:s")


async def take_discreetly(update: Update, context: Context, asked: str) -> None:
    """The same in an exchange that was opened with a code."""
    await _take(update, context, asked, "p:d")


async def _take(update: Update, context: Context, asked: str, verb: str) -> None:
    message, (token, receipt_id) = message_of(update), slip.parted(asked)
    await context.commit(user_of(update), photos.may_add, slip.decode(token), context.now)
    if message.media_group_id is not None:
        raise Refusal(Reason.PHOTO_ALBUM)
    if message.caption:  # dropped, the words would be missed; sent, nobody would have looked for names in them
        raise Refusal(Reason.PHOTO_CAPTION)
    t, nonce = context.t, slip.code(context.house.random(16))
    send = Button(t("button.send"), f"{verb}:{token}:{nonce}:{receipt_id}", style="success")
    rows = [[send], [Button(t("photo.button.drop"), "p:x")]]
    await slip.lay_photo(context, message, await _remade(message), Screen(say(t, "photo.preview"), rows))


async def _remade(message: Message) -> bytes:
    """The photo of a message, encoded anew; nothing of it is kept on the way."""
    if not message.photo:
        raise Refusal(Reason.CARD_TOO_OLD)
    try:
        file = await message.photo[-1].get_file()
    except BadRequest as error:  # too big to be handed out, or no longer there
        raise Refusal(Reason.PHOTO_UNFIT) from error
    return await asyncio.to_thread(pictures.remade, bytes(await file.download_as_bytearray()))


async def send(update: Update, context: Context) -> None:
    """The photo on the card joins the exchange; a receipt takes the place of all that led here."""
    token, thread, new = await _add(update, context)
    _, _, receipt_id = parts(update, 3)
    kept = receipt.screen(context.t, thread, token)
    said = context.t("photo.sent" if await _deleted(update, context) else "photo.not_deleted")
    if new:  # brought once more, the tap must not leave a second receipt
        await post(context, chat_of(update).id, replace(kept, text=f"{kept.text}\n\n{said}"))
        await slip.remove_former(update, context, receipt_id)


async def send_discreetly(update: Update, context: Context) -> None:
    """The photo on the card joins the exchange, which tells of it until it is closed; nothing else of it stays."""
    token, _, _ = await _add(update, context)
    _, _, view = parts(update, 3)
    await _clear(update, context)
    await receipt.freshen(update, context, view, token)


async def _add(update: Update, context: Context) -> tuple[str, Thread, bool]:
    token, nonce, _ = parts(update, 3)
    ids = slip.decode(token), slip.decode(nonce)
    who, quotas = user_of(update), context.house.quotas
    found = await context.commit(who, photos.may_add, ids[0], context.now, ids[1])
    allow(quotas.next_message(who.id, found.id, ids[1], found.level, context.now))
    photo = await _remade(slip.tapped(update))
    thread, new = await context.commit(who, photos.add, *ids, photo, context.now)
    await receipt.announce_pressing(context, thread)
    await answer_tap(update, context.t("report.sent_toast"))
    return token, thread, new


async def drop(update: Update, context: Context) -> None:
    """Nothing is sent; the card goes, and the photo with it."""
    await context.commit(user_of(update), people.anybody)
    await answer_tap(update, context.t("report.dropped_toast"))
    await _clear(update, context)


async def _clear(update: Update, context: Context) -> None:
    if not await _deleted(update, context):
        await post(context, chat_of(update).id, Screen(context.t("photo.not_deleted")))


async def _deleted(update: Update, context: Context) -> bool:
    """Whether the card and the photo that came could be deleted; both are tried."""
    came = await slip.tear(update, context)
    return await remove(context, chat_of(update).id, message_id_of(update)) and came


async def show_own(update: Update, context: Context) -> None:
    """A photo to who sent it, for a while; when it goes is known in memory only."""
    token, entry = parts(update, 2)
    ids = slip.decode(token), slip.decode(entry)
    photo = await context.commit(user_of(update), photos.own, *ids)
    posted = await _show(update, context, photo, "k:x")
    context.house.fleeting.add(posted.chat.id, posted.message_id, context.now + VIEW_LASTS)


async def show(update: Update, context: Context) -> None:
    """A photo to a supervisor, in a message of its own that goes as the view does."""
    code, entry = parts(update, 2)
    ids = slip.decode(code), slip.decode(entry)
    photo = await context.commit(user_of(update), photos.received, *ids)
    posted = await _show(update, context, photo, "b:c")
    await context.commit(user_of(update), inbox.erase_later, posted.chat.id, posted.message_id, context.now)


async def _show(update: Update, context: Context, photo: bytes, close: str) -> Message:
    await answer_tap(update)
    shown = Screen(context.t("photo.shown"), [[Button(context.t("button.close"), close)]], protect=True)
    return await post_photo(context, chat_of(update).id, photo, shown)


TAPS = {
    "p:a": ask,
    "p:k": ask_discreetly,
    "p:s": send,
    "p:d": send_discreetly,
    "p:x": drop,
    "p:w": show_own,
    "p:b": show,
}
