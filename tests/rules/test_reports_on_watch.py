"""Announcing where somebody is on watch: first to them; to all of a danger; never to whom it is hidden from."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count

import pytest

import storage.arrangements
import storage.members
import storage.notices
import storage.watches
from handlers.rules import delays, inbox, reports
from handlers.rules.people import Person
from handlers.rules.routing import Way
from storage.database import Transaction
from storage.vault import Thread
from tests.rules.cast import DAY, HOUR, NOW, ids, number_of, report, somebody
from tests.storage.pair import Dump, Pair, dump

THIS = date(2026, 5, 25)  # the Monday before NOW
HERE, OTHER = "FR-ARA", "FR-BRE"
numbers = count(5000)


def sent(tx: Transaction, who: Person, level: int = 1, *, aside: str | None = None) -> Thread:
    """A message to the box HERE; `aside`: it is about this region, whose supervisors must not know of it."""
    number = next(numbers)
    draft = report(number, level)
    if aside is not None:
        draft = reports.Draft(draft.token, draft.theme, level, Way(aside, aside=True, box=HERE), draft.text)
    return reports.submit(tx, who, draft, ids(number), NOW, least=1)


def announce(tx: Transaction, levels: Iterable[int] = range(4), now: datetime = NOW) -> None:
    """As at a slot."""
    reports.announce(tx, levels, [HERE], now, lambda: str(next(numbers)))


def told(tx: Transaction, kind: str = "report.new") -> set[str]:
    """Who is told."""
    return {str(row[4]) for row in dump(tx)["notices"] if row[1] == kind}


def on_watch(tx: Transaction, who: Person) -> None:
    """This week is theirs."""
    storage.watches.plan(tx, HERE, THIS, number_of(who))


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_whoever_is_on_watch_is_told_first_and_everybody_of_a_danger(tx: Transaction, level: int) -> None:
    awa = somebody(tx, 1, "peer_worker")
    samira, _ = somebody(tx, 2, "supervisor"), somebody(tx, 3, "supervisor")
    on_watch(tx, samira)
    sent(tx, awa, level)
    announce(tx)
    assert told(tx) == ({"member:2", "member:3"} if level == 3 else {"member:2"})
    assert len(inbox.news(tx, somebody(tx, 4, "supervisor").member)) == 1  # type: ignore[arg-type]


def test_without_anybody_on_watch_everybody_is_told(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    samira, _ = somebody(tx, 2, "supervisor"), somebody(tx, 3, "supervisor")
    on_watch(tx, samira)
    both = {"member:2", "member:3"}
    storage.watches.leave(tx, HERE, THIS, 3)
    sent(tx, awa)
    announce(tx)
    assert told(tx) == both
    for away in ("pause", "blocked"):
        storage.notices.forget_all(tx, "member:2")
        storage.notices.forget_all(tx, "member:3")
        on_watch(tx, samira)
        if away == "pause":
            storage.arrangements.arrange(tx, number_of(samira), paused_until=THIS + 9 * DAY)
        else:
            storage.arrangements.arrange(tx, number_of(samira), paused_until=None)
            storage.members.set_state(tx, samira.telegram_id, "unreachable")
        sent(tx, awa)
        announce(tx)
        assert told(tx) == both


def test_what_the_one_on_watch_must_not_know_of_goes_to_the_others_alone(tx: Transaction) -> None:
    awa, samira = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor", f"supervisor {OTHER}")
    karim = somebody(tx, 3, "supervisor")
    on_watch(tx, samira)
    sent(tx, awa, aside=OTHER)
    announce(tx)
    assert told(tx) == {"member:3"}
    assert samira.member is not None
    assert karim.member is not None
    assert (len(inbox.news(tx, samira.member)), len(inbox.news(tx, karim.member))) == (0, 1)
    sent(tx, awa)
    announce(tx)
    assert told(tx) == {"member:2", "member:3"}
    assert len(inbox.news(tx, samira.member)) == 1


def test_hidden_and_open_at_once_reach_whoever_may_see_them(tx: Transaction) -> None:
    awa, samira = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor", f"supervisor {OTHER}")
    somebody(tx, 3, "supervisor")
    on_watch(tx, samira)
    sent(tx, awa, aside=OTHER)
    sent(tx, awa)
    announce(tx)
    assert told(tx) == {"member:2", "member:3"}


def test_half_way_through_the_delay_all_the_others_hear_of_it(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    samira, _ = somebody(tx, 2, "supervisor"), somebody(tx, 3, "supervisor")
    on_watch(tx, samira)
    sent(tx, awa)
    announce(tx)
    delays.recall(tx, [HERE], NOW + DAY)
    assert (told(tx), told(tx, "report.late")) == ({"member:2"}, {"member:2", "member:3"})


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_who_is_on_watch_says_nothing_of_the_writer_or_the_hour(pair: Pair, level: int) -> None:
    def world(writer: int, number: int, later: timedelta) -> Dump:
        with pair.rehearse() as tx:
            people = [somebody(tx, n, "peer_worker") for n in (1, 2)]
            people += [somebody(tx, n, "supervisor") for n in (3, 4)]
            on_watch(tx, people[2])
            reports.submit(tx, people[writer], report(number, level), ids(number), NOW + later)
            reports.announce(tx, range(4), [HERE], NOW + later, lambda: "v")
            return dump(tx)

    first = world(0, 71, timedelta())
    assert len(first["notices"]) == (2 if level == 3 else 1)
    assert [world(who, 72 + who, 3 * HOUR) for who in (1, 2, 3)] == [first] * 3
