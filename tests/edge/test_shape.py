"""The shape of an update: what Telegram sends fits, what would be met deep inside a use case does not."""

from copy import deepcopy
from typing import Any

import pytest

from bot.shape import fits
from tests.edge.inbox import update

USER = {"id": 501, "is_bot": False, "first_name": "Awa"}
CHAT = {"id": 501, "type": "private"}
TAP = {
    "update_id": 2,
    "callback_query": {
        "id": "7",
        "from": USER,
        "data": "h:home",
        "message": {"message_id": 5, "date": 0, "chat": CHAT},
    },
}


@pytest.mark.parametrize("honest", [update(1), TAP, {"update_id": 3}], ids=["message", "tap", "another kind"])
def test_what_telegram_sends_fits(honest: dict[str, Any]) -> None:
    assert fits(honest)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("update_id",), "1"),
        (("callback_query",), None),
        (("callback_query", "from", "id"), [501]),
        (("callback_query", "from", "id"), True),
        (("callback_query", "from", "id"), 2**70),
        (("callback_query", "from", "id"), 502),  # in somebody else's private chat
        (("callback_query", "from"), {}),
        (("callback_query", "id"), 7),
        (("callback_query", "data"), 7),
        (("callback_query", "message", "chat", "type"), "secret"),
        (("callback_query", "message", "date"), None),
        (("callback_query", "message", "entities"), [{"type": "bold", "offset": "0", "length": 1}]),
        (
            ("callback_query", "message", "entities"),
            [{"type": "date_time", "offset": 0, "length": 1, "unix_time": "9"}],
        ),
        (("callback_query", "message", "reply_to_message"), {"text": "x"}),
    ],
)
def test_what_it_never_sends_does_not(path: tuple[str, ...], value: Any) -> None:
    wrong: Any = deepcopy(TAP)
    owner = wrong
    for name in path[:-1]:
        owner = owner[name]
    owner[path[-1]] = value
    assert not fits(wrong)


@pytest.mark.parametrize("junk", [None, 1, "x", [], [TAP]])
def test_what_is_no_update_does_not(junk: Any) -> None:
    assert not fits(junk)
