"""The screens of polls fit a message and a phone, however many dates and drawbacks there are."""

import re
from datetime import timedelta

import pytest

from handlers import outcome_card, poll_card, poll_draft_card
from handlers.rules import outcomes, people, poll_drafts, polls
from handlers.rules.regions import REGIONS
from handlers.screen import Screen
from handlers.speech import speech
from storage.database import Transaction
from storage.members import NATIONAL
from tests.rules.cast import NOW, somebody
from tests.rules.test_polls import opened

MOST_CHARACTERS, MOST_ROWS = 4096, 8
# Christmas and the days after, at an hour at which it is night in twelve regions.
LINES = "\n".join(f"{day}/12 à 23h30" for day in range(20, 32))


def fits(screen: Screen) -> None:
    """What Telegram takes, and what a phone shows without scrolling its buttons away."""
    assert len(re.sub("<[^>]+>", "", screen.text)) <= MOST_CHARACTERS
    assert len(screen.rows) <= MOST_ROWS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_twelve_dates_with_everything_against_them_fit(tx: Transaction, language: str) -> None:
    t = speech(language)
    sacha = somebody(tx, 1, "coordinator national", region="FR-974")
    for number, code in enumerate(REGIONS, 2):
        somebody(tx, number, "peer_worker", region=code)
    number = poll_drafts.prepare(tx, sacha, "x").poll.id
    poll_drafts.choose_region(tx, sacha, number, NATIONAL)
    poll_drafts.fill(tx, sacha, number, "title", "T" * 120)
    poll_drafts.fill(tx, sacha, number, "place", "L" * 300)
    found = poll_drafts.add(tx, sacha, number, LINES, NOW).sheet
    assert len(found.dates) == poll_drafts.MOST
    for screen in (
        poll_draft_card.card(t, found, NOW),
        poll_draft_card.gathering(t, found, [], NOW),
        poll_draft_card.removing(t, found, 1),
        poll_draft_card.lasting(t, found, NOW),
        poll_draft_card.confirmation(t, poll_drafts.impact(tx, sacha, number, NOW)),
    ):
        fits(screen)
    seen = poll_drafts.publish(tx, sacha, number, 5, NOW)
    for date in seen.dates:
        seen, _ = polls.vote(tx, sacha, date.id, "maybe", NOW)
        fits(poll_card.card(t, seen))
        fits(poll_card.ballot(t, seen, date))
    fits(poll_card.changing(t, seen, 2))
    fits(outcome_card.managing(t, seen))
    fits(outcome_card.later(t, seen, NOW))
    result = outcomes.stop(tx, sacha, number, NOW)
    fits(outcome_card.result(t, result))
    fits(outcome_card.others(t, result, 9))
    fits(outcome_card.deciding(t, outcomes.impact(tx, sacha, seen.dates[0].id, NOW)))
    fits(outcome_card.dropping(t, seen))


def test_a_member_reads_how_many_can_come_and_nobody_who_cannot(tx: Transaction) -> None:
    t = speech("fr")
    ines, awa, luc = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker")
    seen = opened(tx, ines)
    for who, word in ((awa, "no"), (luc, "maybe"), (ines, "yes")):
        polls.vote(tx, who, seen.dates[0].id, word, NOW)
    read = [poll_card.card(t, polls.look(tx, who, seen.poll.id)).text for who in (luc, awa)]
    group = polls.seen_by(tx, polls.about(seen.poll.id), None)
    assert group
    read.append(poll_card.card(t, group, group=True).text)
    assert all("1 oui, 1 si besoin" in text and "1 non" not in text for text in read)
    names = {people.member(who).first_name for who in (ines, awa, luc)}
    assert not any(name in text for name in names for text in read)
    assert "1 non" in outcome_card.result(t, outcomes.outcome(tx, ines, seen.poll.id)).text


def test_there_may_be_no_time_left_to_put_the_end_off(tx: Transaction) -> None:
    seen = opened(tx, somebody(tx, 1, "coordinator"))
    assert len(outcome_card.later(speech("fr"), seen, NOW).rows) == 4
    late = outcome_card.later(speech("fr"), seen, seen.dates[0].starts_at - timedelta(days=2))
    assert [row[0].data for row in late.rows] == [f"po:lead:{seen.poll.id}"]
