"""Open polls: the last vote counts, the silent alone are recalled, a poll ends once, whatever happens in between."""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

import storage.polls
from handlers.rules import outcomes, people, poll_drafts, polls
from handlers.rules.civil import wall
from handlers.rules.people import Person
from handlers.rules.polls import CARD, CLOSED, DECIDED, SILENT, UNDECIDED, VOTES
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.reminders import QUIET_FROM, QUIET_UNTIL, SUNDAY
from storage import cards, notices
from storage.database import Transaction
from storage.members import NATIONAL
from tests.examples import fewer
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, number_of, refused, somebody
from tests.storage.pair import Pair, dump

DATES = "mercredi 17 juin 14h\njeudi 18 juin 14h\nmardi 14 juillet 14h"


def opened(tx: Transaction, owner: Person, code: str = "FR-ARA", lines: str = DATES) -> polls.View:
    """A poll this coordinator has just announced."""
    number = poll_drafts.prepare(tx, owner, "Pairs").poll.id
    poll_drafts.choose_region(tx, owner, number, code)
    poll_drafts.add(tx, owner, number, lines, NOW)
    return poll_drafts.publish(tx, owner, number, 5, NOW)


def waiting(tx: Transaction, kind: str) -> Counter[str]:
    """Who is still to be told this."""
    return Counter(str(row[4]) for row in dump(tx)["notices"] if row[1] == kind and row[9] == "waiting")


def sent(tx: Transaction, now: datetime) -> list[str]:
    """Whatever is due is sent."""
    found = notices.claim(tx, now, 99, DAY)
    for notice in found:
        notices.settle(tx, notice.id, "sent")
    return [notice.kind for notice in found]


acts = st.one_of(
    st.tuples(st.just("vote"), st.integers(0, 2), st.integers(0, 2), st.sampled_from(VOTES)),
    st.tuples(st.sampled_from(["stop", "drop", "sweep"]), st.integers(0, 1)),
    st.tuples(st.just("put_off"), st.integers(0, 1), st.sampled_from(outcomes.LATER)),
    st.tuples(st.just("decide"), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.just("days"), st.integers(1, 4)),
)


class Played:
    """A poll of three dates, two coordinators and a peer worker, and what is expected of it."""

    def __init__(self, tx: Transaction) -> None:
        self.tx, self.now = tx, NOW
        self.people = [somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator"), somebody(tx, 3, "peer_worker")]
        seen = opened(tx, self.people[0])
        self.number, self.dates = seen.poll.id, [one.id for one in seen.dates]
        self.voted: dict[tuple[int, int], str] = {}

    def state(self) -> str:
        """The state of the poll."""
        return polls.announced(self.tx, self.number).state

    def act(self, what: str, *values: object) -> None:
        """One thing somebody does, twice, as Telegram may deliver it."""
        if what == "days":
            self.now += int(str(values[0])) * DAY
            return
        try:
            for _ in range(2):
                getattr(self, what)(*values)
        except Refusal as refusal:
            assert refusal.reason in (  # noqa: PT017 - any of them may be said
                Reason.POLL_OVER,
                Reason.POLL_OPEN,
                Reason.POLL_DECIDED,
                Reason.POLL_ENDS_LATE,
                Reason.MEETING_IN_PAST,
                Reason.MEETING_OVER,
            )

    def vote(self, who: int, date: int, word: str) -> None:
        """Somebody votes."""
        polls.vote(self.tx, self.people[who], self.dates[date], word, self.now)
        self.voted[who, date] = word

    def stop(self, who: int) -> None:
        """A coordinator ends it."""
        outcomes.stop(self.tx, self.people[who], self.number, self.now)

    def drop(self, who: int) -> None:
        """A coordinator keeps no date."""
        outcomes.drop(self.tx, self.people[who], self.number, self.now)

    def sweep(self, _who: int) -> None:
        """The clock rings."""
        polls.close_due(self.tx, self.now)

    def put_off(self, who: int, days: int) -> None:
        """A coordinator lets it go on."""
        outcomes.put_off(self.tx, self.people[who], self.number, days, self.now)

    def decide(self, who: int, date: int) -> None:
        """A coordinator decides for a date."""
        outcomes.decide(self.tx, self.people[who], self.dates[date], f"uid-{self.number}", None, self.now)


@fewer(5)
@given(st.lists(acts, max_size=14))
def test_whatever_is_done_in_whatever_order(pair: Pair, done: list[tuple[object, ...]]) -> None:
    with pair.rehearse() as tx:
        played, before = Played(tx), "open"
        for what, *values in done:
            played.act(str(what), *values)
            state = played.state()
            assert (before, state) not in {("decided", "open"), ("dropped", "open"), ("decided", "dropped")}
            before = state
            _holds(tx, played, state)


def _holds(tx: Transaction, played: Played, state: str) -> None:
    names = [f"member:{number_of(who)}" for who in played.people]
    seen = polls.look(tx, played.people[2], played.number)
    expected = [Counter(word for (_, at), word in played.voted.items() if at == date) for date in range(3)]
    assert [seen.voices(one) for one in played.dates] == expected  # the last vote of each counts
    silent = {name for index, name in enumerate(names) if not any(who == index for who, _ in played.voted)}
    assert set(waiting(tx, SILENT)) <= silent  # who voted is not recalled
    assert max(waiting(tx, SILENT).values(), default=0) <= 1
    if state != "open":
        assert not waiting(tx, SILENT) + waiting(tx, CARD)
    if state != "closed":
        assert not waiting(tx, CLOSED) + waiting(tx, UNDECIDED)  # who decided is not recalled
    else:
        assert waiting(tx, UNDECIDED) == dict.fromkeys(names[:2], 1)
    made = [row for row in dump(tx)["meetings"] if row[3] == "published"]
    assert len(made) == (state == "decided")
    assert dump(tx)["answers"] == []  # nobody's answer is invented
    told = waiting(tx, DECIDED)
    assert set(told.values()) <= {1}
    assert len(told) == (2 if state in ("decided", "dropped") else 0)


def test_a_vote_is_saved_at_once_and_the_same_one_changes_nothing(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    seen = opened(tx, ines)
    assert set(waiting(tx, SILENT)) == {f"member:{number_of(who)}" for who in (ines, awa)}
    first = seen.dates[0]
    assert polls.vote(tx, awa, first.id, "maybe", NOW)[0].next == seen.dates[1]
    assert (set(waiting(tx, SILENT)), dump(tx)["cards"][0][-1]) == ({f"member:{number_of(ines)}"}, True)
    tx.community.execute(cards.cards.update().values(stale=False))
    polls.vote(tx, awa, first.id, "maybe", NOW)
    assert not dump(tx)["cards"][0][-1]


def test_a_poll_is_for_its_region_and_its_time(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    erwan = somebody(tx, 3, "peer_worker FR-BRE", region="FR-BRE")
    seen = opened(tx, ines)
    date = seen.dates[0].id
    for who, reason in ((erwan, Reason.OTHER_REGION), (STRANGER, Reason.MEMBERS_ONLY), (awa, None)):
        assert refused(lambda who=who: polls.vote(tx, who, date, "yes", NOW)) == reason  # type: ignore[misc]
        assert refused(lambda who=who: polls.look(tx, who, seen.poll.id)) == reason  # type: ignore[misc]
    assert refused(lambda: polls.vote(tx, awa, date, "perhaps", NOW)) == Reason.STALE
    assert refused(lambda: polls.vote(tx, awa, date, "no", polls.end(seen.poll))) == Reason.POLL_OVER
    assert refused(lambda: polls.ballot(tx, awa, 99)) == Reason.POLL_GONE
    draft = poll_drafts.prepare(tx, ines, "Pairs").poll
    assert refused(lambda: polls.look(tx, ines, draft.id)) == Reason.POLL_GONE
    assert polls.seen_by(tx, polls.about(draft.id), None) is None
    assert ([one.id for one in polls.running(tx, awa)[0]], polls.running(tx, awa)[1]) == ([seen.poll.id], False)
    assert polls.running(tx, erwan) == ([], False)
    assert polls.running(tx, ines)[1]


def test_a_group_sees_the_poll_s_clock_and_no_vote_of_its_own(tx: Transaction) -> None:
    sacha = somebody(tx, 1, "coordinator national")
    maya = somebody(tx, 2, "peer_worker FR-974", region="FR-974")
    seen = opened(tx, sacha, NATIONAL)
    polls.vote(tx, maya, seen.dates[0].id, "yes", NOW)
    group = polls.seen_by(tx, polls.about(seen.poll.id), None)
    mine = polls.seen_by(tx, polls.about(seen.poll.id), people.member(maya))
    assert group
    assert mine
    assert (group.zone, group.mine, group.voices(seen.dates[0].id)) == ("Europe/Paris", {}, {"yes": 1})
    assert (mine.zone, mine.mine, mine.leads) == ("Indian/Reunion", {seen.dates[0].id: "yes"}, False)


def test_the_recall_comes_two_days_before_outside_quiet_hours(tx: Transaction) -> None:
    sacha = somebody(tx, 1, "coordinator national")
    far = [somebody(tx, 2 + n, f"peer_worker {code}", region=code) for n, code in enumerate(["FR-974", "FR-971"])]
    seen = opened(tx, sacha, NATIONAL)
    for who in (sacha, *far):
        due_at = notices.first_due(tx, SILENT, polls.about(seen.poll.id), f"member:{number_of(who)}")
        assert due_at
        at = wall(due_at, people.zone(people.member(who)))
        assert QUIET_UNTIL <= at.time() < QUIET_FROM
        assert at.weekday() != SUNDAY
        assert polls.end(seen.poll) - due_at >= polls.BEFORE_THE_END - HOUR


@fewer(5)
@given(st.integers(0, 14 * 24 * 60), st.sampled_from(["FR-ARA", "FR-974", "FR-971"]))
def test_who_coordinates_is_recalled_once_three_days_after_its_end_outside_quiet_hours(
    pair: Pair, minutes: int, region: str
) -> None:
    with pair.rehearse() as tx:
        reader = somebody(tx, 1, f"coordinator {region}", region=region)
        stopped = NOW + timedelta(minutes=minutes)
        seen = opened(tx, reader, region)
        polls.close(tx, seen.poll, stopped)
        polls.close(tx, seen.poll, stopped + DAY)
        due_at = notices.first_due(tx, UNDECIDED, polls.about(seen.poll.id), f"member:{number_of(reader)}")
        assert due_at
        zone = people.zone(people.member(reader))
        at, days = wall(due_at, zone), (wall(due_at, zone).date() - wall(stopped, zone).date()).days
        assert (at.hour, at.minute) == (10, 0), "its end, if somebody ended it by hand, is not told"
        assert at.weekday() != SUNDAY
        assert days == 3 or (days == 2 and at.weekday() == SUNDAY - 1)
        assert sent(tx, due_at) == [CLOSED, UNDECIDED]


def test_who_was_recalled_is_not_recalled_again_when_the_end_is_put_off(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    seen = opened(tx, ines)
    later = NOW + 6 * DAY
    assert Counter(sent(tx, later))[SILENT] == 2
    outcomes.put_off(tx, ines, seen.poll.id, 14, later)
    assert not waiting(tx, SILENT)
    late = somebody(tx, 3, "peer_worker")
    for _ in range(2):
        polls.catch_up(tx, late, later)
    assert waiting(tx, SILENT) == waiting(tx, CARD) == {f"member:{number_of(late)}": 1}
    assert number_of(awa) != number_of(late)


def test_a_poll_closed_too_early_and_opened_again_recalls_at_the_same_end_and_ends_anew(tx: Transaction) -> None:
    ines, _ = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    seen = opened(tx, ines)
    outcomes.stop(tx, ines, seen.poll.id, NOW)
    assert not waiting(tx, SILENT)
    assert outcomes.put_off(tx, ines, seen.poll.id, 7, NOW).poll == seen.poll
    assert len(waiting(tx, SILENT)) == 2
    polls.close_due(tx, polls.end(seen.poll))
    polls.close_due(tx, polls.end(seen.poll))
    assert waiting(tx, CLOSED) == {f"member:{number_of(ines)}": 1}
    assert storage.polls.next_close(tx) is None
