"""Deliveries of a word: each person at most once whatever happens, and every one of them is counted."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

import storage.arrangements
import storage.cards
import storage.members
import storage.notices
import storage.words
from handlers.rules import deliveries, leaving, people, retention, words
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.members import Role
from storage.notices import Notice
from tests.examples import fewer
from tests.rules.cast import DAY, HOUR, NOW, number_of, refused, refuses, somebody
from tests.rules.test_words import sent
from tests.storage.pair import Pair, dump

READERS = 4
ENDS = ("sent", "unknown", "unreachable", "failed", "again", "died")


class Post:
    """What the courier does, and how many messages it brought to whom."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.brought: Counter[str] = Counter()

    def deliver(self, end: str, now: datetime) -> None:
        """Hand out what is due; each ends like this."""
        for notice in storage.notices.claim(self._tx, now, 2, HOUR):
            self._settle(notice, end, now)

    def _settle(self, notice: Notice, end: str, now: datetime) -> None:
        tx = self._tx
        if notice.interrupted:
            storage.notices.settle(tx, notice.id, "unknown")
        elif not self._wanted(notice, now):
            storage.notices.settle(tx, notice.id, deliveries.left_out(tx, notice.about, notice.recipient, now))
        elif end == "again":
            storage.notices.again(tx, notice.id, now)
        else:
            self.brought[notice.recipient] += end in ("sent", "unknown", "died")
            if end != "died":
                storage.notices.settle(tx, notice.id, end)

    def _wanted(self, notice: Notice, now: datetime) -> bool:
        reader = storage.members.by_id(self._tx, int(notice.recipient.partition(":")[2]))
        if reader is None or reader.state != "active" or reader.paused_until is not None:
            return False
        return deliveries.to_read(self._tx, notice.about, reader) is not None


class Case:
    """A word to four people, and whatever happens to it."""

    def __init__(self, tx: Transaction) -> None:
        self.tx, self.now = tx, NOW
        self.ines = somebody(tx, 1, "coordinator")
        self.readers = [somebody(tx, 2 + number, "peer_worker") for number in range(READERS)]
        self.word = sent(tx, self.ines).view.word
        self.post = Post(tx)

    def happen(self, act: str, number: int, end: str) -> None:
        """One thing."""
        tx, reader = self.tx, people.recognise(self.tx, self.readers[number].telegram_id, "fr")
        if act in LATER:
            self.now += LATER[act]
        elif act == "deliver":
            self.post.deliver(end, self.now)
        elif act == "leave":
            leaving.part(tx, reader, self.now)
        elif act == "see" and reader.member is not None:
            assert refused(lambda: deliveries.see(tx, reader, self.word.id)) in (None, Reason.WORD_OLD)
        elif act in ACTS:
            ACTS[act](self)

    def pause(self, number: int = 0) -> None:
        """Somebody wants to hear nothing."""
        until = self.now.date() + 99 * DAY
        storage.arrangements.arrange(self.tx, number_of(self.readers[number]), paused_until=until)


LATER = {"restart": 2 * HOUR, "later": 31 * DAY}
ACTS: dict[str, Callable[[Case], object]] = {
    "send": lambda case: words.send(case.tx, case.ines, case.word.id, "", 5, case.now),
    "stop": lambda case: words.stop(case.tx, case.ines, case.word.id, case.now),
    "look": lambda case: deliveries.follow(case.tx),
    "sweep": lambda case: retention.forget_told(case.tx, case.now),
    "pause": Case.pause,
}
NAMES = (*LATER, *ACTS, "deliver", "leave", "see")


@fewer(5)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, READERS - 1), st.sampled_from(ENDS)), max_size=20))
def test_each_person_at_most_once_and_the_counts_add_up(pair: Pair, acts: list[tuple[str, int, str]]) -> None:
    with pair.rehearse() as tx:
        case = Case(tx)
        for act in acts:
            case.happen(*act)
            _check(case)
        _end(case)


def _check(case: Case) -> None:
    found = words.look(case.tx, case.ines, case.word.id)
    assert found.total == READERS
    assert max(case.post.brought.values(), default=0) <= 1
    assert found.received <= case.post.brought.total()


def _end(case: Case) -> None:
    """Left alone, it comes to an end, and says so."""
    for _ in range(READERS):
        case.now += 2 * HOUR
        case.post.deliver("sent", case.now)
    deliveries.follow(case.tx)
    _check(case)
    found = words.look(case.tx, case.ines, case.word.id)
    assert (found.waiting, found.view.word.waiting) == (0, 0)
    assert found.view.word.state in ("sent", "stopped")


def test_stopping_holds_back_what_was_handed_out_but_not_sent(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    word = sent(tx, ines).view.word
    (notice,) = storage.notices.claim(tx, NOW, 9, HOUR)
    words.stop(tx, ines, word.id, NOW)
    assert deliveries.to_read(tx, notice.about, awa.member) is None
    assert deliveries.left_out(tx, notice.about, notice.recipient, NOW) == "suppressed"


def test_whoever_is_not_told_is_counted_for_the_right_reason(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    paused, blocked, gone, there = (somebody(tx, number, "peer_worker") for number in range(2, 6))
    word = sent(tx, ines).view.word
    storage.arrangements.arrange(tx, number_of(paused), paused_until=NOW.date() + DAY)
    storage.members.set_state(tx, blocked.telegram_id, "unreachable")
    leaving.forget(tx, gone, NOW)
    found = {
        who: deliveries.left_out(tx, f"word:{word.id}", f"member:{number_of(who)}", NOW)
        for who in (paused, blocked, gone, there)
    }
    assert list(found.values()) == ["paused", "unreachable", "dropped", "dropped"]
    assert deliveries.left_out(tx, f"word:{word.id}", "group:7", NOW) == "dropped"
    assert deliveries.left_out(tx, "word:99", "member:1", NOW) == "suppressed"


def test_the_card_is_renewed_only_when_something_has_gone_on(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    for number in (2, 3):
        somebody(tx, number, "peer_worker")
    sent(tx, ines)

    def stale() -> bool:
        deliveries.follow(tx)
        found = bool(storage.cards.stale(tx, 0, 9))
        for card in storage.cards.stale(tx, 0, 9):
            storage.cards.fresh(tx, card.id)
        return found

    assert not stale()
    for notice in storage.notices.claim(tx, NOW, 9, HOUR):
        storage.notices.settle(tx, notice.id, "sent")
        assert stale()
        assert not stale()
    assert storage.words.under_way(tx) == []
    assert [row[6] for row in dump(tx)["words"]] == ["sent"]


def test_the_card_is_for_who_coordinates_and_a_word_for_a_group_that_is_still_the_regions(tx: Transaction) -> None:
    ines, _awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    word = sent(tx, ines).view.word
    assert deliveries.followed(tx, f"word:{word.id}", ines.member) == words.look(tx, ines, word.id)
    assert deliveries.followed(tx, f"word:{word.id}", None) is None
    storage.members.withdraw(tx, number_of(ines), Role("coordinator", "FR-ARA"))
    assert deliveries.followed(tx, f"word:{word.id}", people.recognise(tx, 1, "fr").member) is None


def test_seen_is_for_who_was_told_and_for_thirty_days(tx: Transaction) -> None:
    ines, awa, erwan = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "coordinator")
    word = sent(tx, ines, "role", "peer_worker").view.word
    with refuses(Reason.WORD_OLD):
        deliveries.see(tx, awa, word.id)
    Post(tx).deliver("sent", NOW)
    assert deliveries.see(tx, awa, word.id).text == "Bonjour."
    assert deliveries.see(tx, awa, word.id).text == "Bonjour."
    with refuses(Reason.WORD_OLD):
        deliveries.see(tx, erwan, word.id)
    retention.forget_told(tx, NOW + 31 * DAY)
    with refuses(Reason.WORD_OLD):
        deliveries.see(tx, awa, word.id)
    found = words.look(tx, ines, word.id)
    assert (found.received, found.states["seen"], found.view.word.text) == (1, 1, None)
    deliveries.follow(tx)
    assert retention.forget_words(tx, NOW + 300 * DAY) == 0
    assert retention.forget_words(tx, NOW + 366 * DAY) == 1
