"""Somebody supervises no more: nobody waits for them in vain, and what took place goes on counting."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.desks
import storage.openings
import storage.watches
from handlers.letters_supervision import WRITERS
from handlers.rules import (
    assignments,
    bookings,
    caseloads,
    hearing,
    leaving,
    needs,
    openings,
    people,
    personal,
    resigning,
    retention,
    roles,
    sessions,
    vacancies,
    watches,
)
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.recipients import Recipient
from handlers.rules.refusal import Reason
from handlers.speech import LANGUAGES, speech
from storage.database import Transaction
from tests.rules.cast import DAY, HOUR, NOW, number_of, refused, somebody
from tests.rules.test_openings import TUESDAY
from tests.storage.pair import Pair, dump

KINDS = (hearing.WITHDRAWN, hearing.ENTRUSTED, hearing.RESIGNED)


def told(tx: Transaction) -> Counter[tuple[str, str]]:
    """Who is to be told that something ends, by kind."""
    return Counter((str(row[1]), str(row[4])) for row in dump(tx)["notices"] if row[1] in KINDS and row[9] == "waiting")


def entrusted(tx: Transaction, who: Person, *cases: Person) -> None:
    """These people are this supervisor’s; nobody has still to hear of it."""
    storage.desks.entrust(tx, [number_of(one) for one in cases], number_of(who))


def test_who_has_a_seat_who_was_entrusted_and_who_coordinates_hear_of_it_once(tx: Transaction) -> None:
    ines, far = somebody(tx, 9, "coordinator"), somebody(tx, 8, "coordinator", region="FR-BRE")
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    luc, brice = somebody(tx, 3, "peer_worker"), somebody(tx, 4, "peer_worker", region="FR-BRE")
    made = openings.offer(tx, samira, Offer(TUESDAY), NOW)
    bookings.book(tx, luc, made[1].id, NOW)
    entrusted(tx, samira, awa, brice)
    assert leaving.impact(tx, samira, NOW).called_off == 1
    leaving.forget(tx, samira, NOW)
    after = dump(tx)
    assert told(tx) == {
        (hearing.WITHDRAWN, f"member:{number_of(luc)}"): 1,
        (hearing.ENTRUSTED, f"member:{number_of(awa)}"): 1,
        (hearing.ENTRUSTED, f"member:{number_of(brice)}"): 1,
        (hearing.RESIGNED, f"member:{number_of(ines)}"): 1,
        (hearing.RESIGNED, f"member:{number_of(far)}"): 1,
    }
    assert [row[2] for row in after["notices"] if row[1] == hearing.RESIGNED] == ["left:FR-ARA:1", "left:FR-BRE:1"]
    resigning.resign(tx, number_of(samira), [], NOW)
    assert dump(tx) == after
    retention.erase_gone(tx, NOW + 3 * DAY)
    assert sum(told(tx).values()) == 5
    assert bookings.sight(tx, luc, NOW).seats == []


def test_whoever_supervises_nothing_any_more_offers_nothing(tx: Transaction) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor", "supervisor FR-BRE")
    awa = somebody(tx, 2, "peer_worker")
    made = openings.offer(tx, samira, Offer(TUESDAY), NOW)
    bookings.book(tx, awa, made[0].id, NOW)
    entrusted(tx, samira, awa)
    roles.take(tx, ines, number_of(samira), "supervisor", "FR-ARA", "v", NOW)
    assert told(tx) == {}  # they go on in Brittany
    still = people.recognise(tx, samira.telegram_id, "fr")
    roles.take(tx, still, number_of(samira), "supervisor", "FR-BRE", "w", NOW)
    assert set(told(tx)) == {
        (hearing.WITHDRAWN, f"member:{number_of(awa)}"),
        (hearing.ENTRUSTED, f"member:{number_of(awa)}"),
        (hearing.RESIGNED, f"member:{number_of(ines)}"),
    }
    assert storage.desks.all_cases(tx) == {}
    for days in range(0, 100, 7):
        openings.sweep(tx, NOW + days * DAY)
    assert storage.openings.coming(tx, [number_of(samira)], NOW) == []


@given(booked=st.sets(st.integers(0, 5)), days=st.integers(0, 40), again=st.booleans())
def test_times_to_come_end_and_past_ones_stay(pair: Pair, booked: set[int], days: int, again: bool) -> None:
    with pair.rehearse() as tx:
        samira = somebody(tx, 1, "supervisor")
        made = openings.offer(tx, samira, Offer(TUESDAY), NOW)
        for place in booked:
            bookings.book(tx, somebody(tx, 10 + place, "peer_worker"), made[place].id, NOW)
        now = NOW + days * DAY
        past = {made[place].id for place in booked if made[place].starts_at <= now}
        for _ in range(1 + again):
            openings.resign(tx, number_of(samira), now)
        assert storage.openings.coming(tx, [number_of(samira)], now) == []
        openings.sweep(tx, now + DAY)
        assert storage.openings.coming(tx, [number_of(samira)], now) == []
        assert {one for one in storage.bookings.taken(tx, [time.id for time in made])} == past
        assert sum(told(tx).values()) == len(booked) - len(past)


def test_a_supervision_that_took_place_counts_when_its_supervisor_is_erased(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    [first, second, *_] = openings.offer(tx, samira, Offer(TUESDAY), NOW)
    later = second.starts_at + 2 * HOUR
    for time in (first, second):
        bookings.book(tx, awa, time.id, NOW)
    for who in (awa, samira):
        sessions.say(tx, who, first.id, number_of(awa), True, later)
    assert [one.opening.id for one in sessions.unsettled(tx, awa, later)] == [second.id]
    leaving.forget(tx, samira, later)
    retention.erase_gone(tx, later + timedelta(days=3))
    assert sessions.unsettled(tx, awa, later + 3 * DAY) == []
    answer = refused(lambda: sessions.say(tx, awa, second.id, number_of(awa), True, later))
    assert answer == Reason.STALE
    (need,) = needs.of(tx, [people.member(awa)], later + 30 * DAY)
    assert need.last == second.wall.date()  # nobody denied it
    [kept, _] = personal.kept(tx, awa).supervision[0].seats
    assert (kept[1].supervisor, kept[1].pattern_id, kept[2]) == (None, None, "")
    assert kept[1].uid != first.uid  # which tells who it was
    assert caseloads.read(tx).regions == {}
    assert vacancies.practising(tx) == set()


def test_who_was_silent_for_two_years_leaves_nobody_waiting(tx: Transaction) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor")
    awa = somebody(tx, 2, "peer_worker")
    time = openings.offer(tx, samira, Offer(TUESDAY), NOW)[0]
    bookings.book(tx, awa, time.id, NOW)
    assignments.entrust(tx, ines, number_of(awa), number_of(samira), NOW)
    resigning.erase(tx, people.member(samira), NOW)
    assert told(tx)[hearing.WITHDRAWN, f"member:{number_of(awa)}"] == 1
    assert told(tx)[hearing.RESIGNED, f"member:{number_of(ines)}"] == 1


def test_who_takes_the_role_hears_only_of_people_left_to_nobody(tx: Transaction) -> None:
    ines, gwen = somebody(tx, 9, "coordinator"), somebody(tx, 8, "coordinator")
    samira, karim = somebody(tx, 1, "supervisor"), somebody(tx, 3, "supervisor")
    entrusted(tx, karim, somebody(tx, 2, "peer_worker"))
    roles.take(tx, ines, number_of(samira), "supervisor", "FR-ARA", "v", NOW)
    assert [whom for kind, whom in told(tx) if kind == hearing.RESIGNED] == [f"member:{number_of(gwen)}"]
    roles.take(tx, ines, number_of(karim), "supervisor", "FR-ARA", "w", NOW)
    assert told(tx)[hearing.RESIGNED, f"member:{number_of(ines)}"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_read_well_once_the_supervisor_is_erased(tx: Transaction, language: str) -> None:
    ines, samira = somebody(tx, 9, "coordinator"), somebody(tx, 1, "supervisor")
    awa = somebody(tx, 2, "peer_worker")
    time = openings.offer(tx, samira, Offer(TUESDAY), NOW)[0]
    bookings.book(tx, awa, time.id, NOW)
    leaving.forget(tx, samira, NOW)

    def said(kind: str, about: str, who: Person) -> str | None:
        found = WRITERS[kind](tx, about, Recipient(who.telegram_id, who.member), speech(language), NOW)
        return None if found is None else found.text

    withdrawn = said(hearing.WITHDRAWN, openings.about(time.id), awa)
    assert withdrawn is not None
    retention.erase_gone(tx, NOW + 3 * DAY)
    unnamed = said(hearing.WITHDRAWN, openings.about(time.id), awa)
    assert unnamed is not None
    assert unnamed.split(",")[0] == withdrawn.split(",")[0]
    assert len(unnamed) < len(withdrawn)  # without the name
    assert said(hearing.RESIGNED, "left:FR-ARA:2", ines) is not None
    assert said(hearing.RESIGNED, "left:FR-ARA:2", awa) is None
    for kind in (hearing.TOOK, hearing.DAYS_BEFORE, bookings.FREED):
        assert said(kind, openings.about(time.id), awa) is None


def test_weeks_on_watch_that_are_not_over_are_said_to_end(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    this = watches.monday(NOW, "FR-ARA")
    for weeks in (-1, 0, 1):
        storage.watches.plan(tx, "FR-ARA", this + weeks * watches.WEEK, number_of(samira))
    assert leaving.impact(tx, samira, NOW).watches == 2


@pytest.mark.parametrize("go", [leaving.forget, leaving.part])
def test_a_peer_worker_who_goes_leaves_their_seat_to_the_others(
    tx: Transaction, go: Callable[[Transaction, Person, datetime], object]
) -> None:
    samira, awa, luc = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    [first, *_] = openings.offer(tx, samira, Offer(TUESDAY), NOW)
    bookings.book(tx, awa, first.id, NOW)
    go(tx, awa, NOW)
    assert bookings.sight(tx, luc, NOW).choices[0].opening == first
    assert storage.bookings.of_opening(tx, first.id) == []
