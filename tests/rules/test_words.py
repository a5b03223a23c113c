"""A word to many: to whom it goes, that what was shown is what is sent, who may stop it."""

from datetime import timedelta

import pytest

import storage.arrangements
import storage.cards
import storage.groups
import storage.members
import storage.notices
import storage.words
from handlers import word_card
from handlers.rules import meetings, words
from handlers.rules.people import Person, recognise
from handlers.rules.refusal import Reason
from handlers.rules.words import LONGEST, Impact, Report
from handlers.speech import LANGUAGES, speech
from storage.database import Transaction
from storage.members import NATIONAL, Role
from tests.rules.cast import DAY, NOW, STRANGER, number_of, published, refuses, somebody
from tests.storage.pair import dump

MOST = 4096  # characters of a message


def written(tx: Transaction, author: Person, text: str = "Bonjour.") -> int:
    """The number of the draft of this coordinator, with its text."""
    key = words.prepare(tx, author).word.id
    words.write(tx, author, key, text)
    return key


def impact(tx: Transaction, author: Person, kind: str = "region", which: str = "", region: str = "FR-ARA") -> Impact:
    """What sending would do, to this audience."""
    key = written(tx, author)
    words.choose_region(tx, author, key, region)
    words.choose(tx, author, key, kind, which, NOW)
    return words.impact(tx, author, key, NOW)


def sent(tx: Transaction, author: Person, kind: str = "region", which: str = "") -> Report:
    """A word on its way."""
    seen = impact(tx, author, kind, which)
    found = words.send(tx, author, seen.view.word.id, seen.mark, 5, NOW)
    assert isinstance(found, Report)
    return found


def test_each_audience_is_counted_exactly_and_its_author_is_not_told(tx: Transaction) -> None:
    ines, gwen = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator national")
    awa, luc = somebody(tx, 3, "peer_worker", "supervisor"), somebody(tx, 4, "peer_worker")
    zoe, erwan = somebody(tx, 5, "peer_worker"), somebody(tx, 6, "peer_worker", region="FR-BRE")
    storage.members.set_state(tx, zoe.telegram_id, "unreachable")
    storage.arrangements.arrange(tx, number_of(luc), paused_until=NOW.date() + DAY)
    names = {who: f"member:{number_of(who)}" for who in (ines, gwen, awa, luc, zoe, erwan)}
    whole = impact(tx, ines).readers
    assert (whole.reached, whole.paused, whole.unreachable) == ((names[awa],), (names[luc],), (names[zoe],))
    assert impact(tx, ines, "role", "supervisor").readers.everybody == (names[awa],)
    assert set(impact(tx, gwen, region=NATIONAL).readers.everybody) == set(names.values()) - {names[gwen]}
    storage.arrangements.arrange(tx, number_of(luc), paused_until=NOW.date())  # it ends today
    assert set(impact(tx, ines).readers.reached) == {names[awa], names[luc]}
    meeting = published(tx, ines)
    meetings.answer(tx, awa, meeting.id, "maybe", NOW)
    assert impact(tx, ines, "silent", str(meeting.id)).readers.reached == (names[luc],)
    with refuses(Reason.WORD_NOBODY):  # it has begun
        words.impact(tx, ines, words.prepare(tx, ines).word.id, NOW + 31 * DAY)


def test_a_group_gets_one_post_as_long_as_it_is_the_regions(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    group = storage.groups.add(tx, -1, "Pairs")
    storage.groups.bind(tx, group.id, "FR-ARA")
    found = impact(tx, ines, "group", str(group.id))
    assert found.readers.everybody == (f"group:{group.id}",)
    storage.groups.bind(tx, group.id, "FR-BRE")
    with refuses(Reason.WORD_NOBODY):
        words.impact(tx, ines, found.view.word.id, NOW)
    with refuses(Reason.STALE):
        words.choose(tx, ines, found.view.word.id, "group", str(group.id), NOW)
    storage.groups.remove(tx, -1)
    assert words.own_draft(tx, ines, found.view.word.id).to is None


@pytest.mark.parametrize("change", ["text", "people", "audience"])
def test_what_was_not_shown_is_not_sent(tx: Transaction, change: str) -> None:
    ines = somebody(tx, 1, "coordinator")
    somebody(tx, 2, "peer_worker")
    seen = impact(tx, ines)
    key = seen.view.word.id
    if change == "text":
        words.write(tx, ines, key, "Autre chose.")
    elif change == "people":
        somebody(tx, 3, "peer_worker")
    else:
        words.choose(tx, ines, key, "role", "peer_worker", NOW)
        storage.members.grant(tx, number_of(ines), Role("peer_worker", "FR-ARA"))
    found = words.send(tx, ines, key, seen.mark, 5, NOW)
    assert isinstance(found, Impact)
    assert dump(tx)["notices"] == []
    assert isinstance(words.send(tx, ines, key, found.mark, 5, NOW), Report)


def test_sent_again_or_stopped_again_nothing_changes(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    for number in (2, 3):
        somebody(tx, number, "peer_worker")
    key = sent(tx, ines).view.word.id
    before = dump(tx)
    assert words.send(tx, ines, key, "", 5, NOW + DAY) == words.look(tx, ines, key)
    assert dump(tx) == before
    stopped = words.stop(tx, ines, key, NOW)
    before = dump(tx)
    assert words.stop(tx, ines, key, NOW) == stopped
    assert dump(tx) == before
    assert (stopped.view.word.state, stopped.waiting, stopped.states["suppressed"]) == ("stopped", 0, 2)
    assert [row[2] for row in before["journal"]] == ["word_sent", "word_stopped"]


def test_stopping_needs_the_region_at_the_moment_of_the_tap(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    erwan, gwen = somebody(tx, 3, "coordinator FR-BRE"), somebody(tx, 4, "coordinator national")
    key = sent(tx, ines).view.word.id
    for who, reason in ((awa, Reason.COORDINATORS_ONLY), (erwan, Reason.OTHER_REGION), (STRANGER, Reason.MEMBERS_ONLY)):
        for act in (words.stop, lambda tx, who, key, _now: words.look(tx, who, key)):
            with refuses(reason):
                act(tx, who, key, NOW)
    assert words.listed(tx, erwan) == []
    assert [view.word.id for view in words.listed(tx, gwen)] == [key]
    storage.members.withdraw(tx, number_of(ines), Role("coordinator", "FR-ARA"))
    with refuses(Reason.COORDINATORS_ONLY):
        words.stop(tx, recognise(tx, ines.telegram_id, "fr"), key, NOW)
    assert words.stop(tx, gwen, key, NOW).view.word.state == "stopped"


def test_the_draft_is_its_authors_alone(tx: Transaction) -> None:
    ines, other = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    key = written(tx, ines)
    for use in (words.own_draft, words.written, words.regions, words.discard, words.sent):
        with refuses(Reason.STALE):
            use(tx, other, key)
    for late in (key, key + 1):
        with refuses(Reason.STALE):
            words.send(tx, other, late, "", 5, NOW)
    with refuses(Reason.OTHER_REGION):
        words.choose_region(tx, ines, key, "FR-BRE")
    with refuses(Reason.STALE):
        words.choices(tx, ines, key, "everyone", NOW)
    assert words.discard(tx, ines, key) is not None
    assert words.discard(tx, ines, key) is None


def test_a_text_of_any_signs_fits_in_its_messages(tx: Transaction) -> None:
    ines, gwen = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    key = written(tx, ines)
    with refuses(Reason.WORD_EMPTY):
        words.impact(tx, gwen, words.prepare(tx, gwen).word.id, NOW)
    for text in ("é" * LONGEST, "🙂" * (LONGEST // 2)):
        view = words.write(tx, ines, key, text)
        for t in map(speech, LANGUAGES):
            shown = [word_card.card(t, view), word_card.trial(t, view), word_card.read(t, view.word)]
            shown.append(word_card.confirmation(t, words.impact(tx, ines, key, NOW), changed=True))
            assert max(len(screen.text.encode("utf-16-le")) // 2 for screen in shown) < MOST
        with refuses(Reason.FIELD_TOO_LONG):
            words.write(tx, ines, key, text + "!")


def test_its_deliveries_are_the_day_only_and_its_card_is_posted(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    somebody(tx, 2, "peer_worker")
    sent(tx, ines)
    assert storage.notices.next_due(tx) == NOW - timedelta(hours=NOW.hour)
    assert storage.cards.is_shown(tx, "word:1")
