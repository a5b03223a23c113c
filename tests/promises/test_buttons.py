"""Buttons and commands: whatever can be tapped or typed has somebody who answers."""

import re

import pytest

from handlers import front, menu
from handlers.rules.people import ROLES
from handlers.rules.regions import REGIONS
from handlers.rules.reports import TOKEN_BYTES
from handlers.slip import code
from handlers.speech import speech
from tests.promises.source import ROOT, templates

MOST_BYTES = 64  # that Telegram takes back with a tap
MOST_COMMANDS = 7  # in one menu
TAPS = frozenset({"TAPS"})
DATA = re.compile(r"([a-z]:[a-z]+)(?::.*)?")
NUMBER = "9" * 15  # the largest that handlers.routes.number takes back
CODE = code(bytes(TOKEN_BYTES))
SHORT = max((region.short for region in REGIONS.values()), key=len)
CHOSEN = "c3"  # a theme and a level
CHOICE = f"{CHOSEN}a{SHORT}-{SHORT}"
# The longest text that each value inside a button's data can become.
LONGEST = {
    "token": CODE,
    "code": CODE,
    "nonce": CODE,
    "entry": CODE,
    "receipt_id": "9" * 10,  # a message's number has 31 bits
    "slip.code(thread.id)": CODE,
    "group.id": NUMBER,
    "group_id": NUMBER,
    "caller.request.id": NUMBER,
    "where": f"{NUMBER}:{NUMBER}",
    "tail(group)": "x" * 6,
    "meeting.id": NUMBER,
    "meeting_id": NUMBER,
    "seen.meeting.id": NUMBER,
    "doubt.meeting.id": NUMBER,
    "key": NUMBER,
    "number": "99",
    "page.number + 1": "99",
    "page.number - 1": "99",
    "other": "99",
    "quarter": "2026-Q4",
    "role": str(len(ROLES)),
    "ROLES.index(role)": str(len(ROLES)),
    "short": SHORT,
    "index": CHOSEN[0],
    "level": CHOSEN[1],
    "CODES.index(code)": CHOSEN[0],
    "found.code[0]": CHOSEN[0],
    "subject[0]": CHOSEN[0],
    "subject": CHOSEN,
    "chosen": CHOICE,
    "found.code": CHOICE,
    "aside.code": CHOICE,
    "insisting.code": CHOICE,
    "yielding.code": CHOICE,
    "found.to(by_short(short).code).code": CHOICE,
    "word": "maybe",
    "text": "promise",
    "at": "202612312359",
}


def _written() -> list[str]:
    """The data of every button, as the code writes it."""
    found = [text for _, text in templates("handlers", "bot", leaving=TAPS)]
    return [text for text in found if DATA.fullmatch(text) and "." not in text.partition(":")[0]]


def _answered() -> set[str]:
    verbs = list(front.TAPS)
    for feature in front.FEATURES:
        verbs += feature.TAPS
    assert len(verbs) == len(set(verbs)), "two handlers for one verb"
    return set(verbs)


def test_every_button_has_a_handler_and_every_handler_a_button() -> None:
    assert {match[1] for text in _written() if (match := DATA.fullmatch(text))} == _answered()


def test_the_data_of_a_button_fit_whatever_the_ids() -> None:
    for text in _written():
        longest = re.sub(r"\{([^{}]*)\}", lambda value: LONGEST[value[1]], text)
        assert len(longest.encode()) <= MOST_BYTES, longest


@pytest.mark.parametrize("names", [menu.EVERYONE, menu.COORDINATOR], ids=["everyone", "coordinator"])
def test_a_menu_is_short_and_everything_in_it_is_answered(names: tuple[str, ...]) -> None:
    assert len(names) <= MOST_COMMANDS
    assert set(names) <= set(front.COMMANDS)


def test_every_command_is_in_a_menu_or_the_help_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    helped = set(re.findall(r"(?m)^/(\w+)", speech("fr")("help", contact="")))
    assert set(front.COMMANDS) == {*menu.EVERYONE, *menu.COORDINATOR} | helped
    assert [command for command in front.COMMANDS if f"/{command}" not in readme] == []
