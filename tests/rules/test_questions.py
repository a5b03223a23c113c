"""Questions to the peers: written down as nobody's, posted once, kept a week at most."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.groups
import storage.notices
import storage.posts
import storage.questions
from handlers.rules import groups, questions
from handlers.rules.people import Person
from handlers.rules.questions import FEW, KIND, Draft
from handlers.rules.refusal import Reason
from storage.community import metadata
from storage.database import Transaction
from storage.groups import Group
from storage.posts import Post
from storage.sealing import question_id
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, refused, refuses, somebody
from tests.storage.pair import Pair, dump

TOKEN = b"t" * 16
ABOUT = question_id(TOKEN).hex()
SLOT = datetime(2026, 5, 26, 16, 30, tzinfo=UTC)  # 18:30 in Lyon
ARA, BRE = "FR-ARA", "FR-BRE"


def bound(tx: Transaction, chat: int = -1, region: str = ARA) -> Group:
    group = storage.groups.add(tx, chat, "Pairs")
    storage.groups.bind(tx, group.id, region)
    return Group(group.id, chat, "Pairs", region)


def draft(group: Group, *, signed: bool = False, token: bytes = TOKEN, to: str | None = None) -> Draft:
    return Draft(token, to or group.id, signed, "Comment faites-vous ?")


def states(tx: Transaction) -> list[str]:
    return storage.notices.states(tx, KIND, ABOUT)


def test_without_a_name_the_community_keeps_nothing_before_the_slot_and_then_no_writer(tx: Transaction) -> None:
    awa, group = somebody(tx, 1, "peer_worker"), bound(tx)
    before = dump(tx)
    questions.submit(tx, awa, draft(group), NOW)
    kept = dump(tx)
    assert {name: kept[name] for name in metadata.tables} == {name: before[name] for name in metadata.tables}
    body = storage.questions.read(tx, bytes.fromhex(ABOUT))
    assert body is not None
    assert (body.name, body.text) == ("", "Comment faites-vous ?")
    questions.announce(tx, [BRE], SLOT)
    assert states(tx) == []
    questions.announce(tx, [ARA], SLOT + HOUR)
    (notice,) = storage.notices.claim(tx, SLOT + HOUR, 9, HOUR)
    assert (notice.about, notice.recipient, dict(notice.arguments)) == (ABOUT, f"group:{group.id}", {})
    assert storage.notices.next_due(tx) == SLOT + HOUR + HOUR  # its lease; it was due at the slot itself


def test_signed_it_goes_at_once(tx: Transaction) -> None:
    awa, group = somebody(tx, 1, "peer_worker"), bound(tx)
    questions.submit(tx, awa, draft(group, signed=True), NOW)
    assert storage.notices.next_due(tx) == NOW
    found = questions.ready(tx, ABOUT, group.id)
    assert found is not None
    assert awa.member is not None
    assert (found[0].name, *found[1:]) == (awa.member.first_name, group, None)


@given(
    acts=st.lists(st.sampled_from(["again", "slot", "out", "in", "sent", "failed", "died"]), max_size=14),
    signed=st.booleans(),
)
def test_whatever_happens_it_is_posted_once_at_most_and_its_text_goes(
    pair: Pair, acts: list[str], signed: bool
) -> None:
    with pair.rehearse() as tx:
        awa, group, now, sent = somebody(tx, 1, "peer_worker"), bound(tx), NOW, 0
        questions.submit(tx, awa, draft(group, signed=signed), now)
        for act in acts:
            if act == "again" and storage.groups.by_id(tx, group.id) is not None:
                questions.submit(tx, awa, draft(group, signed=signed), now)
            elif act == "slot":
                now += timedelta(hours=12)
                questions.announce(tx, [ARA], now)
                questions.forget(tx, now)
            elif act == "out":
                groups.gone(tx, None, -1, now)
            elif act == "in":
                bound(tx)
            elif act in ("sent", "failed", "died") and "waiting" in states(tx):
                (notice,) = storage.notices.claim(tx, now, 9, HOUR)
                target = int(notice.recipient.removeprefix("group:"))
                can = act != "failed" and questions.ready(tx, ABOUT, target) is not None
                storage.notices.settle(tx, notice.id, "sent" if can else "dropped")
                sent += can
                if can and act == "sent":  # otherwise the vault's commit was lost
                    questions.posted(tx, ABOUT, target, 7)
            assert sent <= 1
        questions.announce(tx, [ARA], now + 9 * DAY)
        questions.forget(tx, now + 9 * DAY)
        assert storage.questions.waiting(tx, [ARA]) == []


def test_a_group_that_was_given_to_another_region_does_not_get_it(tx: Transaction) -> None:
    awa, group = somebody(tx, 1, "peer_worker"), bound(tx)
    questions.submit(tx, awa, draft(group), NOW)
    storage.groups.bind(tx, group.id, BRE)
    questions.announce(tx, [ARA, BRE], SLOT)
    assert states(tx) == []
    assert questions.ready(tx, ABOUT, group.id) is None


def test_an_answer_to_what_was_removed_is_not_posted(tx: Transaction) -> None:
    awa, group = somebody(tx, 1, "peer_worker"), bound(tx)
    storage.posts.add(tx, Post("a" * 32, group.id, 5))
    found = questions.submit(tx, awa, draft(group, to="a" * 32), NOW)
    assert found.answered == Post("a" * 32, group.id, 5)
    questions.gone(tx, awa, "a" * 32)
    questions.announce(tx, [ARA], SLOT)
    assert (states(tx), storage.questions.waiting(tx, [ARA])) == ([], [])
    with refuses(Reason.QUESTION_GONE):
        questions.submit(tx, awa, draft(group, to="a" * 32), NOW)


@pytest.mark.parametrize(
    ("region", "roles", "reason"),
    [
        (ARA, ["peer_worker"], None),
        (BRE, ["peer_worker"], Reason.OTHER_REGION),
        (BRE, ["coordinator FR-ARA"], None),
        (BRE, ["coordinator national"], None),
        (ARA, [], Reason.NO_ROLE),
    ],
)
def test_only_whom_the_region_is_the_business_of_may_ask(
    tx: Transaction, region: str, roles: list[str], reason: Reason | None
) -> None:
    group, who = bound(tx), somebody(tx, 1, *roles, region=region)
    assert refused(lambda: questions.place(tx, who, group.id)) is reason
    assert refused(lambda: questions.submit(tx, who, draft(group), NOW)) is reason


def test_strangers_unbound_groups_and_long_texts_are_refused(tx: Transaction) -> None:
    awa, group = somebody(tx, 1, "peer_worker"), bound(tx)
    nobodys = storage.groups.add(tx, -2, "À personne")
    for who, to, reason in ((STRANGER, group.id, Reason.MEMBERS_ONLY), (awa, nobodys.id, Reason.NO_GROUP)):
        with refuses(reason):
            questions.place(tx, who, to)
    with refuses(Reason.NO_GROUP):
        questions.place(tx, awa, 99)
    with refuses(Reason.TEXT_TOO_LONG):
        questions.submit(tx, awa, Draft(TOKEN, group.id, False, "a" * 3501), NOW)
    with refuses(Reason.NO_GROUP):
        questions.groups(tx, somebody(tx, 2, "peer_worker", region=BRE))


@pytest.mark.parametrize(("members", "few"), [(FEW - 1, True), (FEW, False)])
def test_where_few_are_it_is_said_to_who_does_not_sign(tx: Transaction, members: int, few: bool) -> None:
    group, everybody = bound(tx), [somebody(tx, number, "peer_worker") for number in range(1, members + 1)]

    def seen(who: Person, *, signed: bool) -> tuple[bool, int]:
        found = questions.prospect(tx, who, group.id, "Appelez-moi : 06 12 34 56 78", signed=signed)
        return found.few, len(found.giveaways)

    assert seen(everybody[0], signed=False) == (few, 1)
    assert seen(everybody[0], signed=True) == (False, 0)


@given(hours=st.integers(0, 24 * 370))
def test_the_moment_that_is_told_is_the_next_slot(hours: int) -> None:
    now = NOW + timedelta(hours=hours, minutes=17)
    told = questions.appears(ARA, now)
    local = now.astimezone(ZoneInfo("Europe/Paris")).time()
    assert told == ("morning" if local < time(8, 30) else "evening" if local < time(18, 30) else "tomorrow")
