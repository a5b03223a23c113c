"""Whoever joins after an announcement gets the card and the reminders, like the others and once."""

from sqlalchemy import select

from handlers.rules import announcing
from storage.database import Transaction
from storage.notices import notices
from tests.rules.cast import DAY, NOW, number_of, published, somebody


def told(tx: Transaction, number: int) -> dict[str, int]:
    """How many notices of each kind wait for a member."""
    rows = tx.community.execute(select(notices.c.kind).where(notices.c.recipient == f"member:{number}")).scalars()
    found: dict[str, int] = {}
    for kind in rows:
        found[kind] = found.get(kind, 0) + 1
    return found


def test_a_newcomer_is_told_what_the_others_know(tx: Transaction) -> None:
    published(tx, somebody(tx, 1, "coordinator"))
    newcomer = somebody(tx, 2, "peer_worker")
    for _ in range(2):
        announcing.catch_up(tx, newcomer, NOW + DAY)
    expected = {"meeting.card": 1, "meeting.j14": 1, "meeting.j3": 1, "meeting.h2": 1, "meeting.after": 1}
    assert told(tx, number_of(newcomer)) == expected


def test_not_what_is_elsewhere_or_over(tx: Transaction) -> None:
    published(tx, somebody(tx, 1, "coordinator", region="FR-BRE"))
    newcomer = somebody(tx, 2, "peer_worker")
    announcing.catch_up(tx, newcomer, NOW)
    assert told(tx, number_of(newcomer)) == {}


def test_no_time_of_the_joining_is_kept(tx: Transaction) -> None:
    published(tx, somebody(tx, 1, "coordinator"))
    newcomer = somebody(tx, 2, "peer_worker")
    announcing.catch_up(tx, newcomer, NOW + 3 * DAY)
    row = select(notices.c.due_at).where(
        notices.c.recipient == f"member:{number_of(newcomer)}", notices.c.kind == "meeting.card"
    )
    assert tx.community.execute(row).scalar_one() == NOW.replace(day=1, hour=0)
