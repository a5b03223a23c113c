"""The search finds what is there, in any shape, wherever it begins."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from tests.anonymity.search import digests, found, of_number, of_text

NUMBER = 7_512_345_678
TEXT = "Je suis seule dans l’équipe"


@pytest.mark.parametrize(
    "leak",
    [
        str(NUMBER).encode(),
        f"{NUMBER:x}".encode(),
        NUMBER.to_bytes(8, "little"),
        NUMBER.to_bytes(8, "big"),
        NUMBER.to_bytes(6, "big"),
        NUMBER.to_bytes(5, "little"),
        base64.b64encode(b"x" + NUMBER.to_bytes(8, "big") + b"y"),
        base64.b64encode(b"chat " + str(NUMBER).encode()),
        str(NUMBER).encode("utf-16-le"),
        str(NUMBER).encode().hex().encode(),
    ],
)
def test_a_number_is_found(tmp_path: Path, leak: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\x01\x02\x03" + leak + b"\x04")
    assert found([tmp_path], {"id": of_number(NUMBER)}) == {("id", file)}
    assert found([file], {"other": of_number(NUMBER + 999_999)}) == set()


@pytest.mark.parametrize("skipped", range(6))
def test_a_text_is_found(tmp_path: Path, skipped: int) -> None:
    secrets = {"text": of_text(TEXT)}
    for number, coding in enumerate(("utf-8", "utf-16-le", "utf-16-be")):
        leak = b"!" * skipped + TEXT.encode(coding) + b"?"
        for name, coded in (("plain", leak), ("base64", base64.b64encode(leak)), ("hex", leak.hex().encode())):
            (tmp_path / f"{name}{number}").write_bytes(coded)
    assert len(found([tmp_path], secrets)) == 9


@pytest.mark.parametrize(
    "leak",
    [
        hashlib.sha256(str(NUMBER).encode()).digest(),
        hashlib.md5(str(NUMBER).encode(), usedforsecurity=False).hexdigest().encode(),
        hashlib.blake2b(NUMBER.to_bytes(8, "little"), digest_size=16).digest(),
        hmac.digest(b"a key", str(NUMBER).encode(), "sha1"),
        base64.urlsafe_b64encode(hmac.digest(b"a key", NUMBER.to_bytes(8, "big"), "sha256")),
        hashlib.sha256(str(NUMBER).encode()).hexdigest()[:16].encode(),
    ],
)
def test_what_is_computed_from_a_number_is_found(tmp_path: Path, leak: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\x01\x02\x03" + leak + b"\x04")
    assert found([tmp_path], {"id": digests(NUMBER, [b"a key"])}) == {("id", file)}
    assert found([tmp_path], {"id": digests(NUMBER + 1, [b"a key"])}) == set()
