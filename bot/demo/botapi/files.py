"""Files at Telegram: kept with their bytes, described as documents or photos, handed out by path."""

import struct

from bot.demo.botapi.errors import ApiError, bad
from bot.demo.botapi.parameters import Upload, Values
from bot.demo.botapi.state import JSON
from bot.demo.botapi.world import Stored, World

UPLOAD_LIMIT, PHOTO_LIMIT, DOWNLOAD_LIMIT = 50 * 2**20, 10 * 2**20, 20 * 2**20
PNG = b"\x89PNG\r\n\x1a\n"


def keep(world: World, upload: Upload, folder: str, limit: int) -> Stored:
    """Stores an upload; raises ApiError 400 for an empty file and 413 above `limit` bytes."""
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > limit:
        raise ApiError(413, "Request Entity Too Large")
    file_id = world.code("file")
    suffix = "." + upload.name.rpartition(".")[2] if "." in upload.name else ""
    path = f"{folder}/file_{len(world.files)}{suffix}"
    stored = Stored(file_id, file_id[-14:], path, upload.name, upload.mime, upload.content)
    world.files[file_id] = stored
    return stored


def described(stored: Stored) -> JSON:
    """What every kind of file says of itself."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }


def document(stored: Stored) -> JSON:
    """The Bot API's Document."""
    return described(stored) | {"file_name": stored.name, "mime_type": stored.mime}


def photo(stored: Stored) -> list[JSON]:
    """The Bot API's sizes of a photo, here one; raises ApiError 400 unless it is a PNG or JPEG picture."""
    width, height = size(stored.content)
    return [described(stored) | {"width": width, "height": height}]


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; raises ApiError 400 unless it is a PNG or JPEG picture."""
    if content.startswith(PNG) and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise bad("IMAGE_PROCESS_FAILED")


def get_file(world: World, values: Values) -> JSON:
    """getFile: the path to download from."""
    stored = world.files.get(values["file_id"])
    if stored is None:
        raise bad("invalid file_id")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return described(stored) | {"file_path": stored.path}


def at_path(world: World, path: str) -> Stored | None:
    """The file behind a download path."""
    return next((stored for stored in world.files.values() if stored.path == path), None)
