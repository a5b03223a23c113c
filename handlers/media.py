"""What is no text: a photo for an exchange goes there; everything else is refused, with how to go on."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update

from handlers import medium, photos, slip
from handlers.context import Context, message_of, user_of
from handlers.rules import people
from handlers.rules.refusal import Reason, Refusal

Take = Callable[[Update, Context, str], Coroutine[Any, Any, None]]

# Where a photo may belong: the beginning of a question's link, or a button of the card that it replies to.
TAKEN = (("w_", "p:a", photos.take), ("k_", "p:k", photos.take_discreetly))


async def receive(update: Update, context: Context) -> None:
    """A photo, a voice message, a document…"""
    await context.commit(user_of(update), people.anybody)
    await slip.or_again(update, context, _receive(update, context))


async def _receive(update: Update, context: Context) -> None:
    message = message_of(update)
    if _told(context, message):
        return
    found = _exchange(message)
    if not _is_picture(message) or (found is None and _words_are_wanted(context, message)):
        raise only_text(context, message)
    if found is None:
        raise Refusal(Reason.PHOTO_FIRST)
    if not message.photo:
        raise Refusal(Reason.PHOTO_AS_FILE)
    take, asked = found
    await take(update, context, asked)


def _is_picture(message: Message) -> bool:
    """Whether it is a photo, or a picture that was sent as a file; what was forwarded is neither."""
    kind = message.document.mime_type if message.document is not None else None
    return message.forward_origin is None and bool(message.photo or (kind or "").startswith("image/"))


def _exchange(message: Message) -> tuple[Take, str] | None:
    """Which exchange it answers, by its question or by its card."""
    card = slip.replied_card(message)
    for prefix, verb, take in TAKEN:
        if (asked := slip.answers(message, prefix)) is not None:
            return take, asked
        if card is not None and (token := slip.behind(card, verb)) is not None:
            return take, f"{token}{card.message_id}"
    return None


def _words_are_wanted(context: Context, message: Message) -> bool:
    """Whether only words can be meant: a reader's answer, a field of a draft, the name of who is not a member yet."""
    card = slip.replied_card(message)
    answers = bool(slip.payload(message)) or (card is not None and slip.behind(card, "b:r") is not None)
    return answers or context.who.member is None


def _told(context: Context, message: Message) -> bool:
    """Whether something of the same album was answered already: one answer is enough."""
    album, told = message.media_group_id, context.house.albums
    if album is None or album in told:
        return album is not None
    told.append(album)
    return False


def only_text(context: Context, message: Message) -> Refusal:
    """Why it is not taken."""
    return Refusal(Reason.TEXT_ONLY, medium=context.t(f"medium.{medium.of(message) or 'other'}"))
