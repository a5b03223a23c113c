"""What people send besides text, as the Bot API describes it."""

import mimetypes

from bot.demo.botapi import files
from bot.demo.botapi.errors import Impossible
from bot.demo.botapi.parameters import Upload
from bot.demo.botapi.state import JSON, Person
from bot.demo.botapi.world import World

# a grey picture of one pixel
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000"
    "000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
SHAPES: dict[str, tuple[str, str, JSON]] = {
    "voice": ("voice.ogg", "audio/ogg", {"duration": 3}),
    "audio": ("audio.mp3", "audio/mpeg", {"duration": 30}),
    "video": ("video.mp4", "video/mp4", {"duration": 5, "width": 320, "height": 240}),
    "video_note": ("note.mp4", "video/mp4", {"duration": 5, "length": 240}),
    "document": ("document.txt", "text/plain", {}),
    "photo": ("image.png", "image/png", {}),
    "sticker": (
        "sticker.webp",
        "image/webp",
        {
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
            "emoji": "🙂",
        },
    ),
}
UNCAPTIONED = ("sticker", "location", "contact", "video_note")
NAMED = ("document", "audio", "video")


def attachment(world: World, person: Person, kind: str, content: bytes, name: str) -> JSON:
    """The field of a message that carries this kind; raises Impossible for a kind that is unknown here."""
    if kind == "text":
        return {}
    if kind == "location":
        return {"location": {"latitude": 45.764, "longitude": 4.8357}}
    if kind == "contact":
        return {"contact": {"phone_number": "+33100000000", "first_name": person.first_name, "user_id": person.id}}
    if kind not in SHAPES:
        raise Impossible(f"no phone here sends a {kind}")
    usual, mime, shape = SHAPES[kind]
    mime = mimetypes.guess_type(name)[0] or mime
    upload = Upload(name or usual, content or (PIXEL if kind == "photo" else b"simulated"), mime)
    stored = files.keep(world, upload, f"{kind}s", files.UPLOAD_LIMIT)
    if kind == "photo":
        return {"photo": files.photo(stored)}
    named = {"file_name": stored.name} if kind in NAMED else {}
    typed = {} if kind in ("sticker", "video_note") else {"mime_type": mime}
    return {kind: files.described(stored) | shape | named | typed}


def origin(world: World) -> JSON:
    """The mark of a message forwarded from somebody who hides their account."""
    hidden = {"type": "hidden_user", "date": world.stamp() - 60, "sender_user_name": "Camille"}
    return {"forward_origin": hidden}
