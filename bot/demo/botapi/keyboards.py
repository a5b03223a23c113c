"""What may hang under a message: inline keyboards within Telegram's limits, and what asks for an answer."""

from urllib.parse import urlsplit

from bot.demo.botapi.errors import bad
from bot.demo.botapi.state import JSON

PER_ROW, IN_ALL, DATA_BYTES = 8, 100, 64
STYLES = ("danger", "success", "primary")
ACTIONS = ("callback_data", "url", "copy_text")


def split(markup: JSON | None) -> tuple[JSON, JSON | None]:
    """What the Bot API repeats in the message, and what only the phone shows; raises ApiError 400."""
    if markup is None:
        return {}, None
    if "inline_keyboard" in markup:
        return inline(markup), None
    if "keyboard" in markup:
        _fits(markup["keyboard"])
        if not all(button["text"] for row in markup["keyboard"] for button in row):
            raise bad("can't parse keyboard button: Text must be non-empty")
    if len(markup.get("input_field_placeholder", "x")) not in range(1, 65):
        raise bad("input_field_placeholder must be 1-64 characters long")
    return {}, markup


def inline(markup: JSON | None) -> JSON:
    """The part of a message that holds its inline keyboard: empty for none; raises ApiError 400."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    _fits(rows)
    for button in (button for row in rows for button in row):
        _button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _fits(rows: list[list[JSON]]) -> None:
    if sum(len(row) for row in rows) > IN_ALL:
        raise bad("reply markup is too long")
    if any(len(row) > PER_ROW for row in rows):
        raise bad("reply markup has too many buttons in a row")


def _button(button: JSON) -> None:
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: Text must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(button.get("callback_data", "x").encode()) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "style" in button and button["style"] not in STYLES:
        raise bad("can't parse inline keyboard button: invalid button style specified")
    if not 1 <= len(button.get("copy_text", {"text": "x"})["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        address = urlsplit(button["url"])
        if address.scheme not in ("http", "https", "tg") or not address.netloc:
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
