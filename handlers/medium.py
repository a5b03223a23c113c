"""What a message is besides a text, by the name that the sentences `medium.…` have for it."""

from telegram import Message

FORWARDED = "forward_origin"
# The most telling first: a forwarded photo is first of all forwarded.
MEDIA = (
    FORWARDED,
    "photo",
    "voice",
    "video_note",
    "video",
    "animation",
    "audio",
    "document",
    "sticker",
    "contact",
    "location",
    "poll",
)


def of(message: Message, *, forwarded: bool = True) -> str | None:
    """What it is; None for a text alone. `forwarded`: whether that it comes from elsewhere counts."""
    return next((kind for kind in MEDIA if getattr(message, kind) and (forwarded or kind != FORWARDED)), None)
