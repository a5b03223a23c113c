"""The weekly word: one row a member and week, the same for all, on Mondays at ten of each clock."""

from datetime import UTC, datetime

from handlers.rules import nudges
from handlers.rules.regions import BOXES
from storage import mutes
from storage.database import Transaction
from tests.rules.cast import DAY, HOUR, number_of, somebody
from tests.storage.pair import dump

MONDAY = datetime(2026, 6, 1, 6, 30, tzinfo=UTC)  # 8:30 in Paris


def test_every_member_hears_it_once_on_monday_at_ten_whoever_they_are(tx: Transaction) -> None:
    people = [somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor"), somebody(tx, 3, "coordinator")]
    far = somebody(tx, 4, "peer_worker", region="FR-974")
    nudges.weekly(tx, BOXES, MONDAY - DAY)
    assert dump(tx)["notices"] == []
    for now in (MONDAY, MONDAY + 10 * HOUR):
        nudges.weekly(tx, BOXES, now)
    rows = [(row[1], row[2], row[4], row[6]) for row in dump(tx)["notices"]]
    at_ten = datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert sorted(rows) == sorted(
        [(nudges.KIND, "week", f"member:{number_of(who)}", at_ten) for who in people]
        + [(nudges.KIND, "week", f"member:{number_of(far)}", at_ten - 2 * HOUR)]
    )
    nudges.weekly(tx, BOXES, MONDAY + 7 * DAY)
    assert len(dump(tx)["notices"]) == 8


def test_only_the_clocks_whose_slot_has_come(tx: Transaction) -> None:
    somebody(tx, 1, "peer_worker")
    nudges.weekly(tx, ["FR-974"], MONDAY)
    assert dump(tx)["notices"] == []


def test_it_can_be_silenced_and_heard_again(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    for wanted in (True, True, False, False):
        nudges.mute(tx, awa, wanted)
        assert mutes.muted(tx, number_of(awa), nudges.KIND) is wanted
        assert mutes.of(tx, number_of(awa)) == [nudges.KIND] * wanted
