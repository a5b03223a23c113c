"""Small tables: the message to erase, the slot last worked."""

from datetime import UTC, datetime, timedelta

from storage import erasures, slots
from tests.storage.pair import Pair

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_messages_are_erased_from_their_time_on_until_done(pair: Pair) -> None:
    with pair.begin() as tx:
        assert erasures.next_due(tx) is None
        erasures.plan(tx, 2**40, 2, NOW + MINUTE)
        erasures.plan(tx, 1, 1, NOW)
        assert erasures.next_due(tx) == NOW
        [first] = erasures.due(tx, NOW)
        assert (first.chat_id, first.message_id) == (1, 1)
        assert erasures.due(tx, NOW) == [first]  # a process that died leaves it due
        erasures.done(tx, first.id)
        assert erasures.due(tx, NOW) == []
        assert erasures.next_due(tx) == NOW + MINUTE
        assert [each.chat_id for each in erasures.due(tx, NOW + MINUTE)] == [2**40]


def test_a_slot_is_worked_once_and_time_never_goes_back(pair: Pair) -> None:
    with pair.begin() as tx:
        paris = [(0, False), (0, False), (1, True), (1, False), (0, False), (5, True)]
        assert [slots.advance(tx, "Europe/Paris", NOW + n * MINUTE) for n, _ in paris] == [new for _, new in paris]
        assert not slots.advance(tx, "Indian/Reunion", NOW)
        assert slots.advance(tx, "Indian/Reunion", NOW + MINUTE)
