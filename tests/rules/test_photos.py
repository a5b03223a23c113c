"""Photos of an exchange: who adds them, who sees them, and when."""

from dataclasses import replace

import pytest

from handlers.rules import handling, inbox, photos, reports
from handlers.rules.people import Person
from handlers.rules.photos import MOST
from handlers.rules.refusal import Reason
from handlers.rules.routing import Way
from storage.database import Transaction
from tests.rules.cast import DAY, NOW, STRANGER, ids, refused, refuses, report, somebody

DRAFT, (THREAD, _) = report(), ids()
TOKEN = DRAFT.token


def entry(number: int) -> bytes:
    """The random id that a photo's card brings."""
    return number.to_bytes(16, "big")


@pytest.fixture
def awa(tx: Transaction) -> Person:
    """A writer whose message a supervisor of the region was told of."""
    awa = somebody(tx, 1, "peer_worker")
    somebody(tx, 2, "supervisor")
    reports.submit(tx, awa, DRAFT, ids(), NOW, 1)
    announce(tx)
    return awa


@pytest.fixture
def samira(tx: Transaction, awa: Person) -> Person:
    """The supervisor."""
    return somebody(tx, 2, "supervisor")


def announce(tx: Transaction) -> None:
    """The slot."""
    reports.announce(tx, reports.PATIENT, ["FR-ARA"], NOW, lambda: "1")


def shown(tx: Transaction, reader: Person) -> list[bytes]:
    """What this supervisor sees of photos."""
    _, entries = inbox.open_as_reader(tx, reader, THREAD, NOW)
    return [one.photo for one in entries if one.photo]


def test_its_readers_see_it_from_their_slot_on(tx: Transaction, awa: Person, samira: Person) -> None:
    assert shown(tx, samira) == []
    thread, new = photos.add(tx, awa, TOKEN, entry(1), b"picture", NOW)
    assert (thread.status, new) == ("received", True)
    assert photos.own(tx, awa, TOKEN, entry(1)) == b"picture"
    assert shown(tx, samira) == []
    with refuses(Reason.REPORT_GONE):
        photos.received(tx, samira, THREAD, entry(1))
    announce(tx)
    assert shown(tx, samira) == [entry(1)]
    assert photos.received(tx, samira, THREAD, entry(1)) == b"picture"


def test_it_is_for_readers_of_this_message_only(tx: Transaction, awa: Person, samira: Person) -> None:
    photos.add(tx, awa, TOKEN, entry(1), b"picture", NOW)
    announce(tx)
    others = [somebody(tx, 3, "supervisor FR-BRE"), somebody(tx, 4, "supervisor national"), awa, STRANGER]
    told = [refused(lambda who=who: photos.received(tx, who, THREAD, entry(1))) for who in others]  # type: ignore[misc]
    expected = [Reason.REPORT_NOT_YOURS, Reason.REPORT_NOT_YOURS, Reason.SUPERVISORS_ONLY, Reason.MEMBERS_ONLY]
    assert told == expected
    assert shown(tx, samira) == [entry(1)]
    handling.hand_on(tx, samira, THREAD, "national", entry(9), NOW)
    with refuses(Reason.REPORT_NOT_YOURS):
        photos.received(tx, samira, THREAD, entry(1))
    reports.announce(tx, reports.PATIENT, ["national"], NOW, lambda: "2")
    assert photos.received(tx, others[1], THREAD, entry(1)) == b"picture"


def test_it_is_hidden_from_who_must_not_know_of_the_message(tx: Transaction, awa: Person) -> None:
    both = somebody(tx, 5, "supervisor", "supervisor national")
    national = somebody(tx, 6, "supervisor national")
    aside = replace(report(2), way=Way("FR-ARA", aside=True))
    reports.submit(tx, awa, aside, ids(2), NOW, 1)
    photos.add(tx, awa, aside.token, entry(1), b"picture", NOW)
    reports.announce(tx, reports.PATIENT, ["national"], NOW, lambda: "2")
    with refuses(Reason.REPORT_NOT_YOURS):
        photos.received(tx, both, ids(2)[0], entry(1))
    assert photos.received(tx, national, ids(2)[0], entry(1)) == b"picture"


def test_so_many_in_an_exchange_and_the_same_one_again(tx: Transaction, awa: Person) -> None:
    for number in range(MOST):
        photos.may_add(tx, awa, TOKEN, NOW)
        photos.add(tx, awa, TOKEN, entry(number), b"picture", NOW)
    assert photos.add(tx, awa, TOKEN, entry(0), b"another", NOW)[1] is False
    assert photos.own(tx, awa, TOKEN, entry(0)) == b"picture"
    with refuses(Reason.PHOTO_ENOUGH):
        photos.may_add(tx, awa, TOKEN, NOW)
    with refuses(Reason.PHOTO_ENOUGH):
        photos.add(tx, awa, TOKEN, entry(9), b"one more", NOW)
    reports.reply(tx, awa, TOKEN, entry(10), "des mots", NOW)


def test_an_ended_or_erased_exchange_takes_none(tx: Transaction, awa: Person, samira: Person) -> None:
    photos.add(tx, awa, TOKEN, entry(1), b"picture", NOW)
    announce(tx)
    inbox.open_as_reader(tx, samira, THREAD, NOW)
    handling.close(tx, samira, THREAD, NOW)
    photos.may_add(tx, awa, TOKEN, NOW + 14 * DAY)
    with refuses(Reason.REPORT_CLOSED):
        photos.add(tx, awa, TOKEN, entry(2), b"late", NOW + 15 * DAY)
    reports.erase(tx, awa, TOKEN)
    with refuses(Reason.REPORT_GONE):
        photos.may_add(tx, awa, TOKEN, NOW)
    with refuses(Reason.REPORT_GONE):
        photos.own(tx, awa, TOKEN, entry(1))
