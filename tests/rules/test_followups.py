"""A date still to be chosen: a gentle word, never too many, none to who has one, put it off or cannot choose."""

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

import storage.bookings
import storage.members
import storage.mutes
import storage.notices
import storage.openings
import storage.presences
from handlers.rules import bookings, drafts, followups, hearing, needs, openings, pause, people
from handlers.rules.civil import wall
from handlers.rules.needs import NEEDED
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.regions import BOXES
from storage.database import Transaction
from storage.notices import NewNotice
from tests.rules.cast import DAY, HOUR, NOW, draft, number_of, refuses, somebody
from tests.storage.pair import Pair, dump

PARIS = "Europe/Paris"


def times(tx: Transaction, who: Person, *, weeks: int = 26) -> None:
    """A time every week."""
    openings.offer(tx, who, Offer(wall(NOW, PARIS) + 3 * DAY, lasts=weeks), NOW)


def words(tx: Transaction, kind: str = followups.DUE) -> Counter[str]:
    """Who is to be told, or was, and how often."""
    return Counter(str(row[4]) for row in dump(tx)["notices"] if row[1] == kind and row[9] != "suppressed")


def named(who: Person) -> str:
    """As a recipient."""
    return f"member:{number_of(who)}"


def test_who_needs_a_date_and_can_choose_one_is_told_once(tx: Transaction) -> None:
    samira, awa, far = (
        somebody(tx, 1, "supervisor"),
        somebody(tx, 2, "peer_worker"),
        somebody(tx, 3, "peer_worker FR-BRE"),
    )
    followups.sweep(tx, BOXES, NOW)
    assert words(tx) == {}  # nothing to choose
    times(tx, samira)
    for _ in range(2):
        followups.sweep(tx, BOXES, NOW)
    assert words(tx) == {named(awa): 1, named(far): 1}  # who lives here, though they work elsewhere
    followups.sweep(tx, BOXES, NOW + 8 * DAY)
    assert words(tx)[named(awa)] == 1


def test_who_books_pauses_silences_or_puts_off_hears_no_more(tx: Transaction) -> None:
    samira = somebody(tx, 1, "supervisor")
    booked, paused, muted, later = (somebody(tx, n, "peer_worker") for n in (2, 3, 4, 5))
    times(tx, samira)
    followups.sweep(tx, BOXES, NOW)
    assert len(words(tx)) == 4
    (time, *_) = openings.mine(tx, samira, NOW)
    bookings.book(tx, booked, time.opening.id, NOW)
    pause.begin(tx, paused, NOW.date() + 9 * DAY, NOW)
    storage.mutes.set_mute(tx, number_of(muted), followups.DUE, True)
    assert followups.put_off(tx, later, 2, NOW) == date(2026, 6, 8)
    for who, heard in ((booked, False), (later, False), (muted, False), (paused, False)):
        reader = storage.members.by_id(tx, number_of(who))
        assert reader is not None
        unwanted = hearing.unwanted(tx, reader, followups.DUE, followups.ABOUT, NOW)
        assert (followups.wanted(tx, reader, NOW) and not unwanted) is heard
    assert set(words(tx)) == {named(paused), named(muted)}
    for day in (2, 8, 9):
        assert words(tx)[named(later)] == 0
        followups.sweep(tx, BOXES, datetime(2026, 6, day, 6, 30, tzinfo=NOW.tzinfo))
    assert words(tx)[named(later)] == 1  # in the week they chose, as promised


def test_only_the_mondays_offered_can_be_chosen(tx: Transaction) -> None:
    awa = somebody(tx, 2, "peer_worker")
    assert all(day.weekday() == 0 and day > NOW.date() for day in followups.later(tx, awa, NOW).values())
    with refuses(Reason.STALE):
        followups.put_off(tx, awa, 50, NOW)
    followups.put_off(tx, awa, 1, NOW)
    assert bookings.sight(tx, awa, NOW).snoozed == date(2026, 6, 1)
    followups.resume(tx, awa)
    assert bookings.sight(tx, awa, NOW).snoozed is None


@given(st.integers(0, 6), st.integers(0, 6))
def test_the_monday_says_nothing_of_the_day_it_was_chosen_on(pair: Pair, one: int, other: int) -> None:
    monday = datetime(2026, 6, 1, 8, tzinfo=NOW.tzinfo)
    with pair.rehearse() as tx:
        awa = somebody(tx, 2, "peer_worker")
        rows = []
        for day in (one, other):
            followups.put_off(tx, awa, 2, monday + day * DAY)
            rows.append(dump(tx)["snoozes"])
        assert rows[0] == rows[1]


def test_who_coordinates_hears_on_mondays_of_those_long_without(tx: Transaction) -> None:
    ines, far = somebody(tx, 8, "coordinator"), somebody(tx, 9, "coordinator FR-BRE")
    samira, _ = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    monday = datetime(2026, 6, 1, 6, 30, tzinfo=NOW.tzinfo)
    followups.sweep(tx, BOXES, monday)
    assert words(tx, followups.LONG) == {}  # nobody uses it here
    times(tx, samira)
    for later in (timedelta(0), timedelta(hours=10), DAY):
        followups.sweep(tx, BOXES, monday + later)
    assert words(tx, followups.LONG) == {named(ines): 1}
    assert followups.long(tx, people.member(ines), monday) == 1
    assert followups.long(tx, people.member(far), monday) == 0
    followups.sweep(tx, BOXES, monday + 7 * DAY)
    assert words(tx, followups.LONG) == {named(ines): 2}


def test_where_people_only_meet_in_groups_who_coordinates_hears_as_well(tx: Transaction) -> None:
    ines, awa = somebody(tx, 8, "coordinator"), somebody(tx, 2, "peer_worker")
    meeting = draft(tx, ines, starts_at=NOW + DAY)
    drafts.choose(tx, ines, meeting.id, "kind", needs.KIND, {"peer": "", needs.KIND: ""})
    held = drafts.publish(tx, ines, meeting.id, None, NOW).meeting
    monday = datetime(2026, 8, 31, 6, 30, tzinfo=NOW.tzinfo)
    assert followups.long(tx, people.member(ines), monday) == 0
    storage.presences.mark(tx, held.id, number_of(awa))
    assert followups.long(tx, people.member(ines), monday) == 1


@given(st.integers(0, 2000), st.integers(0, 200))
def test_words_come_at_most_every_two_weeks_then_every_four(start: int, length: int) -> None:
    begin = date(2026, 1, 1) + timedelta(days=start)
    stages = [followups.stage(begin, begin + timedelta(days=n)) for n in range(length + 1)]
    assert stages == sorted(stages)
    told = [n for n, one in enumerate(stages) if n == 0 or one != stages[n - 1]]
    assert told == [n for n in range(length + 1) if n in (0, 14, 28) or (n > 28 and n % 28 == 0)]


@given(st.integers(0, 8))
def test_whoever_was_told_enough_this_week_is_spared_what_is_no_more_than_a_courtesy(pair: Pair, heard: int) -> None:
    with pair.rehearse() as tx:
        awa = people.member(somebody(tx, 2, "peer_worker"))
        rows = [
            NewNotice(
                "roles.given", "you", str(n), f"member:{awa.id}", NOW - n * timedelta(hours=20), storage.notices.ANSWER
            )
            for n in range(heard)
        ]
        storage.notices.add(tx, rows)
        for notice in storage.notices.claim(tx, NOW, 99, DAY):
            storage.notices.settle(tx, notice.id, "sent")
        enough = heard >= hearing.MOST
        for kind in hearing.SPARED:
            assert hearing.unwanted(tx, awa, kind, followups.ABOUT, NOW) == enough
        for kind in (hearing.SHORTLY_BEFORE, hearing.TOOK, hearing.DUE):
            assert not hearing.unwanted(tx, awa, kind, "opening:1", NOW)
        later = hearing.waits(tx, awa, hearing.TOOK, "opening:1", None, NOW)
        assert later == (NOW + DAY if enough else None)  # asked all the same


def test_whoever_was_told_enough_hears_on_a_later_tuesday_that_they_have_no_date(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    times(tx, samira)
    whom, lane = named(awa), storage.notices.ANSWER
    storage.notices.add(tx, [NewNotice("roles.given", "you", str(n), whom, NOW - n * HOUR, lane) for n in range(4)])
    for notice in storage.notices.claim(tx, NOW, 99, DAY):
        storage.notices.settle(tx, notice.id, "sent")
    followups.sweep(tx, BOXES, NOW)
    assert words(tx) == {}
    followups.sweep(tx, BOXES, NOW + 7 * DAY)
    assert words(tx) == {named(awa): 1}


def test_a_time_that_is_over_is_taken_for_held_until_somebody_denies_it(tx: Transaction) -> None:
    samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
    times(tx, samira)
    (time, *_) = openings.mine(tx, samira, NOW)
    bookings.book(tx, awa, time.opening.id, NOW)

    def window(days: int) -> str:
        (found,) = needs.of(tx, [people.member(awa)], NOW + days * DAY)
        return found.window

    assert window(4) == "quiet"
    assert window(35) in NEEDED  # it was due again
    storage.bookings.say(tx, time.opening.id, number_of(awa), member_says=False)
    assert window(4) in NEEDED


@given(st.integers(0, 5), st.integers(0, 5))
def test_no_row_tells_on_which_day_of_a_week_somebody_gave_a_time_back(pair: Pair, one: int, other: int) -> None:
    wednesday, rows = datetime(2026, 5, 27, 9, tzinfo=NOW.tzinfo), []
    for given_back in (one, other):
        with pair.rehearse() as tx:
            samira, awa = somebody(tx, 1, "supervisor"), somebody(tx, 2, "peer_worker")
            times(tx, samira)
            (*_, time) = openings.mine(tx, samira, NOW)
            bookings.book(tx, awa, time.opening.id, NOW)
            for day in range(8):
                if day == given_back:
                    bookings.cancel(tx, awa, time.opening.id, wednesday + day * DAY)
                followups.sweep(tx, BOXES, wednesday + day * DAY - 150 * timedelta(minutes=1))
            rows.append([row for row in dump(tx)["notices"] if row[1] == followups.DUE])
    assert rows[0] == rows[1]
    assert len(rows[0]) == 1
