"""Dates that Telegram marked in an answer: read as the instants they are, by the same rules as what is written."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import civil, fields, poll_drafts
from handlers.rules.dates import FARTHEST, NotADate, Past, Read, Unclear, marked
from handlers.rules.refusal import Reason
from storage.database import Transaction
from tests.rules.cast import DAY, HOUR, NOW, somebody
from tests.rules.test_dates_properties import ZONES

PARIS = "Europe/Paris"
instants = st.integers(int(datetime(1970, 1, 1, tzinfo=UTC).timestamp()), 2**35).map(
    lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(ahead=st.integers(60, 730 * 24 * 3600), zone=st.sampled_from(ZONES))
def test_an_instant_is_shown_on_the_clocks_of_the_zone(ahead: int, zone: str) -> None:
    at = NOW + timedelta(seconds=ahead)
    reading = marked([at], NOW, zone)
    assert isinstance(reading, Read)
    lived = civil.instant(reading.wall, zone)
    twice = timedelta(hours=1) if civil.wall(lived, zone) == civil.wall(lived + HOUR, zone) else timedelta()
    assert at.replace(second=0) - lived in (timedelta(), twice)


@given(found=st.lists(instants, min_size=1, max_size=4), zone=st.sampled_from(ZONES))
def test_no_instant_breaks_the_reading_and_none_that_is_over_is_taken(found: list[datetime], zone: str) -> None:
    reading = marked(found, NOW, zone)
    assert isinstance(reading, Read | Past | Unclear | NotADate)
    if isinstance(reading, Read):
        assert NOW < civil.instant(reading.wall, zone) <= NOW + FARTHEST + DAY


def test_what_is_past_far_away_or_more_than_one_is_asked() -> None:
    near, wall = NOW + 30 * DAY, civil.wall(NOW + 30 * DAY, PARIS)
    far = NOW + FARTHEST + 2 * DAY
    assert marked([near], NOW, PARIS) == marked([near, near], NOW, PARIS) == Read(wall)
    assert marked([NOW], NOW, PARIS) == Past(civil.wall(NOW, PARIS))
    assert marked([near, near + HOUR], NOW, PARIS) == Unclear((wall, wall + HOUR))
    assert marked([far], NOW, PARIS) == Unclear((civil.wall(far, PARIS),))
    assert marked([near, datetime(9999, 12, 31, 23, 59, tzinfo=UTC)], NOW, PARIS) == NotADate()


@pytest.mark.parametrize("field", ["when", "20260612"])
def test_the_words_around_are_not_guessed(field: str) -> None:
    near = NOW + 30 * DAY
    assert fields.read(field, "jeudi 18 juin à 9h", [near], NOW, PARIS, "fr") == Read(civil.wall(near, PARIS))
    assert fields.read(field, "jeudi 18 juin à 9h", [], NOW, PARIS, "fr") == Read(datetime(2026, 6, 18, 9))  # noqa: DTZ001
    assert fields.read("title", "jeudi 18 juin à 9h", [near], NOW, PARIS, "fr") is None


def test_in_a_poll_each_is_a_date_of_its_own(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    poll = poll_drafts.prepare(tx, ines, "Réunion").poll
    dates = [
        ("mardi", NOW + 21 * DAY),
        ("hier", NOW - DAY),
        ("dans un mois", NOW + 30 * DAY),
        ("mardi", NOW + 21 * DAY),
    ]
    added = poll_drafts.add(tx, ines, poll.id, "mardi ou hier, ou le 18 juin 9h", NOW, marked=dates)
    assert [one.starts_at for one in added.sheet.dates] == [NOW + 21 * DAY, NOW + 30 * DAY]
    assert [(one.line, one.refusal.reason) for one in added.missed] == [("hier", Reason.DATE_PAST)]
    assert added.doubts == []
