"""The card of a difficulty fits into one message, whatever is written, chosen and found in it."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from handlers import report_card
from handlers.choice import MODES, Choice, choice
from handlers.rules.giveaways import Giveaway, Kind
from handlers.rules.regions import BOXES
from handlers.rules.reports import LONGEST
from handlers.rules.routing import Route, Way
from handlers.rules.themes import THEMES
from handlers.screen import Screen
from handlers.speech import LANGUAGES, speech

MOST = 4096  # characters Telegram takes, without the marks

themes = st.sampled_from(list(THEMES.values()))
ways = st.builds(
    lambda zone, mode, box: Way(zone, aside=mode == "a", insists=mode == "i", box=box if mode == "a" else None),
    st.sampled_from(BOXES),
    st.sampled_from(list(MODES)),
    st.none() | st.sampled_from(BOXES),
)
choices = themes.flatmap(lambda theme: st.builds(Choice, st.just(theme), st.sampled_from(theme.levels), ways))
routes = st.builds(Route, st.sampled_from(BOXES), st.sampled_from(["chosen", "small", "unread"]))
found = st.lists(st.builds(Giveaway, st.sampled_from(list(Kind)), st.text("é<a", min_size=1, max_size=200)), max_size=9)


def length(screen: Screen) -> int:
    return len(unescape(re.sub(r"<[^<>]*>", "", screen.text)))


@given(st.sampled_from(LANGUAGES), choices, routes, st.sampled_from([1, 900, 3200, 3300, 3400, LONGEST]), found)
def test_every_preview_fits(language: str, chosen: Choice, route: Route, size: int, giveaways: list[Giveaway]) -> None:
    screen = report_card.preview(speech(language), chosen, route, "t" * 22, "é" * size, giveaways)
    assert length(screen) <= MOST


@given(choices)
def test_what_is_chosen_travels_in_the_buttons(chosen: Choice) -> None:
    assert choice(chosen.code) == chosen
    assert len(chosen.code) <= 12
