"""How often and in which format: what is set for a scope, by whom, and what holds for whom it is not set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.desks
import storage.plans
from handlers.rules import needs, plans
from handlers.rules.plans import EVERY, FORMATS, NONE, WIDER
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.plans import Plan
from tests.rules.cast import NOW, number_of, refused, refuses, somebody
from tests.storage.pair import Pair, dump


def test_each_sets_what_is_theirs_to_set(tx: Transaction) -> None:
    ines, far = somebody(tx, 9, "coordinator"), somebody(tx, 8, "coordinator", region="FR-BRE")
    samira, karim = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor")
    awa = somebody(tx, 3, "peer_worker")
    storage.desks.entrust(tx, [number_of(awa)], number_of(samira))
    region, own, person = "region:FR-ARA", f"supervisor:{number_of(samira)}", f"member:{number_of(awa)}"
    allowed = {region: [ines], own: [samira], person: [ines, samira]}
    for scope, who in allowed.items():
        for one in (ines, far, samira, karim, awa):
            said = refused(lambda one=one, scope=scope: plans.card(tx, one, scope, NOW))  # type: ignore[misc]
            assert (said is None) == (one in who), (scope, one)


def test_the_nearest_that_says_something_holds(tx: Transaction) -> None:
    ines, samira, awa = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor"), somebody(tx, 3, "peer_worker")
    storage.desks.entrust(tx, [number_of(awa)], number_of(samira))
    person = f"member:{number_of(awa)}"
    assert plans.arrange(tx, ines, "region:FR-ARA", "format", "single", NOW).every == needs.USUAL["single"]
    assert plans.arrange(tx, ines, "region:FR-ARA", "every", "4", NOW).every == 4
    assert plans.arrange(tx, samira, f"supervisor:{number_of(samira)}", "every", "3", NOW).format == "single"
    assert plans.card(tx, samira, person, NOW).every == 3
    assert plans.arrange(tx, samira, person, "every", "10", NOW).every == 10
    began = plans.arrange(tx, ines, person, "began", "2026-04", NOW)
    assert (began.every, began.own.began) == (10, "2026-04")
    assert plans.arrange(tx, ines, person, WIDER, NONE, NOW).own == Plan(person, began="2026-04")
    plans.arrange(tx, ines, person, "began", NONE, NOW)
    assert storage.plans.of(tx, [person]) == {}  # a plan that says nothing is none


@pytest.mark.parametrize(
    ("field", "value"),
    [("every", "13"), ("every", "-1"), ("format", "duo"), ("began", "2025-01"), ("wish", "1"), (WIDER, "1")],
)
def test_what_no_button_says_is_refused(tx: Transaction, field: str, value: str) -> None:
    ines, awa = somebody(tx, 9, "coordinator"), somebody(tx, 3, "peer_worker")
    with refuses(Reason.STALE):
        plans.arrange(tx, ines, f"member:{number_of(awa)}", field, value, NOW)
    for scope in ("region:national", "nation:1", "region:"):
        assert refused(lambda scope=scope: plans.card(tx, ines, scope, NOW)) == Reason.STALE  # type: ignore[misc]


CHOICES = st.one_of(
    st.tuples(st.just("every"), st.sampled_from([NONE, *map(str, EVERY)])),
    st.tuples(st.just("format"), st.sampled_from([NONE, *FORMATS])),
    st.tuples(st.just("began"), st.sampled_from([NONE, "2026-05", "2026-02"])),
    st.just((WIDER, NONE)),
)


@given(st.lists(CHOICES, max_size=6))
def test_whatever_is_set_a_person_has_a_rhythm_and_twice_is_once(pair: Pair, choices: list[tuple[str, str]]) -> None:
    with pair.rehearse() as tx:
        ines, awa = somebody(tx, 9, "coordinator"), somebody(tx, 3, "peer_worker")
        scope = f"member:{number_of(awa)}"
        for field, value in choices:
            found = plans.arrange(tx, ines, scope, field, value, NOW)
            before = dump(tx)["plans"]
            assert plans.arrange(tx, ines, scope, field, value, NOW) == found
            assert dump(tx)["plans"] == before
            assert found.every in EVERY
            assert found.format in FORMATS
