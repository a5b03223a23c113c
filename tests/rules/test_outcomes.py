"""What comes of a poll: the facts of each date, who was left out the last times, the meeting that is decided for."""

import pytest

import storage.notices
from handlers.rules import groups, leaving, meetings, outcomes, people, polls, retention
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.regions import region
from storage import meetings as kept
from storage.database import Transaction
from storage.members import NATIONAL
from tests.rules.cast import DAY, NOW, STRANGER, number_of, published, refused, somebody
from tests.rules.test_polls import opened, waiting
from tests.storage.pair import dump


def voted(tx: Transaction, seen: polls.View, *words: tuple[Person, str]) -> None:
    """Each votes on the dates in their order: "yn-" is yes, no and nothing."""
    for who, word in words:
        for date, letter in zip(seen.dates, word, strict=False):
            if letter != "-":
                polls.vote(tx, who, date.id, {"y": "yes", "m": "maybe", "n": "no"}[letter], NOW)


def test_votes_holidays_and_nights_are_told_of_each_date(tx: Transaction) -> None:
    sacha, awa = somebody(tx, 1, "coordinator national"), somebody(tx, 2, "peer_worker")
    maya = somebody(tx, 3, "peer_worker FR-974", region="FR-974")
    somebody(tx, 4, "peer_worker FR-973", region="FR-973")  # has not answered
    seen = opened(tx, sacha, NATIONAL, "17 juin 19h\n18 juin 14h\n14 juillet 8h")
    voted(tx, seen, (awa, "ynm"), (maya, "yy"))
    found = outcomes.outcome(tx, sacha, seen.poll.id)
    facts = [found.facts[one.id] for one in seen.dates]
    assert [(one.yes, one.maybe, one.no) for one in facts] == [(2, 0, 0), (1, 0, 1), (0, 1, 0)]
    assert [one.holiday for one in facts] == [False, False, True]
    assert [found.regions[one.id] for one in seen.dates] == [["FR-974"], [], ["FR-973"]]
    assert [one.asleep for one in facts] == [1, 0, 0]  # of those who answered
    assert (found.best, found.why, found.asked, found.answered) == (facts[0], ["most"], 4, 2)


def test_nothing_is_put_forward_when_nobody_can_come(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    seen = opened(tx, ines)
    voted(tx, seen, (ines, "nn"))
    found = outcomes.outcome(tx, ines, seen.poll.id)
    assert (found.best, found.why) == (None, [])


def test_who_was_left_out_the_last_times(tx: Transaction) -> None:
    ines, awa, luc, zoe = (somebody(tx, n, "coordinator" if n == 1 else "peer_worker") for n in range(1, 5))
    before = NOW + 40 * DAY
    assert outcomes.left_out(tx, "FR-ARA", 0, before) == set()
    for days, absent in ((3, [awa, luc]), (4, [luc]), (2, [zoe])):
        meeting = published(tx, ines, starts_at=NOW + days * DAY)
        for who in absent:
            meetings.answer(tx, who, meeting.id, "no", NOW)
        if days == 3:
            assert outcomes.left_out(tx, "FR-ARA", 0, before) == set()  # one absence is no habit
    assert outcomes.left_out(tx, "FR-ARA", 0, before) == {number_of(luc)}  # of the last two, not of an earlier one
    assert outcomes.left_out(tx, "FR-BRE", 0, before) == set()
    seen = opened(tx, ines)
    voted(tx, seen, (zoe, "ny"), (ines, "yy"))
    outcomes.stop(tx, ines, seen.poll.id, NOW)
    outcomes.decide(tx, ines, seen.dates[0].id, "uid", None, NOW)
    assert outcomes.left_out(tx, "FR-ARA", 0, NOW + 5 * DAY) == {number_of(luc), number_of(zoe)}
    assert outcomes.left_out(tx, "FR-ARA", seen.poll.id, NOW + 5 * DAY) == {number_of(luc)}  # not of itself
    after = opened(tx, ines)
    voted(tx, after, (zoe, "ny"), (luc, "ny"), (ines, "yn"), (awa, "yy"))
    again = [outcomes.outcome(tx, ines, after.poll.id).facts[one.id].again for one in after.dates]
    assert again == [2, 0, 0]


def test_a_decision_makes_the_meeting_once_and_tells_everybody(tx: Transaction) -> None:
    ines, clara, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator"), somebody(tx, 3, "peer_worker")
    group, _ = groups.welcome(tx, ines, -1, "Pairs", NOW)
    own = kept.begin(tx, uid="u", owner=number_of(ines), region="FR-ARA", title="x", zone="Europe/Paris", minutes=60)
    seen = opened(tx, ines)
    voted(tx, seen, (awa, "y"))
    first, second, _ = (one.id for one in seen.dates)
    assert refused(lambda: outcomes.decide(tx, ines, first, "uid", 7, NOW)) == Reason.POLL_OPEN
    outcomes.stop(tx, clara, seen.poll.id, NOW)
    told = outcomes.impact(tx, ines, first, NOW)
    assert (told.people, told.groups, told.date.id) == (2, 1, first)
    views = [
        outcomes.decide(tx, who, date, f"uid-{date}", card, NOW)
        for who, date, card in ((ines, first, 7), (ines, first, 7), (clara, second, 8))
    ]
    made = views[0].meeting
    assert [view.meeting.id for view in views] == [made.id] * 3  # the first decision counts
    assert (made.wall, made.state, made.title, made.minutes) == (seen.dates[0].wall, "published", "Pairs", 150)
    assert kept.by_id(tx, own.id) == own  # a meeting in preparation is not in the way
    poll = polls.announced(tx, seen.poll.id)
    assert (poll.state, poll.chosen, poll.meeting_id) == ("decided", first, made.id)
    others = {f"member:{number_of(who)}" for who in (clara, awa)}
    assert set(waiting(tx, polls.DECIDED)) == others
    assert set(waiting(tx, "meeting.card")) == others | {f"group:{group.id}"}
    assert set(waiting(tx, "meeting.j14")) == others | {f"member:{number_of(ines)}"}
    assert (f"meeting:{made.id}", f"member:{number_of(ines)}", 1, 7) in [row[1:5] for row in dump(tx)["cards"]]
    assert dump(tx)["answers"] == []


def test_what_cannot_be_decided(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    clara = somebody(tx, 3, "coordinator FR-BRE", region="FR-BRE")
    seen = opened(tx, ines)
    number, date = seen.poll.id, seen.dates[0]
    polls.close_due(tx, polls.end(seen.poll))
    for who, reason in (
        (awa, Reason.COORDINATORS_ONLY),
        (clara, Reason.OTHER_REGION),
        (STRANGER, Reason.MEMBERS_ONLY),
        (ines, None),
    ):
        calls = (
            lambda who=who: outcomes.outcome(tx, who, number),
            lambda who=who: outcomes.impact(tx, who, date.id, NOW),
            lambda who=who: outcomes.stop(tx, who, number, NOW),
        )
        assert {refused(call) for call in calls} == {reason}
    assert refused(lambda: outcomes.decide(tx, ines, date.id, "uid", None, date.starts_at)) == Reason.MEETING_IN_PAST
    assert refused(lambda: outcomes.put_off(tx, ines, number, 5, NOW)) == Reason.STALE
    assert refused(lambda: outcomes.put_off(tx, ines, number, 14, NOW + 9 * DAY)) == Reason.POLL_ENDS_LATE
    for _ in range(2):
        assert outcomes.drop(tx, ines, number, NOW).poll.state == "dropped"
    assert refused(lambda: outcomes.decide(tx, ines, date.id, "uid", None, NOW)) == Reason.POLL_DECIDED
    assert refused(lambda: outcomes.put_off(tx, ines, number, 7, NOW)) == Reason.POLL_DECIDED
    assert storage.notices.states(tx, polls.DECIDED, polls.about(number)) == ["waiting"]


def test_votes_are_a_sign_become_counts_and_go_with_whoever_leaves(tx: Transaction) -> None:
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    over = opened(tx, ines)
    voted(tx, over, (awa, "y"), (luc, "n"))
    outcomes.drop(tx, ines, over.poll.id, NOW)
    running = opened(tx, ines)
    voted(tx, running, (awa, "y"), (luc, "n"))
    assert retention.last_sign(tx, people.member(awa)) == f"{polls.end(running.poll):%Y-%m}"
    leaving.forget(tx, luc, NOW)
    tallies = [polls.look(tx, ines, seen.poll.id).voices(seen.dates[0].id) for seen in (over, running)]
    assert tallies == [{"yes": 1, "no": 1}, {"yes": 1}]
    assert retention.erase_gone(tx, NOW + 3 * DAY) == 1
    assert retention.count_votes(tx, NOW + 400 * DAY) == 2
    assert dump(tx)["votes"] == []
    tallies = [polls.look(tx, ines, seen.poll.id).voices(seen.dates[0].id) for seen in (over, running)]
    assert tallies == [{"yes": 1, "no": 1}, {"yes": 1}]
    again = people.member(people.recognise(tx, 2, "fr"))
    assert retention.last_sign(tx, again) == f"{polls.end(running.poll):%Y-%m}"


@pytest.mark.parametrize(("code", "hour"), [("FR-ARA", 16), ("FR-974", 14), ("FR-972", 22)])
def test_a_poll_ends_in_the_evening_of_its_region(code: str, hour: int) -> None:
    zone = region(code).zone
    at = outcomes.closing(NOW, 7, zone)
    assert (at.hour, (at - NOW).days) == (hour, 7)
