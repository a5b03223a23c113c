"""Words to many: one draft each, deliveries that become counts, and what a reader says of theirs."""

from collections import Counter
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from storage import notices, words
from storage.database import Transaction
from storage.members import members
from storage.notices import BROADCAST, NewNotice
from storage.words import Word
from tests.rules.cast import DAY, NOW
from tests.storage.pair import Pair
from tests.storage.people import member

TODAY = date(2026, 5, 26)


def sent(tx: Transaction, *readers: int) -> Word:
    """A word on its way to these members."""
    word = words.begin(tx, member(tx, 99).id, "FR-ARA", "region")
    rows = [NewNotice(words.KIND, words.about(word.id), "1", f"member:{one}", NOW, BROADCAST) for one in readers]
    notices.add(tx, rows)
    return words.change(tx, word.id, text="Bonjour.", state="sending", sent_on=TODAY, waiting=len(readers))


def test_a_person_prepares_one_word_at_a_time(pair: Pair) -> None:
    with pair.begin() as tx:
        author = member(tx, 1).id
        first = words.begin(tx, author, "FR-ARA", "region")
        assert words.draft(tx, author) == first == words.by_id(tx, first.id)
    with pytest.raises(sa.exc.IntegrityError), pair.begin() as tx:
        words.begin(tx, author, "FR-BRE", "region")
    with pair.begin() as tx:
        words.change(tx, first.id, state="sending")
        second = words.begin(tx, author, "FR-BRE", "region")
        assert [word.id for word in words.of(tx, author)] == [first.id, second.id]
        words.discard(tx, first.id)
        words.discard(tx, second.id)
        assert words.begin(tx, author, "FR-ARA", "region").id > second.id
        words.discard_of(tx, author)
        assert [word.id for word in words.of(tx, author)] == [first.id]


def test_what_is_settled_and_old_becomes_counts_and_the_text_goes_last(pair: Pair) -> None:
    with pair.begin() as tx:
        word = sent(tx, 1, 2, 3, 4)
        first, second, third, _ = notices.claim(tx, NOW, 9, DAY)
        for notice, outcome in ((first, "sent"), (second, "sent"), (third, "failed")):
            notices.settle(tx, notice.id, outcome)
        assert words.see(tx, word.id, 1)
        known = Counter(seen=1, sent=1, failed=1, sending=1)
        assert words.results(tx, word.id) == known
        assert words.count_told(tx, NOW) == 0
        assert words.count_told(tx, NOW + DAY) == 3
        assert (words.results(tx, word.id), words.by_id(tx, word.id)) == (known, word)
        words.count_for(tx, 4)
        words.count_for(tx, 4)
        assert words.results(tx, word.id) == Counter(seen=1, sent=1, failed=1, unknown=1)
        assert notices.counts(tx) == {}
    with pair.begin() as tx:
        again = sent(tx, 1)
        words.count_for(tx, 1)
        assert words.results(tx, again.id) == Counter(dropped=1)
        sent_too = sent(tx, 5)
        (notice,) = notices.claim(tx, NOW, 9, DAY)
        notices.settle(tx, notice.id, "sent")
        words.count_told(tx, NOW + DAY)
        last = words.by_id(tx, sent_too.id)
        assert last
        assert last.text is None


def test_only_who_may_have_it_says_that_they_have_seen_it_and_once(pair: Pair) -> None:
    with pair.begin() as tx:
        word = sent(tx, 1, 2)
        assert not words.see(tx, word.id, 1)  # it is still to come
        first, second = notices.claim(tx, NOW, 9, DAY)
        assert words.see(tx, word.id, 1)  # it was quicker than we were to write that it arrived
        notices.settle(tx, first.id, "sent")
        notices.settle(tx, second.id, "unreachable")
        assert words.see(tx, word.id, 1)
        assert not words.see(tx, word.id, 2)
        assert not words.see(tx, word.id, 3)
        assert words.results(tx, word.id) == Counter(seen=1, unreachable=1)
        assert notices.claim(tx, NOW + DAY + DAY, 9, DAY) == []


def test_a_word_goes_after_its_year_and_its_author_when_they_are_erased(pair: Pair) -> None:
    with pair.begin() as tx:
        word = sent(tx, 1)
        words.count_for(tx, 1)
        assert words.forget(tx, TODAY + timedelta(days=1)) == 0  # nobody has looked at it since
        words.change(tx, word.id, waiting=0)
        words.erase_texts_of(tx, word.author or 0)
        tx.community.execute(sa.delete(members))
        found = words.by_id(tx, word.id)
        assert found
        assert (found.author, found.text) == (None, None)
        assert words.listed(tx, ["FR-ARA"], 9) == [found]
        assert words.listed(tx, ["FR-BRE"], 9) == []
        assert words.forget(tx, TODAY) == 0
        assert words.forget(tx, TODAY + timedelta(days=1)) == 1
        assert words.results(tx, word.id) == Counter()
