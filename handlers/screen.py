"""Screens: what a person sees, and how it is shown: a new message, or the tapped one edited in place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.context import Context, chat_of
from handlers.rules.quotas import Verdict
from handlers.rules.refusal import Reason, Refusal
from handlers.speech import Speech

# What Telegram says when there is nothing left to do: the edit changes nothing, the tap is too old to be
# answered, the message to delete or to answer is gone already. Each means that an earlier delivery did the work.
UNCHANGED = "message is not modified"
TOO_OLD = "query is too old"
GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "there is no text in the message to edit",  # a picture: what comes next stands below it
)
NO_ORIGINAL = "message to be replied not found"

TOO_MUCH = {
    Verdict.BLOCKED: Reason.QUOTA_BLOCKED,
    Verdict.THREADS: Reason.QUOTA_THREADS,
    Verdict.MESSAGES: Reason.QUOTA_MESSAGES,
    Verdict.CODES: Reason.QUOTA_CODES,
    Verdict.SIGNALS: Reason.QUOTA_SIGNALS,
    Verdict.ITEMS: Reason.QUOTA_ITEMS,
    Verdict.CROWDED: Reason.QUOTA_CROWDED,
}
SIGNS = re.compile("[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")  # arrows, emoji
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class Button:
    """One button; `style` is danger, success or primary. `url` opens an address instead of telling the bot."""

    text: str
    data: str = ""
    style: str | None = None
    url: str | None = None


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Screen:
    """A text in Telegram's HTML with its buttons; a `placeholder` asks for a written reply instead."""

    text: str
    rows: Rows = ()
    protect: bool = False
    placeholder: str | None = None

    def markup(self) -> InlineKeyboardMarkup | ForceReply | None:
        """The keyboard as Telegram wants it."""
        if self.placeholder is not None:
            return ForceReply(input_field_placeholder=self.placeholder[:64])
        return keyboard(self.rows)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons under a message; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def fitted(t: Speech, screen: Screen) -> Screen:
    """The screen for its reader: a simple one has a button a row, and no signs on it."""
    if not t.simple:
        return screen
    rows = [[replace(button, text=SIGNS.sub("", button.text).strip())] for row in screen.rows for button in row]
    return replace(screen, rows=rows)


def _fitted(context: Context, chat_id: int, screen: Screen) -> Screen:
    """The same in one's own chat: what stands in a group is for everyone."""
    own = context.person is not None and context.person.telegram_id == chat_id
    return fitted(context.t, screen) if own else screen


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    return InlineKeyboardButton(button.text, callback_data=button.data, style=button.style)


def say(t: Speech, key: str, /, **values: object) -> str:
    """A sentence for a screen's text: what people wrote is escaped, so that it can never become markup."""
    return t(key, **{name: escape(value) if isinstance(value, str) else value for name, value in values.items()})


def allow(verdict: Verdict) -> None:
    """Refuse what the limits against abuse do not allow."""
    if verdict in TOO_MUCH:
        raise Refusal(TOO_MUCH[verdict])


def no(context: Context, refusal: Refusal) -> str:
    """The sentence of a refusal."""
    values = {name: _spoken(context.t, value) for name, value in refusal.values.items()}
    return context.t(f"refusal.{refusal.reason}", **values, contact=context.house.contact)


def _spoken(t: Speech, value: object) -> object:
    match value:
        case datetime():
            return t.wall(value)
        case date():
            return t.day(value)
        case tuple():
            return "\n".join(f"– {_spoken(t, one)}" for one in value)
        case _:
            return value


def pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Buttons two by two."""
    return [list(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]


def turns(before: str, after: str, page: int, turn: Callable[[int], str], *, more: bool) -> list[list[Button]]:
    """A row that leads to the pages around this one, the first of which is 0; no row where there are none."""
    row = [Button(before, turn(page - 1))] if page else []
    if more:
        row.append(Button(after, turn(page + 1)))
    return [row] if row else []


async def show(update: Update, context: Context, screen: Screen, toast: str | None = None) -> int:
    """Show a screen: a tap edits its own message, anything else gets a new one; returns the message's number."""
    if update.callback_query is not None:
        await answer_tap(update, toast)
        if await edit(context, chat_of(update).id, message_id_of(update), screen):
            return message_id_of(update)
    return (await post(context, chat_of(update).id, screen)).message_id


def message_id_of(update: Update) -> int:
    """The message whose button was tapped, readable or not."""
    query = update.callback_query
    if query is None or query.message is None:
        raise LookupError("the tap has no message")
    return query.message.message_id


async def answer_tap(update: Update, text: str | None = None, *, alert: bool = False) -> None:
    """Stop the tapped button's spinner, with a word at the top of the screen or in a box."""
    if update.callback_query is None:
        return
    try:
        await update.callback_query.answer(text, show_alert=alert)
    except BadRequest as error:
        if not error.message.casefold().startswith(TOO_OLD):
            raise


async def post(
    context: Context, chat_id: int, screen: Screen, *, reply_to: int | None = None, quiet: bool = False
) -> Message:
    """Send a screen as a new message; `quiet`: no phone sounds."""
    screen = _fitted(context, chat_id, screen)
    return await context.bot.send_message(
        chat_id,
        screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=screen.markup(),
        protect_content=screen.protect or None,
        link_preview_options=NO_PREVIEW,
        reply_to_message_id=reply_to,
        disable_notification=quiet or None,
    )


async def post_photo(
    context: Context,
    chat_id: int,
    photo: bytes,
    screen: Screen,
    *,
    reply_to: int | None = None,
    filename: str = "image.jpg",
) -> Message:
    """Send a photo with a screen as its caption."""
    screen = _fitted(context, chat_id, screen)
    return await context.bot.send_photo(
        chat_id,
        photo,
        caption=screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=screen.markup(),
        protect_content=screen.protect or None,
        filename=filename,
        reply_to_message_id=reply_to,
    )


async def reply(context: Context, message: Message, screen: Screen, photo: bytes = b"") -> Message | None:
    """Answer a message with a screen; None when it is gone, for then it was dealt with already."""
    try:
        if photo:
            return await post_photo(context, message.chat.id, photo, screen, reply_to=message.message_id)
        return await post(context, message.chat.id, screen, reply_to=message.message_id)
    except BadRequest as error:
        if NO_ORIGINAL not in error.message.casefold():
            raise
        return None


async def edit(context: Context, chat_id: int, message_id: int, screen: Screen) -> bool:
    """Edit a message into a screen; False when the message is gone."""
    screen = _fitted(context, chat_id, screen)
    try:
        await context.bot.edit_message_text(
            screen.text,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(screen.rows),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        said = error.message.casefold()
        if any(gone in said for gone in GONE):
            return False
        if UNCHANGED not in said:
            raise
    return True


async def remove(context: Context, chat_id: int, message_id: int) -> bool:
    """Delete a message; False when Telegram does not allow it any more (after 48 hours)."""
    try:
        await context.bot.delete_message(chat_id, message_id)
    except BadRequest as error:
        if not any(gone in error.message.casefold() for gone in GONE):
            return False
    context.house.fleeting.keep(chat_id, message_id)
    return True
