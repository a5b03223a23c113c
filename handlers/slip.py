"""Slips: the chat is the draft. What someone writes is quoted on a card in their own chat, and sent from there.

Nothing is kept on the server before the tap on « Envoyer »: the text is taken from the card itself, and what it
answers travels in a link of the question, so a restart in between changes nothing.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import escape
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from telegram import Message, MessageEntity, Update

from handlers.context import Context, chat_of, message_of, query_of, user_of
from handlers.routes import number
from handlers.rules import people
from handlers.rules.fleeting import CARD_LASTS, VIEW_LASTS
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Rows, Screen, answer_tap, edit, message_id_of, no, post, remove, reply, say
from handlers.speech import LANGUAGES, Speech, speech
from storage.database import Transaction

Ask = Callable[[Update, Context, str, str, str], Awaitable[object]]
CODE_LENGTH = 22
# What may be put right in another answer to the same question.
AGAIN = (
    Reason.PAUSE_UNFIT,
    Reason.DATE_NOT_READ,
    Reason.DATE_NEEDS_HOUR,
    Reason.DATE_PAST,
    Reason.FIELD_TOO_LONG,
    Reason.MEETING_IN_PAST,
    Reason.OPENING_MONTHLY,
    Reason.PIN_UNFIT,
    Reason.NAME_UNFIT,
    Reason.NAME_LONG,
    Reason.NAME_ADDRESS,
    Reason.ORGANISATION_UNFIT,
    Reason.ORGANISATION_LONG,
    Reason.ORGANISATION_ADDRESS,
    Reason.MINUTES_EMPTY,
    Reason.LINES_TOO_MANY,
    Reason.LINE_TOO_LONG,
    Reason.GUESTS_TOO_MANY,
    Reason.LINK_UNFIT,
    Reason.TEXT_ONLY,
    Reason.TEXT_TOO_LONG,
    Reason.PHOTO_AS_FILE,
    Reason.PHOTO_ALBUM,
    Reason.PHOTO_CAPTION,
    Reason.PHOTO_UNFIT,
)


def code(random: bytes) -> str:
    """16 bytes as 22 characters that fit in a button and in a link."""
    return urlsafe_b64encode(random).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The 16 bytes again; refuses anything else, for a modified client may send what it likes."""
    try:
        found = urlsafe_b64decode(text + "==")
    except ValueError as error:
        raise Refusal(Reason.STALE) from error
    if len(found) != 16 or code(found) != text:
        raise Refusal(Reason.STALE)
    return found


def quote(text: str) -> str:
    """What someone wrote, set apart: it is found again by this entity."""
    return f"<blockquote>{escape(text)}</blockquote>"


def shorten(words: str, most: int) -> str:
    """The beginning of something long."""
    return words if len(words) <= most else words[: most - 1] + "…"


def tapped(update: Update) -> Message:
    """The tapped card; refuses one that Telegram no longer hands out."""
    message = query_of(update).message
    if not isinstance(message, Message):
        raise Refusal(Reason.CARD_TOO_OLD)
    return message


def quoted(update: Update) -> str:
    """The text on the tapped card; a card that has become something else tells of an earlier tap."""
    card = tapped(update)
    if not card.parse_entities([MessageEntity.BLOCKQUOTE]):
        raise Refusal(Reason.TAP_COUNTED)
    return quote_of(card)


def quote_of(card: Message) -> str:
    """The text on a card; refuses a message without any."""
    quotes = list(card.parse_entities([MessageEntity.BLOCKQUOTE]).values())
    if not quotes:
        raise Refusal(Reason.CARD_TOO_OLD)
    return "\n".join(quotes)


def replied_card(message: Message) -> Message | None:
    """The card that this message replies to: a message of the bot with buttons."""
    original = _of_bot(message)
    return original if original is not None and original.reply_markup is not None else None


def behind(card: Message, verb: str) -> str | None:
    """The arguments of the first button on a card with this verb, such as `r:s`."""
    rows = card.reply_markup.inline_keyboard if card.reply_markup else ()
    data = (str(button.callback_data) for row in rows for button in row)
    return next((each.removeprefix(f"{verb}:") for each in data if each.startswith(f"{verb}:")), None)


def relaid(card: Message, text: str) -> Screen:
    """The same card with another text."""
    lead = card.text_html.partition("<blockquote>")[0].rstrip()
    rows = card.reply_markup.inline_keyboard if card.reply_markup else ()
    buttons = [[Button(button.text, str(button.callback_data), button.style) for button in row] for row in rows]
    return Screen(f"{lead}\n\n{quote(text)}", buttons)


async def ask(update: Update, context: Context, payload: str, key: str, placeholder: str, **values: object) -> int:
    """Answer a tap with a question whose written answer comes back with `payload`, even after a restart."""
    await answer_tap(update)
    question = Screen(say(context.t, key, link=context.link(payload), **values), placeholder=context.t(placeholder))
    return (await post(context, chat_of(update).id, question)).message_id


async def ask_discreetly(update: Update, context: Context, payload: str, key: str, placeholder: str) -> None:
    """The same beside a screen that goes: its link opens an exchange, so the question goes with that screen."""
    asked = await ask(update, context, payload, key, placeholder)
    context.house.fleeting.add(chat_of(update).id, asked, context.now + VIEW_LASTS, message_id_of(update))


def _of_bot(message: Message) -> Message | None:
    original = message.reply_to_message
    if original is None or original.from_user is None or not original.from_user.is_bot:
        return None
    return original


def _asked_by_bot(message: Message) -> Message | None:
    """The question this message replies to; a card, which has buttons, is none."""
    original = _of_bot(message)
    return original if original is not None and original.reply_markup is None else None


def payload(message: Message) -> str:
    """The start payload in the question that this message replies to; empty when it replies to none."""
    original = _asked_by_bot(message)
    links = [urlsplit(entity.url or "") for entity in original.entities] if original is not None else []
    return next((found for link in links for found in parse_qs(link.query).get("start", [])), "")


def answers(message: Message, prefix: str) -> str | None:
    """What this message answers: the start payload in the question it replies to, without its prefix."""
    found = payload(message)
    return found.removeprefix(prefix) if found.startswith(prefix) else None


def parted(asked: str) -> tuple[str, str]:
    """A start payload's token, and the message whose button asked; a token may hold any separator."""
    return asked[:CODE_LENGTH], asked[CODE_LENGTH:] or "0"


def asked(message: Message, key: str) -> bool:
    """Whether this message replies to the bot's question `key`, in any of its languages, asked again or not."""
    original = _asked_by_bot(message)
    questions = tuple(speech(language)(key) for language in LANGUAGES)
    return original is not None and (original.text or "").endswith(questions)


async def lay(context: Context, message: Message, lead: str, rows: Rows, text: str | None = None) -> None:
    """Answer a written message with the card that quotes it, or `text` for it; the question it replied to goes away."""
    await _lay(context, message, Screen(f"{lead}\n\n{quote(text or message.text or '')}", rows))


async def lay_photo(context: Context, message: Message, photo: bytes, screen: Screen) -> None:
    """Answer a message with the card that shows this photo; the message and its question go away."""
    await _lay(context, message, screen, photo)
    await remove(context, message.chat.id, message.message_id)


async def _lay(context: Context, message: Message, screen: Screen, photo: bytes = b"") -> None:
    card = await reply(context, message, screen, photo)
    if card is not None and context.house.alone:  # another process might make this very message a receipt
        context.house.fleeting.add(card.chat.id, card.message_id, context.now + CARD_LASTS)
    await withdraw(context, message)


async def take_away(context: Context, message: Message) -> None:
    """Delete a written answer and the question it replied to."""
    await remove(context, message.chat.id, message.message_id)
    await withdraw(context, message)


async def or_again(update: Update, context: Context, answer: Awaitable[None]) -> None:
    """An answer; if it is not one, its question comes once more, with what was wrong. What was sent stays."""
    try:
        await answer
    except Refusal as refusal:
        message = message_of(update)
        if refusal.reason not in AGAIN or (question := _asked_by_bot(message)) is None:
            raise
        await context.commit(
            user_of(update), people.anybody
        )  # it may have been refused before it was known whose it is
        asked = question.text_html.rpartition("\n\n")[2]  # without what was wrong the time before
        again = Screen(f"{escape(no(context, refusal))}\n\n{asked}", placeholder="…")
        posted = await post(context, message.chat.id, again)
        context.house.fleeting.follow(message.chat.id, question.message_id, posted.message_id)
        await remove(context, message.chat.id, question.message_id)


async def withdraw(context: Context, message: Message) -> None:
    """Delete the bot's question that this message replies to, if it does."""
    if (question := _asked_by_bot(message)) is not None:
        await remove(context, message.chat.id, question.message_id)


async def tear(update: Update, context: Context) -> bool:
    """The card has done its work: what it quotes or shows is deleted; False when Telegram refuses."""
    context.house.fleeting.keep(query_of(update).from_user.id, message_id_of(update))
    message = query_of(update).message
    if not isinstance(message, Message) or message.reply_to_message is None:
        return True
    return await remove(context, chat_of(update).id, message.reply_to_message.message_id)


async def clear(update: Update, context: Context) -> str:
    """The card has done its work: it stays, the written message goes.

    Returns the sentence that says so, or that Telegram no longer allows it.
    """
    return say(context.t, "slip.deleted" if await tear(update, context) else "slip.not_deleted")


async def remove_former(update: Update, context: Context, message_id: str) -> None:
    """Take away the message that led to the tapped card, if the card knows it."""
    if number(message_id):
        await remove(context, chat_of(update).id, number(message_id))


async def become(update: Update, context: Context, screen: Screen) -> None:
    """What was on the card is sent: the card turns into this screen, which also says that the written message went."""
    said = f"{screen.text}\n\n{await clear(update, context)}"
    await edit(context, chat_of(update).id, message_id_of(update), replace(screen, text=said))


def send_or_cancel(t: Speech, send: str, cancel: str) -> list[list[Button]]:
    """The two ways on from a card."""
    return [[Button(t("button.send"), send, style="success")], [Button(t("button.cancel"), cancel)]]


class Draft(Protocol):
    """A row in preparation, and the messages in its owner's chat that show it and ask for one of its fields."""

    @property
    def id(self) -> int: ...
    @property
    def card(self) -> int | None: ...
    @property
    def question(self) -> int | None: ...


Place = Callable[[Transaction, Person, int, int | None, int | None], None]


async def settle(
    update: Update, context: Context, draft: Draft, place: Place, card: int | None, question: int | None
) -> None:
    """From now on these messages are the draft's one card and one question; those before go away."""
    if (card, question) != (draft.card, draft.question):
        await context.commit(user_of(update), place, draft.id, card, question)
    for gone in (draft.card, draft.question):
        if gone is not None and gone not in (card, question):
            await remove(context, chat_of(update).id, gone)


async def unask(update: Update, context: Context, draft: Draft | None) -> None:
    """Nothing is asked any more about a draft that is one no longer."""
    if draft is not None and draft.question is not None:
        await remove(context, chat_of(update).id, draft.question)


async def renew(
    update: Update, context: Context, draft: Draft, place: Place, screen: Screen, question: int | None = None
) -> None:
    """Bring the draft's card up to date, from afar; a new one takes the place of one that is gone."""
    owner, shown = user_of(update).id, draft.card
    if shown is None or not await edit(context, owner, shown, screen):
        shown = (await post(context, owner, screen)).message_id
    await settle(update, context, draft, place, shown, question)
