"""Moderation: who hears of it, who may act, and each act written once whoever taps it how often."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.groups
import storage.journal
import storage.members
import storage.posts
from handlers.rules import moderation
from handlers.rules.moderation import KINDS, Case
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.journal import Entry
from storage.posts import Post
from tests.rules.cast import NOW, STRANGER, number_of, refused, refuses, somebody
from tests.storage.pair import Pair

ARA, BRE = "FR-ARA", "FR-BRE"


def bound(tx: Transaction, chat: int = -1, region: str = ARA) -> int:
    group = storage.groups.add(tx, chat, "Pairs")
    storage.groups.bind(tx, group.id, region)
    return group.id


def test_the_region_hears_of_it_then_the_nation_and_never_the_author(tx: Transaction) -> None:
    bound(tx)
    ines, noe = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    sacha, _ = somebody(tx, 3, "coordinator national"), somebody(tx, 4, "coordinator FR-BRE")
    storage.members.set_state(tx, noe.telegram_id, "unreachable")

    def told(author: int) -> list[list[int]]:
        tiers = moderation.responsible(tx, STRANGER, -1, author)[1]
        return [[member.telegram_id for member in tier] for tier in tiers]

    assert told(0) == [[ines.telegram_id], [sacha.telegram_id]]
    assert told(ines.telegram_id) == [[], [sacha.telegram_id]]
    with refuses(Reason.NOBODY_TOLD):
        moderation.responsible(tx, ines, -2, 0)
    storage.groups.add(tx, -2, "À personne")
    with refuses(Reason.NOBODY_TOLD):
        moderation.responsible(tx, ines, -2, 0)


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        (["coordinator"], None),
        (["coordinator national"], None),
        (["coordinator FR-BRE"], Reason.OTHER_REGION),
        (["peer_worker", "supervisor"], Reason.COORDINATORS_ONLY),
    ],
)
def test_only_the_region_s_coordinators_act_at_the_moment_of_the_tap(
    tx: Transaction, roles: list[str], reason: Reason | None
) -> None:
    case, who = Case(bound(tx), 5, 99), somebody(tx, 1, *roles)
    assert refused(lambda: moderation.look(tx, who, case)) is reason
    assert refused(lambda: moderation.did(tx, who, case, "removed", NOW)) is reason
    assert refused(lambda: moderation.look(tx, STRANGER, case)) is Reason.MEMBERS_ONLY


@given(acts=st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([0, 1]), st.sampled_from([5, 6])), max_size=12))
def test_each_act_on_each_message_is_written_once_with_who_was_first(
    pair: Pair, acts: list[tuple[str, int, int]]
) -> None:
    with pair.rehearse() as tx:
        group, luc = bound(tx), somebody(tx, 3, "peer_worker")
        who = [somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator national")]
        first: dict[tuple[str, int], int] = {}
        for kind, actor, message in acts:
            case = Case(group, message, luc.telegram_id)
            first.setdefault((kind, message), number_of(who[actor]))
            known = moderation.did(tx, who[actor], case, kind, NOW)
            assert known.done == {done for done, where in first if where == message}
            assert moderation.look(tx, who[1 - actor], case) == known
        written = storage.journal.page(tx, [ARA], 0, 99)
        expected = [Entry(date(2026, 5, 26), kind, ARA, actor, number_of(luc)) for (kind, _), actor in first.items()]
        assert written == expected[::-1]


def test_what_the_bot_posted_is_removed_with_its_row_and_nothing_else_this_way(tx: Transaction) -> None:
    group, ines = bound(tx), somebody(tx, 1, "coordinator")
    storage.posts.add(tx, Post("a" * 32, group, 5))
    storage.posts.add(tx, Post("b" * 32, group, 7, answers="a" * 32))
    storage.posts.add(tx, Post("c" * 32, group, 8))
    for who, chat, message, reason in (
        (ines, -1, 6, Reason.NOT_A_POST),
        (ines, -9, 5, Reason.GROUP_REFUSES),
        (somebody(tx, 2, "peer_worker"), -1, 5, Reason.COORDINATORS_ONLY),
    ):
        with refuses(reason):
            moderation.own_post(tx, who, chat, message)
    case = moderation.own_post(tx, ines, -1, 5)
    assert moderation.look(tx, ines, case).answers == (7,)
    moderation.did(tx, ines, case, "removed", NOW)
    assert [about for about in "abc" if storage.posts.find(tx, about * 32)] == ["c"]
    assert moderation.own_post(tx, ines, -1, 5) == case  # the same update again
    assert storage.journal.page(tx, [ARA], 0, 9) == [Entry(date(2026, 5, 26), "removed", ARA, number_of(ines))]


def test_a_group_that_became_another_chat_begins_anew(tx: Transaction) -> None:
    group, ines = bound(tx), somebody(tx, 1, "coordinator")
    moderation.did(tx, ines, Case(group, 5, 99), "removed", NOW)
    storage.groups.move(tx, -1, -100)
    assert moderation.look(tx, ines, Case(group, 5, 99)).done == frozenset()
