"""What a member has before them, and the addresses of calendars: the same on both databases, one query each."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage import answers, feeds, groups, meetings, overview
from storage.answers import Answer
from storage.database import Transaction
from tests.storage.pair import Pair
from tests.storage.people import member

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def made(tx: Transaction, owner: int, days: int, **fields: Any) -> int:
    values = {
        "uid": f"{days} {sorted(fields.items())}"[:40],
        "region": "FR-ARA",
        "title": "Pairs",
        "zone": "Europe/Paris",
    }
    draft = meetings.begin(tx, owner=owner, minutes=150, **values)
    state = {"state": "published", "starts_at": NOW + days * DAY}
    return meetings.change(tx, draft.id, **(state | fields)).id


def found(tx: Transaction, reader: int, *, past: bool = False, **wanted: Any) -> list[int]:
    values = {"kind": "", "mine": "", "skipped": 0, "most": 5, **wanted}
    return [entry.meeting.id for entry in overview.page(tx, reader, {"FR-ARA"}, NOW, past=past, **values)]


def test_pages_are_filtered_and_of_a_series_the_next_date_is_shown(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, other = member(tx, 1).id, member(tx, 2).id
        series = made(tx, one, 0, state="series")
        dates = [made(tx, one, days, series_id=series) for days in (7, 14, 21)]
        training, elsewhere = made(tx, one, 9, kind="training"), made(tx, one, 3, region="FR-BRE")
        made(tx, one, 4, state="cancelled")
        before = [made(tx, one, -days) for days in (1, 2, 3)]
        assert found(tx, one) == [dates[0], training]
        assert found(tx, one, kind="training") == [training]
        assert found(tx, one, skipped=1) == [training]
        assert found(tx, one, past=True) == before
        assert found(tx, one, past=True, skipped=1, most=1) == [before[1]]
        answers.put(tx, dates[1], one, "yes")
        answers.put(tx, training, one, "maybe")
        answers.put(tx, dates[0], one, "no")
        answers.put(tx, training, other, "no")
        assert found(tx, one, mine=overview.COMING) == [training, dates[1]]
        assert found(tx, one, mine=overview.OPEN) == []
        meetings.invite(tx, elsewhere, ["FR-ARA"])
        assert found(tx, one, mine=overview.OPEN) == [elsewhere]


def test_an_agenda_has_ones_own_answers_and_a_groups_dates_once_answered(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, other = member(tx, 1).id, member(tx, 2).id
        row = {"chat_id": -7, "title": "P", "region": "FR-ARA", "forum": False, "lacks": "", "door": ""}
        number = tx.community.execute(sa.insert(groups.groups).values(row).returning(groups.groups.c.id)).scalar_one()
        open_, own = made(tx, one, 5), made(tx, one, 6, group_id=number)
        gone = made(tx, one, 7, state="cancelled")
        answers.put(tx, open_, one, "yes", 3)
        answers.put(tx, own, other, "maybe")

        def agenda(reader: int) -> list[tuple[int, Answer | None]]:
            entries = overview.agenda(tx, reader, {"FR-ARA"}, NOW, NOW + 9 * DAY)
            return [(entry.meeting.id, entry.answer) for entry in entries]

        assert agenda(one) == [(open_, Answer("yes", 3)), (gone, None)]
        assert agenda(other) == [(open_, None), (own, Answer("maybe")), (gone, None)]
        assert [one.id for one in overview.month(tx, {"FR-ARA"}, NOW, NOW + 9 * DAY)] == [open_]
        assert overview.agenda(tx, one, {"FR-BRE"}, NOW, NOW + 9 * DAY) == []


def test_an_address_is_found_by_its_token_which_is_not_kept(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, other = member(tx, 1).id, member(tx, 2).id
        feeds.put(tx, one, "first")
        feeds.put(tx, one, "second")
        feeds.put(tx, other, "third")
        assert [feeds.reader(tx, token) for token in ("first", "second", "third", "")] == [None, one, other, None]
        assert [len(kept) for kept in tx.community.execute(sa.select(feeds.feeds.c.token_hash)).scalars()] == [32, 32]
        feeds.revoke(tx, one)
        assert [feeds.exists(tx, number) for number in (one, other)] == [False, True]


@pytest.mark.slow
def test_an_agenda_among_five_thousand_meetings_is_one_quick_query(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one = member(tx, 1).id
        rows = [
            {"uid": f"u{n}", "sequence": 0, "state": "published", "region": "FR-ARA" if n % 20 == 0 else f"R{n % 20}"}
            | {"title": "Pairs", "zone": "Europe/Paris", "minutes": 150, "kind": "peer"}
            | {"starts_at": NOW + timedelta(hours=n)}
            for n in range(5000)
        ]
        tx.community.execute(sa.insert(meetings.meetings), rows)
        asked: list[str] = []
        sa.event.listen(tx.community, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert len(overview.agenda(tx, one, {"FR-ARA"}, NOW, NOW + 365 * DAY)) == 250
        assert len(asked) == 1


def test_a_seat_at_a_kind_is_a_yes_that_does_not_wait_for_what_is_to_come(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, two, three = (member(tx, number).id for number in (1, 2, 3))
        wall = NOW.replace(tzinfo=None)
        at, peers = made(tx, one, 5, kind="supervision", wall=wall), made(tx, one, 6, wall=wall)
        over = made(tx, one, -1, kind="supervision", wall=wall)
        off = made(tx, one, 7, kind="supervision", state="cancelled", wall=wall)
        said = ((at, one, "yes", None), (at, two, "yes", 1), (at, three, "maybe", None))
        for meeting, number, word, waiting in (*said, *((other, two, "yes", None) for other in (peers, over, off))):
            answers.put(tx, meeting, number, word, waiting)
        assert overview.seated(tx, "supervision", [one, two, three], NOW) == [(one, wall)]
        assert overview.seated(tx, "supervision", [two], NOW) == []
