"""Buttons and commands: whatever can be tapped or typed has somebody who answers."""

import re

import pytest

from handlers import front, menu, moderation
from handlers.moderation_card import data
from handlers.rules.moderation import Case
from handlers.rules.people import ROLES
from handlers.rules.regions import REGIONS
from handlers.rules.reports import TOKEN_BYTES
from handlers.slip import code
from handlers.speech import speech
from tests.promises.source import ROOT, templates

MOST_BYTES = 64  # that Telegram takes back with a tap
MENUS = (menu.OUTSIDE, menu.PEER, menu.SUPERVISOR, menu.COORDINATOR, menu.BOTH)
MOST_COMMANDS = 7  # in one menu
TAPS = frozenset({"TAPS"})
DATA = re.compile(r"([a-z]{1,2}:[a-z]+)(?::.*)?")
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
    "poll.id": NUMBER,
    "poll.meeting_id": NUMBER,
    "seen.poll.id": NUMBER,
    "found.poll.id": NUMBER,
    "following.id": NUMBER,
    "told.date.id": NUMBER,
    "found.best.number": NUMBER,
    "days": "21",
    "at:{CHIP}": "202612312359",
    "meeting_id": NUMBER,
    "found.meeting.id": NUMBER,
    "extent": "following",
    "code(offer)": "202612312359:4:150:10:p:52",
    "code(Offer(one, every))": "202612312359:4:150:10:p:52",
    "code(found)": f"{SHORT}:20261231",
    "code(found.week)": f"{SHORT}:20261231",
    "watch_card.code(found)": f"{SHORT}:20261231",
    "other.id": NUMBER,
    "code(other)": "202612312359:4:150:10:p:52",
    "opening.id": NUMBER,
    "one.opening.id": NUMBER,
    "seat.opening.id": NUMBER,
    "found.opening.id": NUMBER,
    "opening.pattern_id": NUMBER,
    "instead": NUMBER,
    "int(took)": "1",
    "one.member.id": NUMBER,
    "reader.id": NUMBER,
    "value": NUMBER,
    "seen.meeting.id": NUMBER,
    "doubt.meeting.id": NUMBER,
    "key": NUMBER,
    "number": "99",
    "page.number + 1": "99",
    "page.number - 1": "99",
    "to": CODE,  # a group's number, or a question's id
    "mode": "s",
    "mode[0]": "p",
    "other": "99",
    "quarter": "2026-Q4",
    "sheet.earlier": "2026-12",
    "sheet.later": "2026-12",
    "role": str(len(ROLES)),
    "ROLES.index(role)": str(len(ROLES)),
    "short": SHORT,
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
    "line.id": NUMBER,
    "person.id": NUMBER,
    "card.person.id": NUMBER,
    "name": str(len(ROLES)),
    "ROLES.index(role.name)": str(len(ROLES)),
    "region(role.region).short": SHORT,
    "region(card.region).short": SHORT,
    "region(member.region).short": SHORT,
    "region(of).short": SHORT,
    "code(found.scope)": f"m-{NUMBER}",
    "scope": f"m-{NUMBER}",
    "plan_card.code(f'region:{found.code}')": f"r-{SHORT}",
    "plan_card.code(f'supervisor:{reader.id}')": f"s-{NUMBER}",
    "plan_card.code(f'member:{member.id}')": f"m-{NUMBER}",
    "found.stamp": "0" * 16,
    "one.supervisor.id": NUMBER,
    "member.id": NUMBER,
    "one": "2026-12",
    "new.supervisor.id if new else 0": NUMBER,
    "of": NUMBER,
    "weeks": "4",
    "other.pace": "weekly",
    "other.hour": "18",
    "(page + 1) % pages": "99",
    "word": "maybe",
    "text": "promise",
    "version": "9" * 16,
    "new.version": "9" * 16,
    "field": "organisation",
    "step": "organisation",
    "on": "1",
    "found.id": NUMBER,
    "one.id": NUMBER,
    "page": "99",
    "page - 1": "99",
    "page + 1": "99",
    "int(short not in ticked)": "1",
    "int(not reader.directory)": "1",
    "int(not reader.shown)": "1",
    "index": "99",
    "int(muted)": "0",
    "int(not simple)": "0",
    "choice": "night",
    "at": "202612312359",
    "view.word.id": NUMBER,
    "word.id": NUMBER,
    "kind": "region",
    "code(wanted)": "20R-6-2",
    "code(old)": "20R-6-2",
    "code(one)": "20R-6-2",
    "code(replace(old, region=region_code(short)))": "20R-6-2",
    "found": NUMBER,
    "before": "202612",
    "later": "202612",
    "month": "20261231",
    "day": "20261231",
    "question": "9" * 10,
    "first": "202612",
    "entry.meeting.id": NUMBER,
    "one.argument": NUMBER,
    "impact.mark": "0" * 16,
    "point.item.id": NUMBER,
    "int(not point.mine)": "1",
    "one.action.id": NUMBER,
    "own": NUMBER,
    "one.number": NUMBER,
    "int(not one.there)": "1",
    "int(not seen.there)": "1",
    "attendance.mark_of(name)": "0" * 8,
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


def test_the_data_of_a_case_fit_whatever_the_ids() -> None:
    case = Case(int(NUMBER), 2**31, int(NUMBER))
    assert max(len(data(verb, case)) for verb in moderation.TAPS) <= MOST_BYTES


@pytest.mark.parametrize("names", MENUS, ids=["outside", "peer", "supervisor", "coordinator", "both"])
def test_a_menu_is_short_and_everything_in_it_is_answered(names: tuple[str, ...]) -> None:
    assert len(names) <= MOST_COMMANDS
    assert set(names) <= set(front.COMMANDS)


def test_the_menu_of_groups_is_answered_and_never_shows_that_somebody_is_in_difficulty() -> None:
    assert set(menu.GROUP) < set(menu.ADMINISTRATORS) < set(front.GROUP_COMMANDS)
    assert len(menu.ADMINISTRATORS) <= MOST_COMMANDS
    assert "difficulte" not in menu.ADMINISTRATORS
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [command for command in front.GROUP_COMMANDS if f"/{command}" not in readme] == []


def test_every_command_is_in_a_menu_or_the_help_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(front.COMMANDS) - {"aide"} == set(menu.HELP)
    assert [name for name in menu.HELP if not speech("fr")(f"help.{name}").startswith(f"/{name} – ")] == []
    assert [command for command in front.COMMANDS if f"/{command}" not in readme] == []
