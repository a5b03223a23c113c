"""What is sealed opens for its owner only, in its own place only, and does not tell its length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.pwhash import argon2id

from storage import sealing

ids = st.binary(min_size=sealing.ID_BYTES, max_size=sealing.ID_BYTES)
tokens = st.binary(min_size=sealing.TOKEN_BYTES, max_size=sealing.TOKEN_BYTES)
KEY, THREAD, ENTRY, OTHER = b"k" * 32, b"t" * 16, b"e" * 16, b"o" * 16
BOX = PrivateKey(b"p" * 32)


@given(body=st.binary(max_size=5000), thread=ids, entry=ids)
def test_an_entry_opens_as_it_was_sealed(body: bytes, thread: bytes, entry: bytes) -> None:
    key = sealing.new_data_key()
    assert sealing.open_entry(key, thread, entry, sealing.seal_entry(key, thread, entry, body)) == body


@given(token=tokens, thread=ids)
def test_the_writers_wrap_opens_with_the_token(token: bytes, thread: bytes) -> None:
    key = sealing.new_data_key()
    assert sealing.unwrap_as_writer(token, thread, sealing.wrap_for_writer(token, thread, key)) == key


@given(thread=ids)
def test_a_boxs_wrap_opens_with_its_private_key(thread: bytes) -> None:
    key = sealing.new_data_key()
    assert sealing.unwrap_as_box(BOX, thread, sealing.wrap_for_box(BOX.public_key, thread, key)) == key


@given(one=tokens, other=tokens)
def test_another_token_opens_nothing(one: bytes, other: bytes) -> None:
    wrapped = sealing.wrap_for_writer(one, THREAD, KEY)
    if one != other:
        assert sealing.lookup(one) != sealing.lookup(other)
        with pytest.raises(sealing.Tampered):
            sealing.unwrap_as_writer(other, THREAD, wrapped)


def test_another_box_opens_nothing() -> None:
    wrapped = sealing.wrap_for_box(BOX.public_key, THREAD, KEY)
    with pytest.raises(sealing.Tampered):
        sealing.unwrap_as_box(PrivateKey.generate(), THREAD, wrapped)


@given(where=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_is_seen(where: int, bit: int) -> None:
    sealed = bytearray(sealing.seal_entry(KEY, THREAD, ENTRY, b"body"))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(sealing.Tampered):
        sealing.open_entry(KEY, THREAD, ENTRY, bytes(sealed))


@pytest.mark.parametrize("length", [0, 10, 24, 40, 70])
def test_a_cut_value_is_seen(length: int) -> None:
    entry = sealing.seal_entry(KEY, THREAD, ENTRY, b"body")
    writers = sealing.wrap_for_writer(OTHER, THREAD, KEY)
    boxs = sealing.wrap_for_box(BOX.public_key, THREAD, KEY)
    with pytest.raises(sealing.Tampered):
        sealing.open_entry(KEY, THREAD, ENTRY, entry[:length])
    with pytest.raises(sealing.Tampered):
        sealing.unwrap_as_writer(OTHER, THREAD, writers[:length])
    with pytest.raises(sealing.Tampered):
        sealing.unwrap_as_box(BOX, THREAD, boxs[:length])


def test_nothing_opens_in_another_place() -> None:
    entry = sealing.seal_entry(KEY, THREAD, ENTRY, b"body")
    for thread, place in [(OTHER, ENTRY), (THREAD, OTHER), (ENTRY, THREAD)]:
        with pytest.raises(sealing.Tampered):
            sealing.open_entry(KEY, thread, place, entry)
    with pytest.raises(sealing.Tampered):
        sealing.unwrap_as_writer(OTHER, OTHER, sealing.wrap_for_writer(OTHER, THREAD, KEY))
    with pytest.raises(sealing.Tampered):
        sealing.unwrap_as_box(BOX, OTHER, sealing.wrap_for_box(BOX.public_key, THREAD, KEY))


@given(st.integers(min_value=0, max_value=1023), st.integers(min_value=0, max_value=1023))
def test_bodies_under_one_step_have_one_length(one: int, other: int) -> None:
    lengths = {len(sealing.seal_entry(KEY, THREAD, ENTRY, b"x" * n)) for n in (one, other)}
    assert lengths == {24 + 1024 + 16}


def test_lengths_grow_by_whole_steps() -> None:
    bodies = [b"x" * length for length in (1023, 1024, 2047, 2048, 4096)]
    lengths = [len(sealing.seal_entry(KEY, THREAD, ENTRY, body)) - 24 - 16 for body in bodies]
    assert lengths == [1024, 2048, 2048, 3072, 5120]


def test_the_same_body_is_never_sealed_the_same_twice() -> None:
    assert len({sealing.seal_entry(KEY, THREAD, ENTRY, b"body") for _ in range(100)}) == 100


def test_lookup_and_wrap_key_are_unrelated_and_reveal_no_token() -> None:
    token = bytes(range(16))
    assert token not in sealing.lookup(token)
    with pytest.raises(sealing.Tampered):  # the lookup, which the vault holds, is not the key of the wrap
        sealing.open_entry(sealing.lookup(token), THREAD, ENTRY, sealing.wrap_for_writer(token, THREAD, KEY))


# Each example stretches, a tenth of a second: a few are enough.
@settings(max_examples=2)
@given(code=tokens, other=tokens, pins=st.lists(st.text(min_size=1, max_size=64), min_size=2, max_size=2, unique=True))
def test_a_stretched_code_needs_its_pin(code: bytes, other: bytes, pins: list[str]) -> None:
    token = sealing.stretch(code, pins[0])
    assert token == sealing.stretch(code, pins[0])
    assert len(token) == sealing.TOKEN_BYTES
    wrapped = sealing.wrap_for_writer(token, THREAD, KEY)
    for wrong in (code, sealing.stretch(code, pins[1]), sealing.stretch(other, pins[0]) if other != code else code):
        assert sealing.lookup(wrong) != sealing.lookup(token)
        with pytest.raises(sealing.Tampered):
            sealing.unwrap_as_writer(wrong, THREAD, wrapped)


def test_stretching_is_argon2id_with_the_limits_written_down() -> None:
    # Another answer after an update would lock every writer with a PIN out.
    assert sealing.stretch(bytes(range(16)), "1234").hex() == "ac9aa5b10fea7c4e8f941a9c1842100b"
    assert sealing.STRETCHES >= argon2id.OPSLIMIT_INTERACTIVE
    assert sealing.STRETCH_BYTES >= argon2id.MEMLIMIT_INTERACTIVE


@pytest.mark.parametrize("wrong", [b"", b"short", b"x" * 17])
def test_ids_and_tokens_of_another_length_are_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        sealing.lookup(wrong)
    with pytest.raises(ValueError, match="16 bytes"):
        sealing.stretch(wrong, "1234")
    with pytest.raises(ValueError, match="16 bytes"):
        sealing.seal_entry(KEY, THREAD, wrong, b"body")
