"""The list of meetings: everything to come is on one of its pages, few enough rows on each, what is past comes last."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.overview_screen import FEW, LIST, code, decoded, gone_by, listed, more, size
from handlers.rules import overview
from handlers.rules.draft_choices import KINDS
from handlers.rules.overview import MINE, Page, Wanted
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from handlers.screen import Button, fitted
from handlers.speech import speech
from storage.database import Transaction
from storage.meetings import Meeting
from storage.overview import Entry
from tests.rules.cast import NOW, published, refused, somebody

MOST_ROWS = 8
FIRST = datetime(2026, 6, 12, 12, 30, tzinfo=UTC)
HERE = "Europe/Paris"
FILTERS = st.builds(
    Wanted, st.sampled_from(["", "national", *REGIONS]), st.sampled_from(["", *KINDS]), st.sampled_from(MINE)
)


def _some(number: int) -> list[Entry]:
    return [Entry(_on(each), None) for each in range(number)]


def _on(day: int) -> Meeting:
    at = FIRST + timedelta(days=day)
    return Meeting(day, "", 0, "published", 1, "FR-ARA", "Réunion", None, HERE, at, 150, None, None, None)


@pytest.mark.parametrize("simple", [False, True])
@given(coming=st.integers(0, 20), past=st.integers(0, 5), wanted=FILTERS)
def test_every_coming_meeting_is_on_one_page(simple: bool, coming: int, past: int, wanted: Wanted) -> None:
    t, seen = speech("fr", simple=simple), []
    most, page, every = size(t), 0, _some(coming)
    while page * most < max(1, coming):
        found = every[page * most :][:most]
        before = _some(past) if not page else []
        last = (page + 1) * most >= coming
        screen = fitted(t, listed(t, Page(found, before, not last, HERE), wanted, page))
        buttons = [button.data for row in screen.rows for button in row]
        assert len(screen.rows) <= MOST_ROWS
        assert ("Passées" in screen.text) == (past > 0 and page == 0)
        assert screen.text.count("\n– ") == len(found) + min(len(before), (FEW if simple else LIST)[1])
        seen += [data for data in buttons if data.startswith("m:o:")]
        assert (f"mo:l:{code(wanted)}:{page + 1}" in buttons) == (not last)
        assert (f"mo:l:{code(wanted)}:{page - 1}" in buttons) == (page > 0)
        page += 1
    assert seen == [f"m:o:{each}" for each in range(coming)]


@pytest.mark.parametrize("simple", [False, True])
def test_past_pages_and_other_choices_have_few_rows(simple: bool) -> None:
    t = speech("en", simple=simple)
    page = Page(_some(size(t)), [], True, HERE)
    others = [Button("A", "a:a"), Button("B", "b:b")]
    for screen in (gone_by(t, page, Wanted(), 1), more(t, Wanted(), others)):
        assert len(fitted(t, screen).rows) <= MOST_ROWS


@given(FILTERS)
def test_a_filter_travels_in_a_button(wanted: Wanted) -> None:
    assert decoded(code(wanted)) == wanted
    assert len(code(wanted)) <= 8


@pytest.mark.parametrize("past", [False, True])
def test_there_is_no_page_beyond_the_last(tx: Transaction, past: bool) -> None:
    ines = somebody(tx, 1, "coordinator")
    published(tx, ines)
    assert refused(lambda: overview.page(tx, ines, Wanted(), 1, 8, NOW, past=past)) == Reason.STALE
    assert len(overview.page(tx, ines, Wanted(), 0, 8, NOW, past=past).found) == (0 if past else 1)
