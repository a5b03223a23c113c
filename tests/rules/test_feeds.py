"""Calendars of members: what is in them, how sure it is, how long what is cancelled stays; who may read them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

import storage.answers
import storage.feeds
import storage.leaving
import storage.meetings
from handlers.rules import feeds, meetings
from handlers.rules.calendar import Event
from handlers.rules.civil import instant
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage.database import Transaction
from storage.meetings import Meeting
from tests.examples import fewer
from tests.rules.cast import DAY, NOW, STRANGER, number_of, published, refused, somebody
from tests.storage.pair import Pair, dump

TODAY = NOW.replace(hour=0)
TOKEN = "a-token"


def read(tx: Transaction, who: Person, now: datetime = NOW) -> list[Event]:
    token = f"{TOKEN} {number_of(who)}"
    feeds.renew(tx, who, token)
    found = feeds.read(tx, token, now)
    assert found is not None
    return found


def date(tx: Transaction, like: Meeting, days: int, **fields: object) -> Meeting:
    """Another row like this one, so many days from now."""
    wall = NOW.replace(tzinfo=None) + days * DAY
    made = {"uid": f"uid{days}", "wall": wall, "starts_at": instant(wall, like.zone), "slot": wall.date(), **fields}
    storage.meetings.add(tx, replace(like, **made))  # type: ignore[arg-type]
    row = tx.community.execute(sa.select(storage.meetings.meetings).filter_by(uid=made["uid"])).one()
    return Meeting(*row)


@pytest.mark.parametrize(
    ("word", "expected"),
    [(None, ("TENTATIVE", False)), ("maybe", ("TENTATIVE", False)), ("yes", ("CONFIRMED", True)), ("no", None)],
)
def test_an_answer_says_how_sure_it_is(tx: Transaction, word: str | None, expected: tuple[str, bool] | None) -> None:
    awa, meeting = somebody(tx, 2, "peer_worker"), published(tx, somebody(tx, 1, "coordinator"))
    meeting = storage.meetings.change(tx, meeting.id, place="Lyon", link="https://visio.example/a", access="code 1")
    if word is not None:
        meetings.answer(tx, awa, meeting.id, word, NOW)
    found = read(tx, awa)
    assert [(event.status, event.busy) for event in found] == ([expected] if expected else [])
    assert [event.place for event in found] == (
        [] if expected is None else ["Lyon https://visio.example/a" if word == "yes" else "Lyon"]
    )


def test_who_waits_for_a_seat_or_is_asked_again_may_come_only(tx: Transaction) -> None:
    ines, awa, luc = (somebody(tx, number, "coordinator") for number in (1, 2, 3))
    meeting = published(tx, ines)
    storage.meetings.change(tx, meeting.id, capacity=1)
    for who in (awa, luc):
        meetings.answer(tx, who, meeting.id, "yes", NOW)
    assert [[event.status for event in read(tx, who)] for who in (awa, luc)] == [["CONFIRMED"], ["TENTATIVE"]]
    storage.answers.doubt(tx, meeting.id)
    assert [(event.status, event.busy) for event in read(tx, awa)] == [("TENTATIVE", True)]


def test_a_calendar_reaches_from_a_month_ago_to_a_year_ahead_and_lets_go_of_what_is_cancelled(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    like = published(tx, ines, starts_at=NOW + 400 * DAY)
    for days in (-31, -29, 364, 366):
        date(tx, like, days)
    for days in (-15, -13, 20):
        date(tx, like, days, state="cancelled", sequence=3)
    told = [(event.uid.partition("@")[0], event.status, event.sequence) for event in read(tx, ines)]
    assert told == [
        ("uid-29", "TENTATIVE", 0),
        ("uid-13", "CANCELLED", 3),
        ("uid20", "CANCELLED", 3),
        ("uid364", "TENTATIVE", 0),
    ]
    later = [event.uid for event in read(tx, ines, NOW + 35 * DAY)]
    assert "uid20@entrepairs" not in later


@fewer(5)
@given(days=st.integers(0, 40), gone=st.integers(0, 39))
def test_whatever_is_cancelled_stays_two_weeks_at_least_and_ends(pair: Pair, days: int, gone: int) -> None:
    with pair.rehearse() as tx:
        ines = somebody(tx, 1, "coordinator")
        at = NOW + timedelta(days=days + 1)
        meeting = published(tx, ines, starts_at=at)
        cancelled = NOW + min(gone, days) * DAY
        storage.meetings.change(tx, meeting.id, state="cancelled", sequence=1)
        assert [event.status for event in read(tx, ines, cancelled + 14 * DAY)] == ["CANCELLED"]
        assert read(tx, ines, at + 16 * DAY) == []


def test_only_what_is_ones_business_is_in_it(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    erwan = somebody(tx, 3, "peer_worker", region="FR-BRE")
    first = published(tx, ines)
    assert [len(read(tx, who)) for who in (awa, erwan)] == [1, 0]
    series = storage.meetings.change(tx, published(tx, ines, starts_at=NOW + 9 * DAY).id, state="series")
    storage.meetings.invite(tx, series.id, ["FR-BRE"])
    date(tx, first, 50, series_id=series.id)
    assert [len(read(tx, who)) for who in (awa, erwan)] == [2, 1]
    tx.community.execute(sa.update(storage.meetings.meetings).filter_by(id=first.id).values(region="FR-NOR"))
    assert [len(read(tx, who)) for who in (awa, erwan)] == [1, 1]


def test_reading_leaves_no_trace_and_is_the_same_all_day(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    published(tx, ines)
    feeds.renew(tx, ines, TOKEN)
    before = dump(tx)
    assert feeds.read(tx, TOKEN, NOW) == feeds.read(tx, TOKEN, NOW + timedelta(hours=9))
    assert dump(tx) == before


def test_an_address_ends_when_replaced_revoked_or_its_member_goes(tx: Transaction) -> None:
    awa = somebody(tx, 2, "peer_worker")
    assert not feeds.exists(tx, awa)
    for token in ("one", "two"):
        feeds.renew(tx, awa, token)
    assert feeds.exists(tx, awa)
    assert (feeds.read(tx, "one", NOW), feeds.read(tx, "two", NOW), feeds.read(tx, "", NOW)) == (None, [], None)
    feeds.revoke(tx, awa)
    assert feeds.read(tx, "two", NOW) is None
    feeds.renew(tx, awa, "three")
    storage.leaving.depart(tx, number_of(awa), "leaving", TODAY.date())
    assert feeds.read(tx, "three", NOW) is None
    storage.leaving.erase(tx, number_of(awa))
    assert storage.feeds.reader(tx, "three") is None


def test_a_file_has_one_date_or_every_date_to_come_of_its_series(tx: Transaction) -> None:
    ines, erwan = somebody(tx, 1, "coordinator"), somebody(tx, 3, "peer_worker", region="FR-BRE")
    single = published(tx, ines)
    assert [event.uid for event in feeds.one(tx, ines, single.id, NOW)] == [f"{single.uid}@entrepairs"]
    assert refused(lambda: feeds.whole(tx, ines, single.id, NOW)) == Reason.STALE
    series = storage.meetings.change(tx, published(tx, ines, starts_at=NOW + 9 * DAY).id, state="series")
    dates = [date(tx, single, days, series_id=series.id) for days in (-2, 5, 12, 19)]
    meetings.answer(tx, ines, dates[2].id, "no", NOW)
    storage.meetings.change(tx, dates[3].id, state="cancelled")
    told = [(event.uid.partition("@")[0], event.status) for event in feeds.whole(tx, ines, dates[1].id, NOW)]
    assert told == [("uid5", "TENTATIVE"), ("uid19", "CANCELLED")]
    assert [event.status for event in feeds.one(tx, ines, dates[3].id, NOW)] == ["CANCELLED"]
    assert refused(lambda: feeds.whole(tx, ines, dates[3].id, NOW + 30 * DAY)) == Reason.MEETING_GONE
    assert refused(lambda: feeds.one(tx, ines, series.id, NOW)) == Reason.MEETING_GONE
    assert refused(lambda: feeds.one(tx, erwan, single.id, NOW)) == Reason.OTHER_REGION
    assert refused(lambda: feeds.renew(tx, STRANGER, TOKEN)) == Reason.MEMBERS_ONLY
