"""The watch: one person a week at most, who was planned or said yes; and no week without anybody that is not told."""

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.arrangements
import storage.watches
from handlers.rules import covers, gaps, pause, rotas, watches
from handlers.rules.gaps import GAP, YOURS
from handlers.rules.hearing import ASKED, DECLINED, TAKEN
from handlers.rules.refusal import Reason
from handlers.rules.watches import WEEK
from storage.database import Transaction
from tests.examples import fewer
from tests.rules.cast import DAY, HOUR, NOW, number_of, refused, somebody
from tests.rules.weeks import ACTS, HERE, THIS, Town, named, told
from tests.storage.pair import Pair, dump

ELSEWHERE, NATIONAL = "FR-BRE", "national"
NEXT = THIS + WEEK


def waiting(tx: Transaction, kind: str) -> list[str]:
    """Who is still to be told this."""
    return sorted(str(row[4]) for row in dump(tx)["notices"] if row[1] == kind and row[9] == "waiting")


def test_a_week_is_planned_by_the_coordinators_of_the_region_only(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    far, nation = somebody(tx, 3, "coordinator", region=ELSEWHERE), somebody(tx, 4, "coordinator national")
    elsewhere = somebody(tx, 5, "supervisor", region=ELSEWHERE)
    assert refused(lambda: rotas.assign(tx, far, HERE, NEXT, number_of(samira), NOW)) == Reason.OTHER_REGION
    assert refused(lambda: rotas.assign(tx, samira, HERE, NEXT, number_of(samira), NOW)) == Reason.COORDINATORS_ONLY
    assert refused(lambda: rotas.assign(tx, ines, HERE, NEXT, number_of(elsewhere), NOW)) == Reason.WATCH_UNFIT
    unfit = {THIS - WEEK: Reason.WATCH_OVER, THIS + rotas.AHEAD * WEEK: Reason.STALE, NEXT + DAY: Reason.STALE}
    for week, why in unfit.items():
        assert refused(partial(rotas.assign, tx, ines, HERE, week, number_of(samira), NOW)) == why
    assert not rotas.rota(tx, ines, HERE, NOW).begun
    for _ in range(2):
        rotas.assign(tx, ines, HERE, THIS, number_of(samira), NOW)
        assert watches.on_watch(tx, HERE, NOW) == samira.member
    rotas.assign(tx, nation, HERE, NEXT, number_of(samira), NOW)
    assert named(tx) == [number_of(samira)] * 2 + [None] * (rotas.AHEAD - 2)
    assert rotas.rota(tx, ines, HERE, NOW).begun
    rotas.assign(tx, ines, HERE, THIS, 0, NOW)
    assert watches.on_watch(tx, HERE, NOW) is None


def test_free_weeks_are_shared_in_fair_turn_and_a_pause_is_spared(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    one, two, three = (number_of(somebody(tx, number, "supervisor")) for number in (2, 3, 4))
    storage.watches.plan(tx, HERE, THIS - WEEK, one)
    storage.watches.plan(tx, HERE, NEXT, two)
    storage.arrangements.arrange(tx, three, paused_until=THIS + 3 * WEEK)
    rotas.share(tx, ines, HERE, NOW)
    found = named(tx)
    assert found[1] == two
    assert three not in found[:3]
    held = Counter([one, *found])
    assert max(held.values()) - min(held.values()) <= 1
    assert all(now != then for now, then in pairwise(found))
    before = dump(tx)
    rotas.share(tx, ines, HERE, NOW)
    assert dump(tx) == before


def test_a_cover_has_the_week_once_they_say_yes(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim, other = somebody(tx, 3, "supervisor"), somebody(tx, 4, "supervisor", region=ELSEWHERE)
    rotas.assign(tx, ines, HERE, THIS, number_of(samira), NOW)
    assert refused(lambda: covers.ask(tx, samira, HERE, THIS, number_of(karim), NOW)) == Reason.STALE
    assert refused(lambda: covers.leave(tx, karim, HERE, THIS, NOW)) == Reason.WATCH_NOT_YOURS
    assert [one.id for one in covers.leave(tx, samira, HERE, THIS, NOW).others] == [number_of(karim)]
    for who in (samira, other):
        assert refused(partial(covers.ask, tx, samira, HERE, THIS, number_of(who), NOW)) == Reason.WATCH_UNFIT
    for _ in range(2):
        covers.ask(tx, samira, HERE, THIS, number_of(karim), NOW)
    assert waiting(tx, ASKED) == ["member:3"]
    assert watches.on_watch(tx, HERE, NOW) is None
    assert refused(lambda: covers.accept(tx, other, HERE, THIS, NOW)) == Reason.WATCH_NOT_ASKED
    for _ in range(2):
        covers.accept(tx, karim, HERE, THIS, NOW)
        assert watches.on_watch(tx, HERE, NOW) == karim.member
    assert waiting(tx, TAKEN) == ["member:2"]
    assert waiting(tx, YOURS) == []  # who has just said yes need not be told
    assert refused(lambda: covers.stay(tx, samira, HERE, THIS, NOW)) == Reason.WATCH_NOT_YOURS


def test_who_cannot_is_asked_once_more_at_most(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    covers.leave(tx, samira, HERE, NEXT, NOW)
    for times in (1, 2):
        assert covers.look(tx, samira, HERE, NEXT, NOW).more is (times == 1)
        for _ in range(2):
            assert covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW).others == [karim.member]
        for _ in range(2):
            covers.decline(tx, karim, HERE, NEXT, NOW)
        assert sum(told(tx, ASKED).values()) == sum(told(tx, DECLINED).values()) == times
    assert refused(lambda: covers.accept(tx, karim, HERE, NEXT, NOW)) == Reason.WATCH_NOT_ASKED
    assert covers.look(tx, samira, HERE, NEXT, NOW).others == []
    assert refused(lambda: covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)) == Reason.WATCH_UNFIT
    ada = number_of(somebody(tx, 4, "supervisor"))
    found = covers.look(tx, samira, HERE, NEXT, NOW)
    assert ([one.id for one in found.others], found.more) == ([ada], True)
    covers.leave(tx, samira, HERE, NEXT, NOW)
    assert refused(lambda: covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)) == Reason.WATCH_UNFIT


def test_who_was_asked_need_not_answer_once_the_one_away_stays(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    covers.leave(tx, samira, HERE, NEXT, NOW)
    covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)
    covers.stay(tx, samira, HERE, NEXT, NOW)
    assert refused(lambda: covers.accept(tx, karim, HERE, NEXT, NOW)) == Reason.WATCH_NOT_ASKED
    assert waiting(tx, ASKED) == []
    found = covers.leave(tx, samira, HERE, NEXT, NOW)
    assert (set(found.again), found.more) == ({number_of(karim)}, False)


@pytest.mark.parametrize("whose", [0, 4])
def test_whoever_is_away_hears_that_coordinators_gave_their_week_away(tx: Transaction, whose: int) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    somebody(tx, 4, "supervisor")
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    covers.leave(tx, samira, HERE, NEXT, NOW)
    covers.ask(tx, samira, HERE, NEXT, number_of(karim), NOW)
    for _ in range(2):
        rotas.assign(tx, ines, HERE, NEXT, whose, NOW)
    assert (waiting(tx, TAKEN), waiting(tx, ASKED)) == (["member:2"], [])


def test_nobody_in_a_pause_is_asked_or_on_watch_until_it_ends(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    rotas.assign(tx, ines, HERE, THIS, number_of(samira), NOW)
    pause.begin(tx, karim, NEXT + DAY, NOW)
    assert covers.leave(tx, samira, HERE, THIS, NOW).others == []
    covers.stay(tx, samira, HERE, THIS, NOW)
    pause.begin(tx, samira, THIS + 3 * DAY, NOW)
    assert watches.on_watch(tx, HERE, NOW) is None
    assert watches.on_watch(tx, HERE, NOW + 2 * DAY) is not None
    assert refused(lambda: rotas.assign(tx, ines, HERE, NEXT, number_of(karim), NOW)) == Reason.WATCH_UNFIT
    assert refused(lambda: rotas.assign(tx, ines, HERE, NEXT + WEEK, number_of(karim), NOW)) is None


def test_what_was_never_begun_is_told_to_nobody(tx: Transaction) -> None:
    somebody(tx, 1, "coordinator")
    somebody(tx, 2, "supervisor")
    gaps.sweep(tx, [HERE, ELSEWHERE, NATIONAL], NOW)
    assert dump(tx)["notices"] == []


def test_a_gap_is_told_to_who_coordinates_the_region_or_else_the_nation(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    nation = somebody(tx, 3, "coordinator national")
    rotas.assign(tx, ines, HERE, THIS, number_of(samira), NOW)
    gaps.sweep(tx, [ELSEWHERE], NOW)
    assert waiting(tx, GAP) == []
    for _ in range(2):
        gaps.sweep(tx, [HERE], NOW)
    assert told(tx, GAP) == {(GAP, f"watch:ARA:{NEXT}", "7:0", "member:1"): 1}
    assert waiting(tx, YOURS) == ["member:2"]
    pause.begin(tx, ines, THIS + 30 * DAY, NOW)
    gaps.sweep(tx, [HERE], NOW + 3 * DAY)
    assert told(tx, GAP)[GAP, f"watch:ARA:{NEXT}", "3:0", f"member:{number_of(nation)}"] == 1


def test_a_gap_that_comes_back_is_told_anew_and_one_that_stays_is_not(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    for week, who in ((THIS, samira), (NEXT, karim)):
        rotas.assign(tx, ines, HERE, week, number_of(who), NOW)
    covers.leave(tx, samira, HERE, THIS, NOW)

    def swept(hours: int) -> int:
        gaps.sweep(tx, [HERE], NOW + hours * HOUR)
        return sum(times for one, times in told(tx, GAP).items() if one[1] == watches.about(HERE, THIS))

    assert (swept(1), swept(2)) == (1, 1)
    covers.ask(tx, samira, HERE, THIS, number_of(karim), NOW)
    covers.decline(tx, karim, HERE, THIS, NOW)
    assert swept(3) == 1  # nobody had it meanwhile
    covers.stay(tx, samira, HERE, THIS, NOW)
    assert swept(4) == 1
    covers.leave(tx, samira, HERE, THIS, NOW)
    assert (swept(5), swept(6)) == (2, 2)
    rotas.assign(tx, ines, HERE, THIS, number_of(karim), NOW)
    rotas.assign(tx, ines, HERE, THIS, 0, NOW)
    assert (swept(7), swept(8)) == (3, 3)


def test_the_one_on_watch_is_told_on_friday_and_whoever_was_told_hears_that_it_changes(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    karim = somebody(tx, 3, "supervisor")
    rotas.assign(tx, ines, HERE, NEXT, number_of(karim), NOW)
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
    assert waiting(tx, TAKEN) == []  # nobody had been told
    for days in range(2):
        gaps.sweep(tx, [HERE], NOW + days * DAY)
        assert waiting(tx, YOURS) == []
    gaps.sweep(tx, [HERE], NOW + 3 * DAY)
    assert waiting(tx, YOURS) == ["member:2"]
    rotas.assign(tx, ines, HERE, NEXT, number_of(karim), NOW + 3 * DAY)
    assert waiting(tx, TAKEN) == ["member:2"]
    gaps.sweep(tx, [HERE], NOW + 3 * DAY)
    rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW + 4 * DAY)
    gaps.sweep(tx, [HERE], NOW + 4 * DAY)
    assert Counter(waiting(tx, YOURS)) == {"member:2": 2, "member:3": 1}


def test_a_member_sees_who_is_on_watch_for_their_region_or_the_nation(tx: Transaction) -> None:
    ines, samira = somebody(tx, 1, "coordinator national"), somebody(tx, 2, "supervisor")
    awa, far = somebody(tx, 3, "peer_worker"), somebody(tx, 4, "peer_worker", region=ELSEWHERE)
    assert not watches.sight(tx, far, NOW).supervised
    nation = somebody(tx, 5, "supervisor national")
    for code, who in ((HERE, samira), (NATIONAL, nation)):
        rotas.assign(tx, ines, code, THIS, number_of(who), NOW)
    for who, code, name in ((awa, HERE, samira), (far, NATIONAL, nation)):
        found = watches.sight(tx, who, NOW)
        assert (found.region, found.supervised, found.weeks[0].on_watch) == (code, True, name.member)
        assert found.weeks[1].on_watch is None


def test_no_row_tells_when_somebody_said_that_they_will_be_away(pair: Pair) -> None:
    def world(at: datetime) -> object:
        with pair.rehearse() as tx:
            ines, samira = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
            karim = somebody(tx, 3, "supervisor")
            rotas.assign(tx, ines, HERE, NEXT, number_of(samira), NOW)
            covers.leave(tx, samira, HERE, NEXT, at)
            covers.ask(tx, samira, HERE, NEXT, number_of(karim), at)
            covers.decline(tx, karim, HERE, NEXT, at)
            return dump(tx)

    assert world(NOW) == world(NOW + 5 * HOUR)


deeds = st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.integers(0, 6))


@fewer(2)
@given(st.lists(deeds, max_size=30))
def test_whatever_is_done_one_is_on_watch_who_may_be_and_every_gap_is_told(
    pair: Pair, done: list[tuple[str, int, int, int, int]]
) -> None:
    with pair.rehearse() as tx:
        town = Town(tx)
        town.act("share", 0, 0, 0)
        for what, which, ahead, other, slots in done:
            town.act(what, which, ahead, other)
            town.check()
            for _ in range(slots):
                town.slot()
                town.check()


@pytest.mark.slow
def test_over_two_years_each_gap_is_told_seven_days_before_or_at_the_slot_after_it_arose(pair: Pair) -> None:
    with pair.rehearse() as tx:
        town, lot = Town(tx), 7
        town.act("plan", 0, 0, 0)
        while town.now < datetime(2028, 5, 26, tzinfo=UTC):
            lot = (lot * 1103515245 + 12345) % 2**31
            picks = [lot // 2**place % 2**8 for place in (6, 11, 16, 21)]
            if picks[0] % 4 == 0:
                town.act(ACTS[picks[1] % len(ACTS)], picks[2] % 3, picks[3] % 4, picks[0] // 4 % 3)
                town.check()
            town.slot()
            watches.forget(tx, town.now)
        said = told(tx, GAP)
    assert len(said) > 50
    assert {version[0] for _, _, version, _ in said} == {"0", "3", "7"}
