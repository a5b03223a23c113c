"""One answer for a whole series: what was said of one date alone, and otherwise, stays as it was said."""

from hypothesis import given
from hypothesis import strategies as st

import storage.answers
import storage.meetings
from handlers.rules import meetings
from handlers.rules.meetings import ANSWERS
from tests.examples import fewer
from tests.rules.cast import NOW, number_of, somebody
from tests.rules.test_changes import repeated
from tests.storage.pair import Pair

WHOLE = -1
said = st.lists(st.tuples(st.sampled_from([WHOLE, 0, 1, 2]), st.sampled_from(ANSWERS)), max_size=8)


@fewer(10)
@given(said)
def test_a_date_answered_otherwise_keeps_its_answer_and_that_is_said(pair: Pair, told: list[tuple[int, str]]) -> None:
    with pair.rehearse() as tx:
        ines, awa, luc = (
            somebody(tx, n, role) for n, role in ((1, "coordinator"), (2, "peer_worker"), (3, "supervisor"))
        )
        first = repeated(tx, ines, rhythm="3", end="3")
        dates = [one.id for one in storage.meetings.dates(tx, first.series_id or 0)]
        meetings.answer_series(tx, luc, first.id, "maybe", NOW)
        whole, expected = None, dict[int, str]()
        for which, word in told:
            if which != WHOLE:
                key = dates[which % len(dates)]
                meetings.answer(tx, awa, key, word, NOW)
                expected[key] = word
                continue
            own = {key: one for key, one in expected.items() if one not in (whole, word)}
            for _ in range(2):
                assert meetings.answer_series(tx, awa, first.id, word, NOW)[1] == len(own)
            whole, expected = word, dict.fromkeys(dates, word) | own
        answers = {key: storage.answers.of(tx, key, number_of(awa)) for key in dates}
        assert {key: one.word for key, one in answers.items() if one} == expected
        others = [storage.answers.of(tx, key, number_of(luc)) for key in dates]
        assert {one and one.word for one in others} == {"maybe"}
