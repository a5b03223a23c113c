"""Meetings: one draft per person, lists in order, answers as states."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import answers, meetings
from storage.answers import Answer
from storage.database import Transaction
from storage.meetings import Meeting
from tests.storage.pair import Pair
from tests.storage.people import member

NOW = datetime(2026, 5, 26, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def drafted(tx: Transaction, owner: int, uid: str = "u", region: str = "FR-ARA") -> Meeting:
    return meetings.begin(tx, uid=uid, owner=owner, region=region, title="Pairs", zone="Europe/Paris", minutes=150)


def published(tx: Transaction, owner: int, days: int, region: str = "FR-ARA", state: str = "published") -> Meeting:
    draft = drafted(tx, owner, f"{days} {region} {state}", region)
    return meetings.change(tx, draft.id, state=state, starts_at=NOW + days * DAY)


def test_a_draft_is_filled_and_found_again(pair: Pair) -> None:
    with pair.begin() as tx:
        owner = member(tx, 1).id
        assert meetings.draft(tx, owner) is None
        draft = drafted(tx, owner)
        assert (draft.state, draft.sequence, draft.wall, draft.starts_at, draft.place) == ("draft", 0, None, None, None)
        wall = datetime(2026, 6, 12, 14, 30)  # noqa: DTZ001 - civil time has no zone of its own
        changed = meetings.change(tx, draft.id, wall=wall, starts_at=NOW, place="Salle 2", card=2**40)
    with pair.rehearse() as tx:
        assert meetings.draft(tx, owner) == meetings.by_id(tx, draft.id) == changed
        assert (changed.wall, changed.starts_at, changed.card) == (wall, NOW, 2**40)
        assert meetings.by_id(tx, draft.id + 1) is None


def test_a_person_prepares_one_meeting_at_a_time(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        published(tx, one, 1)
        drafted(tx, one, "a")
        drafted(tx, two, "b")
        with pytest.raises(sa.exc.IntegrityError):
            drafted(tx, one, "c")


def test_only_a_draft_is_discarded_and_its_number_is_not_given_again(pair: Pair) -> None:
    with pair.begin() as tx:
        owner = member(tx, 1).id
        announced, draft = published(tx, owner, 1), drafted(tx, owner)
        for meeting in (announced, draft):
            meetings.discard(tx, meeting.id)
        assert meetings.by_id(tx, announced.id) == announced
        assert meetings.by_id(tx, draft.id) is None
        assert drafted(tx, owner).id > draft.id


def test_lists_hold_announced_meetings_of_these_regions_nearest_first(pair: Pair) -> None:
    with pair.begin() as tx:
        owner = member(tx, 1).id
        for days in (3, -2, 1, -1, 2, 0):
            published(tx, owner, days)
        published(tx, owner, 1, "FR-BRE")
        published(tx, owner, 1, state="cancelled")
        drafted(tx, owner)
        coming = meetings.coming(tx, {"FR-ARA", "national"}, NOW)
        past = meetings.past(tx, {"FR-ARA", "national"}, NOW)
        assert [meeting.starts_at for meeting in coming] == [NOW + days * DAY for days in range(1, 4)]
        assert [meeting.starts_at for meeting in past] == [NOW - days * DAY for days in range(3)]
        assert len(meetings.coming(tx, {"FR-BRE"}, NOW)) == 1
        assert meetings.coming(tx, set(), NOW) == meetings.past(tx, set(), NOW) == []


def test_lists_are_short(pair: Pair) -> None:
    with pair.rehearse() as tx:
        owner = member(tx, 1).id
        for days in range(-10, 10):
            published(tx, owner, days)
        assert [len(found(tx, {"FR-ARA"}, NOW)) for found in (meetings.coming, meetings.past)] == [8, 8]


def test_an_answer_is_a_state_that_replaces_the_last(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        meeting, other = published(tx, one, 1), published(tx, one, 2)
        assert answers.of(tx, meeting.id, one) is None
        for number, answer in ((one, "yes"), (two, "yes"), (one, "maybe"), (one, "maybe")):
            answers.put(tx, meeting.id, number, answer)
        answers.put(tx, other.id, one, "no")
        assert answers.headcount(tx, meeting.id) == {"yes": 1, "maybe": 1}
        assert [answers.of(tx, each.id, one) for each in (meeting, other)] == [Answer("maybe"), Answer("no")]


def test_what_a_member_answered_and_prepared(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        late, soon, coming = published(tx, one, 9), published(tx, one, 2), drafted(tx, two, "draft")
        for meeting, who, answer in ((late, two, "no"), (soon, two, "yes"), (soon, one, "maybe")):
            answers.put(tx, meeting.id, who, answer)
        assert answers.answered(tx, two) == [(soon, "yes"), (late, "no")]
        assert (meetings.of(tx, one), meetings.of(tx, two)) == ([soon, late], [coming])
        assert (answers.answered(tx, two + 1), meetings.of(tx, two + 1)) == ([], [])
