"""Questions on their way: opened by the box's key only, locked anew with it, gone when they are told to go."""

from datetime import date, timedelta

import pytest
from nacl.public import PrivateKey

from storage import keys, posts, questions, sealing, vault, vault_keys
from storage.posts import Post
from storage.questions import Question
from tests.storage.pair import Pair
from tests.storage.vaults import BOX, NATIONAL, TODAY, OpenVault

KEY = (BOX, "2026-11")
BODY = Question(1, -100, BOX, "", "Awa", "Comment faites-vous ? 🙂")
IDS = [sealing.question_id(bytes([number]) * 16) for number in range(5)]
WEEK = timedelta(days=7)


def put(opened: OpenVault, question: bytes, box: str = BOX, today: date = TODAY, body: Question = BODY) -> None:
    with opened.begin() as tx:
        questions.add(tx, question, box, today, today + WEEK, body)


def test_it_is_read_once_written_in_no_order_and_the_second_changes_nothing(vault_of_either_kind: OpenVault) -> None:
    for question in IDS:
        put(vault_of_either_kind, question)
    put(vault_of_either_kind, IDS[0], body=BODY._replace(text="Autre"))
    with vault_of_either_kind.begin() as tx:
        assert questions.waiting(tx, [BOX]) == sorted(IDS) != IDS
        assert questions.waiting(tx, [NATIONAL]) == []
        assert questions.read(tx, IDS[0]) == BODY
        questions.erase(tx, IDS[0])
        questions.erase(tx, IDS[0])
        assert questions.read(tx, IDS[0]) is None


def test_it_goes_after_its_last_day(vault_of_either_kind: OpenVault) -> None:
    put(vault_of_either_kind, IDS[0])
    with vault_of_either_kind.begin() as tx:
        assert questions.forget(tx, TODAY + WEEK) == 0
        assert questions.forget(tx, TODAY + WEEK + timedelta(days=1)) == 1
        assert questions.waiting(tx, [BOX]) == []


def test_its_key_stays_as_long_as_it_is_needed_and_may_be_replaced(vault_of_either_kind: OpenVault) -> None:
    opened, ring = vault_of_either_kind, vault_of_either_kind.keys
    put(opened, IDS[0])
    put(opened, IDS[1], NATIONAL)
    with opened.begin() as tx:
        assert vault.keys_in_use(tx) == {KEY, (NATIONAL, "2026-11")}
        vault_keys.lock_anew(tx, KEY, ring.private(*KEY), ring.successor(*KEY))
        vault_keys.lock_anew(tx, KEY, PrivateKey.generate(), PrivateKey.generate().public_key)
        with pytest.raises(sealing.Tampered):
            questions.read(tx, IDS[0])
    ring.replace(*KEY)
    with opened.begin() as tx:
        assert questions.read(tx, IDS[0]) == questions.read(tx, IDS[1]) == BODY
    ring.destroy(*KEY)
    with opened.begin() as tx, pytest.raises(keys.KeyLost):
        questions.read(tx, IDS[0])


def test_the_file_has_no_word_of_it_and_nothing_once_it_is_gone(vault_file: OpenVault) -> None:
    assert vault_file.engine.url.database is not None
    put(vault_file, IDS[0], body=BODY._replace(text="Depuis mars " * 200))
    with vault_file.begin() as tx:
        sealed = tx.vault.exec_driver_sql("SELECT sealed FROM questions").scalar_one()
        assert len(sealed) % sealing.STEP == len(sealing.seal_entry(bytes(32), IDS[0], IDS[0], b"")) % sealing.STEP
    with open(vault_file.engine.url.database, "rb") as file:
        assert b"Depuis" not in file.read()
    with vault_file.begin() as tx:
        questions.erase(tx, IDS[0])
    with open(vault_file.engine.url.database, "rb") as file:
        assert sealed[:16] not in file.read()


def test_where_a_question_stands_is_known_until_it_goes(pair: Pair) -> None:
    post = Post("a" * 32, 1, 2**40)
    with pair.begin() as tx:
        assert posts.find(tx, post.about) is None
        posts.add(tx, Post(post.about, 1, 5))
        posts.add(tx, post)
        posts.add(tx, Post("b" * 32, 2, 2**40))
        assert (posts.find(tx, post.about), posts.at(tx, 1, 2**40), posts.at(tx, 1, 5)) == (post, post, None)
        posts.leave(tx, 2)
        assert posts.at(tx, 2, 2**40) is None
        posts.forget(tx, post.about)
        assert posts.find(tx, post.about) is None
