"""Polls, their dates and votes, on both databases."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import polls, votes
from storage.database import Transaction
from storage.polls import Poll
from tests.storage.pair import Pair
from tests.storage.people import member
from tests.storage.test_meetings import DAY, NOW

WALL = datetime(2026, 6, 16, 14)  # noqa: DTZ001 - civil time has no zone of its own


def drafted(tx: Transaction, owner: int) -> Poll:
    """A poll in preparation."""
    place = {"region": "FR-ARA", "zone": "Europe/Paris"}
    return polls.begin(tx, owner=owner, title="Pairs", minutes=150, days=7, **place)


def opened(tx: Transaction, owner: int, ends: timedelta = DAY, *, dates: int = 2) -> tuple[Poll, list[int]]:
    """An open poll, and the numbers of its dates."""
    poll = polls.change(tx, drafted(tx, owner).id, state="open", closes_at=NOW + ends)
    for days in range(dates):
        polls.propose(tx, poll.id, WALL + days * DAY, NOW + (9 + days) * DAY)
    return poll, [one.id for one in polls.proposed(tx, poll.id)]


def test_a_draft_is_found_changed_and_thrown_away(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        draft = drafted(tx, one)
        assert (polls.draft(tx, one), polls.draft(tx, two)) == (draft, None)
        polls.propose(tx, draft.id, WALL, NOW)
        (date,) = polls.proposed(tx, draft.id)
        polls.move(tx, date.id, NOW + DAY)
        assert polls.proposal(tx, date.id) == polls.proposed(tx, draft.id)[0]
        assert polls.proposed(tx, draft.id)[0].starts_at == NOW + DAY
        polls.retract(tx, date.id)
        assert polls.proposed(tx, draft.id) == []
        open_one, _ = opened(tx, two)
        for poll in (draft, open_one):
            polls.discard(tx, poll.id)
        polls.discard_of(tx, two)
        assert polls.by_id(tx, draft.id) is None
        assert (polls.of(tx, one), polls.of(tx, two)) == ([], [open_one])


def test_a_person_prepares_one_poll_at_a_time_and_a_date_is_there_once(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one = member(tx, 1).id
        opened(tx, one)
        draft = drafted(tx, one)
        polls.propose(tx, draft.id, WALL, NOW)
        with pytest.raises(sa.exc.IntegrityError), tx.community.begin_nested():
            polls.propose(tx, draft.id, WALL, NOW)
        with pytest.raises(sa.exc.IntegrityError), tx.community.begin_nested():
            drafted(tx, one)


def test_polls_end_in_their_order_each_once(pair: Pair) -> None:
    with pair.begin() as tx:
        one = member(tx, 1).id
        assert polls.next_close(tx) is None
        late, _ = opened(tx, one, 3 * DAY)
        soon, _ = opened(tx, one, DAY)
        assert polls.open_in(tx, {"FR-ARA", "national"}) == [soon, late]
        assert polls.open_in(tx, {"FR-BRE"}) == polls.due(tx, NOW) == []
        assert (polls.due(tx, NOW + DAY), polls.next_close(tx)) == ([soon], soon.closes_at)
        assert [polls.turn(tx, soon.id, "open", "closed") for _ in range(2)] == [True, False]
        assert (polls.due(tx, NOW + 2 * DAY), polls.next_close(tx)) == ([], late.closes_at)


def test_the_last_poll_that_was_decided(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one = member(tx, 1).id
        assert polls.last_decided(tx, "FR-ARA") is None
        for ends in (2 * DAY, DAY, 3 * DAY):
            poll, dates = opened(tx, one, ends)
            state = "decided" if ends < 3 * DAY else "dropped"
            polls.turn(tx, poll.id, "open", state, chosen=dates[1])
        found = polls.last_decided(tx, "FR-ARA")
        assert found
        assert (found.closes_at, polls.last_decided(tx, "FR-BRE")) == (NOW + 2 * DAY, None)


def test_a_vote_is_a_state_that_replaces_the_last(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        poll, (first, second) = opened(tx, one)
        _, (elsewhere, _) = opened(tx, one)
        for number, date, vote in ((one, first, "no"), (one, first, "yes"), (two, first, "yes"), (two, second, "no")):
            votes.put(tx, date, number, vote)
        votes.put(tx, elsewhere, two, "maybe")
        assert votes.tally(tx, poll.id) == {first: {"yes": 2}, second: {"no": 1}}
        assert (votes.by(tx, poll.id, one), votes.by(tx, poll.id, two)) == (
            {first: "yes"},
            {first: "yes", second: "no"},
        )
        assert (votes.voters(tx, poll.id), votes.who(tx, second, "no")) == ({one, two}, {two})
        assert [(found.id, at, vote) for found, at, vote in votes.of(tx, one)] == [(poll.id, WALL, "yes")]
        assert (votes.last_voted(tx, one), votes.last_voted(tx, two + 1)) == (poll.closes_at, None)


def test_who_leaves_takes_back_what_is_still_open(pair: Pair) -> None:
    with pair.rehearse() as tx:
        one = member(tx, 1).id
        (running, (first, second)), (over, (past, _)) = opened(tx, one), opened(tx, one)
        polls.turn(tx, over.id, "open", "closed")
        for date in (first, second, past):
            votes.put(tx, date, one, "yes")
        assert votes.release(tx, one) == [running.id]
        assert (votes.by(tx, running.id, one), votes.by(tx, over.id, one)) == ({}, {past: "yes"})
        assert votes.release(tx, one) == []


def test_votes_of_somebody_gone_or_of_long_ago_are_counts(pair: Pair) -> None:
    with pair.begin() as tx:
        one, two = member(tx, 1).id, member(tx, 2).id
        (old, (first, _)), (new, (second, _)) = opened(tx, one, -DAY), opened(tx, one, DAY)
        for number in (one, two):
            for date in (first, second):
                votes.put(tx, date, number, "yes")
        assert votes.voted_before(tx, NOW) == [(one, NOW - DAY), (two, NOW - DAY)]
        assert (votes.count_before(tx, NOW), votes.count_of(tx, one), votes.count_of(tx, one)) == (2, 1, 0)
        assert votes.tally(tx, old.id) == {first: {"yes": 2}}
        assert votes.tally(tx, new.id) == {second: {"yes": 2}}
        assert (votes.voters(tx, old.id), votes.voters(tx, new.id)) == (set(), {two})
        assert (votes.count_of(tx, two), votes.tally(tx, new.id)) == (1, {second: {"yes": 2}})
