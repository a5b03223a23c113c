"""The list of meetings: everything to come is on one of its pages, few enough rows on each, what is past comes last."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.meetings import listed
from handlers.screen import fitted
from handlers.speech import speech
from storage.meetings import Meeting

MOST_ROWS = 8
FIRST = datetime(2026, 6, 12, 12, 30, tzinfo=UTC)
HERE = "Europe/Paris"


def _some(number: int) -> list[Meeting]:
    return [_on(each) for each in range(number)]


def _on(day: int) -> Meeting:
    at = FIRST + timedelta(days=day)
    return Meeting(day, "", 0, "published", 1, "FR-ARA", "Réunion", None, HERE, at, 150, None, None, None)


@pytest.mark.parametrize("simple", [False, True])
@given(coming=st.integers(0, 20), past=st.integers(0, 5))
def test_every_coming_meeting_is_on_one_page(simple: bool, coming: int, past: int) -> None:
    t, seen = speech("fr", simple=simple), []
    page: int | None = 0
    while page is not None:
        screen = fitted(t, listed(t, _some(coming), _some(past), HERE, page))
        buttons = [button.data for row in screen.rows for button in row]
        assert len(screen.rows) <= MOST_ROWS
        assert ("Passées" in screen.text) == (past > 0 and page == 0)
        assert "Passées" not in screen.text.partition("À venir" if coming else "Aucune")[0]
        seen += [data for data in buttons if data.startswith("m:o:")]
        page = page + 1 if f"m:page:{page + 1}" in buttons else None
    assert seen == [f"m:o:{each}" for each in range(coming)]
