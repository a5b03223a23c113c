"""Changes of meetings that nobody confirms: forgotten in time, on both databases; those that are to be made stay."""

from storage import changes
from storage.changes import Change
from tests.storage.pair import Pair
from tests.storage.people import member
from tests.storage.test_answers import NOW, announced


def test_what_nobody_confirms_from_one_sweep_to_the_next_is_forgotten_and_nothing_else(pair: Pair) -> None:
    with pair.rehearse() as tx:
        ines = member(tx, 1).id
        prepared, confirmed, renewed = (announced(tx, ines, days).id for days in (1, 2, 3))
        changes.put(tx, Change(prepared, "one", {"place": "Lyon"}, ines, None))
        changes.put(tx, Change(confirmed, "all", {"place": "Lyon"}, ines, NOW))
        changes.put(tx, Change(renewed, "one", {"place": "Lyon"}, ines, None))
        assert changes.forget(tx) == 0
        waits = changes.of(tx, prepared)
        assert waits is not None, "who prepares it as it is swept can still confirm it"
        assert (waits.fields, waits.applies_at) == ({"place": "Lyon"}, None)
        changes.put(tx, Change(renewed, "one", {"place": "Brest"}, ines, None))
        assert changes.forget(tx) == 1
        assert changes.of(tx, prepared) is None
        assert changes.of(tx, confirmed) == Change(confirmed, "all", {"place": "Lyon"}, ines, NOW)
        assert changes.forget(tx) == 1
        assert (changes.of(tx, renewed), changes.forget(tx)) == (None, 0)
