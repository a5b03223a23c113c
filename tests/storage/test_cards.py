"""Posted cards: one living message a recipient, edited after every change, until it is known to be true."""

from storage import cards
from storage.database import Transaction
from tests.storage.pair import Pair


def stale(tx: Transaction) -> list[int]:
    """The messages to edit."""
    return [card.message_id for card in cards.stale(tx, 0, 100)]


def post(tx: Transaction, message: int, about: str = "meeting:1", to: str = "member:1", chat: int = 5) -> None:
    cards.post(tx, about, to, chat, message)


def test_a_change_makes_every_card_of_the_thing_stale_until_it_is_edited(pair: Pair) -> None:
    with pair.begin() as tx:
        post(tx, 1)
        post(tx, 2, to="group:1", chat=-(2**40))
        post(tx, 3, about="meeting:2")
        assert (stale(tx), tx.rings) == ([], False)
        cards.outdate(tx, "meeting:1")
        assert (stale(tx), tx.rings) == ([1, 2], True)
        first, second = cards.stale(tx, 0, 100)
        assert (second.about, second.recipient, second.chat_id) == ("meeting:1", "group:1", -(2**40))
        cards.fresh(tx, first.id)
        assert stale(tx) == [2]
        cards.outdate(tx, "meeting:1")
        assert stale(tx) == [1, 2]


def test_every_card_may_be_outdated_at_once(pair: Pair) -> None:
    with pair.begin() as tx:
        post(tx, 1)
        post(tx, 2, about="meeting:2")
        cards.outdate_all(tx)
        assert (stale(tx), tx.rings) == ([1, 2], True)


def test_they_are_gone_through_in_pages(pair: Pair) -> None:
    with pair.begin() as tx:
        for number in range(1, 8):
            post(tx, number, to=f"member:{number}")
        cards.outdate(tx, "meeting:1")
        after, seen = 0, list[int]()
        while page := cards.stale(tx, after, 3):
            assert len(page) <= 3
            seen += [card.message_id for card in page]
            after = page[-1].id
        assert seen == list(range(1, 8))


def test_the_newest_message_is_the_living_one_and_may_be_born_stale(pair: Pair) -> None:
    with pair.begin() as tx:
        post(tx, 1)
        cards.outdate(tx, "meeting:1")
        post(tx, 2)
        assert stale(tx) == []
        tx.rings = False
        cards.post(tx, "meeting:1", "member:1", 5, 3, stale=True)
        assert (stale(tx), tx.rings) == ([3], True)


def test_a_card_that_is_gone_and_a_chat_that_moved_are_forgotten(pair: Pair) -> None:
    with pair.begin() as tx:
        post(tx, 1)
        post(tx, 2, to="member:2")
        post(tx, 3, to="group:1", chat=-1)
        cards.outdate_all(tx)
        [first, *_] = cards.stale(tx, 0, 1)
        cards.forget(tx, first.id)
        cards.leave_chat(tx, -1)
        assert stale(tx) == [2]
