"""Whatever becomes of a series, what people see, hear and keep in their calendar follows its dates."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.answers
import storage.cards
import storage.changes
import storage.meetings
from handlers.rules import announcing, changes, draft_choices, drafts, meetings, overview, recurrence, series
from handlers.rules.civil import instant
from handlers.rules.overview import Wanted
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reminders import KINDS
from storage.answers import Answer
from storage.database import Transaction
from storage.meetings import Meeting
from tests.examples import fewer
from tests.rules.cast import DAY, HOUR, NOW, draft, number_of, published, refused, somebody
from tests.storage.pair import Pair, dump

NAMES = {kind: kind for kind in draft_choices.KINDS}
MINUTE = timedelta(minutes=1)


def repeated(tx: Transaction, owner: Person, *, rhythm: str = "1", end: str = "0") -> Meeting:
    """A series this coordinator has just announced; its first date."""
    begun = draft(tx, owner)
    drafts.choose(tx, owner, begun.id, "rhythm", rhythm, NAMES)
    drafts.choose(tx, owner, begun.id, "end", end, NAMES)
    return drafts.publish(tx, owner, begun.id, 500, NOW).meeting


def dates(tx: Transaction, meeting: Meeting) -> list[Meeting]:
    return storage.meetings.dates(tx, meeting.series_id or 0)


def now_is(tx: Transaction, meeting: Meeting) -> Meeting:
    found = storage.meetings.by_id(tx, meeting.id)
    assert found
    return found


def waiting(tx: Transaction) -> list[tuple[str, str, str]]:
    """What is still to be said: kind, about, version."""
    return [(str(row[1]), str(row[2]), str(row[3])) for row in dump(tx)["notices"] if row[9] == "waiting"]


def test_a_series_is_announced_once_and_its_dates_are_made_a_year_ahead(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    first = repeated(tx, ines, rhythm="3")
    made = dates(tx, first)
    assert len(made) == 11
    assert made[0].id == first.id
    assert made[0].announce_at is None
    assert {found.wall.time() for found in made if found.wall} == {first.wall.time() if first.wall else None}
    assert len({found.uid for found in made}) == 11
    assert {about for kind, about, _ in waiting(tx) if kind == announcing.CARD} == {meetings.about(first.id)}
    assert drafts.publish(tx, ines, made[0].series_id or 0, 500, NOW).meeting == first
    assert dates(tx, first) == made
    assert [one.meeting for one in overview.page(tx, awa, Wanted(), 0, 5, NOW).found] == [first]


def test_each_date_is_announced_in_its_turn_with_the_word_of_its_series_only(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    first = repeated(tx, ines, rhythm="1")
    second = dates(tx, first)[1]
    assert second.announce_at == instant(datetime.combine(first.slot or NOW, series.MORNING) + DAY, first.zone)
    series.announce_due(tx, second.announce_at - MINUTE)
    assert not [about for _, about, _ in waiting(tx) if about == meetings.about(second.id)]
    for _ in range(2):
        series.announce_due(tx, second.announce_at)
    told = [kind for kind, about, _ in waiting(tx) if about == meetings.about(second.id)]
    assert sorted(told) == sorted(2 * [announcing.CARD, "meeting.j3", "meeting.h2", "meeting.after"])
    assert number_of(awa)


def test_a_year_later_a_year_more_and_who_answered_all_has_answered_these(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    first = repeated(tx, ines, rhythm="1")
    meetings.answer_series(tx, awa, first.id, "no", NOW)
    before = len(dates(tx, first))
    series.sweep(tx, NOW + 70 * DAY)
    made = dates(tx, first)
    assert len(made) == before + 10
    assert {said and said.word for said in (storage.answers.of(tx, one.id, number_of(awa)) for one in made)} == {"no"}


def test_before_its_last_date_its_coordinators_are_asked_once_whether_it_goes_on(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    first = repeated(tx, ines, rhythm="1", end="3")
    last = dates(tx, first)[-1]
    assert last.slot
    assert last.slot <= (first.slot or last.slot) + 93 * DAY
    series.sweep(tx, meetings.start(last) - 20 * DAY)
    assert series.RENEW not in [kind for kind, _, _ in waiting(tx)]
    for _ in range(2):
        series.sweep(tx, meetings.start(last) - 10 * DAY)
    assert [kind for kind, _, _ in waiting(tx)].count(series.RENEW) == 1
    for _ in range(2):
        series.renew(tx, ines, first.series_id or 0, meetings.start(last) - 10 * DAY)
    assert len(dates(tx, first)) > 50


def test_a_change_is_made_after_half_a_minute_and_whoever_comes_is_asked_again(tx: Transaction) -> None:
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    meeting = published(tx, ines)
    meetings.answer(tx, awa, meeting.id, "yes", NOW)
    meetings.answer(tx, luc, meeting.id, "no", NOW)
    wall = (meeting.wall or datetime.min) + DAY  # noqa: DTZ901 - civil
    seen = changes.propose(tx, ines, meeting.id, {"wall": wall.isoformat()}, NOW)
    assert (seen.people, seen.coming, dict(seen.dates)) == (2, 1, {"one": 1})
    for _ in range(2):
        assert changes.confirm(tx, ines, meeting.id, "one", NOW).change.applies_at == NOW + changes.PATIENCE
    changes.make_due(tx, NOW + changes.PATIENCE - MINUTE / 60)
    assert now_is(tx, meeting) == meeting
    changes.make_due(tx, NOW + changes.PATIENCE)
    moved = now_is(tx, meeting)
    assert (moved.wall, moved.former_wall, moved.sequence, moved.uid) == (wall, meeting.wall, 1, meeting.uid)
    assert storage.answers.of(tx, meeting.id, number_of(awa)) == Answer("yes", unsure=True)
    assert storage.answers.of(tx, meeting.id, number_of(luc)) == Answer("no")
    told = [str(row[4]) for row in dump(tx)["notices"] if row[1] == announcing.MOVED]
    assert sorted(told) == [f"member:{number_of(awa)}", f"member:{number_of(luc)}"]
    assert meetings.answer(tx, awa, meeting.id, "yes", NOW)[1]
    assert storage.answers.of(tx, meeting.id, number_of(awa)) == Answer("yes")


def test_what_is_taken_back_in_time_was_never_heard_of(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    meeting = published(tx, ines)
    before = dump(tx)
    changes.propose(tx, ines, meeting.id, {changes.CANCEL: True}, NOW)
    changes.confirm(tx, ines, meeting.id, "one", NOW)
    changes.undo(tx, ines, meeting.id)
    assert dump(tx) == before
    assert changes.undo(tx, ines, meeting.id)[1] is False
    assert refused(lambda: changes.confirm(tx, ines, meeting.id, "one", NOW)) == Reason.STALE


def test_only_who_runs_a_meeting_changes_it_and_never_what_is_over(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    far = somebody(tx, 3, "coordinator", region="FR-BRE")
    meeting = published(tx, ines)
    for who, reason in ((awa, Reason.LEADS_ONLY), (far, Reason.OTHER_REGION)):
        assert refused(lambda who=who: changes.propose(tx, who, meeting.id, {}, NOW)) == reason  # type: ignore[misc]
        assert refused(lambda who=who: changes.confirm(tx, who, meeting.id, "one", NOW)) == reason  # type: ignore[misc]
        assert refused(lambda who=who: changes.undo(tx, who, meeting.id)) == reason  # type: ignore[misc]
    late = meetings.start(meeting)
    assert refused(lambda: changes.propose(tx, ines, meeting.id, {}, late)) == Reason.MEETING_OVER
    past = {"wall": (NOW - DAY).replace(tzinfo=None).isoformat()}
    assert refused(lambda: changes.propose(tx, ines, meeting.id, past, NOW)) == Reason.MEETING_IN_PAST
    assert refused(lambda: changes.confirm(tx, ines, meeting.id, "following", NOW)) == Reason.STALE


def test_a_free_seat_goes_to_whoever_waited_first_and_they_are_told(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    people = [somebody(tx, number, "peer_worker") for number in range(2, 6)]
    begun = draft(tx, ines)
    drafts.choose(tx, ines, begun.id, "capacity", "2", NAMES)
    meeting = drafts.publish(tx, ines, begun.id, None, NOW).meeting
    for who in people:
        meetings.answer(tx, who, meeting.id, "yes", NOW)
    assert storage.answers.headcount(tx, meeting.id) == {"yes": 2, "waiting": 2}
    meetings.answer(tx, people[0], meeting.id, "no", NOW)
    assert storage.answers.of(tx, meeting.id, number_of(people[2])) == Answer("yes")
    assert storage.answers.line(tx, meeting.id) == [number_of(people[3])]
    assert [row[4] for row in dump(tx)["notices"] if row[1] == meetings.SEAT] == [f"member:{number_of(people[2])}"]
    meetings.answer(tx, people[2], meeting.id, "maybe", NOW)
    meetings.answer(tx, people[0], meeting.id, "yes", NOW)
    meetings.answer(tx, people[3], meeting.id, "no", NOW)
    assert storage.answers.headcount(tx, meeting.id) == {"yes": 2, "maybe": 1, "no": 1}


ACTS = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 2), st.integers(0, 20), st.sampled_from(meetings.ANSWERS)),
    st.tuples(st.just("stand"), st.integers(0, 2), st.integers(0, 20), st.sampled_from(meetings.ANSWERS)),
    st.tuples(st.just("move"), st.integers(-9, 9), st.integers(0, 20), st.sampled_from(changes.EXTENTS)),
    st.tuples(st.just("cancel"), st.just(0), st.integers(0, 20), st.sampled_from(changes.EXTENTS)),
    st.tuples(st.just("undo"), st.just(0), st.integers(0, 20), st.just("")),
    st.tuples(st.just("wait"), st.integers(1, 40), st.just(0), st.sampled_from(["seconds", "hours", "days"])),
)


class Life:
    """A series and what its people do to it."""

    def __init__(self, tx: Transaction, rhythm: str, end: str) -> None:
        self.tx, self.now = tx, NOW
        self.ines = somebody(tx, 1, "coordinator")
        self.people = [self.ines, somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker", region="FR-ARA")]
        self.series = repeated(tx, self.ines, rhythm=rhythm, end=end).series_id or 0
        self.known: dict[int, Meeting] = {}

    def dates(self) -> list[Meeting]:
        return storage.meetings.dates(self.tx, self.series)

    def act(self, name: str, number: int, which: int, word: str) -> None:
        found = self.dates()
        meeting = found[which % len(found)]
        try:
            self._act(name, number, meeting, word)
        except Refusal:
            return
        finally:
            self.check()

    def _act(self, name: str, number: int, meeting: Meeting, word: str) -> None:
        tx, now = self.tx, self.now
        match name:
            case "answer":
                meetings.answer(tx, self.people[number], meeting.id, word, now)
            case "stand":
                meetings.answer_series(tx, self.people[number], meeting.id, word, now)
            case "move":
                wall = (meeting.wall or now) + timedelta(hours=number * 7)
                changes.propose(tx, self.ines, meeting.id, {"wall": wall.isoformat()}, now)
                changes.confirm(tx, self.ines, meeting.id, word, now)
            case "cancel":
                changes.propose(tx, self.ines, meeting.id, {changes.CANCEL: True}, now)
                changes.confirm(tx, self.ines, meeting.id, word, now)
            case "undo":
                changes.undo(tx, self.ines, meeting.id)
            case _:
                self.now += timedelta(**{word: number})
                changes.make_due(tx, self.now)
                series.sweep(tx, self.now)
                series.announce_due(tx, self.now)

    def check(self) -> None:
        """What holds whatever happened."""
        found = self.dates()
        assert len({one.uid for one in found}) == len(found)
        assert len({one.slot for one in found}) == len(found)
        for one in found:
            before = self.known.get(one.id, one)
            assert one.uid == before.uid
            told = (one.wall, one.place, one.state)
            assert one.sequence > before.sequence or told == (before.wall, before.place, before.state)
            assert one.starts_at == instant(one.wall or datetime.min, one.zone)  # noqa: DTZ901 - never without
            if before.starts_at and before.starts_at <= self.now:
                assert told == (before.wall, before.place, before.state)
        self.known = {one.id: one for one in found}
        by_name = {meetings.about(one.id): one for one in found}
        for kind, about, version in waiting(self.tx):
            if about in by_name:
                assert by_name[about].state == "published" or kind == announcing.CANCELLED
                assert kind not in KINDS or version == str(by_name[about].sequence)


@fewer(8)
@given(st.sampled_from("1235"), st.sampled_from(["0", "3"]), st.lists(ACTS, max_size=14))
def test_whatever_becomes_of_a_series_what_is_shown_and_said_is_true(
    pair: Pair, rhythm: str, end: str, acts: list[tuple[str, int, int, str]]
) -> None:
    with pair.rehearse() as tx:
        life = Life(tx, rhythm, end)
        for act in acts:
            life.act(*act)


@pytest.mark.parametrize("extent", ["following", "all"])
def test_a_moved_series_goes_on_with_its_new_rhythm(tx: Transaction, extent: str) -> None:
    ines = somebody(tx, 1, "coordinator")
    first = repeated(tx, ines, rhythm="1")
    before = dates(tx, first)
    third = before[2]
    changes.propose(tx, ines, before[4].id, {changes.CANCEL: True}, NOW)
    changes.confirm(tx, ines, before[4].id, "one", NOW)
    changes.make_due(tx, NOW + HOUR)
    assert third.wall
    wall = third.wall + DAY + HOUR
    seen = changes.propose(tx, ines, third.id, {"wall": wall.isoformat()}, NOW)
    assert dict(seen.dates) == {"one": 1, "following": len(before) - 3, "all": len(before) - 1}
    changes.confirm(tx, ines, third.id, extent, NOW)
    changes.make_due(tx, NOW + HOUR)
    series.sweep(tx, NOW + 14 * DAY)
    after = dates(tx, first)
    begun = 2 if extent == "following" else 0
    assert [found.wall for found in after[:begun]] == [old.wall for old in before[:begun]]
    assert after[4].wall == before[4].wall
    assert [found.wall for found in after[begun:4]] == [old.wall + DAY + HOUR for old in before[begun:4] if old.wall]
    assert len(after) == len(before) + 2
    kept = storage.meetings.by_id(tx, first.series_id or 0)
    assert kept
    assert recurrence.from_rrule(kept.rhythm or "").weekday == wall.weekday()
