"""The vault's cryptography: what a token opens, how a text is sealed, and for whom its key is wrapped."""

from hashlib import blake2b

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import Aead
from nacl.utils import random

ID_BYTES = 16
TOKEN_BYTES = 16
# libsodium's interactive limits, written down: if the library's changed, every code with a PIN would be lost.
STRETCHES, STRETCH_BYTES = 2, 64 * 1024 * 1024
STEP = 1024  # a sealed text's length is known to this many bytes only
PHOTO_STEP = 256 * 1024  # a photo's too; handlers.rules.pictures makes each fit into one, so all are alike


class Tampered(Exception):
    """A sealed value was changed, cut, moved to another place, or opened with a key that is not its own."""


def new_id() -> bytes:
    """16 random bytes: no order, no time."""
    return random(ID_BYTES)


def new_data_key() -> bytes:
    """A thread's own key."""
    return random(Aead.KEY_SIZE)


def lookup(token: bytes) -> bytes:
    """Under what a writer's thread is found; the token cannot be found from it (32 bytes)."""
    return _derive(token, b"lookup")


def stretch(code: bytes, pin: str) -> bytes:
    """The token of a code on paper with a PIN in mind: Argon2id with libsodium's interactive limits.

    The code is the salt, so nothing can be computed before it is stolen. Who has both the code and a copy of the
    vault can still try PINs, some ten a second: four figures hold them up for minutes, a few words for good.
    """
    return argon2id.kdf(
        TOKEN_BYTES,
        pin.encode(),
        _derive(code, b"pin", argon2id.SALTBYTES),
        opslimit=STRETCHES,
        memlimit=STRETCH_BYTES,
    )


def wrap_for_writer(token: bytes, thread_id: bytes, data_key: bytes) -> bytes:
    """Seal a thread's key so that the writer's token opens it."""
    return bytes(Aead(_derive(token, b"wrap")).encrypt(data_key, _about(b"wrap", thread_id)))


def unwrap_as_writer(token: bytes, thread_id: bytes, sealed: bytes) -> bytes:
    """Open the writer's wrap of this thread's key; raises Tampered."""
    return _open(_derive(token, b"wrap"), sealed, _about(b"wrap", thread_id))


def wrap_for_box(key: PublicKey, thread_id: bytes, data_key: bytes) -> bytes:
    """Seal a thread's key so that only the box's private key opens it."""
    return SealedBox(key).encrypt(_about(b"wrap", thread_id) + data_key)


def unwrap_as_box(key: PrivateKey, thread_id: bytes, sealed: bytes) -> bytes:
    """Open a box's wrap of this thread's key; raises Tampered."""
    try:
        opened = SealedBox(key).decrypt(sealed)
    except CryptoError as error:
        raise Tampered from error
    about, data_key = opened[: -Aead.KEY_SIZE], opened[-Aead.KEY_SIZE :]
    if about != _about(b"wrap", thread_id):  # a sealed box has no place for this beside the secret
        raise Tampered
    return data_key


def question_id(token: bytes) -> bytes:
    """Under what a question is kept; the token on its writer's card cannot be found from it (16 bytes)."""
    return _derive(token, b"question", ID_BYTES)


def seal_entry(data_key: bytes, thread_id: bytes, entry_id: bytes, body: bytes, step: int = STEP) -> bytes:
    """Pad, encrypt and bind a body to its entry and thread; a text never fills a photo's step."""
    return bytes(Aead(data_key).encrypt(sodium_pad(body, step), _about(b"entry", thread_id, entry_id)))


def open_entry(data_key: bytes, thread_id: bytes, entry_id: bytes, sealed: bytes) -> bytes:
    """The body as it was sealed for this very entry; raises Tampered."""
    padded = _open(data_key, sealed, _about(b"entry", thread_id, entry_id))
    return sodium_unpad(padded, PHOTO_STEP if len(padded) >= PHOTO_STEP else STEP)


def _open(key: bytes, sealed: bytes, about: bytes) -> bytes:
    try:
        return Aead(key).decrypt(sealed, about)
    except (CryptoError, ValueError) as error:  # ValueError: cut shorter than a nonce
        raise Tampered from error


def _about(field: bytes, *ids: bytes) -> bytes:
    """What a sealed value is bound to; every id has the same length, so no two meanings share these bytes."""
    if any(len(one) != ID_BYTES for one in ids):
        raise ValueError("an id of the vault has 16 bytes")
    return b"entrepairs/" + field + b"/" + b"".join(ids)


def _derive(token: bytes, purpose: bytes, size: int = 32) -> bytes:
    if len(token) != TOKEN_BYTES:
        raise ValueError("a writer's token has 16 bytes")
    return blake2b(token, digest_size=size, person=purpose).digest()
